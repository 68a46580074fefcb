import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PlanRequest, RefusedRun, ShownPlan } from '../protocol.ts'

/** By the runtime of the folder, which knows how long tasks took; where nothing has ever run, here, and nothing is made. */
export async function askPlan(request: PlanRequest): Promise<ShownPlan | RefusedRun> {
  const folder = dirname(request.file)
  if (existsSync(join(folder, '.dagline', 'dagline.db'))) {
    const [{ connectRuntime }, { runtimeEntry }] = await Promise.all([import('../process/connect.ts'), import('../process/entry.ts')])
    const connection = (await connectRuntime({ folder, entry: runtimeEntry, start: true }))!
    try {
      return await connection.request('plan/show', request)
    } finally {
      connection.dispose()
    }
  }
  const { planWithoutHistory } = await import('../process/plan-without-history.ts')
  return planWithoutHistory(request)
}
