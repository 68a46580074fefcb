import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { between, shifted } from '../../../webview/layout/between.ts'
import { layoutGraph } from '../../../webview/layout/layout-graph.ts'
import { edge, sales, task } from '../graphs.ts'
import { box } from './sound.ts'

suite('from one layout to the next', () => {
  test('begins where it was, ends where it will be, and is between on the way', async () => {
    const from = await layoutGraph(sales)
    const to = await layoutGraph({
      ...sales,
      tasks: [...sales.tasks, task('audit', 'js')],
      edges: [...sales.edges, edge('ingest', 'audit'), edge('audit', 'report')],
    })
    assert.deepEqual(box(between(from, to, 0), 'report').x, box(from, 'report').x)
    assert.deepEqual(between(from, to, 1), to)
    const half = between(from, to, 0.5)
    assert.equal(box(half, 'fact').x, (box(from, 'fact').x + box(to, 'fact').x) / 2)
    assert.deepEqual(box(half, 'audit'), box(to, 'audit'))
    assert.equal(half.edges.length, to.edges.length)
    for (const { points } of half.edges) for (const [x, y] of points) assert.ok(Number.isFinite(x) && Number.isFinite(y))
  })

  test('a layout moves as a whole', async () => {
    const from = await layoutGraph(sales)
    const moved = shifted(from, 10, -5)
    assert.deepEqual(box(moved, 'fact'), { ...box(from, 'fact'), x: box(from, 'fact').x + 10, y: box(from, 'fact').y - 5 })
    assert.deepEqual(shifted(moved, -10, 5), from)
  })
})
