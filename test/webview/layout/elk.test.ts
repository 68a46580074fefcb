import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { LayoutEngineName } from '../../../webview/layout/layout.ts'
import { layoutGraph } from '../../../webview/layout/layout-graph.ts'
import { graphs } from '../arbitrary-graphs.ts'
import { isInside, overlaps } from '../geometry.ts'
import { layeredGraph, sales } from '../graphs.ts'
import { assertSound, box } from './sound.ts'

suite('ELK', () => {
  test('lays the example out from left to right', async () => {
    const layout = await layoutGraph(sales)
    for (const edge of sales.edges)
      assert.ok(box(layout, edge.from).x + box(layout, edge.from).width < box(layout, edge.to).x, `${edge.from} -> ${edge.to}`)
    assertSound(sales, layout)
  })

  test('keeps the order of the file', async () => {
    const layout = await layoutGraph(sales)
    const column = ['tables.final', 'tables.staging[1]', 'tables.staging[2]', 'startup'].map(name => box(layout, name).y)
    assert.deepEqual(
      column,
      [...column].sort((a, b) => a - b),
    )
  })

  test('lays the example out from top to bottom', async () => {
    const layout = await layoutGraph(sales, { direction: 'down' })
    for (const edge of sales.edges) assert.ok(box(layout, edge.from).y + box(layout, edge.from).height < box(layout, edge.to).y)
    assertSound(sales, layout)
  })

  test('puts a group of tasks in its box and the others outside', async () => {
    const layout = await layoutGraph(sales)
    const [tables] = layout.groups
    assert.ok(tables)
    for (const node of layout.nodes) assert.equal(isInside(node, tables), node.name.startsWith('tables.'), node.name)
  })

  for (const engine of ['elk-careful', 'elk-balanced', 'elk-fast'] as const satisfies readonly LayoutEngineName[]) {
    for (const direction of ['right', 'down'] as const) {
      test(`any graph, ${engine}, ${direction}: nothing overlaps, lines keep off foreign nodes and end at their own`, async () => {
        await fc.assert(
          fc.asyncProperty(graphs, async graph => assertSound(graph, await layoutGraph(graph, { engine, direction }))),
          { numRuns: 60 },
        )
      })
    }
  }

  test('200 nodes', async () => {
    const graph = layeredGraph(200)
    assertSound(graph, await layoutGraph(graph))
  })

  test('the same graph has the same layout', async () => {
    assert.deepEqual(await layoutGraph(sales), await layoutGraph(sales))
  })

  test('a cycle, an edge to nothing, a loop and a second copy of an edge do no harm', async () => {
    const edges = ['a b', 'b c', 'c a', 'a a', 'a b', 'a nothing']
      .map(pair => pair.split(' '))
      .map(([from = '', to = '']) => ({ from, to }))
    const layout = await layoutGraph({ groups: [], tasks: ['a', 'b', 'c'].map(name => ({ name, label: name, group: null })), edges })
    assert.deepEqual(
      layout.edges.map(edge => `${edge.from} ${edge.to}`),
      ['a b', 'b c', 'c a'],
    )
    assert.deepEqual(overlaps(layout), [])
  })

  test('an empty graph is an empty picture', async () => {
    assert.deepEqual(await layoutGraph({ groups: [], tasks: [], edges: [] }), { nodes: [], groups: [], edges: [], width: 0, height: 0 })
  })
})
