import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { newFailures, type PictureModel, told } from '../../webview/model.ts'
import type { PictureState, ToPicture } from '../../webview/protocol.ts'
import { readKept } from '../../webview/view-memory.ts'
import { sales } from './graphs.ts'

suite('what the view was told', () => {
  test('differences follow the snapshot by number', () => {
    const model = after(
      snapshot(3),
      { type: 'cursor', number: 4, dag: 'sales_facts', task: 'fact' },
      states(5, { fact: of('running') }),
      states(6, { report: of('ready') }),
    )
    assert.equal(model.cursor, 'fact')
    assert.deepEqual(Object.keys(model.states), ['fact', 'report'])
    assert.equal(model.number, 6)
  })

  test('a missing number, a repeated one, and a difference without a snapshot are gaps', () => {
    const model = after(snapshot(3))
    assert.equal(told(model, states(5, {})), 'gap')
    assert.equal(told(model, states(3, {})), 'gap')
    assert.equal(told(null, states(1, {})), 'gap')
  })

  test('a snapshot mends every gap', () => {
    assert.equal(after(snapshot(3), snapshot(1)).number, 1)
  })

  test('states of another dag count, and change nothing', () => {
    const model = after(snapshot(1), { ...states(2, { x: of('failed') }), dag: 'other' })
    assert.deepEqual(model.states, {})
    assert.equal(model.number, 2)
  })

  test('failures are new once, and only within a run', () => {
    const one = after(snapshot(1), states(2, { fact: of('running') }))
    const two = after(snapshot(1), states(2, { fact: of('failed') }))
    assert.deepEqual(newFailures(one, two), ['fact'])
    assert.deepEqual(newFailures(two, two), [])
    assert.deepEqual(newFailures(null, two), [])
    assert.deepEqual(newFailures({ ...one, run: null }, two), [])
  })

  test('what was kept counts as far as it makes sense', () => {
    const place = { dag: 'a', x: 1, y: 2, scale: 3 }
    assert.deepEqual(readKept({ memory: {}, view: { direction: 'down', place } }), { direction: 'down', place })
    for (const nonsense of [
      undefined,
      null,
      7,
      'x',
      [],
      { view: 1 },
      { view: { place: { ...place, scale: 0 } } },
      { view: { place: { ...place, x: null } } },
    ]) {
      assert.deepEqual(readKept(nonsense), { direction: 'right', place: null })
    }
  })
})

function after(...messages: readonly ToPicture[]): PictureModel {
  let model: PictureModel | null = null
  for (const message of messages) {
    const next: PictureModel | 'gap' = told(model, message)
    assert.ok(next !== 'gap')
    model = next
  }
  assert.ok(model)
  return model
}

function snapshot(number: number): ToPicture {
  return { type: 'snapshot', number, version: 1, dags: [sales], dag: 'sales_facts', states: {}, cursor: null, run, problems: 0 }
}

function states(number: number, changed: Readonly<Record<string, PictureState>>): ToPicture & { type: 'states' } {
  return { type: 'states', number, dag: 'sales_facts', states: changed, run }
}

const run = { run: 'r', state: 'running', started: '2026-01-01T00:00:00Z', seconds: null }

function of(state: string): PictureState {
  return { state, attempt: 1, started: null, seconds: null, rows: null, error: null }
}
