import type { Json } from '#language'
import type { RunEvent, RunState, TaskSummary } from './events.ts'

/**
 * What the runtime process of a workspace understands: JSON-RPC (`vscode-jsonrpc`) over a socket in `.dagline/` or a named
 * pipe. Types only; both ends import this file.
 */
export interface RuntimeRequests {
  /** Starts a run; answers once it is recorded. */
  'run/start': { params: StartRun; result: StartedRun | RefusedRun }
  /** Cancels a run; answers when every child has ended. */
  'run/cancel': { params: { readonly run: string }; result: { readonly cancelled: boolean } }
  /** Sends every event of a run from number `from` (0: all), as `run/event` notifications, then the new ones as they come. */
  'run/attach': { params: { readonly run: string; readonly from: number }; result: { readonly known: boolean } }
  /** Runs of the workspace, newest first. */
  'run/list': { params: { readonly limit: number; readonly file?: string }; result: { readonly runs: readonly RunRecord[] } }
  'run/show': {
    params: { readonly run: string }
    result: { readonly run: RunRecord; readonly tasks: Readonly<Record<string, TaskSummary>> } | null
  }
  /** Ends the process once no run is active; `force` cancels what runs. */
  shutdown: { params: { readonly force: boolean }; result: null }
}

/** From the runtime to each attached client. `number` counts the events of one run from 0. */
export interface RuntimeNotifications {
  'run/event': { readonly number: number; readonly event: RunEvent }
}

export interface StartRun {
  /** Absolute path of the `.dag` file. */
  readonly file: string
  /** May be left out where the file has one dag. */
  readonly dag?: string
  readonly target?: string
  /** As written on the command line or in the prompt: `k` to the text of `v`. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly parallelism?: number
  readonly only?: readonly string[]
  readonly from?: readonly string[]
  readonly until?: readonly string[]
  readonly date?: string
  readonly cache?: boolean
  /** Who asks: `cli` runs end with their client, `editor` runs survive a reload of the window. */
  readonly origin: 'cli' | 'editor'
  /** Environment of the asker, for `env(…)` and the tasks' processes. */
  readonly env?: Readonly<Record<string, string>>
}

export interface StartedRun {
  readonly kind: 'started'
  readonly run: string
  readonly dag: string
}

/** The run did not start, and nothing was done: the file has errors, a name is unknown, the same dag is running. */
export interface RefusedRun {
  readonly kind: 'refused'
  readonly reason: 'diagnostics' | 'usage' | 'already-running' | 'engine-not-ready'
  readonly message: string
  /** The run that is in the way, where there is one. */
  readonly run?: string
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
}
