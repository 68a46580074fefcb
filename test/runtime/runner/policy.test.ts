import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '../../../runtime/runner/clock.ts'
import { duration } from '../graph-builder.ts'
import { line, openWorkspace, state } from '../workspace.ts'

/** A clock that the test turns. */
class HandClock implements Clock {
  #now = Date.UTC(2026, 0, 1)
  readonly #calls = new Map<object, { readonly time: number; readonly call: () => void }>()

  now(): number {
    return this.#now
  }

  at(time: number, call: () => void): () => void {
    const key = {}
    this.#calls.set(key, { time, call })
    return () => this.#calls.delete(key)
  }

  /** How long until the next call is due. */
  get next(): number {
    return Math.min(...[...this.#calls.values()].map(({ time }) => time)) - this.#now
  }

  turn(ms: number): void {
    this.#now += ms
    for (const [key, { time, call }] of [...this.#calls]) {
      if (time > this.#now || !this.#calls.delete(key)) continue
      call()
    }
  }
}

const minute = 60_000
const sleeps = { engine: 'shell', run: 'echo up; sleep 60' }

test('an attempt that lasts longer than its timeout fails, and is tried again by the clock', async t => {
  const clock = new HandClock()
  const { start, event, events } = await openWorkspace(t, {}, { clock, random: () => 0.5 })
  const run = start({ a: { ...sleeps, timeout: duration(10 * minute), retries: 1, retry_delay: duration(4 * minute) } })
  await event(line('a', 'up'))
  assert.equal(clock.next, 10 * minute)
  clock.turn(10 * minute)
  await event(state('a', 'retrying'))
  assert.equal(clock.next, 2 * minute)
  clock.turn(2 * minute)
  await event(one => one.type === 'task-log' && one.attempt === 2 && one.text === 'up')
  clock.turn(10 * minute)
  const { tasks } = await run.finished
  assert.deepEqual([tasks['a']?.state, tasks['a']?.attempts, tasks['a']?.error?.code], ['failed', 2, 'timeout'])
  assert.equal(events.filter(state('a', 'running')).length, 2)
})

test('a run that lasts longer than its timeout is stopped, and says so', async t => {
  const clock = new HandClock()
  const { start, event } = await openWorkspace(t, {}, { clock })
  const run = start({ a: sleeps, b: { engine: 'shell', run: 'true', after: ['a'] } }, { properties: { timeout: duration(60 * minute) } })
  await event(line('a', 'up'))
  clock.turn(60 * minute)
  const { state: ended, error, tasks } = await run.finished
  assert.deepEqual([ended, error?.code, error?.message], ['failed', 'timeout', 'The run lasted longer than its timeout of 3600 s.'])
  assert.deepEqual([tasks['a']?.state, tasks['b']?.state], ['cancelled', 'cancelled'])
})

test('the wait before each further try grows by its factor', async t => {
  const clock = new HandClock()
  const { start, event } = await openWorkspace(t, {}, { clock, random: () => 0.999999 })
  const run = start({ a: { engine: 'shell', run: 'exit 1', retries: 3, retry_delay: duration(minute), retry_backoff: 3 } })
  const waits: number[] = []
  for (let attempt = 1; attempt <= 3; attempt++) {
    await event(one => state('a', 'retrying')(one) && one.type === 'task-state' && one.attempt === attempt)
    waits.push(Math.round(clock.next / minute))
    clock.turn(clock.next)
  }
  assert.equal((await run.finished).tasks['a']?.attempts, 4)
  assert.deepEqual(waits, [1, 3, 9])
})

test('a limit of the dag bounds its own tasks, and `on_failure: stop` starts nothing more', async t => {
  const { run, events } = await openWorkspace(t)
  const limited = { engine: 'shell', run: 'true', limit: 'service', slots: 0 }
  await run({ a: limited, b: limited, c: limited, d: limited }, { properties: { limits: { service: 1 } } })
  let running = 0
  for (const event of events) {
    if (event.type !== 'task-state') continue
    if (event.state === 'running') running++
    if (event.state === 'success') running--
    assert.ok(running <= 1)
  }
  const bad = { engine: 'shell', run: 'exit 1' }
  const after = { engine: 'shell', run: 'true', after: ['bad'] }
  const { tasks } = await run(
    { bad, next: after, alarm: { ...after, trigger: 'any_failed' }, clean: { ...after, trigger: 'all_done' } },
    { properties: { on_failure: 'stop' } },
  )
  assert.deepEqual(
    Object.values(tasks).map(task => task.state),
    ['failed', 'cancelled', 'success', 'success'],
  )
})
