import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { groupsAreApart } from '../../../webview/layout/groups.ts'
import { adjacency } from '../../../webview/layout/layered/adjacency.ts'
import { crossings, gainOfSwap } from '../../../webview/layout/layered/crossings.ts'
import { layerGraph, renumber } from '../../../webview/layout/layered/layer-graph.ts'
import { layeredLayout } from '../../../webview/layout/layered/layered-layout.ts'
import { ranked } from '../../../webview/layout/layered/ranks.ts'
import type { GraphLayout } from '../../../webview/layout/layout.ts'
import { engineFor, layoutGraph } from '../../../webview/layout/layout-graph.ts'
import { sized } from '../../../webview/layout/sizes.ts'
import { graphs } from '../arbitrary-graphs.ts'
import { linesThroughNodes, overlaps } from '../geometry.ts'
import { edge, layeredGraph, sales, task } from '../graphs.ts'
import { assertSound, box } from './sound.ts'

suite('the layered engine', () => {
  for (const direction of ['right', 'down'] as const) {
    test(`any graph, ${direction}: nothing overlaps, lines keep off foreign nodes and end at their own`, () => {
      fc.assert(
        fc.property(graphs, graph => assertSound(graph, layeredLayout(sized(graph), direction))),
        { numRuns: 200 },
      )
    })
  }

  test('every edge goes on by at least a layer', () => {
    fc.assert(
      fc.property(graphs, graph => {
        const layout = layeredLayout(sized(graph), 'right')
        for (const { from, to } of graph.edges) assert.ok(box(layout, from).x + box(layout, from).width < box(layout, to).x)
      }),
    )
  })

  test('crossings are those that one counts by hand', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 14 }), pairs => {
        const edges = pairs.map(([a, b]) => ({ from: a, to: 6 + b }))
        const rank = Int32Array.from({ length: 12 }, (_, v) => (v < 6 ? 0 : 1))
        const graph = layerGraph(12, {
          from: Int32Array.from(edges, e => e.from),
          to: Int32Array.from(edges, e => e.to),
          turned: new Uint8Array(edges.length),
          rank,
          layers: 2,
          before: 0,
        })
        graph.layers.forEach((layer, place) => {
          layer.set(Array.from(layer, (_, k) => place * 6 + k))
          renumber(graph, layer)
        })
        const byHand = (order: (v: number) => number) =>
          edges.flatMap((a, place) => edges.slice(place + 1).filter(b => (order(a.from) - order(b.from)) * (order(a.to) - order(b.to)) < 0))
            .length
        assert.equal(
          crossings(graph),
          byHand(v => v),
        )
        const down = adjacency(
          12,
          edges.map(e => e.from),
          edges.map(e => e.to),
        )
        for (let v = 0; v < 12; v++) down.targets.subarray(down.offsets[v], down.offsets[v + 1]).sort()
        const swapped = byHand(v => (v === 2 ? 3 : v === 3 ? 2 : v))
        assert.equal(gainOfSwap(graph.position, 2, 3, down), byHand(v => v) - swapped)
      }),
    )
  })

  test('cycles are broken, and every line is drawn in its own direction', () => {
    const names = ['a', 'b', 'c', 'd']
    const graph = {
      ...sales,
      groups: [],
      tasks: names.map(name => task(name, 'bq')),
      edges: [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('d', 'b'), edge('c', 'd')],
    }
    assertSound(graph, layeredLayout(sized(graph), 'right'))
    const { turned } = ranked(4, [
      { from: 0, to: 1 },
      { from: 1, to: 0 },
    ])
    assert.deepEqual([...turned], [0, 1])
  })

  test('1,000 nodes', () => {
    const graph = layeredGraph(1000)
    const layout = layeredLayout(sized(graph), 'right')
    assert.deepEqual(overlaps(layout), [])
    assert.deepEqual(linesThroughNodes(layout), [])
  })

  test('a chain of 100,000 tasks overflows nothing', () => {
    const count = 100_000
    const nodes = Array.from({ length: count }, (_, v) => ({ name: `t${v}`, width: 180, height: 52, group: -1 }))
    const edges = Array.from({ length: count - 1 }, (_, v) => ({ from: v, to: v + 1 }))
    const layout = layeredLayout({ groups: [], nodes, edges }, 'right')
    assert.equal(new Set(layout.nodes.map(node => node.y)).size, 1)
  })

  test('an edit leaves what was there in its order and nearly in its place', () => {
    const graph = layeredGraph(300)
    const before = layeredLayout(sized(graph), 'right')
    const more = {
      ...graph,
      tasks: [...graph.tasks, task('added', 'js')],
      edges: [...graph.edges, edge('task_40', 'added'), edge('added', 'task_90')],
    }
    const after = layeredLayout(sized(more), 'right', before)
    assertSound(more, after)
    const moved = before.nodes.filter(node => Math.hypot(...awayFrom(node.name, before, after)) > 36)
    assert.ok(moved.length <= 15, `${moved.length} of 300 moved`)
  })
})

suite('an edit of what is on the screen', () => {
  const graph = layeredGraph(200)
  for (const [from, to] of [
    ['task_40', 'task_90'],
    ['task_60', 'task_75'],
    ['task_10', 'task_25'],
    ['task_120', null],
    [null, 'task_40'],
  ] as const) {
    test(`a new task between ${from ?? 'nothing'} and ${to ?? 'nothing'} moves at most 5 of 200`, async () => {
      const before = await layoutGraph(graph)
      const edges = [...(from ? [edge(from, 'added')] : []), ...(to ? [edge('added', to)] : [])]
      const more = { ...graph, tasks: [...graph.tasks, task('added', 'js')], edges: [...graph.edges, ...edges] }
      const after = await layoutGraph(more, { previous: before })
      assertSound(more, after)
      const anchor = from ?? to ?? ''
      const moved = before.nodes.filter(node => Math.hypot(...awayFrom(node.name, before, after, anchor)) > 36)
      assert.ok(moved.length <= 5, `${moved.length} moved`)
    })
  }

  test('a task that is renamed stays where it was', async () => {
    const before = await layoutGraph(graph)
    const named = (name: string) => (name === 'task_40' ? 'renamed' : name)
    const edges = graph.edges.map(one => edge(named(one.from), named(one.to)))
    const tasks = graph.tasks.map(one => (one.name === 'task_40' ? task('renamed', 'js') : one))
    const after = await layoutGraph({ ...graph, tasks, edges }, { previous: before })
    const { x, y } = box(after, 'renamed')
    assert.deepEqual([x, y], [box(before, 'task_40').x, box(before, 'task_40').y])
  })

  test('what is mostly another graph is drawn as if it were opened', async () => {
    const other = { ...sales, groups: [], tasks: ['a', 'b', 'c', 'd', 'e'].map(name => task(name, 'bq')), edges: [edge('a', 'b')] }
    assert.deepEqual(await layoutGraph(other, { previous: await layoutGraph(graph) }), await layoutGraph(other))
  })

  test('any edit of any graph, with groups in groups: nothing overlaps, no stranger stands in a group', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, graphs, fc.constantFrom('right', 'down'), async (first, second, direction) => {
        const before = await layoutGraph(first, { direction })
        const after = await layoutGraph(second, { direction, previous: before })
        assertSound(second, after)
        assert.ok(groupsAreApart(sized(second), after))
      }),
      { numRuns: 100 },
    )
  })

  test('the example stays where it is when a task comes', async () => {
    const before = await layoutGraph(sales)
    const more = {
      ...sales,
      tasks: [...sales.tasks, task('audit', 'js')],
      edges: [...sales.edges, edge('extract[#0]', 'audit'), edge('audit', 'report')],
    }
    const after = await layoutGraph(more, { previous: before })
    assertSound(more, after)
    assert.ok(groupsAreApart(sized(more), after))
    for (const { name } of sales.tasks) assert.ok(Math.hypot(...awayFrom(name, before, after, 'fact')) <= 36, name)
  })
})

test('the engine fits the graph', async () => {
  const engine = (tasks: number, edges: number, groups: number) =>
    engineFor({
      groups: Array.from({ length: groups }, (_, place) => ({ name: `g${place}`, parent: -1, minWidth: 0 })),
      nodes: Array.from({ length: tasks }, (_, place) => ({ name: `t${place}`, width: 0, height: 0, group: -1 })),
      edges: Array.from({ length: edges }, () => ({ from: 0, to: 1 })),
    })
  assert.deepEqual(
    [engine(9, 9, 1), engine(200, 300, 0), engine(1000, 1500, 0), engine(1000, 1500, 5), engine(5000, 9000, 5)],
    ['elk-careful', 'elk-balanced', 'layered', 'elk-fast', 'layered'],
  )
  const first = await layoutGraph(layeredGraph(30))
  const second = await layoutGraph(layeredGraph(30), { previous: first })
  assert.deepEqual(overlaps(second), [])
})

/** How far a node went, seen from the middle of those around it. */
function awayFrom(name: string, before: GraphLayout, after: GraphLayout, anchor = 'task_40'): [number, number] {
  const [anchorBefore, anchorAfter] = [box(before, anchor), box(after, anchor)]
  const [a, b] = [box(before, name), box(after, name)]
  return [b.x - anchorAfter.x - (a.x - anchorBefore.x), b.y - anchorAfter.y - (a.y - anchorBefore.y)]
}
