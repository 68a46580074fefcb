import type { Trigger } from '#language'

/** One task as the plan sees it. Tasks stand in topological order: upstreams are smaller than the task's own index. */
export interface PlanTask {
  readonly upstreams: readonly number[]
  readonly trigger: Trigger
  /** Expected length of an attempt, for the priority. */
  readonly expectedMs: number
  /** Processors that it is expected to take (1), and the limit it is expected to be under. */
  readonly slots?: number
  readonly limit?: string | null
  /** Outside the selection (`--only`, `--from`, `--until`): taken as done, never started, never reported. */
  readonly given?: boolean
  /** Its `when` is false already before the run starts: a forecast counts it as skipped. */
  readonly skipped?: boolean
  /** What had become of it when the run was left by a runtime that died; without it nothing has begun. */
  readonly past?: TaskPast
}

/** What a run that goes on after a crash knows of a task. What it was told before is not told again. */
export type TaskPast =
  | { readonly kind: 'ended'; readonly state: EndStatus['state'] }
  /** Its trigger and `when` have let it start, and so many attempts have been made. */
  | {
      readonly kind: 'begun'
      readonly attempts: number
      /** Attempts that were cut off by the end of a runtime: they use up no retry. */
      readonly interruptions: number
      /** When the wait before a retry is over. */
      readonly retryAt: number | null
      /** It waited for slots, and that was told. */
      readonly isReady: boolean
      /** Its last attempt was cut off, and it is not to be run again. */
      readonly fails: boolean
    }

export interface PlanOptions {
  readonly tasks: readonly PlanTask[]
  /** Priority of each task, as a forecast gives it: smaller starts first. Without it the longest remaining path does. */
  readonly keys?: Float64Array
  /** Processors that this run may occupy. */
  readonly parallelism: number
  /** Places of each named limit. */
  readonly limits: ReadonlyMap<string, number>
  readonly onFailure: 'stop' | 'continue'
  /** Longest length of the whole run. */
  readonly timeoutMs: number | null
  /** When the run began, where that was before `begin`: it goes on after a crash. */
  readonly startedAt?: number
  /** What all runs of the machine share; without it only `parallelism` bounds. */
  readonly budget?: SlotBudget
  /** In [0, 1), for the jitter of retries. */
  readonly random: () => number
}

/** Processors that several runs share. `take` answers whether there were that many; a run pokes the others when it gives back. */
export interface SlotBudget {
  readonly capacity: number
  take(slots: number): boolean
  give(slots: number): void
  /** What the run would take at once if it could: slots of all its ready tasks, and of the first of them. */
  want?(slots: number, first: number): void
}

/** How a task is to be run; known when it has become startable. */
export interface Policy {
  readonly slots: number
  readonly limit: string | null
  /** Tries after the first. */
  readonly retries: number
  readonly retryDelayMs: number
  readonly retryBackoff: number
  /** Longest length of an attempt. */
  readonly timeoutMs: number | null
}

export type PlanState = 'running' | 'success' | 'failed' | 'cancelled'

/** Where a task stands. Times are milliseconds of the injected clock; `attempt` counts from 1. */
export type TaskStatus =
  | { readonly state: 'waiting' }
  /** Its trigger is satisfied; the runner has been asked to evaluate `when` and the policy. */
  | { readonly state: 'preparing' }
  /** It waits for slots. */
  | { readonly state: 'ready'; readonly attempt: number; readonly policy: Policy }
  | {
      readonly state: 'running'
      readonly attempt: number
      readonly policy: Policy
      readonly started: number
      /** Why it has been told to stop, where it has. */
      readonly stopping: StopReason | null
    }
  /** An attempt has failed; `attempt` is the one that will start at `at`. */
  | { readonly state: 'retrying'; readonly attempt: number; readonly policy: Policy; readonly at: number; readonly delayMs: number }
  | EndStatus

export type EndStatus =
  | { readonly state: 'success' | 'cached' | 'failed'; readonly attempts: number }
  | { readonly state: 'skipped'; readonly attempts: number; readonly why: 'when' | 'upstream' | 'never' }
  | { readonly state: 'upstream_failed'; readonly attempts: number }
  | { readonly state: 'cancelled'; readonly attempts: number; readonly why: 'cancel' | 'task' | 'timeout' | 'failure' }

export type StopReason = 'cancel' | 'timeout' | 'run-timeout'

/** What happens to the plan. */
export type PlanEvent =
  /** The first event; once. */
  | { readonly type: 'begin' }
  /** The answer to `prepare`: run it, or it has ended without an attempt. */
  | { readonly type: 'prepared'; readonly task: number; readonly decision: PrepareDecision }
  /** An attempt has ended, and nothing of it is left running. */
  | {
      readonly type: 'ended'
      readonly task: number
      readonly attempt: number
      readonly outcome: AttemptOutcome
      /** How long at least to wait before another try, where a service said so. */
      readonly waitMs?: number
    }
  /** The clock has come to a wake time, or shared slots have become free. */
  | { readonly type: 'wake' }
  /** Stops one task, or without one the whole run. */
  | { readonly type: 'cancel'; readonly task?: number }

export type PrepareDecision =
  | { readonly kind: 'run'; readonly policy: Policy }
  | { readonly kind: 'skip' }
  | { readonly kind: 'cached' }
  /** It was done in the run that this one goes on with, in so many attempts. */
  | { readonly kind: 'done'; readonly attempts: number }
  | { readonly kind: 'fail' }

export type AttemptOutcome = 'success' | 'failure' | 'final-failure'

/** What the runner is to do, in this order, after the changes are written down. */
export type PlanCommand =
  /** `attempt` is the one that would start; `again`: before a crash it was let start, and its `when` is not asked twice. */
  | { readonly type: 'prepare'; readonly task: number; readonly attempt: number; readonly again: boolean }
  | { readonly type: 'start'; readonly task: number; readonly attempt: number }
  | { readonly type: 'stop'; readonly task: number; readonly attempt: number; readonly reason: StopReason }
  | { readonly type: 'finish'; readonly state: Exclude<PlanState, 'running'>; readonly timedOut: boolean }

export interface PlanStep {
  /** New states, in the order in which they came about. `waiting` and `preparing` are not told. */
  readonly changes: readonly StatusChange[]
  readonly commands: readonly PlanCommand[]
  /** When the plan wants a `wake`; null: not before another event. */
  readonly wakeAt: number | null
}

export interface StatusChange {
  readonly task: number
  readonly status: Exclude<TaskStatus, { state: 'waiting' | 'preparing' }>
}

/** A task in one of these states is over. */
export function isEnd(status: TaskStatus): status is EndStatus {
  switch (status.state) {
    case 'waiting':
    case 'preparing':
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
      return true
    default:
      return status satisfies never
  }
}
