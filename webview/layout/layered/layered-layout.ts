import type { Box, Direction, GraphLayout, Point, Route, SizedGraph } from '../layout.ts'
import { withoutRepeats, withStraightEnds } from '../routes.ts'
import { groupBox, spacing } from '../sizes.ts'
import { type LayerGraph, layerGraph } from './layer-graph.ts'
import { orderByPlace, orderLayers } from './order.ts'
import { placesAcross } from './places.ts'
import { type Ranked, ranked } from './ranks.ts'

/**
 * Sugiyama's method on flat arrays, for graphs that are too large for ELK and for edits that must leave the rest where it is: what
 * `previous` knows keeps its order and, where it can, its place. Groups are boxes around their tasks; they do not shape the layout.
 */
export function layeredLayout(graph: SizedGraph, direction: Direction, previous?: GraphLayout): GraphLayout {
  const ranks = ranked(graph.nodes.length, graph.edges)
  const layered = layerGraph(graph.nodes.length, ranks)
  const across = (v: number) => (direction === 'right' ? graph.nodes[v]?.height : graph.nodes[v]?.width) ?? 0
  const wanted = previous && wantedPlaces(graph, ranks, layered, direction, previous)
  if (wanted) orderByPlace(layered, wanted)
  else orderLayers(layered)
  const places = placesAcross(layered, across, wanted && { wanted: wanted.slice(0, graph.nodes.length), weight: 1000 })
  return drawn(graph, direction, ranks, layered, places)
}

function drawn(graph: SizedGraph, direction: Direction, ranks: Ranked, layered: LayerGraph, places: Float64Array): GraphLayout {
  const isRight = direction === 'right'
  const starts = layerStarts(graph, ranks, isRight)
  const layerEnd = (layer: number) => starts[layer + 1]! - spacing.layers
  const boxes = graph.nodes.map((node, v): Box => {
    const [along, middle] = [starts[ranks.rank[v]!]!, places[v]!]
    const [x, y] = isRight ? [along, Math.round(middle - node.height / 2)] : [Math.round(middle - node.width / 2), along]
    return { name: node.name, x, y, width: node.width, height: node.height }
  })
  const ports = portPlaces(graph, ranks, layered, places, isRight)
  const edges = graph.edges.map((edge, number): Route => {
    const [from, to] = [ranks.from[number]!, ranks.to[number]!]
    const along: [number, number][] = [
      [isRight ? boxes[from]!.x + boxes[from]!.width : boxes[from]!.y + boxes[from]!.height, ports.leaving[number]!],
      [layerEnd(ranks.rank[from]!), ports.leaving[number]!],
    ]
    for (let layer = ranks.rank[from]! + 1, bend = layered.firstBend[number]!; layer < ranks.rank[to]!; layer++, bend++) {
      along.push([starts[layer]!, Math.round(places[bend]!)], [layerEnd(layer), Math.round(places[bend]!)])
    }
    along.push([starts[ranks.rank[to]!]!, ports.reaching[number]!])
    const points = along.map(([a, b]): Point => (isRight ? [a, b] : [b, a]))
    const route = withStraightEnds(withoutRepeats(points, isRight ? 1 : 0), direction)
    const [first, last] = [graph.nodes[edge.from]!, graph.nodes[edge.to]!]
    return { from: first.name, to: last.name, points: ranks.turned[number] ? route.toReversed() : route }
  })
  return fromOrigin(boxes, groupBoxes(graph, boxes), edges)
}

/** Where each layer begins along the direction; the last entry is where another one would. */
function layerStarts(graph: SizedGraph, ranks: Ranked, isRight: boolean): readonly number[] {
  const depths = new Array<number>(ranks.layers).fill(0)
  graph.nodes.forEach((node, v) => {
    const layer = ranks.rank[v]!
    depths[layer] = Math.max(depths[layer]!, isRight ? node.width : node.height)
  })
  const starts = [0]
  for (const depth of depths) starts.push(starts.at(-1)! + depth + spacing.layers)
  return starts
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

/** Where the vertices were before; a new one is wanted between its neighbours, a bend on the line between its ends. */
function wantedPlaces(graph: SizedGraph, ranks: Ranked, layered: LayerGraph, direction: Direction, previous: GraphLayout): Float64Array {
  const known = new Map(previous.nodes.map(box => [box.name, direction === 'right' ? box.y + box.height / 2 : box.x + box.width / 2]))
  const wanted = new Float64Array(layered.vertices).fill(Number.NaN)
  graph.nodes.forEach((node, v) => {
    wanted[v] = known.get(node.name) ?? Number.NaN
  })
  const unknown = graph.nodes.map((_, v) => v).filter(v => Number.isNaN(wanted[v]))
  for (let round = 0; round < 4; round++) {
    for (const v of unknown) {
      const around = graph.edges.flatMap(edge => (edge.from === v ? [wanted[edge.to]!] : edge.to === v ? [wanted[edge.from]!] : []))
      const there = around.filter(place => !Number.isNaN(place))
      if (there.length > 0) wanted[v] = there.reduce((sum, place) => sum + place, 0) / there.length
    }
  }
  const last = Math.max(0, ...known.values()) + spacing.nodes
  for (const v of unknown) if (Number.isNaN(wanted[v])) wanted[v] = last
  ranks.from.forEach((from, edge) => {
    const to = ranks.to[edge]!
    const span = ranks.rank[to]! - ranks.rank[from]!
    for (let k = 1; k < span; k++) wanted[layered.firstBend[edge]! + k - 1] = wanted[from]! + ((wanted[to]! - wanted[from]!) * k) / span
  })
  return wanted
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
