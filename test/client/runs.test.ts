import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileKeyOf } from '../../client/run/file-key.ts'
import { RunStore } from '../../client/run/run-store.ts'
import type { RunEvent } from '../../runtime/events.ts'
import { finished, log, started, state } from './fixtures.ts'

function storeOf(...events: readonly RunEvent[]): RunStore {
  const store = new RunStore(fileKeyOf('linux'))
  for (const [number, event] of events.entries()) store.apply(number, event)
  return store
}

test('a run is what its events say', () => {
  const store = storeOf(
    started('r', ['a', 'b']),
    state('r', 'a', 'running'),
    log('r', 'a', 'hello'),
    state('r', 'a', 'success', { seconds: 0.5, outputs: { rows: 7 } }),
    state('r', 'b', 'failed', { seconds: 1, error: { code: 'exit-code', message: 'It ended with 1.' } }),
    finished('r', 'failed'),
  )
  const run = store.get('r')!
  assert.deepEqual([run.state, run.seconds, run.ended], ['failed', 1.5, 2])
  assert.deepEqual([run.tasks.get('a')?.rows, run.tasks.get('a')?.log.map(line => line.text)], [7, ['hello']])
  assert.equal(run.tasks.get('b')?.error?.code, 'exit-code')
})

test('an event that was seen is dropped, so that attaching again repeats nothing', () => {
  const store = storeOf(started('r', ['a']), log('r', 'a', 'once'))
  store.apply(0, started('r', ['a']))
  store.apply(1, log('r', 'a', 'once'))
  store.apply(2, log('r', 'a', 'twice'))
  assert.deepEqual(
    store
      .get('r')
      ?.tasks.get('a')
      ?.log.map(line => line.text),
    ['once', 'twice'],
  )
  assert.equal(store.next('r'), 3)
})

test('the summary fills what the events did not tell', () => {
  const store = storeOf(
    started('r', ['a']),
    finished('r', 'success', { tasks: { a: { state: 'success', attempts: 2, seconds: 3, outputs: { rows: 1 } } } }),
  )
  const { state: end, attempt, seconds, rows } = store.get('r')!.tasks.get('a')!
  assert.deepEqual({ end, attempt, seconds, rows }, { end: 'success', attempt: 2, seconds: 3, rows: 1 })
})

test('of a dag the newest run is shown, in whatever order they are told', () => {
  const store = new RunStore(fileKeyOf('linux'))
  store.apply(0, started('new', [], { at: '2026-02-02T00:00:00Z' }))
  store.apply(0, started('old', [], { at: '2026-02-01T00:00:00Z' }))
  store.apply(0, started('other', [], { dag: 'e' }))
  assert.equal(store.newest('/w/a.dag', 'd')?.run, 'new')
  assert.deepEqual(
    store.ofFile('/w/../w/a.dag').map(run => run.run),
    ['new', 'other'],
  )
})

test('forgetting leaves what still runs', () => {
  const store = storeOf(started('r', []))
  store.forget('/w/a.dag')
  assert.equal(store.newest('/w/a.dag', 'd')?.run, 'r')
  store.apply(1, finished('r', 'success'))
  store.forget('/w/a.dag')
  assert.equal(store.newest('/w/a.dag', 'd'), undefined)
})

test('old runs go when there are many', () => {
  const store = new RunStore(fileKeyOf('linux'))
  for (let number = 0; number < 30; number++) {
    store.apply(0, started(`r${number}`, [], { at: `2026-01-01T00:00:${String(number).padStart(2, '0')}Z` }))
    store.apply(1, finished(`r${number}`, 'success'))
  }
  assert.equal(store.all().length, 20)
  assert.equal(store.newest('/w/a.dag', 'd')?.run, 'r29')
})

test('a runtime that is gone leaves its tasks interrupted', () => {
  const store = storeOf(started('r', ['a', 'b', 'c']), state('r', 'a', 'success'), state('r', 'b', 'running'))
  store.lose(() => true, 'The runtime ended during the run.')
  assert.deepEqual(
    [...store.get('r')!.tasks.values()].map(task => task.state),
    ['success', 'interrupted', 'cancelled'],
  )
  assert.equal(store.active().length, 0)
})

test('a long log keeps its end and says what it dropped', () => {
  const store = storeOf(started('r', ['a']), ...Array.from({ length: 7000 }, (_, line) => log('r', 'a', `${line}`)))
  const task = store.get('r')!.tasks.get('a')!
  assert.equal(task.log.at(-1)?.text, '6999')
  assert.equal(task.log.length + task.droppedLines, 7000)
  assert.ok(task.log.length <= 6000)
})

test('on Windows one file has many spellings', () => {
  const key = fileKeyOf('win32')
  assert.equal(key('C:\\Data\\a.dag'), key('c:/data/./a.dag'))
  assert.notEqual(fileKeyOf('linux')('/w/A.dag'), fileKeyOf('linux')('/w/a.dag'))
})
