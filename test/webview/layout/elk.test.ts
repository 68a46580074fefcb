import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Box, GraphLayout, LayoutEngineName } from '../../../webview/layout/layout.ts'
import { layoutGraph } from '../../../webview/layout/layout-graph.ts'
import type { PictureGraph } from '../../../webview/protocol.ts'
import { graphs } from '../arbitrary-graphs.ts'
import { isInside, isOnBorder, linesThroughNodes, overlaps } from '../geometry.ts'
import { layeredGraph, sales } from '../graphs.ts'

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

function assertSound(graph: PictureGraph, layout: GraphLayout): void {
  assert.deepEqual(
    layout.nodes.map(node => node.name),
    graph.tasks.map(task => task.name),
  )
  assert.deepEqual(
    layout.groups.map(group => group.name),
    graph.groups.map(group => group.name),
  )
  assert.deepEqual(overlaps(layout), [])
  assert.deepEqual(linesThroughNodes(layout), [])
  const whole: Box = { name: '', x: 0, y: 0, width: layout.width, height: layout.height }
  for (const one of [...layout.nodes, ...layout.groups]) assert.ok(isInside(one, whole), `${one.name} lies outside the picture`)
  for (const { name, group } of graph.tasks)
    if (group !== null) assert.ok(isInside(box(layout, name), box(layout, group)), `${name} in ${group}`)
  for (const { name, parent } of graph.groups)
    if (parent !== null) assert.ok(isInside(box(layout, name), box(layout, parent)), `${name} in ${parent}`)
  const pairs = new Set(graph.edges.map(edge => `${edge.from} ${edge.to}`))
  assert.deepEqual(new Set(layout.edges.map(edge => `${edge.from} ${edge.to}`)), pairs)
  for (const edge of layout.edges) {
    const [first, last] = [edge.points[0], edge.points.at(-1)]
    assert.ok(first && isOnBorder(first, box(layout, edge.from)), `${edge.from} -> ${edge.to} begins at ${edge.from}`)
    assert.ok(last && isOnBorder(last, box(layout, edge.to)), `${edge.from} -> ${edge.to} ends at ${edge.to}`)
  }
}

function box(layout: GraphLayout, name: string): Box {
  const found = layout.nodes.find(node => node.name === name) ?? layout.groups.find(group => group.name === name)
  assert.ok(found, `${name} has no place`)
  return found
}
