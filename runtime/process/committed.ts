import type { AttemptSuccess } from '../engines/engine.ts'
import type { Outputs } from '../events.ts'
import { noTables } from '../store/results.ts'
import type { Runtime } from './runtime.ts'

/**
 * Outputs of the tasks of a run whose attempt was in flight when the runtime died, and has yet done its work for good. Notes
 * what their results followed from, without which a resumed run would do them again.
 */
export async function committedIn(runtime: Runtime, run: string): Promise<ReadonlyMap<string, Outputs>> {
  const { store, engines, folder } = runtime
  const outputs = new Map<string, Outputs>()
  const engineOf = store.engines(run)
  const inFlight = Object.entries(store.tasks(run)).filter(([, task]) => task.state === 'running')
  for (const name of new Set(inFlight.map(([task]) => engineOf[task]!))) {
    const committed = await engines.get(name)?.committed?.(folder, run)
    for (const [task, { attempts }] of inFlight) {
      const result = committed?.get(`${run}/${task}/${attempts}`)
      if (result === undefined) continue
      outputs.set(task, result.outputs)
      keepPrint(runtime, run, task, result)
    }
  }
  return outputs
}

function keepPrint(runtime: Runtime, run: string, task: string, { print, tables = noTables }: AttemptSuccess): void {
  if (print === undefined) return
  const { store } = runtime
  const { file, dag, target } = store.record(run)!
  store.transaction(() => {
    store.setPrint(run, task, { fingerprint: print.fingerprint, reused: null })
    store.results.keep({
      file,
      dag,
      target,
      task,
      print,
      run,
      position: store.position(run, task),
      ended: new Date(runtime.now()).toISOString(),
      tables,
    })
  })
}
