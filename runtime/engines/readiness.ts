import { tmpdir } from 'node:os'
import { Spawner } from '../processes/spawner.ts'
import { spawnerFile } from '../processes/spawner-file.ts'
import type { Environment, Readiness } from './engine.ts'
import { createEngines } from './registry.ts'

export interface EngineReadiness {
  readonly name: string
  readonly targets: readonly ({ readonly target: string } & Readiness)[]
}

/** Asks every engine whether it is ready on each of the targets; nothing is created. */
export async function askEngines(targets: readonly string[], folder: string, env: Environment): Promise<EngineReadiness[]> {
  const processes = new Spawner(spawnerFile)
  const engines = createEngines({ stateFolder: tmpdir(), processes, platform: process.platform })
  try {
    return await Promise.all(
      [...engines.values()].map(async engine => ({
        name: engine.name,
        targets: await Promise.all(
          targets.map(async name => ({
            target: name,
            ...(await engine.readiness({ target: { name, properties: new Map() }, folder, env, properties: new Map() })),
          })),
        ),
      })),
    )
  } finally {
    await Promise.all([...engines.values()].map(engine => engine.dispose()))
    await processes.dispose()
  }
}
