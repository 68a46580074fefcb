import type { Outputs, Prediction, RunEvent, TaskState, TaskStateChanged, TaskSummary } from '../events.ts'

/** What the record says of one task of a run that a dead runtime has left. */
export interface RecordedTask {
  /** The last state that was told. */
  readonly state: TaskState
  /** Attempts that were started. */
  readonly attempts: number
  /** Attempts that the end of a runtime has cut off. */
  readonly interruptions: number
  /** So many last attempts in a row were cut off while no task came to its end; the one that is in flight is not yet counted. */
  readonly interruptedInARow: number
  /** Milliseconds since 1970: when the wait before a retry is over. */
  readonly retryAt: number | null
  readonly summary: TaskSummary
}

/** What the record says of a run that a dead runtime has left. */
export interface RecordedRun {
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly tasks: ReadonlyMap<string, RecordedTask>
  /** The number of the next event. */
  readonly nextNumber: number
  /** It had been told to stop: it goes on only to end so. */
  readonly stopping: boolean
  /** Outputs of attempts that were in flight for the record, and had yet committed their work with all that belongs to it. */
  readonly committed: ReadonlyMap<string, Outputs>
  /** How it was expected to go when it began. */
  readonly predicted?: Prediction
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
type Mutable = Writable<Omit<RecordedTask, 'summary'>> & { readonly summary: Writable<TaskSummary> }

/** The tasks of a run as its events, in order, leave them. A part of the events, from the first on, is the state at that time. */
export function recordedTasks(events: Iterable<RunEvent>): ReadonlyMap<string, RecordedTask> {
  const tasks = new Map<string, Mutable>()
  /** Those that were cut off since a task last came to its end. */
  const cutOff = new Set<Mutable>()
  for (const event of events) {
    if (event.type === 'run-started') {
      for (const { name } of event.tasks) tasks.set(name, nothingYet())
    } else if (event.type === 'task-state') {
      const task = tasks.get(event.task)
      if (task === undefined) continue
      apply(task, event)
      if (task.state === 'interrupted') cutOff.add(task)
      else if (task.state !== 'ready' && task.state !== 'running') {
        for (const one of cutOff) one.interruptedInARow = 0
        cutOff.clear()
      }
    }
  }
  return tasks
}

function nothingYet(): Mutable {
  return {
    state: 'waiting',
    attempts: 0,
    interruptions: 0,
    interruptedInARow: 0,
    retryAt: null,
    summary: { state: 'waiting', attempts: 0 },
  }
}

function apply(task: Mutable, event: TaskStateChanged): void {
  const { state, attempt, at } = event
  task.state = state
  task.summary.state = state
  task.retryAt = state === 'retrying' && event.retry_at !== undefined ? Date.parse(event.retry_at) : null
  switch (state) {
    case 'ready':
      return
    case 'running':
      task.attempts = attempt
      task.summary.attempts = attempt
      task.summary.started ??= at
      return
    case 'interrupted':
      task.interruptions++
      task.interruptedInARow++
      return
    case 'retrying':
      return
    case 'success':
    case 'cached':
    case 'failed':
    case 'skipped':
    case 'upstream_failed':
    case 'cancelled':
      if (task.summary.started !== undefined) task.summary.seconds = (Date.parse(at) - Date.parse(task.summary.started)) / 1000
      if (event.outputs !== undefined) task.summary.outputs = event.outputs
      if (event.error !== undefined) task.summary.error = event.error
      return
    default:
      state satisfies never
  }
}
