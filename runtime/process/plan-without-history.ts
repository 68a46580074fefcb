import { availableParallelism, tmpdir } from 'node:os'
import { createEngines } from '../engines/registry.ts'
import { Spawner } from '../processes/spawner.ts'
import { spawnerFile } from '../processes/spawner-file.ts'
import type { PlanRequest, RefusedRun, ShownPlan } from '../protocol.ts'
import { noRun } from './resumed-run.ts'
import { showPlan } from './show-plan.ts'

/** Plans a run where nothing has run yet, in this process; nothing is started and nothing created. */
export async function planWithoutHistory(request: PlanRequest): Promise<ShownPlan | RefusedRun> {
  const processes = new Spawner(spawnerFile)
  const engines = createEngines({ stateFolder: tmpdir(), processes, platform: process.platform })
  try {
    return await showPlan(
      {
        engines,
        processors: availableParallelism(),
        store: null,
        folder: process.cwd(),
        now: () => Date.now(),
        asked: plain => (plain.resume === undefined ? plain : noRun(plain, plain.resume)),
      },
      request,
    )
  } finally {
    await Promise.all([...engines.values()].map(engine => engine.dispose()))
    await processes.dispose()
  }
}
