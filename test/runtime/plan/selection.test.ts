import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SelectionWords, select } from '../../../runtime/plan/selection.ts'

const tasks = [
  { name: 'startup', declaration: 'startup', upstreams: [] },
  { name: 'tables.staging[1]', declaration: 'tables.staging', upstreams: [] },
  { name: 'tables.staging[2]', declaration: 'tables.staging', upstreams: [] },
  { name: 'ingest', declaration: 'ingest', upstreams: [0, 1, 2] },
  { name: 'extract[#0]', declaration: 'extract', upstreams: [3] },
  { name: 'fact', declaration: 'fact', upstreams: [4] },
]

const table: readonly (readonly [string, SelectionWords, readonly number[]])[] = [
  ['nothing said: all', {}, [0, 1, 2, 3, 4, 5]],
  ['only a task', { only: ['ingest'] }, [3]],
  ['only an instance', { only: ['extract[#0]'] }, [4]],
  ['only all instances of a task', { only: ['tables.staging'] }, [1, 2]],
  ['only a group', { only: ['tables'] }, [1, 2]],
  ['several words', { only: ['startup', 'fact'] }, [0, 5]],
  ['from a task', { from: ['ingest'] }, [3, 4, 5]],
  ['until a task', { until: ['ingest'] }, [0, 1, 2, 3]],
  ['from and until: what lies between', { from: ['ingest'], until: ['extract'] }, [3, 4]],
]

for (const [name, words, expected] of table) {
  test(`selection: ${name}`, () => {
    const selection = select(tasks, words)
    assert.equal(selection.kind, 'selected')
    assert.deepEqual(selection.kind === 'selected' && [...selection.tasks].sort(), expected)
  })
}

test('selection: unknown words are named', () => {
  assert.deepEqual(select(tasks, { only: ['ingest', 'nosuch'], until: ['extract[9]'] }), {
    kind: 'unknown',
    words: ['nosuch', 'extract[9]'],
  })
})

test('selection: parts that have nothing in common', () => {
  assert.deepEqual(select(tasks, { only: ['startup'], from: ['fact'] }), { kind: 'empty' })
})
