import { createBqEngine } from './bq.ts'
import type { Engine, EngineServices } from './engine.ts'
import { createHttpEngine } from './http.ts'
import { createIacEngine } from './iac.ts'
import { createJsEngine } from './js.ts'
import { createPythonEngine } from './python.ts'
import { createShellEngine } from './shell.ts'
import { createSparkEngine } from './spark.ts'

/** Every engine there is. A new one is its file and a line here. */
const factories: readonly ((services: EngineServices) => Engine)[] = [
  createBqEngine,
  createShellEngine,
  createPythonEngine,
  createJsEngine,
  createHttpEngine,
  createIacEngine,
  createSparkEngine,
]

export function createEngines(services: EngineServices): ReadonlyMap<string, Engine> {
  return new Map(factories.map(create => create(services)).map(engine => [engine.name, engine]))
}
