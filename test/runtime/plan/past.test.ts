import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TaskPast } from '../../../runtime/plan/types.ts'
import { Simulation } from './simulate.ts'

const ended = (state: 'success' | 'cached' | 'failed' | 'skipped' | 'upstream_failed' | 'cancelled'): TaskPast => ({ kind: 'ended', state })
const begun = (more: Partial<TaskPast & { kind: 'begun' }> = {}): TaskPast => ({
  kind: 'begun',
  attempts: 1,
  interruptions: 1,
  retryAt: null,
  isReady: false,
  fails: false,
  ...more,
})

test('what had ended is neither run nor told again, and counts for what comes after it', () => {
  const run = new Simulation({
    a: { past: ended('success') },
    cached: { past: ended('cached') },
    bad: { past: ended('failed') },
    off: { past: ended('skipped') },
    b: { after: ['a', 'cached'] },
    c: { after: ['bad'] },
    d: { after: ['off'], trigger: 'none_failed' },
    e: { after: ['bad'], trigger: 'any_failed' },
  }).begin()
  assert.deepEqual(run.told, ['c upstream_failed', 'b ready', 'd ready', 'e ready', 'b running', 'd running'])
  run.end('b').end('d').end('e')
  assert.equal(run.finished, 'failed')
})

test('an attempt that was cut off is made again under the next number, and uses up no retry', () => {
  const run = new Simulation({ a: { past: begun(), policy: { retries: 1, retryDelayMs: 10 }, outcomes: ['failure'] } }).begin()
  assert.deepEqual(run.commands, [
    { type: 'prepare', task: 0, attempt: 2, again: true },
    { type: 'start', task: 0, attempt: 2 },
  ])
  run.end('a')
  assert.equal(run.status('a').state, 'retrying')
  run.to(10).end('a')
  assert.deepEqual(run.status('a'), { state: 'failed', attempts: 3 })
})

test('failures before the crash count; the factor of the wait follows them, not the attempts', () => {
  const past = begun({ attempts: 3, interruptions: 2 })
  const run = new Simulation({ a: { past, policy: { retries: 2, retryDelayMs: 100, retryBackoff: 3 } } }).begin()
  run.end('a', 'failure')
  const status = run.status('a')
  assert.ok(status.state === 'retrying' && status.attempt === 5 && status.delayMs === 300)
  run.to(300).end('a', 'failure')
  assert.deepEqual(run.status('a'), { state: 'failed', attempts: 5 })
})

test('a task that waits to be tried again goes on waiting, untold, and not longer than it would have', () => {
  const past = begun({ interruptions: 0, retryAt: 1000 })
  const run = new Simulation({ a: { past, policy: { retries: 1 } } })
  run.now = 400
  run.begin()
  assert.deepEqual([run.told, run.wakeAt], [[], 1000])
  run.to(1000)
  assert.deepEqual(run.told, ['a ready', 'a running'])
  const late = new Simulation({ a: { past } })
  late.now = 1001
  assert.deepEqual(late.begin().told, ['a ready', 'a running'])
})

test('a task that waited for slots goes on waiting, untold, and its `when` is not asked again', () => {
  const past = begun({ attempts: 0, interruptions: 0, isReady: true })
  const run = new Simulation({ a: { past: begun(), ms: 9 }, b: { past } }, { parallelism: 1 }).begin()
  assert.deepEqual(run.told, ['a ready', 'a running'])
  assert.deepEqual([run.status('b').state, run.commands[1]], ['ready', { type: 'prepare', task: 1, attempt: 1, again: true }])
  run.end('a')
  assert.deepEqual(run.told.slice(2), ['a success', 'b running'])
})

test('one that is not to be run again fails, and what follows from that follows', () => {
  const run = new Simulation(
    { a: { past: begun({ fails: true }) }, b: { after: ['a'] }, c: {}, d: { after: ['a'], trigger: 'any_failed' } },
    { onFailure: 'stop' },
  ).begin()
  assert.deepEqual(run.states(), { a: 'failed', b: 'cancelled', c: 'cancelled', d: 'running' })
  assert.deepEqual(run.status('a'), { state: 'failed', attempts: 1 })
})

test('after a failure that stops a run, what had been running goes on and nothing else starts', () => {
  const run = new Simulation(
    {
      a: { past: ended('failed') },
      b: { past: begun() },
      c: {},
      d: { trigger: 'all_done', after: ['b'] },
      e: { past: begun({ interruptions: 0, retryAt: 1000 }) },
    },
    { onFailure: 'stop' },
  )
  run.begin()
  assert.deepEqual(run.states(), { a: 'failed', b: 'running', c: 'cancelled', d: 'waiting', e: 'cancelled' })
  run.end('b').end('d')
  assert.equal(run.finished, 'failed')
})

test('what comes after a task that had been cancelled still waits for what that one waited for', () => {
  const run = new Simulation(
    {
      a: { past: ended('failed') },
      b: { past: begun() },
      c: { past: ended('cancelled'), after: ['b'] },
      d: { trigger: 'all_done', after: ['c'] },
    },
    { onFailure: 'stop' },
  ).begin()
  assert.equal(run.status('d').state, 'waiting')
  run.end('b')
  assert.equal(run.status('d').state, 'running')
})

test('the time that a run may last counts from its first start', () => {
  const run = new Simulation({ a: { past: begun() } }, { timeoutMs: 1000, startedAt: -900 }).begin()
  assert.equal(run.wakeAt, 100)
  const late = new Simulation({ a: { past: begun() } }, { timeoutMs: 1000, startedAt: -1001 }).begin()
  assert.deepEqual([late.states(), late.finished], [{ a: 'cancelled' }, 'failed'])
})

test('a cancel before all else ends the run, each task with the attempts that it had', () => {
  const run = new Simulation({ a: { past: begun({ attempts: 2 }) }, b: { after: ['a'] }, c: { past: ended('success') } })
  run.send({ type: 'cancel' }, { type: 'begin' })
  assert.deepEqual(run.status('a'), { state: 'cancelled', attempts: 2, why: 'cancel' })
  assert.deepEqual([run.told, run.finished], [['a cancelled', 'b cancelled'], 'cancelled'])
})

test('a run of which everything had ended is over at once', () => {
  assert.equal(new Simulation({ a: { past: ended('success') } }).begin().finished, 'success')
  assert.equal(new Simulation({ a: { past: ended('failed') } }).begin().finished, 'failed')
})
