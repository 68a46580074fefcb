import type { RunTask } from '#language'
import type { ReusedResult } from '../cache/reuse.ts'
import type { AttemptResult } from '../engines/engine.ts'
import type { Outputs, RunError } from '../events.ts'
import type { AttemptOutcome, EndStatus, StopReason } from '../plan/types.ts'
import { stopMessage } from './words.ts'

/** How an attempt ended. */
export interface Ending {
  readonly result: AttemptResult
  readonly seconds: number
}

/** What is told of an attempt that was stopped, whatever its engine answered. */
export function stopped(task: RunTask, reason: StopReason, result: AttemptResult): AttemptResult {
  const killed = result.kind === 'failure' && result.killedBy === 'SIGKILL'
  const place = reason === 'timeout' ? task.placeOf('timeout') : task.place
  const error = { code: reason === 'timeout' ? 'timeout' : 'cancelled', message: stopMessage(reason, killed), place }
  const halfDone = result.kind === 'failure' && result.halfDone
  return { kind: 'failure', error, ...(halfDone ? { retry: 'never', halfDone } : {}) }
}

export function outcomeOf(result: AttemptResult): AttemptOutcome {
  if (result.kind === 'success') return 'success'
  return result.retry === 'never' ? 'final-failure' : 'failure'
}

export function outputsIn(status: EndStatus, ending: Ending | undefined, reused: ReusedResult | undefined): { outputs?: Outputs } {
  if (status.state !== 'success' && status.state !== 'cached') return {}
  if (reused !== undefined) return { outputs: reused.outputs }
  return ending?.result.kind === 'success' ? { outputs: ending.result.outputs } : {}
}

export function lengthOf(ending: Ending | undefined): { seconds?: number } {
  return ending === undefined ? {} : { seconds: ending.seconds }
}

export function errorOf(ending: Ending | undefined): { error?: RunError } {
  return ending?.result.kind === 'failure' ? { error: ending.result.error } : {}
}
