import type { Json, RunGraph } from '#language'
import type { Reuse } from '../cache/reuse.ts'
import type { TableVersions } from '../cache/table-versions.ts'
import type { LogBucket } from '../clouds/storage/log-bucket.ts'
import type { RemoteScripts } from '../clouds/storage/remote-scripts.ts'
import type { Engine, Environment } from '../engines/engine.ts'
import type { Outputs, RunEvent } from '../events.ts'
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts'
import type { AskedRun, Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { MachineSlots } from './machine-slots.ts'
import type { RecordedRun } from './past.ts'
import type { PlannedRun } from './planned-run.ts'
import type { Secrets } from './secrets.ts'
import type { Turn } from './turn.ts'

/** One run, as it was asked for. */
export interface RunRequest {
  readonly run: string
  readonly graph: RunGraph
  /** Indexes of the tasks to run; the others are taken as done. */
  readonly selected: ReadonlySet<number>
  /** Outputs of tasks that are taken as done. */
  readonly givenOutputs: ReadonlyMap<number, Outputs>
  readonly parallelism: number
  readonly origin: 'cli' | 'editor'
  readonly inputs: Readonly<Record<string, Json>>
  readonly date: string
  readonly workspace: string
  readonly env: Environment
  readonly secrets: Secrets
  /** What it takes to go on with the run after a crash, as it is recorded; null where it cannot go on by itself. */
  readonly stored: string | null
  /** Of a run that goes on after a crash: what is recorded of it. */
  readonly past?: RecordedRun
  /** How the run is expected to go; without it, it is planned without history. */
  readonly planned?: PlannedRun
  /** What each task does, by name, for the history of lengths. */
  readonly works?: ReadonlyMap<string, string>
  /** Fingerprints of tasks that are taken as done. */
  readonly givenPrints?: ReadonlyMap<number, string>
  /** What need not run again; without it everything runs. */
  readonly reuse?: Reuse | null
  readonly asked?: AskedRun
  /** The run that this one goes on with. */
  readonly resumed?: string
}

/** What all runs of one runtime share. */
export interface RunServices {
  readonly store: Store
  readonly stateFolder: string
  readonly engines: ReadonlyMap<string, Engine>
  readonly slots: MachineSlots
  readonly tables: TableVersions
  fingerprinter(graph: RunGraph, workspace: string): Fingerprinter
  /** Scripts of buckets, for the tasks of one run. */
  remoteScripts(graph: RunGraph, env: Environment): RemoteScripts
  /** Where the logs of a run are put besides; null where its target does not say. */
  logBucket(graph: RunGraph, run: string): LogBucket | null
  readonly turn: Turn
  readonly clock: Clock
  readonly random: () => number
  /** Each event once it is recorded, with its number in the run. */
  publish(number: number, event: RunEvent): void
}
