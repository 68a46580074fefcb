import { availableParallelism, tmpdir } from 'node:os'
import { createEngines } from '../engines/registry.ts'
import type { Refusal } from '../load.ts'
import { Spawner } from '../processes/spawner.ts'
import { spawnerFile } from '../processes/spawner-file.ts'
import type { PlanRequest, ShownPlan } from '../protocol.ts'
import { showPlan } from './show-plan.ts'

/** Plans a run where nothing has run yet, in this process; nothing is started and nothing created. */
export async function planWithoutHistory(request: PlanRequest): Promise<ShownPlan | Refusal> {
  const processes = new Spawner(spawnerFile)
  const engines = createEngines({ stateFolder: tmpdir(), processes, platform: process.platform })
  try {
    return await showPlan(
      { engines, processors: availableParallelism(), store: null, folder: process.cwd(), now: () => Date.now() },
      request,
    )
  } finally {
    await Promise.all([...engines.values()].map(engine => engine.dispose()))
    await processes.dispose()
  }
}
