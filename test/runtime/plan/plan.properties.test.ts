import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Trigger } from '#language'
import { Plan } from '../../../runtime/plan/plan.ts'
import { isEnd, type PlanEvent, type PlanTask } from '../../../runtime/plan/types.ts'
import { plainPolicy, Simulation, type TaskSketch } from './simulate.ts'

const triggers: readonly Trigger[] = ['all_success', 'none_failed', 'all_done', 'any_success', 'any_failed']

const sketches = fc
  .array(
    fc.record({
      back: fc.array(fc.nat(), { maxLength: 4 }),
      trigger: fc.constantFrom(...triggers),
      ms: fc.nat(20),
      when: fc.boolean(),
      given: fc.nat(9).map(n => n === 0),
      slots: fc.nat(3),
      retries: fc.nat(2),
      limited: fc.boolean(),
      outcomes: fc.array(fc.constantFrom('success' as const, 'failure' as const, 'final-failure' as const), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map(list =>
    Object.fromEntries(
      list.map((task, i): [string, TaskSketch] => [
        `t${i}`,
        {
          after: i === 0 ? [] : [...new Set(task.back.map(n => `t${n % i}`))],
          trigger: task.trigger,
          ms: task.ms,
          when: task.when || i % 3 === 0,
          given: task.given,
          outcomes: task.outcomes,
          policy: { slots: task.slots, retries: task.retries, limit: task.limited ? 'l' : null },
        },
      ]),
    ),
  )

const options = fc.record({
  parallelism: fc.integer({ min: 1, max: 4 }),
  onFailure: fc.constantFrom('stop' as const, 'continue' as const),
  // Whatever order a search finds, what must hold does.
  keys: fc.array(fc.nat(9), { minLength: 25, maxLength: 25 }).map(keys => Float64Array.from(keys)),
})

/** Plays a run to its end; `choice` says which of the running tasks ends next, the rest when the run or one task is cancelled. */
function play(
  sketch: Record<string, TaskSketch>,
  chosen: { parallelism: number; onFailure: 'stop' | 'continue'; keys: Float64Array },
  choice: readonly number[],
  cancelAt: number,
  cancels: ReadonlyMap<number, number> = new Map(),
): Simulation {
  const run = new Simulation(sketch, { ...chosen, limits: new Map([['l', 1]]) }).begin()
  for (let turn = 0; run.finished === null; turn++) {
    assert.ok(turn < 1000, 'the run does not end')
    const cancelled = run.names[cancels.get(turn) ?? -1]
    if (cancelled !== undefined) run.cancel(cancelled)
    if (run.finished !== null) break
    if (turn === cancelAt) run.cancel()
    else if (run.running.size > 0) run.end([...run.running].sort()[(choice[turn % choice.length] ?? 0) % run.running.size]!)
    else {
      assert.ok(run.wakeAt !== null, `nothing runs and nothing is waited for: ${JSON.stringify(run.states())}`)
      run.to(Math.max(run.now, run.wakeAt))
    }
  }
  return run
}

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 20 })
const cancelAt = fc.option(fc.nat(30), { nil: -1 })

test('every run ends, with every selected task over and no slot taken', () => {
  fc.assert(
    fc.property(sketches, options, choices, cancelAt, (sketch, chosen, choice, at) => {
      const run = play(sketch, chosen, choice, at)
      for (const name of run.names) assert.ok(isEnd(run.status(name)), `${name} is ${run.status(name).state}`)
      assert.equal(run.plan.slotsUsed, 0)
      assert.equal(run.running.size, 0)
    }),
    { numRuns: 300 },
  )
})

test('never more slots are taken than the run may have', () => {
  fc.assert(
    fc.property(sketches, options, choices, (sketch, chosen, choice) => {
      assert.ok(play(sketch, chosen, choice, -1).most <= chosen.parallelism)
    }),
  )
})

test('no task starts before its upstreams have ended, but where its trigger is decided by one', () => {
  fc.assert(
    fc.property(sketches, options, choices, (sketch, chosen, choice) => {
      const run = play(sketch, chosen, choice, -1)
      const over = new Set(run.names.filter(name => sketch[name]!.given))
      for (const line of run.told) {
        const [name, state] = line.split(' ') as [string, string]
        const { after = [], trigger = 'all_success' } = sketch[name]!
        if (state === 'running') {
          const ended = after.filter(upstream => over.has(upstream)).length
          assert.ok(trigger.startsWith('any_') && after.length > 0 ? ended > 0 : ended === after.length, `${name} before ${after}`)
        }
        if (!['ready', 'running', 'retrying'].includes(state)) over.add(name)
      }
    }),
  )
})

test('no task starts while anything runs that it comes after, but where a trigger is decided by one', () => {
  fc.assert(
    fc.property(
      sketches,
      options,
      choices,
      fc.array(fc.tuple(fc.nat(30), fc.nat(25)), { maxLength: 3 }),
      (sketch, chosen, choice, cancels) => {
        const run = play(sketch, chosen, choice, -1, new Map(cancels))
        const after = new Map<string, Set<string>>()
        for (const name of run.names) {
          const { after: upstreams = [], trigger = 'all_success', given } = sketch[name]!
          const all = trigger.startsWith('any_') || given ? [] : upstreams.flatMap(upstream => [upstream, ...after.get(upstream)!])
          after.set(name, new Set(all))
        }
        const running = new Set<string>()
        for (const line of run.told) {
          const [name, state] = line.split(' ') as [string, string]
          if (state === 'running') {
            for (const other of running) assert.ok(!after.get(name)!.has(other), `${name} while ${other} runs`)
            running.add(name)
          } else running.delete(name)
        }
      },
    ),
    { numRuns: 300 },
  )
})

test('each task comes to its end once, and nothing follows it', () => {
  fc.assert(
    fc.property(sketches, options, choices, cancelAt, (sketch, chosen, choice, at) => {
      const over = new Set<string>()
      for (const line of play(sketch, chosen, choice, at).told) {
        const [name, state] = line.split(' ') as [string, string]
        assert.ok(!over.has(name), `${line} after its end`)
        if (!['ready', 'running', 'retrying'].includes(state)) over.add(name)
      }
    }),
  )
})

test('after a cancel nothing starts, and nothing is left running', () => {
  fc.assert(
    fc.property(sketches, options, choices, fc.nat(10), (sketch, chosen, choice, at) => {
      const run = play(sketch, chosen, choice, at)
      const stop = run.commands.findIndex(command => command.type === 'stop' && command.reason === 'cancel')
      if (stop >= 0) assert.ok(!run.commands.slice(stop).some(command => command.type === 'start'))
    }),
  )
})

test('same answers, same schedule', () => {
  fc.assert(
    fc.property(sketches, options, choices, (sketch, chosen, choice) => {
      assert.deepEqual(play(sketch, chosen, choice, -1).told, play(sketch, chosen, choice, -1).told)
    }),
  )
})

test('a chain and a fan of 100,000 tasks run to their end with work that grows as the graph does', () => {
  for (const fan of [true, false]) {
    const size = 100_000
    const tasks: PlanTask[] = Array.from({ length: size }, (_, i) => ({
      upstreams: i === 0 ? [] : [fan ? 0 : i - 1],
      trigger: 'all_success',
      expectedMs: 1,
    }))
    const plan = new Plan({ tasks, parallelism: 8, limits: new Map(), onFailure: 'continue', timeoutMs: null, random: () => 0 })
    let steps = 0
    let changes = 0
    for (let events: PlanEvent[] = [{ type: 'begin' }]; events.length > 0; ) {
      const step = plan.handle(events, 0)
      steps++
      changes += step.changes.length
      events = step.commands.flatMap((command): PlanEvent[] => {
        if (command.type === 'prepare') return [{ type: 'prepared', task: command.task, decision: { kind: 'run', policy: plainPolicy } }]
        if (command.type === 'start') return [{ type: 'ended', task: command.task, attempt: 1, outcome: 'success' }]
        return []
      })
    }
    assert.equal(plan.state, 'success')
    assert.equal(changes, 3 * size)
    assert.ok(steps <= 3 * size)
  }
})

test('a failure at the head of a chain of 100,000 tasks reaches its end without a stack of calls', () => {
  const run = new Simulation(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`t${i}`, i === 0 ? {} : { after: [`t${i - 1}`] }])))
  run.begin().end('t0', 'failure')
  assert.equal(run.status('t1999').state, 'upstream_failed')
  const size = 100_000
  const tasks: PlanTask[] = Array.from({ length: size }, (_, i) => ({
    upstreams: i === 0 ? [] : [i - 1],
    trigger: 'all_success',
    expectedMs: 1,
  }))
  const plan = new Plan({ tasks, parallelism: 1, limits: new Map(), onFailure: 'continue', timeoutMs: null, random: () => 0 })
  plan.handle([{ type: 'begin' }], 0)
  plan.handle([{ type: 'prepared', task: 0, decision: { kind: 'fail' } }], 0)
  assert.equal(plan.status(size - 1).state, 'upstream_failed')
  assert.equal(plan.state, 'failed')
})
