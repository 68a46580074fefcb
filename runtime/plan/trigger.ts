import type { Trigger } from '#language'
import type { EndStatus } from './types.ts'

/** How the upstreams of one task stand. */
export interface UpstreamCounts {
  /** All of them. */
  readonly total: number
  readonly ended: number
  /** `success` or `cached`. */
  readonly succeeded: number
  readonly skipped: number
  /** `failed` or `upstream_failed`; a cancelled or interrupted task is neither this nor a success. */
  readonly failed: number
}

export type TriggerDecision = 'wait' | 'start' | 'skipped' | 'upstream_failed'

/**
 * What the trigger says. `any_…` are decided as soon as one upstream decides them; the others wait for all, so that what
 * comes after a task also comes after all that is upstream of it.
 */
export function decideTrigger(trigger: Trigger, counts: UpstreamCounts): TriggerDecision {
  const { total, ended, succeeded, skipped, failed } = counts
  if (total === 0) return 'start'
  const all = ended === total
  switch (trigger) {
    case 'all_success':
      if (!all) return 'wait'
      if (succeeded === total) return 'start'
      return skipped > 0 && succeeded + skipped === total ? 'skipped' : 'upstream_failed'
    case 'none_failed':
      if (!all) return 'wait'
      return succeeded + skipped === total ? 'start' : 'upstream_failed'
    case 'all_done':
      return all ? 'start' : 'wait'
    case 'any_success':
      return succeeded > 0 ? 'start' : all ? 'skipped' : 'wait'
    case 'any_failed':
      return failed > 0 ? 'start' : all ? 'skipped' : 'wait'
    default:
      return trigger satisfies never
  }
}

/** As what an ended task counts for its downstreams. */
export function countsAs(state: EndStatus['state']): 'succeeded' | 'skipped' | 'failed' | 'cancelled' {
  switch (state) {
    case 'success':
    case 'cached':
      return 'succeeded'
    case 'skipped':
      return 'skipped'
    case 'failed':
    case 'upstream_failed':
      return 'failed'
    case 'cancelled':
      return 'cancelled'
    default:
      return state satisfies never
  }
}

/** Whether `on_failure: stop` still lets a task with this trigger start. */
export function startsAfterFailure(trigger: Trigger): boolean {
  return trigger === 'all_done' || trigger === 'any_failed'
}
