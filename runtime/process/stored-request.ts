import { isDeepStrictEqual } from 'node:util'
import type { Json, RunGraph } from '#language'
import type { Outputs } from '../events.ts'
import type { StartRun } from '../protocol.ts'
import type { Redactor } from '../runner/redactor.ts'
import type { AskedRun } from '../store/store.ts'

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

/** As it is kept in the database; null where a secret is part of it: masked, it would be another request. */
export function storedRequest(
  request: {
    readonly workspace: string
    readonly inputs: Readonly<Record<string, string>>
    readonly digest: string
    readonly graph: RunGraph
    readonly given: ReadonlyMap<number, Outputs>
  },
  redactor: Redactor,
): string | null {
  const { workspace, inputs, digest, graph, given } = request
  const stored: StoredRequest = {
    workspace,
    inputs,
    digest,
    tasks: graph.tasks.length,
    given: Object.fromEntries([...given].map(([task, outputs]) => [graph.tasks[task]!.name, outputs])),
  }
  // The folder is no secret: the run's row has the file's whole path.
  const isKept = (values: object): boolean => Object.values(values).every(value => isDeepStrictEqual(redactor.json(value as Json), value))
  return isKept(inputs) && isKept(stored.given) ? JSON.stringify(stored) : null
}

/** The words with which a run was asked for, without those that a secret stands in. */
export function askedOf({ inputs = {}, only, from, until, cache }: StartRun, id: string, redactor: Redactor): AskedRun {
  const secret = Object.keys(inputs).filter(name => redactor.finds(inputs[name]!))
  const selection = [only, from, until].some(words => words?.some(word => redactor.finds(word)))
  return {
    id,
    inputs: Object.fromEntries(Object.entries(inputs).filter(([name]) => !secret.includes(name))),
    ...(secret.length > 0 || selection ? { withheld: { inputs: secret, selection } } : {}),
    ...(cache === false ? { cache } : {}),
    ...(selection
      ? {}
      : { ...(only === undefined ? {} : { only }), ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }),
  }
}
