import type { AttemptContext, RunGraph } from '#language'
import type { Outputs } from '../events.ts'
import type { RefusedRun } from '../protocol.ts'
import type { Store } from '../store/store.ts'

/**
 * Outputs that chosen tasks read of tasks that are not chosen, from the last run that has them. Which ones are read is seen by
 * evaluating: an expression that lacks one asks for it. Without a store nothing has ever run.
 */
export function neededOutputs(
  store: Store | null,
  graph: RunGraph,
  selected: ReadonlySet<number>,
): { outputs: ReadonlyMap<number, Outputs>; missing: string[] } {
  const outputs = new Map<number, Outputs>()
  const missing = new Set<number>()
  if (selected.size === graph.tasks.length) return { outputs, missing: [] }
  let asked = new Set<number>()
  const context: AttemptContext = {
    attempt: 1,
    outputs: task => {
      if (selected.has(task)) return undefined
      asked.add(task)
      return outputs.get(task)
    },
    secret: () => undefined,
  }
  for (const index of selected) {
    const task = graph.tasks[index]!
    for (const property of task.propertyNames) {
      // Each evaluation stops at the first output it lacks, so it is repeated until it lacks none that can be had.
      for (let known = -1; known !== outputs.size; ) {
        known = outputs.size
        asked = new Set()
        task.evaluate(property, context)
        for (const upstream of asked) {
          if (outputs.has(upstream)) continue
          const last = store?.lastOutputs(graph.file, graph.dag, graph.target, graph.tasks[upstream]!.name) ?? null
          if (last === null) missing.add(upstream)
          else outputs.set(upstream, last)
        }
      }
    }
  }
  return { outputs, missing: [...missing].map(task => graph.tasks[task]!.name) }
}

/** Why chosen tasks cannot run whose outputs are missing; null where none are. */
export function missingOutputs(missing: readonly string[]): RefusedRun | null {
  if (missing.length === 0) return null
  const message = `No run has outputs of ${missing.join(', ')} yet, which the chosen tasks read. Run with these tasks first.`
  return { kind: 'refused', reason: 'usage', message }
}
