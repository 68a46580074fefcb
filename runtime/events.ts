import type { Json, Place } from '#language'

/** States of a task in a run: `ready` waits for a slot, and is not told of a task that starts at once. The last seven are ends. */
export type TaskState =
  | 'waiting'
  | 'ready'
  | 'running'
  | 'retrying'
  | 'success'
  | 'cached'
  | 'failed'
  | 'skipped'
  | 'upstream_failed'
  | 'cancelled'
  | 'interrupted'

export type RunState = 'running' | 'success' | 'failed' | 'cancelled'

/** Why an attempt or a run failed: a code, a sentence for a person, and the place to look at. */
export interface RunError {
  /** Stable: `exit-code`, `signal`, `timeout`, `sql-syntax`, `sql-unsupported`, `script-not-found`, `exception`, `spawn` … */
  readonly code: string
  readonly message: string
  /** In the script or in the `.dag` file. */
  readonly place?: Place
}

export type Outputs = Readonly<Record<string, Json>>

/** All that happens in a run. Sinks (console, log files, database, editor) read this stream and never change it. */
export type RunEvent = RunStarted | TaskStateChanged | TaskLog | RunFinished

/** The first event of a run: what will happen. */
export interface RunStarted {
  readonly type: 'run-started'
  readonly run: string
  readonly at: string
  readonly file: string
  readonly dag: string
  readonly target: string
  readonly parallelism: number
  /** The run that this one goes on with, where there is one. */
  readonly resumed?: string
  readonly tasks: readonly {
    readonly name: string
    readonly declaration: string
    readonly engine: string
    readonly upstreams: readonly string[]
  }[]
  /** What a person should know of the run before it goes wrong. */
  readonly warnings?: readonly string[]
  /** How the run is expected to go. */
  readonly predicted?: Prediction
}

/** What was planned when a run started. Times are seconds from its start. */
export interface Prediction {
  readonly makespan_seconds: number
  /** Names of the tasks on the longest path by expected lengths. */
  readonly critical_path: readonly string[]
  /** Start and end of each task, in the order of the run's `tasks`. */
  readonly tasks: readonly (readonly [start: number, end: number])[]
}

/** A task has come to a new state. */
export interface TaskStateChanged {
  readonly type: 'task-state'
  readonly run: string
  readonly at: string
  readonly task: string
  /** From 1; 0 where the task never ran. */
  readonly attempt: number
  readonly state: Exclude<TaskState, 'waiting'>
  /** Length of the attempt, where it has ended. */
  readonly seconds?: number
  readonly error?: RunError
  readonly outputs?: Outputs
  /** A sentence that says why, where it is not plain: skipped, cached, retrying, running although it could have been cached. */
  readonly reason?: string
  /** Of `retrying`: when the next attempt may start, ISO 8601. */
  readonly retry_at?: string
}

/** A line that a task wrote, or that the runtime says of it. Secrets are redacted. */
export interface TaskLog {
  readonly type: 'task-log'
  readonly run: string
  readonly at: string
  readonly task: string
  readonly attempt: number
  readonly stream: 'stdout' | 'stderr' | 'system'
  readonly text: string
}

/** The last event of a run. */
export interface RunFinished {
  readonly type: 'run-finished'
  readonly run: string
  readonly at: string
  readonly state: Exclude<RunState, 'running'>
  readonly tasks: Readonly<Record<string, TaskSummary>>
  readonly makespan_seconds: number
  readonly predicted_makespan_seconds?: number
  /** Names of the tasks on the longest path by actual times. */
  readonly critical_path: readonly string[]
  readonly error?: RunError
}

export interface TaskSummary {
  readonly state: TaskState
  readonly attempts: number
  /** ISO 8601; absent where the task never ran. */
  readonly started?: string
  readonly seconds?: number
  readonly outputs?: Outputs
  readonly error?: RunError
  /** Why it came to its state, where the state and the error do not say it all; told where a run is shown. */
  readonly reason?: string
  /** Why it ran although there was a result of it that might have been reused; told where a run is shown. */
  readonly rerun_reason?: string
  /** The run whose result was taken. */
  readonly reused?: string
}
