import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** The end of one test; `fault` says why it does not count as passed. */
export interface TestOutcome {
  readonly file: string
  readonly name: string
  readonly fault?: string
}

type Ended = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>

/**
 * What the end of a test says. A skipped test and one to be done show nothing, so they count as failed. Node reports a file under its own
 * name when no test in it was reported, because it crashed, ended early, or has none; that is a failure too.
 * A suite is the sum of its tests and counts only if it fails itself, as in a hook.
 */
export function judge({ type, data }: Ended): TestOutcome | undefined {
  const file = data.file ?? data.name
  const outcome = { file, name: data.name }
  if (type === 'test:fail') {
    const { error } = data.details
    if (data.details.type === 'suite' && isOfSubtests(error)) return undefined
    return { ...outcome, fault: inspect(error.cause ?? error) }
  }
  if (data.details.type === 'suite') return undefined
  if (isSet(data.skip)) return { ...outcome, fault: 'skipped' }
  if (isSet(data.todo)) return { ...outcome, fault: 'to be done' }
  if (data.nesting === 0 && data.name === data.file) return { ...outcome, fault: 'no test in this file was reported' }
  return outcome
}

function isSet(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false
}

function isOfSubtests(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed'
}
