import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectation, hintOf, predictedAndTaken } from '../../client/plan/plan-text.ts'
import { Plans } from '../../client/plan/plans.ts'
import type { RefusedRun, ShownPlan } from '../../runtime/protocol.ts'

const plan: ShownPlan = {
  kind: 'plan',
  dag: 'd',
  target: 'local',
  parallelism: 2,
  makespan_seconds: 5,
  lower_bound_seconds: 5,
  critical_path: ['a', 'c[2]'],
  tasks: [
    { name: 'a', engine: 'shell', after: [], slot: 0, start_seconds: 0, end_seconds: 2, slack_seconds: 0, basis: 'history' },
    { name: 'b', engine: 'shell', after: [], slot: 1, start_seconds: 0, end_seconds: 0.5, slack_seconds: 4.5, basis: 'engine' },
    { name: 'c[1]', engine: 'shell', after: [], slot: 1, start_seconds: 2, end_seconds: 3, slack_seconds: 2, basis: 'duration' },
    { name: 'c[2]', engine: 'shell', after: [], slot: 0, start_seconds: 2, end_seconds: 5, slack_seconds: 0, basis: 'duration' },
  ],
  processors: [{ parallelism: 2, makespan_seconds: 5 }],
}

const key = { file: '/w/a.dag', dag: 'd', target: 'local' }

test('what is expected of a task is said with what it rests on', () => {
  assert.equal(expectation(plan, ['a']), 'Expected 2.0 s (by its last runs), on the critical path.')
  assert.equal(expectation(plan, ['b']), 'Expected 0.5 s (as is typical of its engine), may take 4.5 s longer.')
  assert.equal(expectation(plan, ['c[1]', 'c[2]']), 'Expected 3.0 s at most, for each of 2 (by its duration), on the critical path.')
  assert.equal(expectation(plan, ['gone']), null)
  const cached = {
    ...plan,
    tasks: plan.tasks.map(task => (task.name === 'c[2]' ? task : { ...task, end_seconds: task.start_seconds, cached: true as const })),
  }
  assert.equal(expectation(cached, ['b']), 'Expected to be reused from an earlier run.')
  assert.equal(expectation(cached, ['c[1]', 'c[2]']), 'Expected 3.0 s at most, for each of 2 (by its duration), on the critical path.')
})

test('a hint says it in a few words, of tasks that have run', () => {
  const ran: ShownPlan = { ...plan, tasks: plan.tasks.map(task => ({ ...task, basis: 'history' })) }
  assert.equal(hintOf(ran, ['a']), 'critical path')
  assert.equal(hintOf(ran, ['b']), 'slack 4.5 s')
  assert.equal(hintOf(ran, ['c[1]', 'c[2]']), 'critical path')
  assert.equal(hintOf(plan, ['b']), null)
  assert.equal(hintOf({ ...ran, tasks: ran.tasks.map(task => ({ ...task, cached: true })) }, ['a']), null)
})

test('what was predicted stands beside what was taken', () => {
  assert.equal(predictedAndTaken(12, 12.9), 'predicted 12 s, took 13 s')
  assert.equal(predictedAndTaken(12, null), 'predicted 12 s')
  assert.equal(predictedAndTaken(null, 3), null)
})

test('a plan is asked for once, and again when it is out of date; the old one stays until then', async () => {
  const answers: ((answer: ShownPlan | RefusedRun) => void)[] = []
  const plans = new Plans(() => new Promise(resolve => answers.push(resolve)))
  assert.equal(plans.of(key), null)
  assert.equal(plans.of(key), null)
  const first = plans.fresh(key)
  assert.equal(answers.length, 1)
  answers[0]!(plan)
  assert.equal(await first, plan)
  assert.equal(plans.of(key), plan)
  let told = 0
  plans.changed.on(() => told++)
  plans.outdate()
  assert.deepEqual([plans.of(key), answers.length, told], [plan, 2, 1])
  const second = plans.fresh(key)
  answers[1]!({ kind: 'refused', reason: 'diagnostics', message: 'a.dag:1:1: error syntax: no\nmore' })
  assert.deepEqual(await second, { kind: 'none', why: 'a.dag:1:1: error syntax: no' })
  assert.equal(told, 2)
})

test('a runtime that cannot be reached gives no plan, and says why', async () => {
  const plans = new Plans(() => Promise.reject(new Error('The runtime could not be started.')))
  assert.deepEqual(await plans.fresh(key), { kind: 'none', why: 'The runtime could not be started.' })
})
