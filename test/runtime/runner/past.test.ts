import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunEvent, TaskStateChanged } from '../../../runtime/events.ts'
import { goOn } from '../../../runtime/runner/go-on.ts'
import { type RecordedRun, recordedTasks } from '../../../runtime/runner/past.ts'
import { buildGraph } from '../graph-builder.ts'

const at = '2026-01-01T00:00:00.000Z'
const started: RunEvent = {
  type: 'run-started',
  run: 'r',
  at,
  file: '/w/test.dag',
  dag: 'd',
  target: 'local',
  parallelism: 2,
  tasks: ['a', 'b'].map(name => ({ name, declaration: name, engine: 'shell', upstreams: [] })),
}
const told = (task: string, attempt: number, state: TaskStateChanged['state'], more: Partial<TaskStateChanged> = {}): RunEvent => ({
  type: 'task-state',
  run: 'r',
  at,
  task,
  attempt,
  state,
  ...more,
})
const recorded = (events: readonly RunEvent[], more: Partial<RecordedRun> = {}): RecordedRun => ({
  startedAt: 0,
  tasks: recordedTasks([started, ...events]),
  nextNumber: 9,
  stopping: false,
  committed: new Map(),
  ...more,
})
const graph = buildGraph('/w', { a: { engine: 'shell' }, b: { engine: 'shell' } })
const goesOn = (record: RecordedRun, reruns: boolean) => goOn('r', graph, new Set([0, 1]), record, at, () => reruns)

test('a task as its events leave it', () => {
  const tasks = recordedTasks([
    started,
    told('a', 1, 'ready'),
    told('a', 1, 'running'),
    told('a', 1, 'interrupted'),
    told('a', 2, 'ready'),
    told('a', 2, 'running', { at: '2026-01-01T00:00:05.000Z' }),
    told('a', 2, 'retrying', { retry_at: '2026-01-01T00:00:09.000Z' }),
  ])
  const { state, attempts, interruptions, retryAt, summary } = tasks.get('a')!
  assert.deepEqual([state, attempts, interruptions, retryAt], ['retrying', 2, 1, Date.parse('2026-01-01T00:00:09.000Z')])
  assert.equal(summary.started, at)
  assert.equal(tasks.get('b')?.state, 'waiting')
})

test('an attempt that had committed its work is a success, and any other that was in flight is interrupted', () => {
  const record = recorded([told('a', 1, 'running'), told('b', 1, 'running')], { committed: new Map([['a', { rows: 3 }]]) })
  const { plan, events, outputs } = goesOn(record, true)
  assert.deepEqual(
    events.map(event => [event.task, event.state, event.attempt, event.outputs]),
    [
      ['a', 'success', 1, { rows: 3 }],
      ['b', 'interrupted', 1, undefined],
    ],
  )
  assert.deepEqual(
    [...plan],
    [
      [0, { kind: 'ended', state: 'success' }],
      [1, { kind: 'begun', attempts: 1, interruptions: 1, retryAt: null, isReady: false, fails: false }],
    ],
  )
  assert.deepEqual(outputs.get(0), { rows: 3 })
})

test('a task that had been told to be ready is so, and of which nothing was told waits', () => {
  const { plan } = goesOn(recorded([told('a', 1, 'ready')]), true)
  assert.deepEqual([...plan], [[0, { kind: 'begun', attempts: 0, interruptions: 0, retryAt: null, isReady: true, fails: false }]])
})

test('a task that is cut off again and again while nothing else ends fails in the end', () => {
  const cut = (task: string, times: number): RunEvent[] =>
    Array.from({ length: times }, (_, i) => [told(task, i + 1, 'running'), told(task, i + 1, 'interrupted')]).flat()
  const last = told('a', 50, 'running')
  const { errors } = goesOn(recorded([...cut('a', 49), last]), true)
  assert.match(errors.get(0)?.message ?? '', /50 times in a row/)
  assert.equal(goesOn(recorded([...cut('a', 48), told('a', 49, 'running')]), true).errors.size, 0)
  const between = [told('b', 1, 'running'), told('b', 1, 'success')]
  assert.equal(goesOn(recorded([...cut('a', 49), ...between, last]), true).errors.size, 0)
})

test('an interruption that was recorded before a second crash is not recorded twice', () => {
  const { events, plan } = goesOn(recorded([told('a', 1, 'running'), told('a', 1, 'interrupted')]), false)
  assert.deepEqual(events, [])
  assert.deepEqual(plan.get(0), { kind: 'begun', attempts: 1, interruptions: 1, retryAt: null, isReady: false, fails: true })
})
