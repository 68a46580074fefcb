import type { Box, Direction, GraphLayout, Point, Route, SizedGraph } from '../layout.ts'
import { withoutRepeats, withStraightEnds } from '../routes.ts'
import { groupBox, spacing } from '../sizes.ts'
import { type Columns, columnsAlong } from './columns.ts'
import { columnHints, isEdit, keptFrom } from './kept.ts'
import { type LayerGraph, layerGraph } from './layer-graph.ts'
import { orderByPlace, orderLayers } from './order.ts'
import { placesAcross } from './places.ts'
import { type Ranked, ranked } from './ranks.ts'
import { wantedPlaces } from './wanted.ts'

/**
 * Sugiyama's method on flat arrays, for graphs that are too large for ELK and for edits that must leave the rest where it is: what
 * `previous` knows keeps its order and, where it can, its place. Groups are boxes around their tasks; they do not shape the layout, so
 * whether they hold strangers is for the caller to see.
 */
export function layeredLayout(graph: SizedGraph, direction: Direction, previous?: GraphLayout): GraphLayout {
  const kept = previous && isEdit(graph, previous) ? keptFrom(graph, direction, previous) : undefined
  const ranks = ranked(graph.nodes.length, graph.edges, kept && columnHints(graph, kept))
  const layered = layerGraph(graph.nodes.length, ranks)
  const across = (v: number) => (direction === 'right' ? graph.nodes[v]?.height : graph.nodes[v]?.width) ?? 0
  const wanted = kept && wantedPlaces(graph, ranks, layered, kept, across)
  if (wanted) orderByPlace(layered, wanted.order)
  else orderLayers(layered)
  const places = placesAcross(layered, across, wanted?.anchors)
  return drawn(graph, direction, ranks, layered, places, columnsAlong(graph, ranks, direction, kept))
}

function drawn(
  graph: SizedGraph,
  direction: Direction,
  ranks: Ranked,
  layered: LayerGraph,
  places: Float64Array,
  columns: Columns,
): GraphLayout {
  const isRight = direction === 'right'
  const { starts, ends, nodes } = columns
  const boxes = graph.nodes.map((node, v): Box => {
    const [along, middle] = [nodes[v]!, places[v]!]
    const [x, y] = isRight ? [along, Math.round(middle - node.height / 2)] : [Math.round(middle - node.width / 2), along]
    return { name: node.name, x, y, width: node.width, height: node.height }
  })
  const ports = portPlaces(graph, ranks, layered, places, isRight)
  const edges = graph.edges.map((edge, number): Route => {
    const [from, to] = [ranks.from[number]!, ranks.to[number]!]
    const along: [number, number][] = [
      [isRight ? boxes[from]!.x + boxes[from]!.width : boxes[from]!.y + boxes[from]!.height, ports.leaving[number]!],
      [ends[ranks.rank[from]!]!, ports.leaving[number]!],
    ]
    for (let layer = ranks.rank[from]! + 1, bend = layered.firstBend[number]!; layer < ranks.rank[to]!; layer++, bend++) {
      along.push([starts[layer]!, Math.round(places[bend]!)], [ends[layer]!, Math.round(places[bend]!)])
    }
    along.push([starts[ranks.rank[to]!]!, ports.reaching[number]!], [nodes[to]!, ports.reaching[number]!])
    const points = along.map(([a, b]): Point => (isRight ? [a, b] : [b, a]))
    const route = withStraightEnds(withoutRepeats(points, isRight ? 1 : 0), direction)
    const [first, last] = [graph.nodes[edge.from]!, graph.nodes[edge.to]!]
    return { from: first.name, to: last.name, points: ranks.turned[number] ? route.toReversed() : route }
  })
  return fromOrigin(boxes, groupBoxes(graph, boxes), edges)
}

/** Lines leave and reach a node side by side, in the order of where they come from and go to. */
function portPlaces(
  graph: SizedGraph,
  ranks: Ranked,
  layered: LayerGraph,
  places: Float64Array,
  isRight: boolean,
): { readonly leaving: readonly number[]; readonly reaching: readonly number[] } {
  const next = (edge: number) =>
    places[ranks.rank[ranks.to[edge]!]! - ranks.rank[ranks.from[edge]!]! > 1 ? layered.firstBend[edge]! : ranks.to[edge]!]!
  const before = (edge: number) => {
    const bends = ranks.rank[ranks.to[edge]!]! - ranks.rank[ranks.from[edge]!]! - 1
    return places[bends > 0 ? layered.firstBend[edge]! + bends - 1 : ranks.from[edge]!]!
  }
  const spread = (ends: Int32Array, other: (edge: number) => number) => {
    const byNode = Map.groupBy(ends.keys(), edge => ends[edge]!)
    const result = new Array<number>(ends.length).fill(0)
    for (const [v, edges] of byNode) {
      const size = isRight ? graph.nodes[v]!.height : graph.nodes[v]!.width
      const step = Math.min(size / (edges.length + 1), 14)
      edges.sort((a, b) => other(a) - other(b) || a - b)
      edges.forEach((edge, place) => {
        result[edge] = Math.round(places[v]! + (place - (edges.length - 1) / 2) * step)
      })
    }
    return result
  }
  return { leaving: spread(ranks.from, next), reaching: spread(ranks.to, before) }
}

/** Boxes around what each group holds, inner groups first; an empty group has nothing to stand around and gets a place below. */
function groupBoxes(graph: SizedGraph, boxes: readonly Box[]): readonly Box[] {
  const inside = graph.groups.map((): Box[] => [])
  for (const [v, node] of graph.nodes.entries()) inside[node.group]?.push(boxes[v]!)
  const result: Box[] = []
  let below = Math.max(0, ...boxes.map(box => box.y + box.height)) + spacing.components
  for (const place of innerFirst(graph)) {
    const group = graph.groups[place]!
    const held = inside[place]!
    let box: Box
    if (held.length > 0) {
      const [left, top] = [Math.min(...held.map(one => one.x)), Math.min(...held.map(one => one.y))]
      const [right, bottom] = [Math.max(...held.map(one => one.x + one.width)), Math.max(...held.map(one => one.y + one.height))]
      const width = Math.max(group.minWidth, right - left + 2 * groupBox.padding)
      const height = bottom - top + groupBox.title + groupBox.padding
      box = { name: group.name, x: left - groupBox.padding, y: top - groupBox.title, width, height }
    } else {
      box = { name: group.name, x: 0, y: below, width: group.minWidth, height: groupBox.minHeight }
      below += groupBox.minHeight + groupBox.title + spacing.nodes
    }
    result[place] = box
    inside[group.parent]?.push(box)
  }
  return result
}

function innerFirst(graph: SizedGraph): readonly number[] {
  const depth = (place: number) => {
    let steps = 0
    for (let at = graph.groups[place]?.parent ?? -1; at >= 0 && steps <= graph.groups.length; at = graph.groups[at]?.parent ?? -1) steps++
    return steps
  }
  return graph.groups.map((_, place) => place).sort((a, b) => depth(b) - depth(a))
}

/** Moves everything so that the picture begins at 0, 0. */
function fromOrigin(nodes: readonly Box[], groups: readonly Box[], edges: readonly Route[]): GraphLayout {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const take = (x: number, y: number) => {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  for (const box of [...nodes, ...groups]) {
    take(box.x, box.y)
    take(box.x + box.width, box.y + box.height)
  }
  for (const edge of edges) for (const [x, y] of edge.points) take(x, y)
  const moved = (box: Box): Box => ({ ...box, x: box.x - left, y: box.y - top })
  return {
    nodes: nodes.map(moved),
    groups: groups.map(moved),
    edges: edges.map(edge => ({ ...edge, points: edge.points.map(([x, y]): Point => [x - left, y - top]) })),
    width: right - left,
    height: bottom - top,
  }
}
