import type { RunGraph } from '#language'
import type { Outputs } from '../events.ts'

/** What it takes to make the graph of a run again, beside what its row has; without the environment, which is never stored. */
export interface StoredRequest {
  readonly workspace: string
  /** As written. */
  readonly inputs: Readonly<Record<string, string>>
  /** Of all that was read to make the graph. */
  readonly digest: string
  /** How many tasks the graph has. */
  readonly tasks: number
  /** Outputs of tasks that are taken as done, by name. */
  readonly given: Readonly<Record<string, Outputs>>
}

/** As it is kept in the database. */
export function storedRequest(request: {
  readonly workspace: string
  readonly inputs: Readonly<Record<string, string>>
  readonly digest: string
  readonly graph: RunGraph
  readonly given: ReadonlyMap<number, Outputs>
}): string {
  const { workspace, inputs, digest, graph, given } = request
  const stored: StoredRequest = {
    workspace,
    inputs,
    digest,
    tasks: graph.tasks.length,
    given: Object.fromEntries([...given].map(([task, outputs]) => [graph.tasks[task]!.name, outputs])),
  }
  return JSON.stringify(stored)
}
