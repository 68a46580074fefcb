import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Trigger } from '#language'
import { type Forecast, forecastOf } from '../../../runtime/plan/forecast.ts'
import { improveOrder } from '../../../runtime/plan/improve.ts'
import { seededRandom } from '../../../runtime/plan/seeded-random.ts'
import type { PlanTask } from '../../../runtime/plan/types.ts'
import { tailsOf, workloadOf } from '../../../runtime/plan/workload.ts'
import { play } from './play.ts'

const triggers: readonly Trigger[] = ['all_success', 'none_failed', 'all_done', 'any_success']

const graphs = fc
  .array(
    fc.record({
      back: fc.array(fc.nat(), { maxLength: 3 }),
      trigger: fc.constantFrom(...triggers),
      seconds: fc.nat(20),
      slots: fc.nat(3),
      limited: fc.boolean(),
      given: fc.nat(9).map(n => n === 0),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map(list =>
    list.map(
      ({ back, trigger, seconds, slots, limited, given }, i): PlanTask => ({
        upstreams: i === 0 ? [] : [...new Set(back.map(n => n % i))],
        trigger,
        expectedMs: seconds * 1000,
        slots,
        limit: limited ? 'l' : null,
        given,
      }),
    ),
  )
const parallelisms = fc.integer({ min: 1, max: 4 })
const limits = new Map([['l', 2]])

function task(expectedMs: number, upstreams: readonly number[] = [], rest: Partial<PlanTask> = {}): PlanTask {
  return { upstreams, trigger: 'all_success', expectedMs, ...rest }
}

function forecast(tasks: readonly PlanTask[], parallelism: number): Forecast {
  return forecastOf(tasks, parallelism, limits, seededRandom(1))
}

test('a run whose tasks take as long as expected follows its forecast to the millisecond', () => {
  fc.assert(
    fc.property(graphs, parallelisms, (tasks, parallelism) => {
      const { keys, starts, makespan } = forecast(tasks, parallelism)
      const ran = play(tasks, { parallelism, limits, keys, lengths: tasks.map(one => one.expectedMs) })
      assert.equal(ran.makespan, makespan)
      for (const [i, one] of tasks.entries()) if (!one.given) assert.equal(ran.starts[i], starts[i], `task ${i}`)
    }),
    { numRuns: 300 },
  )
})

test('whatever the lengths turn out to be, a run that follows a forecast keeps to its slots, its limits and its end', () => {
  fc.assert(
    fc.property(graphs, parallelisms, fc.array(fc.nat(40), { minLength: 30, maxLength: 30 }), (tasks, parallelism, seconds) => {
      const { keys } = forecast(tasks, parallelism)
      const ran = play(tasks, { parallelism, limits, keys, lengths: seconds.map(length => length * 1000) })
      assert.ok(ran.most <= parallelism)
      assert.ok(ran.limited <= 2)
      for (const [i, one] of tasks.entries()) {
        if (one.given || one.trigger === 'any_success') continue
        for (const upstream of one.upstreams)
          if (!tasks[upstream]!.given) assert.ok(ran.starts[i]! >= ran.starts[upstream]! + seconds[upstream]! * 1000)
      }
    }),
  )
})

test('no two tasks have one slot at the same time, and none is shorter than the bound', () => {
  fc.assert(
    fc.property(graphs, parallelisms, (tasks, parallelism) => {
      const { slots, starts, ends, makespan, lowerBound, slacks, criticalPath } = forecast(tasks, parallelism)
      for (const [i, slot] of slots.entries()) {
        assert.ok(slot < parallelism)
        if (slot < 0) continue
        for (let j = 0; j < i; j++)
          if (slots[j] === slot && starts[i]! < ends[i]! && starts[j]! < ends[j]!)
            assert.ok(starts[i]! >= ends[j]! || starts[j]! >= ends[i]!)
      }
      assert.ok(makespan >= lowerBound)
      assert.ok(slacks.every(slack => slack >= 0))
      if (tasks.every(one => one.trigger !== 'any_success')) for (const one of criticalPath) assert.equal(slacks[one], 0)
    }),
  )
})

test('same seed, same schedule, never longer than the longest remaining path first', () => {
  fc.assert(
    fc.property(graphs, parallelisms, fc.nat(), (tasks, parallelism, seed) => {
      const workload = workloadOf(tasks, parallelism, limits)
      const first = improveOrder(workload, seededRandom(seed))
      assert.deepEqual(improveOrder(workload, seededRandom(seed)).keys, first.keys)
      const keys = tailsOf(workload).map(tail => -tail)
      const plain = play(tasks, { parallelism, limits, keys, lengths: tasks.map(one => one.expectedMs) })
      assert.ok(first.makespan <= plain.makespan)
    }),
  )
})

test('the search finds what the longest remaining path first does not', () => {
  // By their paths the two short ones would go first, and the long one would end alone.
  const tasks = [task(3000), task(3000), task(2000), task(2000), task(2000)]
  assert.equal(improveOrder(workloadOf(tasks, 2, new Map()), seededRandom(1)).makespan, 6000)
  assert.deepEqual([forecast(tasks, 2).makespan, forecast(tasks, 2).lowerBound], [6000, 6000])
})

test('the forecast says what is critical, and how much longer the rest may take', () => {
  const tasks = [task(1000), task(10_000, [0]), task(2000, [0]), task(3000, [1, 2])]
  const { criticalPath, slacks, starts, ends, slots, order } = forecast(tasks, 2)
  assert.deepEqual(criticalPath, [0, 1, 3])
  assert.deepEqual([...slacks], [0, 0, 8000, 0])
  assert.deepEqual([...starts], [0, 1000, 1000, 11_000])
  assert.deepEqual([...ends], [1000, 11_000, 3000, 14_000])
  assert.deepEqual([...order], [0, 1, 2, 3])
  assert.deepEqual([...slots], [0, 0, 1, 0])
})

test('what takes no slot is on none, what is taken as done or never starts takes no time', () => {
  const tasks = [
    task(5000, [], { given: true }),
    task(1000, [0], { slots: 0 }),
    task(9000, [1], { trigger: 'any_failed' }),
    task(9000, [2]),
    task(2000, [2, 1], { trigger: 'all_done' }),
  ]
  const { makespan, slots, criticalPath } = forecast(tasks, 1)
  assert.equal(makespan, 3000)
  assert.deepEqual([...slots], [-1, -1, -1, -1, 0])
  assert.deepEqual(criticalPath, [1, 4])
})

test('what is skipped already takes no time, nor what is skipped with it', () => {
  const tasks = [
    task(9000, [], { skipped: true }),
    task(9000, [0]),
    task(1000, [0], { trigger: 'none_failed' }),
    task(2000, [1, 2], { trigger: 'all_done' }),
  ]
  const { makespan, criticalPath } = forecast(tasks, 2)
  assert.deepEqual([makespan, criticalPath], [3000, [2, 3]])
})

test('the tail of a task is the longest sum of lengths to the end', () => {
  const tasks = [task(1), task(10, [0]), task(2, [0]), task(3, [1, 2])]
  assert.deepEqual([...tailsOf(workloadOf(tasks, 2, new Map()))], [14, 13, 5, 3])
})

test('a big graph costs a few simulations, a small one no more than the search may have', () => {
  const layered = (size: number): PlanTask[] =>
    Array.from({ length: size }, (_, i) => task(1000 + ((i * 7919) % 977), i < 10 ? [] : [i - 10, i - 10 + ((i * 31) % 10)]))
  const simulations = [100, 1000, 10_000, 100_000].map(
    size => improveOrder(workloadOf(layered(size), 7, new Map()), seededRandom(1)).simulations,
  )
  for (const [i, size] of [100, 1000, 10_000, 100_000].entries()) {
    assert.ok(simulations[i]! <= 2000)
    assert.ok(simulations[i]! * size <= 800_000 + 3 * size, `${simulations[i]} simulations of ${size} tasks`)
  }
  // Processor time of this thread; a chance disturbance gets another try.
  const timeOf = (tasks: readonly PlanTask[]): number => {
    const before = process.threadCpuUsage()
    for (let i = 0; i < 3; i++) forecast(tasks, 7)
    const { user, system } = process.threadCpuUsage(before)
    return user + system
  }
  const [small, large] = [layered(20_000), layered(80_000)]
  const ratios = [0]
  do ratios.push(timeOf(large) / timeOf(small))
  while (ratios.at(-1)! >= 6 && ratios.length < 5)
  assert.ok(ratios.at(-1)! < 6, `four times as many tasks take ${ratios.at(-1)} times as long`)
  // A run that is over in no time is not worth a search.
  const quick = layered(100).map(one => ({ ...one, expectedMs: one.expectedMs / 1000 }))
  assert.ok(improveOrder(workloadOf(quick, 7, new Map()), seededRandom(1)).simulations < 100)
})
