import type { RunEvent } from '../../runtime/events.ts'
import { Signal } from '../signal.ts'
import { RunProgress } from './run-progress.ts'

/** What changed: a run began, went on, ended or was forgotten. */
export interface RunChange {
  readonly progress: RunProgress
  readonly event: RunEvent['type'] | 'forgotten'
  /** The task that the event speaks of. */
  readonly task?: string
  /** The run had ended before it was looked at: it is no news. */
  readonly recalled: boolean
}

const keptRuns = 20

/** Identity of a file, as comparable text: paths of Windows have many spellings. */
export type FileKey = (path: string) => string

/** The runs that this window knows; for each dag of each file, the newest is the one that is shown. */
export class RunStore {
  readonly changed = new Signal<RunChange>()
  readonly #runs = new Map<string, { readonly progress: RunProgress; next: number }>()
  readonly #newest = new Map<string, RunProgress>()
  readonly #recalled = new Set<string>()
  readonly #fileKey: FileKey

  constructor(fileKey: FileKey) {
    this.#fileKey = fileKey
  }

  /** Takes one numbered event; one that was seen before is dropped, since a new attachment repeats the stream. */
  apply(number: number, event: RunEvent): void {
    const known = this.#runs.get(event.run)
    if (!known) {
      if (event.type === 'run-started') this.#begin(number, new RunProgress(event))
      return
    }
    if (number < known.next) return
    known.next = number + 1
    known.progress.apply(event)
    this.#tell(known.progress, event.type, 'task' in event ? event.task : undefined)
  }

  /** The events of that run will be told again though it has ended. */
  recall(run: string): void {
    this.#recalled.add(run)
  }

  get(run: string): RunProgress | undefined {
    return this.#runs.get(run)?.progress
  }

  /** The number of the next event that is wanted of a run. */
  next(run: string): number {
    return this.#runs.get(run)?.next ?? 0
  }

  /** The run that is shown for a dag. */
  newest(file: string, dag: string): RunProgress | undefined {
    return this.#newest.get(this.#key(file, dag))
  }

  /** The runs that are shown for a file. */
  ofFile(file: string): readonly RunProgress[] {
    const key = this.#fileKey(file)
    return [...this.#newest.values()].filter(progress => this.#fileKey(progress.file) === key)
  }

  /** Runs that have not ended, the newest last. */
  active(): readonly RunProgress[] {
    return [...this.#runs.values()].map(({ progress }) => progress).filter(progress => progress.state === 'running')
  }

  /** Runs, the newest first. */
  all(): readonly RunProgress[] {
    return [...this.#runs.values()].map(({ progress }) => progress).reverse()
  }

  /** Shows nothing of a file's ended runs any more. */
  forget(file: string): void {
    for (const progress of this.ofFile(file)) {
      if (progress.state === 'running') continue
      this.#newest.delete(this.#key(progress.file, progress.dag))
      this.#tell(progress, 'forgotten')
    }
  }

  /** The runtime that told of these runs is gone. */
  lose(isLost: (progress: RunProgress) => boolean, reason: string): void {
    for (const progress of this.active().filter(isLost)) {
      progress.lose(reason)
      this.#tell(progress, 'run-finished')
    }
  }

  #begin(number: number, progress: RunProgress): void {
    this.#runs.set(progress.run, { progress, next: number + 1 })
    const key = this.#key(progress.file, progress.dag)
    const before = this.#newest.get(key)
    if (!before || before.started <= progress.started) this.#newest.set(key, progress)
    this.#prune()
    this.#tell(progress, 'run-started')
  }

  #tell(progress: RunProgress, event: RunChange['event'], task?: string): void {
    this.changed.fire({ progress, event, recalled: this.#recalled.has(progress.run), ...(task === undefined ? {} : { task }) })
  }

  /** Old runs that are not shown go, the oldest first. */
  #prune(): void {
    const shown = new Set(this.#newest.values())
    for (const { progress } of this.#runs.values()) {
      if (this.#runs.size <= keptRuns) return
      if (progress.state !== 'running' && !shown.has(progress)) this.#runs.delete(progress.run)
    }
  }

  #key(file: string, dag: string): string {
    return `${this.#fileKey(file)}\n${dag}`
  }
}
