import type { Engine, EngineServices } from './engine.ts'
import { createShellEngine } from './shell.ts'

/** Every engine there is. A new one is its file and a line here. */
const factories: readonly ((services: EngineServices) => Engine)[] = [createShellEngine]

export function createEngines(services: EngineServices): ReadonlyMap<string, Engine> {
  return new Map(factories.map(create => create(services)).map(engine => [engine.name, engine]))
}
