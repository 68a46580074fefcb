import assert from 'node:assert/strict'
import type { Box, GraphLayout } from '../../../webview/layout/layout.ts'
import type { PictureGraph } from '../../../webview/protocol.ts'
import { isInside, isOnBorder, linesThroughNodes, overlaps } from '../geometry.ts'

/** What holds for every layout of every engine. */
export function assertSound(graph: PictureGraph, layout: GraphLayout): void {
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
  for (const { name, group } of graph.tasks) {
    if (group !== null) assert.ok(isInside(box(layout, name), box(layout, group)), `${name} lies in ${group}`)
  }
  for (const { name, parent } of graph.groups) {
    if (parent !== null) assert.ok(isInside(box(layout, name), box(layout, parent)), `${name} lies in ${parent}`)
  }
  const pairs = new Set(graph.edges.map(edge => `${edge.from} ${edge.to}`))
  assert.deepEqual(new Set(layout.edges.map(edge => `${edge.from} ${edge.to}`)), pairs)
  for (const edge of layout.edges) {
    const [first, last] = [edge.points[0], edge.points.at(-1)]
    assert.ok(first && isOnBorder(first, box(layout, edge.from)), `${edge.from} -> ${edge.to} begins at ${edge.from}`)
    assert.ok(last && isOnBorder(last, box(layout, edge.to)), `${edge.from} -> ${edge.to} ends at ${edge.to}`)
  }
}

/** The place of a task or a group, which must have one. */
export function box(layout: GraphLayout, name: string): Box {
  const found = layout.nodes.find(node => node.name === name) ?? layout.groups.find(group => group.name === name)
  assert.ok(found, `${name} has no place`)
  return found
}
