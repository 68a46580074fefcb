import type { Outputs, RunFinished, TaskStateChanged, TaskSummary } from '../events.ts'
import type { NumberedEvent } from '../protocol.ts'
import { lastNumber } from './log-files.ts'
import type { Store } from './store.ts'

/** So many lines may have been told and not yet been in their file when a process died. */
const lostLines = 1000

/** The number with which the events of a run go on after a crash: none that was told comes again. */
export async function nextNumber(store: Store, stateFolder: string, run: string): Promise<number> {
  let number = store.lastNumber(run)
  // Lines of logs are numbered too, and their numbers are used up.
  for (const place of store.logs(run)) number = Math.max(number, await lastNumber(stateFolder, place))
  return number + 1 + lostLines
}

/**
 * Puts down as interrupted a run that a dead process has left and that nobody goes on with: what ran is `interrupted`, what
 * had not begun `cancelled`; what had ended stays as it is, and what has committed its work is a success. Answers the events that
 * tell it.
 */
export function closeInterrupted(
  store: Store,
  run: string,
  firstNumber: number,
  at: string,
  committed: ReadonlyMap<string, Outputs> = new Map(),
): NumberedEvent[] {
  const events: NumberedEvent[] = []
  let number = firstNumber
  const append = (event: TaskStateChanged | RunFinished): void => {
    store.append(number, event)
    events.push({ number, event })
    number++
  }
  store.transaction(() => {
    for (const [task, { state, attempts }] of Object.entries(store.tasks(run))) {
      const left = leftState(state)
      if (left === state) continue
      const outputs = committed.get(task)
      if (outputs !== undefined) {
        append({ type: 'task-state', run, at, task, attempt: attempts, state: 'success', outputs, reason: committedReason })
        continue
      }
      const reason = left === 'interrupted' ? 'The runtime ended while the task was running.' : 'The runtime ended before the task began.'
      append({ type: 'task-state', run, at, task, attempt: attempts, state: left, reason })
    }
    const started = Date.parse(store.record(run)?.started ?? at)
    append({
      type: 'run-finished',
      run,
      at,
      state: 'failed',
      tasks: store.tasks(run),
      makespan_seconds: (Date.parse(at) - started) / 1000,
      critical_path: [],
      error: { code: 'interrupted', message: 'The runtime ended in the middle of the run.' },
    })
    store.markInterrupted(run)
  })
  return events
}

/** Why a task has succeeded that no runtime has seen end. */
export const committedReason = 'The runtime ended just after the task had committed its work.'

/** What a task is, once nobody goes on with its run. */
export function leftState(state: TaskSummary['state']): Exclude<TaskSummary['state'], 'waiting' | 'ready' | 'running' | 'retrying'> {
  switch (state) {
    case 'running':
      return 'interrupted'
    case 'waiting':
    case 'ready':
    case 'retrying':
      return 'cancelled'
    case 'success':
    case 'cached':
    case 'failed':
    case 'skipped':
    case 'upstream_failed':
    case 'cancelled':
    case 'interrupted':
      return state
    default:
      return state satisfies never
  }
}
