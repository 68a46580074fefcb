import type { Outputs, RunEvent, TaskSummary } from '../events.ts'
import { endLeftovers } from '../processes/leftovers.ts'
import type { RunRecord } from '../protocol.ts'
import type { Clock } from '../runner/clock.ts'
import { closeInterrupted, leftState, nextNumber } from '../store/recovery.ts'
import type { Store } from '../store/store.ts'

/** How long a client has to come back for its run. It is told at once that its runtime has died, so it comes soon or never. */
const graceMs = 10_000

interface LeftRun {
  readonly file: string
  readonly dag: string
  readonly origin: RunRecord['origin']
  /** What is being made of it: it goes on, or is closed. */
  work: Promise<unknown> | null
}

export interface LeftRunsOptions {
  readonly store: Store
  readonly stateFolder: string
  readonly clock: Clock
  /** Outputs of tasks whose attempt was in flight and has yet done its work. */
  committed(run: string): Promise<ReadonlyMap<string, Outputs>>
  /** Tells those who follow a run. */
  publish(run: string, number: number, event: RunEvent): void
  /** One run less is left. */
  changed(): void
}

/**
 * Runs that a runtime has left in the middle because it died. Each goes on when its client comes back for it; one for which
 * nobody comes is closed as interrupted. Until then it is shown as if it were.
 */
export class LeftRuns {
  readonly #options: LeftRunsOptions
  readonly #runs = new Map<string, LeftRun>()
  readonly #stopTimer: () => void = () => undefined

  constructor(options: LeftRunsOptions) {
    this.#options = options
    const { store, clock } = options
    for (const run of store.runningRuns()) {
      const { file, dag, origin } = store.record(run)!
      this.#runs.set(run, { file, dag, origin, work: null })
    }
    if (this.#runs.size > 0) this.#stopTimer = clock.at(clock.now() + graceMs, () => void this.closeWaiting())
  }

  get size(): number {
    return this.#runs.size
  }

  /** Who may come back for a run; null of one that is not left. */
  originOf(run: string): RunRecord['origin'] | null {
    return this.#runs.get(run)?.origin ?? null
  }

  /** The run of such a file that is just being gone on with. */
  beingTaken(isOf: (run: { readonly file: string; readonly dag: string }) => boolean): string | null {
    for (const [run, left] of this.#runs) if (left.work !== null && isOf(left)) return run
    return null
  }

  /**
   * Has `work` go on with a run; it answers whether the run goes on, and otherwise the run is closed. Answers false where
   * somebody else had come first, once that is through.
   */
  async take(run: string, work: () => Promise<boolean>): Promise<boolean> {
    const left = this.#runs.get(run)
    if (left === undefined) return false
    if (left.work !== null) {
      await left.work
      return false
    }
    left.work = this.#goOn(run, work)
    await left.work
    return true
  }

  /** Closes a run as interrupted, or waits until what is being made of it is made. */
  async close(run: string): Promise<void> {
    await this.take(run, () => Promise.resolve(false))
  }

  /** Closes the runs of a dag, since another one of it is to start; one that is just being gone on with stays. */
  async closeOf(isOf: (run: { readonly file: string; readonly dag: string }) => boolean): Promise<void> {
    await Promise.all([...this.#runs].flatMap(([run, left]) => (left.work === null && isOf(left) ? [this.close(run)] : [])))
  }

  /** Closes every run for which nobody has come. */
  async closeWaiting(): Promise<void> {
    this.#stopTimer()
    await this.closeOf(() => true)
  }

  /** Closes all, and waits for what is under way. */
  async dispose(): Promise<void> {
    await this.closeWaiting()
    await Promise.all([...this.#runs.values()].map(left => left.work))
  }

  /** A record as it is to be shown. */
  shown(record: RunRecord): RunRecord {
    return this.#runs.has(record.run) ? { ...record, state: 'interrupted' } : record
  }

  /** The tasks of a run as they are to be shown. */
  shownTasks(run: string, tasks: Readonly<Record<string, TaskSummary>>): Readonly<Record<string, TaskSummary>> {
    if (!this.#runs.has(run)) return tasks
    return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, { ...task, state: leftState(task.state) }]))
  }

  async #goOn(run: string, work: () => Promise<boolean>): Promise<void> {
    const { store, stateFolder, clock, publish, changed } = this.#options
    let goesOn = false
    if (Object.values(store.tasks(run)).some(task => task.state === 'running')) await endLeftovers({ run })
    try {
      goesOn = await work()
    } finally {
      if (!goesOn) {
        const number = await nextNumber(store, stateFolder, run)
        // Where that cannot be told, it is a person who decides how to go on.
        const committed = await this.#options.committed(run).catch(() => new Map())
        const events = closeInterrupted(store, run, number, new Date(clock.now()).toISOString(), committed)
        for (const { number: each, event } of events) publish(run, each, event)
      }
      this.#runs.delete(run)
      changed()
    }
  }
}
