import type { RunError, RunEvent, RunStarted, RunState, TaskState, TaskStateChanged, TaskSummary } from '../../runtime/events.ts'

/** What is known of one task of a run. */
export interface TaskProgress {
  readonly name: string
  readonly declaration: string
  readonly engine: string
  state: TaskState
  attempt: number
  /** ISO 8601: since when it only waited for a processor. */
  ready: string | null
  /** ISO 8601: when the latest attempt began. */
  started: string | null
  /** ISO 8601: when it came to its end. */
  ended: string | null
  seconds: number | null
  rows: number | null
  /** Bytes that it had to read, where that costs something. */
  bytes: number | null
  error: RunError | null
  /** A sentence that says why, where the state alone does not. */
  reason: string | null
  /** Why it ran although it had a result before. */
  ranBecause: string | null
  readonly log: LogLine[]
  /** Lines that are no longer kept. */
  droppedLines: number
}

export interface LogLine {
  readonly at: string
  readonly attempt: number
  readonly stream: 'stdout' | 'stderr' | 'system'
  readonly text: string
}

const keptLines = 5000

/** One run as its events tell it. Fed in order; the same stream always gives the same picture. */
export class RunProgress {
  readonly run: string
  readonly file: string
  readonly dag: string
  readonly target: string
  readonly started: string
  /** How long the run was expected to take. */
  readonly predictedSeconds: number | null
  readonly tasks: ReadonlyMap<string, TaskProgress>
  #state: RunState = 'running'
  #seconds: number | null = null
  #error: RunError | null = null

  constructor(event: RunStarted) {
    this.run = event.run
    this.file = event.file
    this.dag = event.dag
    this.target = event.target
    this.started = event.at
    this.predictedSeconds = event.predicted?.makespan_seconds ?? null
    this.tasks = new Map(event.tasks.map(({ name, declaration, engine }) => [name, waiting(name, declaration, engine)]))
  }

  get state(): RunState {
    return this.#state
  }

  get seconds(): number | null {
    return this.#seconds
  }

  get error(): RunError | null {
    return this.#error
  }

  /** It has ended, and something is left to be done. */
  get canResume(): boolean {
    return this.#state === 'failed' || this.#state === 'cancelled'
  }

  /** Tasks that have come to an end. */
  get ended(): number {
    let count = 0
    for (const task of this.tasks.values()) if (isEnd(task.state)) count++
    return count
  }

  apply(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        return
      case 'task-state':
        this.#changeState(event)
        return
      case 'task-log': {
        const task = this.tasks.get(event.task)
        if (!task) return
        task.log.push({ at: event.at, attempt: event.attempt, stream: event.stream, text: event.text })
        if (task.log.length > keptLines * 1.2) task.droppedLines += task.log.splice(0, task.log.length - keptLines).length
        return
      }
      case 'run-finished':
        this.#state = event.state
        this.#seconds = event.makespan_seconds
        this.#error = event.error ?? null
        for (const [name, summary] of Object.entries(event.tasks)) this.#summarize(name, summary)
        return
      default:
        event satisfies never
    }
  }

  /** Nobody can tell how it goes on: the runtime is gone, and with it what was running. */
  lose(reason: string): void {
    if (this.#state !== 'running') return
    this.#state = 'failed'
    this.#error = { code: 'runtime-lost', message: reason }
    for (const task of this.tasks.values()) {
      if (task.state === 'running' || task.state === 'retrying') task.state = 'interrupted'
      else if (!isEnd(task.state)) task.state = 'cancelled'
    }
  }

  #changeState(event: TaskStateChanged): void {
    const task = this.tasks.get(event.task)
    if (!task) return
    task.state = event.state
    if (event.attempt > 0) task.attempt = event.attempt
    if (event.state === 'ready') task.ready = event.at
    if (event.state === 'running') {
      task.started = event.at
      task.ended = null
      task.ranBecause = event.reason ?? null
    }
    if (isEnd(event.state)) task.ended = event.at
    task.seconds = event.seconds ?? null
    task.error = event.error ?? null
    task.reason = event.reason ?? null
    task.rows = countOf(event.outputs, 'rows')
    task.bytes = countOf(event.outputs, 'bytes_processed')
  }

  /** The summary is the last word: it fills what the events of this client's attachment did not tell. */
  #summarize(name: string, summary: TaskSummary): void {
    const task = this.tasks.get(name)
    if (!task) return
    task.state = summary.state
    task.attempt = summary.attempts
    task.started ??= summary.started ?? null
    task.seconds = summary.seconds ?? task.seconds
    task.error = summary.error ?? task.error
    task.rows = countOf(summary.outputs, 'rows') ?? task.rows
    task.bytes = countOf(summary.outputs, 'bytes_processed') ?? task.bytes
  }
}

/** Whether a task in that state is done with. */
export function isEnd(state: TaskState): boolean {
  switch (state) {
    case 'waiting':
    case 'ready':
    case 'running':
    case 'retrying':
      return false
    case 'success':
    case 'cached':
    case 'failed':
    case 'skipped':
    case 'upstream_failed':
    case 'cancelled':
    case 'interrupted':
      return true
    default:
      return state satisfies never
  }
}

function countOf(outputs: TaskSummary['outputs'], name: string): number | null {
  const count = outputs?.[name]
  return typeof count === 'number' ? count : null
}

function waiting(name: string, declaration: string, engine: string): TaskProgress {
  return {
    name,
    declaration,
    engine,
    state: 'waiting',
    attempt: 0,
    ready: null,
    started: null,
    ended: null,
    seconds: null,
    rows: null,
    bytes: null,
    error: null,
    reason: null,
    ranBecause: null,
    log: [],
    droppedLines: 0,
  }
}
