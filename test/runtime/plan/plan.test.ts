import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Simulation, type TaskSketch } from './simulate.ts'

test('a task starts the moment its last upstream ends, while others of the same depth still run', () => {
  const run = new Simulation({ slow: {}, fast: {}, after_fast: { after: ['fast'] }, last: { after: ['slow', 'after_fast'] } }).begin()
  assert.deepEqual([...run.running], ['fast', 'slow'])
  run.end('fast')
  assert.deepEqual([...run.running], ['slow', 'after_fast'])
  run.end('after_fast').end('slow')
  assert.deepEqual([...run.running], ['last'])
  run.end('last')
  assert.equal(run.finished, 'success')
})

test('the longest remaining path starts first, whatever the order in the file', () => {
  const run = new Simulation({ a: { ms: 1 }, b: { ms: 5 }, c: { ms: 1 }, tail: { ms: 9, after: ['c'] } }, { parallelism: 1 }).begin()
  assert.deepEqual([...run.running], ['c'])
  run.end('c')
  assert.deepEqual([...run.running], ['tail'])
  run.end('tail')
  assert.deepEqual([...run.running], ['b'])
})

test('a task wider than what is free is waited for; one that takes no slot is not held up', () => {
  const run = new Simulation({ one: { ms: 9 }, wide: { ms: 5, policy: { slots: 2 } }, small: {}, remote: { policy: { slots: 0 } } }).begin()
  assert.deepEqual([...run.running], ['remote', 'one'])
  run.end('one')
  assert.deepEqual([...run.running], ['remote', 'wide'])
  run.end('wide')
  assert.deepEqual([...run.running], ['remote', 'small'])
})

test('a task that asks for more slots than there are gets them all', () => {
  const run = new Simulation({ wide: { policy: { slots: 99 } }, next: {} }).begin()
  assert.deepEqual([...run.running], ['wide'])
  run.end('wide').end('next')
  assert.equal(run.finished, 'success')
})

test('a named limit holds back its own tasks only', () => {
  const limit = { policy: { limit: 'warehouse', slots: 0 } }
  const run = new Simulation({ a: limit, b: limit, c: limit, other: {} }, { limits: new Map([['warehouse', 2]]) }).begin()
  assert.deepEqual([...run.running].sort(), ['a', 'b', 'other'])
  run.end('b')
  assert.deepEqual([...run.running].sort(), ['a', 'c', 'other'])
})

test('what was done or is cached never starts, and counts as a success for what comes after', () => {
  const run = new Simulation({
    done: { spared: { kind: 'done', attempts: 3 } },
    cached: { after: ['done'], spared: { kind: 'cached' } },
    next: { after: ['done', 'cached'] },
    after_failure: { after: ['done', 'cached'], trigger: 'any_failed' },
  }).begin()
  assert.deepEqual(run.states(), { done: 'success', cached: 'cached', next: 'running', after_failure: 'skipped' })
  assert.deepEqual(run.status('done'), { state: 'success', attempts: 3 })
  assert.deepEqual(
    run.told.filter(line => line.startsWith('done') || line.startsWith('cached')),
    ['done success', 'cached cached'],
  )
  run.end('next')
  assert.equal(run.finished, 'success')
})

test('a false `when` skips the task, and its downstreams by their triggers', () => {
  const run = new Simulation({
    off: { when: false },
    plain: { after: ['off'] },
    tolerant: { after: ['off'], trigger: 'none_failed' },
    always: { after: ['plain'], trigger: 'all_done' },
  }).begin()
  assert.deepEqual(run.states(), { off: 'skipped', plain: 'skipped', tolerant: 'running', always: 'running' })
  run.end('tolerant').end('always')
  assert.equal(run.finished, 'success')
})

test('`any_failed` starts at the first failure, `any_success` at the first success', () => {
  const run = new Simulation(
    {
      bad: { outcomes: ['failure'] },
      good: {},
      slow: {},
      alarm: { after: ['bad', 'slow'], trigger: 'any_failed' },
      hooray: { after: ['good', 'slow'], trigger: 'any_success' },
      quiet: { after: ['good'], trigger: 'any_failed' },
    },
    { parallelism: 9 },
  ).begin()
  run.end('bad')
  assert.equal(run.status('alarm').state, 'running')
  assert.equal(run.status('hooray').state, 'waiting')
  run.end('good')
  assert.equal(run.status('hooray').state, 'running')
  assert.equal(run.status('quiet').state, 'skipped')
  run.end('slow').end('alarm').end('hooray')
  assert.equal(run.finished, 'failed')
})

test('`on_failure: continue` goes on with what does not depend on the failure', () => {
  const run = new Simulation({
    bad: { outcomes: ['failure'] },
    good: {},
    b: { after: ['bad'] },
    bb: { after: ['b'] },
    g: { after: ['good'] },
  }).begin()
  run.end('bad')
  assert.deepEqual(run.states(), { bad: 'failed', good: 'running', b: 'upstream_failed', bb: 'upstream_failed', g: 'waiting' })
  run.end('good').end('g')
  assert.equal(run.finished, 'failed')
})

test('`on_failure: stop` lets running attempts end and starts only what looks after failures', () => {
  const policy = { retries: 1 }
  const run = new Simulation(
    {
      bad: { outcomes: ['failure'] },
      slow: { outcomes: ['failure'], policy },
      again: { outcomes: ['failure', 'success'], policy },
      queued: { ms: 0 },
      next: { after: ['slow'] },
      alarm: { after: ['bad'], trigger: 'any_failed', outcomes: ['failure', 'success'], policy },
    },
    { parallelism: 3, onFailure: 'stop' },
  ).begin()
  run.end('again').end('bad')
  assert.deepEqual(run.states(), {
    bad: 'failed',
    slow: 'running',
    again: 'cancelled',
    queued: 'running',
    next: 'cancelled',
    alarm: 'running',
  })
  assert.deepEqual(run.status('again'), { state: 'cancelled', attempts: 1, why: 'failure' })
  // No other attempt starts, but of a task that looks after the failure.
  run.end('slow').end('queued').end('alarm').to(1000).end('alarm')
  assert.deepEqual(run.status('slow'), { state: 'failed', attempts: 1 })
  assert.deepEqual(run.status('alarm'), { state: 'success', attempts: 2 })
  assert.equal(run.finished, 'failed')
})

test('what comes after a cancelled task waits for all that the cancelled one waited for', () => {
  const sketch: Record<string, TaskSketch> = {
    check: { outcomes: ['failure'] },
    work: {},
    more: { after: ['work'] },
    even_more: { after: ['more'] },
    teardown: { after: ['even_more'], trigger: 'all_done' },
  }
  const stopped = new Simulation(sketch, { onFailure: 'stop' }).begin().end('check')
  assert.deepEqual(stopped.states(), {
    check: 'failed',
    work: 'running',
    more: 'cancelled',
    even_more: 'cancelled',
    teardown: 'waiting',
  })
  stopped.end('work')
  assert.deepEqual([...stopped.running], ['teardown'])
  // The same where somebody cancels the tasks one by one, in whatever order.
  for (const order of [
    ['more', 'even_more'],
    ['even_more', 'more'],
  ]) {
    const run = new Simulation(sketch).begin().end('check')
    for (const task of order) run.cancel(task)
    assert.equal(run.status('teardown').state, 'waiting')
    run.end('work').end('teardown')
    assert.equal(run.finished, 'failed')
  }
})

test('a retry waits by its factor with full jitter, and counts its attempts', () => {
  const run = new Simulation(
    { flaky: { outcomes: ['failure', 'failure', 'success'], policy: { retries: 2, retryDelayMs: 1000, retryBackoff: 3 } } },
    { random: () => 0.5 },
  ).begin()
  run.end('flaky')
  assert.equal(run.wakeAt, 500)
  run.to(499)
  assert.equal(run.status('flaky').state, 'retrying')
  run.to(500)
  assert.equal(run.status('flaky').state, 'running')
  run.end('flaky')
  assert.equal(run.wakeAt, 500 + 1500)
  run.to(2000).end('flaky')
  assert.deepEqual(run.status('flaky'), { state: 'success', attempts: 3 })
})

test('retries are used up, and a final failure makes none', () => {
  const policy = { retries: 1 }
  const run = new Simulation({ a: { outcomes: ['failure'], policy }, b: { outcomes: ['final-failure'], policy } }).begin()
  run.end('b').end('a').to(1000).end('a')
  assert.deepEqual(run.status('a'), { state: 'failed', attempts: 2 })
  assert.deepEqual(run.status('b'), { state: 'failed', attempts: 1 })
})

test('an attempt that lasts longer than its timeout is told to stop, fails, and may be tried again', () => {
  const run = new Simulation({ a: { policy: { timeoutMs: 100, retries: 1 } } }).begin()
  assert.equal(run.wakeAt, 100)
  run.to(100)
  assert.deepEqual(run.commands.at(-1), { type: 'stop', task: 0, attempt: 1, reason: 'timeout' })
  assert.equal(run.status('a').state, 'running')
  run.end('a', 'success')
  assert.equal(run.status('a').state, 'retrying')
  run.to(1100).to(1199)
  assert.deepEqual([...run.stopping], [])
  run.end('a')
  assert.equal(run.finished, 'success')
})

test('a cancelled run ends what runs and starts nothing more', () => {
  const run = new Simulation({ a: {}, b: {}, c: {}, d: { after: ['a'], trigger: 'all_done' } }).begin()
  run.cancel()
  assert.deepEqual([...run.stopping], ['a', 'b'])
  assert.equal(run.finished, null)
  run.end('a', 'success').end('b', 'failure')
  assert.deepEqual(run.states(), { a: 'cancelled', b: 'cancelled', c: 'cancelled', d: 'cancelled' })
  assert.equal(run.finished, 'cancelled')
})

test('a cancelled task counts as no success for what comes after it', () => {
  const run = new Simulation({ a: {}, b: { after: ['a'] }, c: { after: ['a'], trigger: 'all_done' } }).begin()
  run.cancel('a').end('a')
  assert.deepEqual(run.states(), { a: 'cancelled', b: 'upstream_failed', c: 'running' })
  run.end('c')
  assert.equal(run.finished, 'failed')
})

test('a run that lasts too long is stopped and has failed', () => {
  const run = new Simulation({ a: {}, b: { after: ['a'] } }, { timeoutMs: 50 }).begin().to(50)
  assert.deepEqual(run.commands.at(-1), { type: 'stop', task: 0, attempt: 1, reason: 'run-timeout' })
  run.end('a')
  assert.equal(run.finished, 'failed')
  assert.deepEqual(run.commands.at(-1), { type: 'finish', state: 'failed', timedOut: true })
})

test('tasks outside the selection are taken as done and never told', () => {
  const run = new Simulation({ a: { given: true }, b: { after: ['a'] }, c: { after: ['b'], given: true } }).begin().end('b')
  assert.equal(run.finished, 'success')
  assert.deepEqual(run.told, ['b ready', 'b running', 'b success'])
})

test('answers that come too late are ignored', () => {
  const run = new Simulation({ a: { policy: { retries: 1 } }, b: {} }).begin().end('a', 'failure')
  run.send({ type: 'ended', task: 0, attempt: 1, outcome: 'success' })
  assert.equal(run.status('a').state, 'retrying')
  run.send({ type: 'prepared', task: 1, decision: { kind: 'skip' } })
  assert.equal(run.status('b').state, 'running')
})

test('two plans share one budget: what one gives back the other takes on its next wake', () => {
  let free = 1
  const budget = {
    capacity: 1,
    take(slots: number) {
      if (free < slots) return false
      free -= slots
      return true
    },
    give: (slots: number) => {
      free += slots
    },
  }
  const first = new Simulation({ a: {} }, { budget }).begin()
  const second = new Simulation({ b: { policy: { slots: 3 } } }, { budget }).begin()
  assert.deepEqual([...second.running], [])
  first.end('a')
  assert.deepEqual([...second.to(0).running], ['b'])
  second.end('b')
  assert.equal(free, 1)
})
