import type { RunGraph, RunTask } from '#language'
import type { Outputs, RunError, TaskStateChanged, TaskSummary } from '../events.ts'
import type { TaskPast } from '../plan/types.ts'
import { committedReason } from '../store/recovery.ts'
import type { RecordedRun, RecordedTask } from './past.ts'

/** How a run goes on that a dead runtime has left. Tasks are named by their index. */
export interface GoingOn {
  readonly plan: ReadonlyMap<number, TaskPast>
  readonly summaries: ReadonlyMap<number, TaskSummary>
  readonly outputs: ReadonlyMap<number, Outputs>
  /** Why the tasks that `on_interrupt` does not let run again have failed. */
  readonly errors: ReadonlyMap<number, RunError>
  /** What is to be recorded first: what became of the attempts that were in flight. */
  readonly events: readonly TaskStateChanged[]
}

/** A task that was cut off so often while nothing else came to its end may well be what ends the runtime, and would do so for ever. */
const mostInterruptions = 50

/** Makes a plan's past of what is recorded. `reruns` answers what `on_interrupt` says of a task. */
export function goOn(
  run: string,
  graph: RunGraph,
  selected: ReadonlySet<number>,
  recorded: RecordedRun,
  at: string,
  reruns: (task: RunTask) => boolean,
): GoingOn {
  const plan = new Map<number, TaskPast>()
  const summaries = new Map<number, TaskSummary>()
  const outputs = new Map<number, Outputs>()
  const errors = new Map<number, RunError>()
  const events: TaskStateChanged[] = []
  for (const task of graph.tasks) {
    const past = recorded.tasks.get(task.name)
    if (past === undefined || !selected.has(task.index)) continue
    const inFlight = past.state === 'running'
    const committed = inFlight ? recorded.committed.get(task.name) : undefined
    const base = { type: 'task-state', run, at, task: task.name, attempt: past.attempts } as const
    if (committed !== undefined) {
      events.push({ ...base, state: 'success', outputs: committed, reason: committedReason })
      plan.set(task.index, { kind: 'ended', state: 'success' })
      outputs.set(task.index, committed)
      summaries.set(task.index, endOf(past, committed, at))
      continue
    }
    if (inFlight) events.push({ ...base, state: 'interrupted', reason: reasons.interrupted })
    const begun = pastOf(past, inFlight)
    if (begun === null) continue
    summaries.set(task.index, past.summary)
    if (begun.kind === 'ended') {
      plan.set(task.index, begun)
      if (begun.state === 'success' || begun.state === 'cached') outputs.set(task.index, past.summary.outputs ?? {})
      continue
    }
    const cutOff = inFlight || past.state === 'interrupted'
    const tooOften = past.interruptedInARow + (inFlight ? 1 : 0) >= mostInterruptions
    const fails = cutOff && (tooOften || !reruns(task))
    if (fails) errors.set(task.index, { code: 'interrupted', message: tooOften ? reasons.tooOften : reasons.fails, place: task.place })
    plan.set(task.index, { ...begun, fails })
  }
  return { plan, summaries, outputs, errors, events }
}

/** Null of a task that had not been let start: it waits as if nothing had been. */
function pastOf(past: RecordedTask, inFlight: boolean): TaskPast | null {
  switch (past.state) {
    case 'waiting':
    case 'ready':
    case 'running':
    case 'retrying':
    case 'interrupted': {
      if (past.state === 'waiting') return null
      const { attempts, interruptions, retryAt } = past
      const isReady = past.state === 'ready'
      return { kind: 'begun', attempts, interruptions: interruptions + (inFlight ? 1 : 0), retryAt, isReady, fails: false }
    }
    case 'success':
    case 'cached':
    case 'failed':
    case 'skipped':
    case 'upstream_failed':
    case 'cancelled':
      return { kind: 'ended', state: past.state }
    default:
      return past.state satisfies never
  }
}

function endOf({ attempts, summary: { started } }: RecordedTask, outputs: Outputs, at: string): TaskSummary {
  const length = started === undefined ? {} : { started, seconds: (Date.parse(at) - Date.parse(started)) / 1000 }
  return { state: 'success', attempts, ...length, outputs }
}

const reasons = {
  interrupted: 'The runtime ended while the task was running.',
  fails: 'The runtime ended while the task was running, and `on_interrupt` does not let it run again.',
  tooOften: `The runtime ended ${mostInterruptions} times in a row while the task was running.`,
} as const
