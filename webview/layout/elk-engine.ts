import type { ELK, ELKConstructorArguments } from 'elkjs/lib/elk-api.js'
import { type ElkSettings, fromElk, toElk } from './elk-graph.ts'
import type { LayoutEngine } from './layout.ts'

/**
 * ELK's layered algorithm, on the thread that calls. It is loaded on first use, since it is large; whoever must not be held up
 * runs this engine in a worker of its own.
 */
export function elkEngine(settings: ElkSettings): LayoutEngine {
  return async (graph, direction) => {
    const elk = await loadElk()
    return fromElk(graph, direction, await elk.layout(toElk(graph, direction, settings)))
  }
}

/** Loads ELK before it is needed. */
export function loadElk(): Promise<ELK> {
  loaded ??= load()
  return loaded
}

let loaded: Promise<ELK> | undefined

async function load(): Promise<ELK> {
  const [api, elk] = await Promise.all([import('elkjs/lib/elk-api.js'), import('elkjs/lib/elk-worker.min.js')])
  // A module of CommonJS is the default export, in a bundle as in Node.
  const workerFactory = () => new elk.default.Worker() as ReturnType<WorkerFactory>
  return new api.default.default({ algorithms: ['layered'], workerFactory })
}

type WorkerFactory = NonNullable<ELKConstructorArguments['workerFactory']>
