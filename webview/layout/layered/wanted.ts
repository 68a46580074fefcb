import { groupsAround } from '../groups.ts'
import type { SizedGraph } from '../layout.ts'
import { spacing } from '../sizes.ts'
import { adjacency } from './adjacency.ts'
import { acrossAt, type Extent, type Kept } from './kept.ts'
import type { LayerGraph } from './layer-graph.ts'
import type { Anchors } from './places.ts'
import type { Ranked } from './ranks.ts'
import { Room } from './room.ts'

/** The order and the places that an edit should leave as they are. */
export interface Wanted {
  /** Of every vertex, new ones too. */
  readonly order: Float64Array
  readonly anchors: Anchors
}

/**
 * Where the vertices were before. A new node is wanted between its neighbours, in the free place nearest to there; a new bend on the line
 * between its ends.
 */
export function wantedPlaces(graph: SizedGraph, ranks: Ranked, layered: LayerGraph, kept: Kept, size: (vertex: number) => number): Wanted {
  const order = new Float64Array(layered.vertices).fill(Number.NaN)
  order.set(kept.middle)
  const held = order.slice()
  forEachBend(ranks, layered, (edge, bend, layer) => {
    const column = kept.columns[layer - ranks.before]
    const line = column && kept.line(ranks.from[edge]!, ranks.to[edge]!)
    if (column && line) held[bend] = acrossAt(line, (column.start + column.end) / 2)
    order[bend] = held[bend]!
  })
  const isNew = graph.nodes.map((_, v) => v).filter(v => Number.isNaN(kept.middle[v]))
  placeBetweenNeighbours(graph, order, isNew)
  if (isNew.length <= mostSearched) findRoom(graph, ranks, layered, kept, order, isNew, size)
  forEachBend(ranks, layered, (edge, bend, layer) => {
    if (!Number.isNaN(order[bend])) return
    const [from, to] = [ranks.from[edge]!, ranks.to[edge]!]
    const part = (layer - ranks.rank[from]!) / (ranks.rank[to]! - ranks.rank[from]!)
    order[bend] = order[from]! + (order[to]! - order[from]!) * part
  })
  for (const v of isNew) held[v] = order[v]!
  const unknown = new Set(isNew)
  // New nodes give way to old ones, and lines to both.
  return { order, anchors: { wanted: held, weight: v => (v >= graph.nodes.length ? 20 : unknown.has(v) ? 50 : 1000) } }
}

/** More new tasks than that are no edit that a reader follows. */
const mostSearched = 200

function forEachBend(ranks: Ranked, layered: LayerGraph, visit: (edge: number, bend: number, layer: number) => void): void {
  for (let edge = 0; edge < ranks.from.length; edge++) {
    const first = ranks.rank[ranks.from[edge]!]! + 1
    for (let layer = first; layer < ranks.rank[ranks.to[edge]!]!; layer++) visit(edge, layered.firstBend[edge]! + layer - first, layer)
  }
}

/** A few rounds, so that new nodes that hang on new nodes get a place too. What hangs on nothing comes last. */
function placeBetweenNeighbours(graph: SizedGraph, order: Float64Array, isNew: readonly number[]): void {
  const [from, to] = [graph.edges.map(edge => edge.from), graph.edges.map(edge => edge.to)]
  const around = adjacency(graph.nodes.length, [...from, ...to], [...to, ...from])
  for (let round = 0; round < 4; round++) {
    for (const v of isNew) {
      const there = [...around.targets.subarray(around.offsets[v], around.offsets[v + 1])]
        .map(neighbour => order[neighbour]!)
        .filter(place => !Number.isNaN(place))
      if (there.length > 0) order[v] = there.reduce((sum, place) => sum + place, 0) / there.length
    }
  }
  const last = order.subarray(0, graph.nodes.length).reduce((most, place) => Math.max(most, place || 0), 0) + spacing.nodes
  for (const v of isNew) if (Number.isNaN(order[v])) order[v] = last
}

function findRoom(
  graph: SizedGraph,
  ranks: Ranked,
  layered: LayerGraph,
  kept: Kept,
  order: Float64Array,
  isNew: readonly number[],
  size: (vertex: number) => number,
): void {
  const layers = new Set(isNew.map(v => ranks.rank[v]!))
  const rooms = new Map([...layers].map(layer => [layer, new Room()]))
  const unknown = new Set(isNew)
  for (let v = 0; v < layered.vertices; v++) {
    const room = rooms.get(layered.layerOf[v]!)
    if (room && !unknown.has(v) && !Number.isNaN(order[v])) {
      room.take(order[v]!, size(v), v < graph.nodes.length ? spacing.nodes : spacing.edgeToNode)
    }
  }
  for (const v of isNew) {
    const layer = ranks.rank[v]!
    const column = kept.columns[layer - ranks.before]
    const own = groupsAround(graph, graph.nodes[v]!.group)
    const strangers: Extent[] = []
    let wish = order[v]!
    for (const [place, group] of graph.groups.entries()) {
      const box = kept.group(group.name)
      if (!box) continue
      const { start, end } = box.across
      // One's own group is where one belongs; another's box is no place for it.
      if (own.has(place)) wish = Math.min(Math.max(wish, start + size(v) / 2), end - size(v) / 2)
      else if (column && box.along.start < column.end && column.start < box.along.end) {
        strangers.push({ start: start - spacing.nodes, end: end + spacing.nodes })
      }
    }
    order[v] = rooms.get(layer)?.nearest(wish, size(v), strangers) ?? wish
    rooms.get(layer)?.take(order[v]!, size(v), spacing.nodes)
  }
}
