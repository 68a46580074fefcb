import type { RunFinished, TaskStateChanged, TaskSummary } from '../events.ts'
import { readLog } from './log-files.ts'
import type { Store } from './store.ts'

/**
 * Runs that the database believes to be going on belong to a process that died: the one process of a workspace is only
 * starting. What ran is marked `interrupted`, what had not begun `cancelled`; what had ended stays as it is.
 */
export async function recoverRuns(store: Store, stateFolder: string, now: () => string): Promise<void> {
  for (const run of store.runningRuns()) {
    let number = store.events(run, 0).at(-1)?.number ?? -1
    // Lines of logs are numbered too, and their numbers are used up.
    for (const place of store.logs(run)) for (const line of await readLog(stateFolder, run, place)) number = Math.max(number, line.number)
    const tasks = store.tasks(run)
    const at = now()
    store.transaction(() => {
      for (const [task, { state, attempts }] of Object.entries(tasks)) {
        const left = leftState(state)
        if (left === null) continue
        const reason = left === 'interrupted' ? 'The runtime ended while the task was running.' : 'The runtime ended before the task began.'
        const event: TaskStateChanged = { type: 'task-state', run, at, task, attempt: attempts, state: left, reason }
        store.append(++number, event)
      }
      const started = Date.parse(store.record(run)?.started ?? at)
      const event: RunFinished = {
        type: 'run-finished',
        run,
        at,
        state: 'failed',
        tasks: store.tasks(run),
        makespan_seconds: (Date.parse(at) - started) / 1000,
        critical_path: [],
        error: { code: 'interrupted', message: 'The runtime ended in the middle of the run.' },
      }
      store.append(++number, event)
      store.markInterrupted(run)
    })
  }
}

function leftState(state: TaskSummary['state']): 'interrupted' | 'cancelled' | null {
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
      return null
    default:
      return state satisfies never
  }
}
