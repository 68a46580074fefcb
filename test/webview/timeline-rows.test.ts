import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PictureModel } from '../../webview/model.ts'
import type { PicturePlan, PictureState } from '../../webview/protocol.ts'
import { ticks, timelineRows } from '../../webview/timeline-rows.ts'

const tasks = ['a', 'b', 'c'].map(name => ({ name, label: name, engine: 'shell', group: null, description: null }))
const plan: PicturePlan = {
  kind: 'plan',
  parallelism: 1,
  seconds: 3,
  critical: ['a', 'b'],
  tasks: [
    { name: 'b', start: 2, end: 3, slack: 0 },
    { name: 'a', start: 0, end: 2, slack: 0 },
  ],
  processors: [],
}
const model: PictureModel = {
  number: 1,
  version: 1,
  dags: [],
  graph: { name: 'd', description: null, groups: [], tasks, edges: [] },
  states: {},
  cursor: null,
  run: null,
  problems: 0,
  plan,
  memory: null,
}
const origin = '2026-01-31T06:00:00.000Z'
const at = (seconds: number): string => new Date(Date.parse(origin) + seconds * 1000).toISOString()

function state(name: string, more: Partial<PictureState>): PictureState {
  return { state: name, attempt: 1, started: null, seconds: null, rows: null, error: null, ...more }
}

test('before any run it shows what would run when', () => {
  const { rows, seconds } = timelineRows(model, 0)
  assert.deepEqual(
    rows.map(({ task, state: shown, start, end }) => [task, shown, start, end]),
    [
      ['a', 'planned', 0, 2],
      ['b', 'planned', 2, 3],
    ],
  )
  assert.equal(seconds, 3)
})

test('of a run it shows waiting, running until now, and what was expected; not what never ran', () => {
  const run = { run: 'r', state: 'running', started: origin, seconds: null }
  const states = {
    a: state('success', { ready: at(0), started: at(0.5), seconds: 2 }),
    b: state('running', { ready: at(2.5), started: at(2.5) }),
    c: state('waiting', {}),
  }
  const { rows, seconds } = timelineRows({ ...model, run, states }, Date.parse(at(6)))
  assert.deepEqual(
    rows.map(({ task, ready, start, end, planned }) => [task, ready, start, end, planned?.end]),
    [
      ['a', 0, 0.5, 2.5, 2],
      ['b', 2.5, 2.5, 6, 3],
    ],
  )
  assert.equal(seconds, 6)
})

test('the axis has round times', () => {
  assert.deepEqual(ticks(6, 6), [0, 1, 2, 3, 4, 5, 6])
  assert.deepEqual(ticks(0.9, 6), [0, 0.2, 0.4, 0.6, 0.8])
  assert.deepEqual(ticks(0, 6), [])
})
