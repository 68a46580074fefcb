import type { AttemptContext, EvaluationFailure, RunTask, Value } from '#language'
import type { Engine, EngineTarget } from '../engines/engine.ts'
import type { Policy } from '../plan/types.ts'

export type PolicyAnswer = { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly failure: EvaluationFailure }

/** How a task is to be run, from its properties, with their defaults. */
export function readPolicy(task: RunTask, context: AttemptContext, engine: Engine, target: EngineTarget): PolicyAnswer {
  let failure: EvaluationFailure | null = null
  const read = (property: string): Value | undefined => {
    const evaluation = task.evaluate(property, context)
    if (evaluation === undefined) return undefined
    if (evaluation.ok) return evaluation.value
    failure ??= evaluation.failure
    return undefined
  }
  const policy: Policy = {
    slots: Math.max(0, number(read('slots')) ?? engine.slots(target)),
    limit: text(read('limit')) ?? null,
    retries: Math.max(0, Math.floor(number(read('retries')) ?? 0)),
    retryDelayMs: Math.max(0, duration(read('retry_delay')) ?? 5000),
    retryBackoff: Math.max(0, number(read('retry_backoff')) ?? 2),
    timeoutMs: duration(read('timeout')) ?? null,
  }
  return failure === null ? { ok: true, policy } : { ok: false, failure }
}

/** Whether an attempt that the end of a runtime has cut off is to be run again: `on_interrupt`, else as its engine has it. */
export function rerunsAfterCrash(task: RunTask, context: AttemptContext, engine: Engine | undefined): boolean {
  const evaluation = task.evaluate('on_interrupt', context)
  // What cannot be told is not done again by itself.
  if (evaluation?.ok === false) return false
  return (evaluation === undefined ? engine?.onInterrupt : text(evaluation.value)) === 'rerun'
}

/** What a task says of itself before anything of the run is known. What it reads of others' outputs is left open. */
export interface Expectation {
  /** Its `duration`; null where it states none. */
  readonly statedMs: number | null
  readonly slots: number
  readonly limit: string | null
}

export function readExpectation(task: RunTask, context: AttemptContext, engine: Engine | undefined, target: EngineTarget): Expectation {
  const read = (property: string): Value | undefined => {
    const evaluation = task.evaluate(property, context)
    return evaluation?.ok ? evaluation.value : undefined
  }
  return {
    statedMs: duration(read('duration')) ?? null,
    slots: number(read('slots')) ?? engine?.slots(target) ?? 1,
    limit: text(read('limit')) ?? null,
  }
}

function number(value: Value | undefined): number | undefined {
  return value?.type === 'number' ? value.value : undefined
}

function duration(value: Value | undefined): number | undefined {
  return value?.type === 'duration' ? value.ms : undefined
}

function text(value: Value | undefined): string | undefined {
  return value?.type === 'string' ? value.value : undefined
}
