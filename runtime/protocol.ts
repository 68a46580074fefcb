import type { Json, Place } from '#language'
import type { RunEvent, RunState, TaskSummary } from './events.ts'

/**
 * What the runtime process of a workspace understands: JSON-RPC (`vscode-jsonrpc`) over a socket in `.dagline/` or a named
 * pipe. Types only; both ends import this file.
 */
export interface RuntimeRequests {
  /** The first request of a connection: proves by the token of `.dagline/runtime.json` that the client may read that file. */
  hello: { params: { readonly token: string; readonly protocol: number }; result: { readonly accepted: boolean; readonly version: string } }
  /** Starts a run; answers once it is recorded. */
  'run/start': { params: StartRun; result: StartedRun | RefusedRun }
  /** Goes on with a run whose runtime has died, for the client that had started or followed it. */
  'run/continue': { params: ContinueRun; result: ContinuedRun }
  /** Cancels a run; answers when every child has ended. */
  'run/cancel': { params: { readonly run: string }; result: { readonly cancelled: boolean } }
  /** Cancels some tasks of a run, by their whole names; answers when they are over: whether one was cancelled by that. */
  'run/cancel-tasks': { params: { readonly run: string; readonly tasks: readonly string[] }; result: { readonly cancelled: boolean } }
  /**
   * Sends every event of a run from number `from` (0: all), as `run/events` notifications, then the new ones as they come. With `logs_of`,
   * only those lines of logs that these tasks, groups or instances write.
   */
  'run/attach': {
    params: { readonly run: string; readonly from: number; readonly logs_of?: readonly string[] }
    result: { readonly known: boolean }
  }
  /** How a run would go; nothing is started. */
  'plan/show': { params: PlanRequest; result: ShownPlan | RefusedRun }
  /** From now on `run/started` tells of each run that begins, whoever started it. */
  'runs/watch': { params: Readonly<Record<string, never>>; result: null }
  /** Runs of the workspace, newest first. */
  'run/list': { params: { readonly limit: number; readonly file?: string }; result: { readonly runs: readonly RunRecord[] } }
  'run/show': {
    params: { readonly run: string }
    result: {
      readonly run: RunRecord
      readonly tasks: Readonly<Record<string, TaskSummary>>
      /** What was planned when the run started. */
      readonly predicted: Readonly<Record<string, PredictedTask>>
    } | null
  }
  /** Where the lines of a run's tasks are (with `tasks`, of these), and up to which number they are all there; null of an unknown run. */
  'run/logs': { params: { readonly run: string; readonly tasks?: readonly string[] }; result: RunLogs | null }
  /** Everything that happened in a run, or in one task of it, lines of logs included. */
  'run/history': { params: { readonly run: string; readonly task?: string }; result: { readonly events: readonly RunEvent[] } }
  /**
   * The first rows of what a `bq` task of a run answered with its last statement, else of the table that it wrote last; or of a local table (`project.dataset.table`,
   * the project `local` where it is left out); null where there is none.
   */
  'table/preview': {
    params: { readonly limit: number } & ({ readonly run: string; readonly task: string } | { readonly table: string })
    result: RowsPreview | null
  }
  /** Which results a run would reuse, of the tasks with `cache`; without a file, those of all files that have results. */
  'cache/list': { params: ListCache; result: { readonly tasks: readonly CachedTask[] } }
  /** Forgets results, so that their tasks run again; the history stays. */
  'cache/clear': {
    params: { readonly file?: string; readonly dag?: string; readonly tasks?: readonly string[] }
    /** How many tasks had results; none is cleared where something that is named has none. */
    result: { readonly cleared: number; readonly unknown?: readonly UnknownTask[] }
  }
  /** Keeps a script in the database, where a task names it `db://name`; false where no script can have that name. */
  'script/put': { params: { readonly name: string; readonly text: string }; result: { readonly kept: boolean } }
  /** The text of such a script; null where there is none. */
  'script/get': { params: { readonly name: string }; result: { readonly text: string | null } }
  'script/list': { params: Record<string, never>; result: { readonly scripts: readonly StoredScript[] } }
  /** Ends the process once no run is active; `force` cancels what runs. */
  shutdown: { params: { readonly force: boolean }; result: null }
}

/** A name of which there is nothing, and one that may have been meant. */
export interface UnknownTask {
  readonly word: string
  readonly near: string | null
}

/** A script that is kept in the database. */
export interface StoredScript {
  readonly name: string
  readonly bytes: number
  /** When it was put there; ISO 8601. */
  readonly changed: string
}

export interface ListCache {
  /** Absolute path. */
  readonly file?: string
  readonly dag?: string
  readonly target?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly date?: string
  readonly workspace?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A task with `cache`, as a run that started now would find it. */
export interface CachedTask {
  readonly file: string
  readonly dag: string
  readonly target: string
  readonly task: string
  /** Whether its result would be reused. */
  readonly reused: boolean
  /** The run that made the newest result, and when it ended; null where there is none. */
  readonly run: string | null
  readonly ended: string | null
  /** A sentence that says why. */
  readonly reason: string
}

/** Rows for people to look at. */
export interface RowsPreview {
  /** Types in BigQuery's words: `INT64`, `ARRAY<STRUCT<a INT64>>`. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Values as text, as BigQuery prints them; lists and structs as JSON; null for NULL. A long text is cut, and ends in `…`. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** How many rows there are in all; `rows` are the first of them, at most 100 of a task's result. */
  readonly total: number
  /** Of a task that only changed tables: the one whose rows these are, as it is now. */
  readonly table?: string
}

/** What both ends must agree on; a change that an older end would misunderstand raises it. */
export type ProtocolVersion = 1

/** An event of a run, which counts its events from 0. */
export interface NumberedEvent {
  readonly number: number
  readonly event: RunEvent
}

/** From the runtime to each attached client. What happens at once is told at once: a task may print thousands of lines. */
export interface RuntimeNotifications {
  'run/events': { readonly events: readonly NumberedEvent[] }
  /** To those who asked `runs/watch`: a run has begun. */
  'run/started': { readonly run: string }
}

export interface StartRun {
  /** Absolute path of the `.dag` file. */
  readonly file: string
  /** Absolute path of the folder that paths in the file must not leave; without it the repository of the file. */
  readonly workspace?: string
  /** May be left out where the file has one dag. */
  readonly dag?: string
  readonly target?: string
  /** As written on the command line or in the prompt: `k` to the text of `v`. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Processors at most; `auto`: all that there are, whatever the dag says. */
  readonly parallelism?: number | 'auto'
  readonly only?: readonly string[]
  readonly from?: readonly string[]
  readonly until?: readonly string[]
  readonly date?: string
  /** Whether results of tasks with `cache` may be reused (true). */
  readonly cache?: boolean
  /** A run to go on with: its id, the beginning of it, or `last`. What is not given here is taken from it. */
  readonly resume?: string
  /** The target's name as the user typed or accepted it, where the target wants that (`confirm: true`). */
  readonly confirmed?: string
  /** What the run is to be called, where who asks wants to know it if the answer never comes; of the form of `newRunId`. */
  readonly id?: string
  /** Whether to send every event of the run, as `run/attach` does, from its very beginning. */
  readonly follow?: boolean
  /** Who asks: `cli` runs end with their client, `editor` runs survive a reload of the window. */
  readonly origin: 'cli' | 'editor'
  /** Environment of the asker, for `env(…)` and the tasks' processes. */
  readonly env?: Readonly<Record<string, string>>
}

/** The logs of the attempts of a run, for who reads them by himself. */
export interface RunLogs {
  readonly attempts: readonly { readonly task: string; readonly attempt: number; readonly log: string }[]
  /** The number of the next event, where the run goes on; null where no more lines come. */
  readonly next: number | null
  /** False where they have been tidied away. */
  readonly kept: boolean
}

export interface ContinueRun {
  readonly run: string
  /** Who asks: a run goes on for the kind of client that started it. */
  readonly origin: 'cli' | 'editor'
  /** Number of the next event that the asker wants: what was told is not numbered again. */
  readonly from: number
  /** As in `StartRun`: never stored, so it comes again from who asks. */
  readonly env?: Readonly<Record<string, string>>
}

export type ContinuedRun =
  /** It goes on, for this client or for another that came first. */
  | { readonly kind: 'continued' }
  /** It was started by the other kind of client, which may yet come for it. */
  | { readonly kind: 'left' }
  /** It has ended, or there is no such run. */
  | { readonly kind: 'over' }
  /** It cannot go on by itself, and has ended as interrupted; one sentence that says why. */
  | { readonly kind: 'refused'; readonly message: string }

export interface StartedRun {
  readonly kind: 'started'
  readonly run: string
  readonly dag: string
  /** Its events are on their way: `follow` was asked for. */
  readonly followed?: boolean
}

/** The run did not start, and nothing was done: the file has errors, a name is unknown, the same dag is running. */
export interface RefusedRun {
  readonly kind: 'refused'
  readonly reason: RefusalReason
  /** One sentence, or for `diagnostics` a line each: `file:line:col: severity code: message`. */
  readonly message: string
  /** For `diagnostics`: what is wrong with the file. For `engine-not-ready`: the first task that needs what is missing, for each. */
  readonly diagnostics?: readonly RefusedDiagnostic[]
  /** The run that is in the way, where there is one. */
  readonly run?: string
}

/** A diagnostic of a file that was not run, in words. */
export interface RefusedDiagnostic extends Place {
  readonly severity: 'error' | 'warning' | 'info' | 'hint'
  readonly code: string
  readonly message: string
  /** Other places that belong to it, such as the one in a script. */
  readonly related: readonly (Place & { readonly message: string })[]
}

/** `unreadable`: the file; `usage`: a name, input or date that is not there or not right; `confirm`: the target's name is to be typed. */
export type RefusalReason = 'diagnostics' | 'unreadable' | 'usage' | 'already-running' | 'engine-not-ready' | 'confirm'

/** A run that is not to start. */
export type PlanRequest = Omit<StartRun, 'origin' | 'confirmed'>

/** The schedule that a run would follow, by expected lengths. Lengths are seconds, times seconds from the run's start. */
export interface ShownPlan {
  readonly kind: 'plan'
  readonly dag: string
  readonly target: string
  readonly parallelism: number
  readonly makespan_seconds: number
  /** No schedule on so many processors is shorter. */
  readonly lower_bound_seconds: number
  /** Names of the tasks on the longest path, first to last. */
  readonly critical_path: readonly string[]
  /** In the order of starting. */
  readonly tasks: readonly {
    readonly name: string
    readonly engine: string
    /** Names of the chosen tasks that it starts after. */
    readonly after: readonly string[]
    /** From 0; null for a task that takes no processor. */
    readonly slot: number | null
    readonly start_seconds: number
    readonly end_seconds: number
    /** How much longer the task may take before it makes the critical path longer. */
    readonly slack_seconds: number
    /** What its length rests on: its last runs, its `duration`, or what is typical of its engine. */
    readonly basis: 'history' | 'duration' | 'engine'
    /** A result of it will be reused, so that it takes no time. */
    readonly cached?: true
    /** It was done in the run that is resumed and stays so. */
    readonly done?: true
    /** Its `when` is false whatever happens, so that it takes no time. */
    readonly skipped?: true
    /** A sentence that says why it is reused, or runs though there is a result of it. */
    readonly reason?: string
  }[]
  /** The makespan by number of processors, up to where more gain nothing. */
  readonly processors: readonly { readonly parallelism: number; readonly makespan_seconds: number }[]
}

/** When a task was to start and end, in seconds from its run's start. */
export interface PredictedTask {
  readonly start_seconds: number
  readonly end_seconds: number
}

export interface RunRecord {
  readonly run: string
  readonly file: string
  readonly dag: string
  readonly target: string
  readonly state: RunState | 'interrupted'
  readonly started: string
  readonly ended: string | null
  readonly origin: 'cli' | 'editor'
  readonly inputs: Readonly<Record<string, Json>>
  readonly predicted_makespan_seconds?: number
  /** The run that it goes on with, where there is one. */
  readonly resumed?: string
}
