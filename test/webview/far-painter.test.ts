import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type DrawItem, isDrawnAt } from '../../webview/display-list/display-list.ts'
import { displayList } from '../../webview/display-list/picture.ts'
import { markedStates } from '../../webview/display-list/state-marks.ts'
import { farBatches } from '../../webview/far-painter.ts'
import { layoutGraph } from '../../webview/layout/layout-graph.ts'
import { layeredGraph } from './graphs.ts'

suite('many things seen from afar', () => {
  test('are drawn in as many batches as there are looks, whatever their number', async () => {
    const [few, many] = [await elements(300), await elements(1200)]
    for (const scale of [0.02, 0.15, 0.3]) {
      const count = farBatches(many, scale).length
      assert.equal(count, farBatches(few, scale).length)
      assert.ok(count < 60, `${count} batches`)
    }
  })

  test('are all drawn, each once', async () => {
    const all = await elements(300)
    const scale = 0.2
    const drawn = farBatches(all, scale).flatMap(({ rects, paths, texts }): DrawItem[] => [...rects, ...paths, ...texts])
    const expected = all.flatMap(element => element.items).filter(item => isDrawnAt(item, scale))
    assert.equal(drawn.length, expected.length)
    assert.deepEqual(new Set(drawn), new Set(expected))
  })

  test('lie on each other as they do from near', async () => {
    const all = await elements(300)
    const place = new Map(
      farBatches(all, 0.2).flatMap(({ rects, paths, texts }, number) =>
        [...rects, ...paths, ...texts].map(item => [item as DrawItem, number]),
      ),
    )
    for (const { items, id } of all) {
      const places = items.flatMap(item => place.get(item) ?? [])
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
        id,
      )
    }
  })

  test('leave away marks that nobody can make out, and keep their colours', async () => {
    const batches = farBatches(await elements(300), 0.05)
    const paints = (items: 'rects' | 'paths') => new Set(batches.filter(batch => batch[items].length > 0).map(batch => batch.look.fill))
    assert.ok(!paints('paths').has('success'))
    for (const paint of ['success', 'failed', 'warning', 'quiet'] as const) assert.ok(paints('rects').has(paint), paint)
  })
})

async function elements(count: number) {
  const graph = layeredGraph(count)
  const names = markedStates()
  const states = Object.fromEntries(
    graph.tasks.map((task, place) => [
      task.name,
      { state: names[place % names.length] ?? 'ready', attempt: 1, seconds: 1, rows: null, error: null },
    ]),
  )
  return displayList(graph, await layoutGraph(graph, { engine: 'layered' }), { states, cursor: 'task_7' }).elements
}
