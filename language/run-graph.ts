import type { EdgeReason } from './graph/graph.ts'
import type { Place } from './span.ts'
import type { DateValue, Json, Value } from './values.ts'

/** What is known when a run starts. */
export interface StartOptions {
  /** The dag's name. */
  readonly dag: string
  /** The target's name; `local` always exists. */
  readonly target: string
  /** Values of inputs; the others have their defaults. */
  readonly inputs: ReadonlyMap<string, Value>
  readonly run: { readonly id: string; readonly date: DateValue; readonly end: DateValue }
  readonly env: (name: string) => string | undefined
  /** Whether the name of an instance must not be shown. It is named by its places in the matrix, unless the file itself shows it. */
  hides?(name: string): boolean
}

/** One dag, ready to run on one target: instances, edges, and properties to be evaluated when their time comes. */
export interface RunGraph {
  readonly dag: string
  readonly file: string
  readonly target: string
  /** Properties of the target, by name. */
  readonly targetProperties: ReadonlyMap<string, Value>
  /** The dag's properties, evaluated: `parallelism`, `limits`, `on_failure`, `timeout` … */
  readonly properties: ReadonlyMap<string, Value>
  /** In topological order: a task comes after all its upstreams. */
  readonly tasks: readonly RunTask[]
}

export type Trigger = 'all_success' | 'none_failed' | 'all_done' | 'any_success' | 'any_failed'

export interface RunTask {
  /** Index in `RunGraph.tasks`. */
  readonly index: number
  /** Whole name of the instance: `tables.staging[1]`. */
  readonly name: string
  /** Whole name of the declaration: `tables.staging`. */
  readonly declaration: string
  /** The engine on the chosen target. */
  readonly engine: string
  readonly trigger: Trigger
  readonly upstreams: readonly RunUpstream[]
  /** The name in the declaration. */
  readonly place: Place
  /** Names of the properties that have a value here, from the task, `on`, defaults, dag or target. */
  readonly propertyNames: readonly string[]
  /**
   * Evaluates one property. `undefined`: not set. Before an output is there (planning), an expression that reads it is
   * a failure of code `not-yet`. `when` includes the groups' `when`s.
   */
  evaluate(property: string, context: AttemptContext): Evaluation | undefined
  /** When the value of an entry of `params` comes to be known: SQL takes raw text only from the static phase. */
  paramPhase(name: string): 'static' | 'start' | 'running'
  /** Where an offset of a `sql`, `run` or other text property's value stands in the `.dag` file; null where it was computed. */
  placeInText(property: string, offset: number): Place | null
  /** Where the property's expression stands. */
  placeOf(property: string): Place
}

export interface RunUpstream {
  /** Index in `RunGraph.tasks`; smaller than the task's own. */
  readonly task: number
  readonly why: EdgeReason
}

/** What is known when an attempt starts. */
export interface AttemptContext {
  /** From 1. */
  readonly attempt: number
  /** Outputs of the task with that index; `null` where it was skipped or failed; `undefined` where it has not ended. */
  outputs(task: number): Readonly<Record<string, Json>> | null | undefined
  /** A secret's value; `undefined` where none is set. */
  secret(name: string): string | undefined
}

export type Evaluation = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: EvaluationFailure }

export interface EvaluationFailure {
  /** A diagnostic code of the language, or `not-yet` where an output or a secret is not known yet. */
  readonly code: string
  /** One sentence that says what is wrong and how to mend it. */
  readonly message: string
  readonly place: Place
}
