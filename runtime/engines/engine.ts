import type { Place, Value } from '#language'
import type { TableHistory } from '../cache/table-versions.ts'
import type { RemoteJournal } from '../clouds/remote-journal.ts'
import type { Outputs, RunError } from '../events.ts'
import type { TaskPrint } from '../fingerprint/parts.ts'
import type { RowsPreview } from '../protocol.ts'
import type { TouchedTables } from '../store/results.ts'

/**
 * The code that runs tasks of one engine. One file an engine: it exports `create<Name>Engine(services): Engine`, and
 * `registry.ts` lists it. Loading the file must be cheap: heavy libraries are imported on first use.
 */
export interface Engine {
  readonly name: string
  /** Length in seconds to expect on the target of a task that says nothing of it. */
  typicalSeconds(target: EngineTarget): number
  /** Processors that a task of this engine occupies on the target, where it does not say: 1 for local work, 0 for waiting on a remote service. */
  slots(target: EngineTarget): number
  /** What becomes of a task that the end of the runtime has cut off, where it does not say; without it, it fails. */
  readonly onInterrupt?: 'rerun'
  /** Properties of a task that decide whether it can run here (`python`, `shell`); asked once for each combination of their values. */
  readonly readinessProperties: readonly string[]
  /** Whether tasks can run on the target, and if not what is missing. Must not create anything. */
  readiness(question: ReadinessQuestion): Promise<Readiness>
  /**
   * Runs one attempt to its end. Never rejects for what a person can mend: that is a failure. After `attempt.signal` is
   * aborted it ends all that it started and settles only then; what it answers is then ignored.
   */
  run(attempt: Attempt): Promise<AttemptResult>
  /** The first rows of a table (`project.dataset.table`) that the engine keeps beside the `.dag` files; null where there is none. */
  readTable?(folder: string, table: string, limit: number): Promise<RowsPreview | null>
  /** Who has written these tables (`project.dataset.table`), of those that the engine keeps beside the `.dag` files. */
  tableHistories?(folder: string, tables: readonly string[]): Promise<ReadonlyMap<string, TableHistory>>
  /**
   * Results of attempts of a run that were in flight when the runtime died and have yet done their work, by `run/task/number`. An
   * engine that does not say runs them again, or fails them.
   */
  committed?(folder: string, run: string): Promise<ReadonlyMap<string, AttemptSuccess>>
  /** The run is over and recorded: what `committed` would answer of it is wanted no more. */
  forget?(folder: string, run: string): Promise<void>
  /** Frees what the engine holds; called once, when no attempt is running. */
  dispose(): Promise<void>
}

export interface EngineTarget {
  readonly name: string
  /** `project`, `location` … as declared; `local` has `project: "local"` unless set. */
  readonly properties: ReadonlyMap<string, Value>
}

export interface ReadinessQuestion {
  readonly target: EngineTarget
  /** Folder of the `.dag` file. */
  readonly folder: string
  readonly env: Environment
  /** Values of `readinessProperties` of one task, as far as they are known before the run. */
  readonly properties: ReadonlyMap<string, Value>
}

export type Readiness =
  /** `detail`: what was found: `Python 3.11.7 (.venv)`. */
  | { readonly ready: true; readonly detail: string }
  /** `missing`: one sentence; `mend`: what to do about it. */
  | { readonly ready: false; readonly missing: string; readonly mend: string }

export type Environment = Readonly<Record<string, string>>

/** All that an engine knows of one attempt. */
export interface Attempt {
  readonly run: string
  readonly dag: string
  /** Absolute path of the `.dag` file. */
  readonly file: string
  /** Its folder: relative paths and processes start here. */
  readonly folder: string
  readonly target: EngineTarget
  /** Whole name of the task. */
  readonly task: string
  /** From 1. `(run, task, number)` names the attempt for ever. */
  readonly number: number
  /** What its result follows from: kept by an engine that tells of what it `committed`. */
  readonly print?: TaskPrint
  /** Processors that the attempt occupies. */
  readonly slots: number
  /** Evaluated properties of the engine (`script`, `sql`, `run`, `location` …); what is not set is absent. `params` is apart. */
  readonly properties: ReadonlyMap<string, Value>
  /** Evaluated `params`, in the order of writing. */
  readonly params: ReadonlyMap<string, Value>
  /** When the value of a param came to be known; `running` where that cannot be told. */
  paramPhase(name: string): Phase
  /** Environment for processes: of who asked for the run, without what only the runtime needs, without `DAGLINE_SECRET_…`. */
  readonly env: Environment
  /** An empty folder of this attempt's own, removed after it. */
  readonly scratch: string
  /** A file that is not there yet, for what the attempt puts out; removed with the run. */
  readonly outputFile: string
  /** What the task has had remote services do. */
  readonly remote: RemoteJournal
  /** After how long the attempt is stopped (`timeout`); null: never. For a service that can end its work by itself. */
  readonly timeoutMs: number | null
  /** Aborted on cancel and timeout. */
  readonly signal: AbortSignal
  /** One line for the attempt's log, without its line end. Secrets are redacted behind it. */
  log(stream: 'stdout' | 'stderr' | 'system', line: string): void
  /** A path of the file as an absolute path, links followed; null where it leaves the workspace. The file need not exist. */
  resolve(path: string): string | null
  /** Where an offset of a `sql`, `run` or other text property's value stands in the `.dag` file; null where it was computed. */
  placeInText(property: string, offset: number): Place | null
  /** Where the property's expression stands; the task's name for one that is not written. */
  placeOf(property: string): Place
}

export type Phase = 'static' | 'start' | 'running'

export type AttemptResult = AttemptSuccess | AttemptFailure

export interface AttemptSuccess {
  readonly kind: 'success'
  readonly outputs: Outputs
  /** The first rows of a result, which are kept to be shown. */
  readonly preview?: RowsPreview
  /** Local tables that it read and wrote, with their versions. */
  readonly tables?: TouchedTables
  /** Of an attempt that had committed: what it was given with. */
  readonly print?: TaskPrint
}

export interface AttemptFailure {
  readonly kind: 'failure'
  readonly error: RunError
  /** `never` where another try cannot end otherwise (a refused statement, a missing script): then no retry is made. */
  readonly retry?: 'never'
  /** It has done a part of its work for good, so that not even one that was stopped is tried again. */
  readonly halfDone?: true
  /** The signal that killed its process. */
  readonly killedBy?: string
  /** How long at least to wait before another try, where a service said so. */
  readonly retryAfterMs?: number
}

/** What engines share; handed to each `create<Name>Engine`. An engine names its worker `new URL('../workers/x.ts', import.meta.url)`, which the build rewrites. */
export interface EngineServices {
  /** The workspace's `.dagline` folder; exists, git-ignored. */
  readonly stateFolder: string
  /** Starts processes outside this one. */
  readonly processes: ProcessStarter
  readonly platform: NodeJS.Platform
}

/** Starts child processes that end with all their children on abort. */
export interface ProcessStarter {
  run(request: ProcessRequest): Promise<ProcessEnd>
}

export interface ProcessRequest {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Environment
  /** Written to standard input, which is then closed. */
  readonly input?: string
  readonly signal: AbortSignal
  /** A line of output, without its line end. */
  onLine(stream: 'stdout' | 'stderr', line: string): void
}

export type ProcessEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  /** It was ended because the process that had started it was gone: killed by `signal`, null where that ended otherwise. */
  | { readonly kind: 'lost'; readonly signal: string | null }
  /** It never started: `code` is Node's (`ENOENT`, `EACCES` …). */
  | { readonly kind: 'not-started'; readonly code: string; readonly message: string }
