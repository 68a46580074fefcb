import type { Outputs } from '../events.ts'
import type { Runtime } from './runtime.ts'

/** Outputs of the tasks of a run whose attempt was in flight when the runtime died, and has yet done its work for good. */
export async function committedIn({ store, engines, folder }: Runtime, run: string): Promise<ReadonlyMap<string, Outputs>> {
  const outputs = new Map<string, Outputs>()
  const engineOf = store.engines(run)
  const inFlight = Object.entries(store.tasks(run)).filter(([, task]) => task.state === 'running')
  for (const name of new Set(inFlight.map(([task]) => engineOf[task]!))) {
    const committed = await engines.get(name)?.committed?.(folder, run)
    for (const [task, { attempts }] of inFlight) {
      const result = committed?.get(`${run}/${task}/${attempts}`)
      if (result !== undefined) outputs.set(task, result.outputs)
    }
  }
  return outputs
}
