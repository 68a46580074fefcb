import { type Adjacency, adjacency } from './adjacency.ts'
import type { Ranked } from './ranks.ts'

/** Nodes in layers. An edge that spans several layers goes through a bend in each, so every piece joins neighbours. */
export interface LayerGraph {
  /** Vertices below this number are nodes, the others bends. */
  readonly nodes: number
  readonly vertices: number
  readonly layerOf: Int32Array
  /** The vertices of each layer, in their order. */
  readonly layers: readonly Int32Array[]
  /** Place of each vertex in its layer. */
  readonly position: Int32Array
  readonly down: Adjacency
  readonly up: Adjacency
  readonly pieces: number
  /** The first bend of each edge; the others follow. */
  readonly firstBend: Int32Array
}

export function layerGraph(nodes: number, { from, to, rank, layers }: Ranked): LayerGraph {
  let vertices = nodes
  let pieces = 0
  for (let edge = 0; edge < from.length; edge++) {
    const span = rank[to[edge]!]! - rank[from[edge]!]!
    vertices += span - 1
    pieces += span
  }
  const layerOf = new Int32Array(vertices)
  layerOf.set(rank)
  const [pieceFrom, pieceTo, firstBend] = [new Int32Array(pieces), new Int32Array(pieces), new Int32Array(from.length)]
  let bend = nodes
  let piece = 0
  for (let edge = 0; edge < from.length; edge++) {
    let before = from[edge]!
    firstBend[edge] = bend
    for (let layer = rank[before]! + 1; layer < rank[to[edge]!]!; layer++) {
      layerOf[bend] = layer
      pieceFrom[piece] = before
      pieceTo[piece++] = bend
      before = bend++
    }
    pieceFrom[piece] = before
    pieceTo[piece++] = to[edge]!
  }
  const sizes = new Int32Array(layers)
  for (const layer of layerOf) sizes[layer]! += 1
  return {
    nodes,
    vertices,
    layerOf,
    layers: Array.from(sizes, size => new Int32Array(size)),
    position: new Int32Array(vertices),
    down: adjacency(vertices, pieceFrom, pieceTo),
    up: adjacency(vertices, pieceTo, pieceFrom),
    pieces,
    firstBend,
  }
}

/** Writes where each vertex of a layer stands. */
export function renumber(graph: LayerGraph, layer: Int32Array): void {
  for (let place = 0; place < layer.length; place++) graph.position[layer[place]!] = place
}
