import { realpathSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { RunGraph } from '#language'
import type { BudgetMember, JoinBudget } from '../budget/member.ts'
import { TableVersions } from '../cache/table-versions.ts'
import type { Engine } from '../engines/engine.ts'
import { createEngines } from '../engines/registry.ts'
import type { RunEvent } from '../events.ts'
import { FileDigests } from '../fingerprint/file-digests.ts'
import { Fingerprinter } from '../fingerprint/fingerprinter.ts'
import { workspaceDigest } from '../fingerprint/key.ts'
import { endLeftovers } from '../processes/leftovers.ts'
import { Spawner } from '../processes/spawner.ts'
import { spawnerFile } from '../processes/spawner-file.ts'
import type { NumberedEvent, RowsPreview, RunLogs } from '../protocol.ts'
import { type Clock, realClock } from '../runner/clock.ts'
import { MachineSlots } from '../runner/machine-slots.ts'
import { Run } from '../runner/run.ts'
import type { RunRequest } from '../runner/run-request.ts'
import { Turn } from '../runner/turn.ts'
import { openDatabase } from '../store/database.ts'
import { readLog } from '../store/log-files.ts'
import { readResult } from '../store/result-files.ts'
import { tidy } from '../store/retention.ts'
import { type Retention, readSettings, settingsFaultLine } from '../store/settings.ts'
import { makeStateFolder } from '../store/state-folder.ts'
import { Store } from '../store/store.ts'
import { committedIn } from './committed.ts'
import { LeftRuns } from './left-runs.ts'

export interface RuntimeOptions {
  /** The workspace: the folder of the `.dag` files, in which `.dagline` is. */
  readonly folder: string
  readonly clock?: Clock
  readonly random?: () => number
  readonly processors?: number
  /** Shares the processors with the other runtimes of the machine; without it this one has them all. */
  readonly joinBudget?: JoinBudget
  /** What could not be written down: the runs have been stopped. */
  broken?(problem: unknown): void
  /** What is wrong with the settings of the workspace, a line each; a fault is told once. */
  settingsFault?(line: string): void
  /** Something has ended that nobody asked for just now. */
  changed?(): void
}

export type EventSink = (number: number, event: RunEvent) => void

/** All that runs in one workspace: the one owner of its database, logs and engines. */
export class Runtime {
  readonly folder: string
  readonly stateFolder: string
  readonly store: Store
  readonly engines: ReadonlyMap<string, Engine>
  readonly processors: number
  /** Runs that a runtime has left which died. */
  readonly left: LeftRuns
  /** What is known of the local tables. */
  readonly tables = new TableVersions()
  readonly files = new FileDigests()
  readonly digest: (text: string) => string
  readonly #options: RuntimeOptions
  readonly #clock: Clock
  readonly #spawner: Spawner
  readonly #slots: MachineSlots
  readonly #budget: BudgetMember | undefined
  readonly #turn: Turn
  readonly #runs = new Map<string, Run>()
  readonly #sinks = new Map<string, Set<EventSink>>()
  #closed = false
  readonly #toldFaults = new Set<string>()
  readonly #forgetting = new Set<Promise<void>>()
  readonly #watchers = new Set<(run: string) => void>()

  constructor(options: RuntimeOptions, stateFolder: string, store: Store) {
    this.#options = options
    this.folder = options.folder
    this.stateFolder = stateFolder
    this.store = store
    this.digest = workspaceDigest(stateFolder)
    this.#clock = options.clock ?? realClock
    this.processors = options.processors ?? availableParallelism()
    this.#slots = new MachineSlots(this.processors, () => this.#budget?.report(this.#slots.demand, this.#slots.used))
    this.#budget = options.joinBudget?.(this.processors, allowance => {
      this.#slots.allowance = allowance
    })
    this.#spawner = new Spawner(spawnerFile)
    // It starts while the first file is read.
    this.#spawner.warm()
    this.engines = createEngines({ stateFolder, processes: this.#spawner, platform: process.platform })
    this.#turn = new Turn(
      work => store.transaction(work),
      problem => this.#broken(problem),
    )
    this.left = new LeftRuns({
      store,
      stateFolder,
      clock: this.#clock,
      committed: run => committedIn(this, run),
      publish: (run, number, event) => {
        this.#publish(run, number, event)
        if (event.type !== 'run-finished') return
        this.#sinks.delete(run)
        this.#forget(run, new Set(Object.values(store.engines(run))))
      },
      changed: () => options.changed?.(),
    })
  }

  /** Opens the workspace; what a process that died has left open is in `left`. Throws `DatabaseProblem`. */
  static async open(options: RuntimeOptions): Promise<Runtime> {
    const clock = options.clock ?? realClock
    const stateFolder = makeStateFolder(options.folder)
    rmSync(join(stateFolder, 'tmp'), { recursive: true, force: true })
    const now = (): string => new Date(clock.now()).toISOString()
    const store = new Store(openDatabase(join(stateFolder, 'dagline.db'), now))
    const runtime = new Runtime(options, stateFolder, store)
    runtime.#retention()
    return runtime
  }

  /** Runs that are going on. */
  get active(): readonly Run[] {
    return [...this.#runs.values()]
  }

  now(): number {
    return this.#clock.now()
  }

  /** The run of that dag that is going on, where there is one: a dag runs once at a time. */
  runningOf(file: string, dag: string): string | null {
    const isOf = sameDag(file, dag)
    return this.active.find(({ request: { graph } }) => isOf(graph))?.request.run ?? this.left.beingTaken(isOf)
  }

  /** Puts down the runs of that dag that were left and that nobody has come for, since another one is to start. */
  async closeLeftOf(file: string, dag: string): Promise<void> {
    if (this.left.size > 0) await this.left.closeOf(sameDag(file, dag))
  }

  /** Starts a run. Its first event is recorded in the next turn of the event loop. */
  start(request: RunRequest): Run {
    const run = new Run(request, {
      store: this.store,
      stateFolder: this.stateFolder,
      engines: this.engines,
      slots: this.#slots,
      tables: this.tables,
      fingerprinter: (graph, workspace) => this.fingerprinter(graph, workspace),
      turn: this.#turn,
      clock: this.#clock,
      random: this.#options.random ?? Math.random,
      publish: (number, event) => this.#publish(request.run, number, event),
    })
    this.#runs.set(request.run, run)
    void run.finished.then(() => {
      // What a task has put beside its process group, or started from a thread, goes with the run at the latest.
      void endLeftovers({ run: request.run }, 0)
      this.#runs.delete(request.run)
      this.#sinks.delete(request.run)
      this.#forget(request.run, new Set(request.graph.tasks.map(task => task.engine)))
      rmSync(join(this.stateFolder, 'tmp', request.run), { recursive: true, force: true })
      setImmediate(() => this.#tidy())
    })
    return run
  }

  run(run: string): Run | null {
    return this.#runs.get(run) ?? null
  }

  /** Has `sink` hear every later event of a run, until the run is over or the answer is called. */
  listen(run: string, sink: EventSink): () => void {
    const sinks = this.#sinks.get(run) ?? new Set()
    this.#sinks.set(run, sinks)
    sinks.add(sink)
    return () => sinks.delete(sink)
  }

  /** Has `watcher` hear of every run that begins, once that is recorded, until the answer is called. */
  watch(watcher: (run: string) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** All that has happened in a run from a number on, in order; lines of logs included, of the tasks that `hasLogs` wants. */
  async history(run: string, from: number, hasLogs: (task: string) => boolean = () => true): Promise<NumberedEvent[]> {
    await this.run(run)?.flushLogs(hasLogs)
    const events = this.store.events(run, from)
    for (const place of this.store.logs(run)) {
      if (!hasLogs(place.task)) continue
      for (const event of await readLog(this.stateFolder, run, place, from)) events.push(event)
    }
    return events.sort((a, b) => a.number - b.number)
  }

  /** Where the lines of a run are, of the tasks that are wanted; null where there is no such run. */
  async logs(run: string, isWanted: (task: string) => boolean): Promise<RunLogs | null> {
    if (this.store.record(run) === null) return null
    // The number first: a line that comes meanwhile is told to who follows from there on.
    const next = this.run(run)?.nextNumber ?? null
    await this.run(run)?.flushLogs(isWanted)
    return { attempts: this.store.logs(run).filter(({ task }) => isWanted(task)), next, kept: this.store.past.keepsLogs(run) }
  }

  fingerprinter(graph: RunGraph, workspace: string): Fingerprinter {
    return new Fingerprinter(graph, workspace, this.digest, this.files, path => this.storedScript(path))
  }

  /** A script of the database as a file. */
  storedScript(path: string): string | null {
    return this.store.scripts.file(path, this.stateFolder)
  }

  /** Brings up to date what is known of these local tables. */
  async loadTables(folder: string, tables: readonly string[]): Promise<void> {
    const histories = await this.engines.get('bq')?.tableHistories?.(folder, tables)
    if (histories !== undefined) this.tables.set(histories)
  }

  /** The first rows of what a task of a run answered; null where nothing was kept. */
  async previewResult(run: string, task: string, limit: number): Promise<RowsPreview | null> {
    if (this.store.record(run) === null) return null
    // What was reused was kept by the run in which it was made.
    const kept = await readResult(this.stateFolder, this.store.results.takenFrom(run, task) ?? run, task)
    if (kept !== null && 'table' in kept) {
      const rows = await this.previewTable(kept.table, limit)
      return rows && { ...rows, table: kept.table }
    }
    return kept && { ...kept, rows: kept.rows.slice(0, Math.max(0, limit)) }
  }

  /** The first rows of a table that stands beside the `.dag` files. */
  async previewTable(table: string, limit: number): Promise<RowsPreview | null> {
    return (await this.engines.get('bq')?.readTable?.(this.folder, table, Math.min(Math.max(0, limit), 10_000))) ?? null
  }

  /** Cancels what runs, and closes everything. */
  async close(): Promise<void> {
    const runs = this.active
    for (const run of runs) run.cancel()
    await Promise.all([...runs.map(run => run.finished), this.left.dispose()])
    await Promise.allSettled(this.#forgetting)
    this.#tidyUp()
    await Promise.all([...this.engines.values()].map(engine => engine.dispose()))
    await this.#spawner.dispose()
    await this.#budget?.close()
    this.#closed = true
    this.store.close()
  }

  #publish(run: string, number: number, event: RunEvent): void {
    if (event.type === 'run-started') for (const watcher of [...this.#watchers]) watcher(run)
    for (const sink of this.#sinks.get(run) ?? []) sink(number, event)
  }

  /** Removes what is older than it is to be kept, a little at a time, while nothing runs. */
  #tidy(): void {
    if (this.#closed || this.active.length > 0) return
    if (!this.#tidyUp()) setImmediate(() => this.#tidy())
  }

  /** Whether that was all. */
  #tidyUp(): boolean {
    try {
      return tidy(this.store, this.stateFolder, this.#retention(), this.now())
    } catch {
      // A file that somebody has open stays until the next time.
      return true
    }
  }

  #retention(): Retention {
    const { retention, faults } = readSettings(this.stateFolder)
    const lines = faults.map(fault => settingsFaultLine(fault, fault.file))
    for (const line of lines) {
      if (!this.#toldFaults.has(line)) this.#options.settingsFault?.(line)
      this.#toldFaults.add(line)
    }
    return retention
  }

  /** What engines keep for the case that the runtime dies is of no use once the run is over. */
  #forget(run: string, engines: ReadonlySet<string>): void {
    for (const name of engines) {
      const forgetting = this.engines.get(name)?.forget?.(this.folder, run)
      if (forgetting === undefined) continue
      this.#forgetting.add(forgetting)
      // What stays is dead weight of some bytes.
      forgetting.catch(() => undefined).finally(() => this.#forgetting.delete(forgetting))
    }
  }

  #broken(problem: unknown): void {
    if (this.#options.broken === undefined) throw problem
    this.#options.broken(problem)
  }
}

function sameDag(file: string, dag: string): (other: { readonly file: string; readonly dag: string }) => boolean {
  const real = realFile(file)
  return other => other.dag === dag && realFile(other.file) === real
}

/** The editor and a terminal may come to one file by different links. */
function realFile(file: string): string {
  try {
    return realpathSync.native(file)
  } catch {
    return file
  }
}
