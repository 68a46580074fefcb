import type { Adjacency } from './adjacency.ts'
import type { LayerGraph } from './layer-graph.ts'

/** How many pairs of pieces cross, over all layers: a Fenwick tree counts, for each piece, those that ended further on. */
export function crossings(graph: LayerGraph): number {
  let total = 0
  for (let layer = 0; layer + 1 < graph.layers.length; layer++) total += crossingsBelow(graph, layer)
  return total
}

function crossingsBelow({ layers, down, position }: LayerGraph, layer: number): number {
  const size = layers[layer + 1]!.length
  const tree = new Int32Array(size + 1)
  let count = 0
  let seen = 0
  for (const v of layers[layer]!) {
    const [start, end] = [down.offsets[v]!, down.offsets[v + 1]!]
    for (let k = start; k < end; k++) {
      let before = 0
      for (let at = position[down.targets[k]!]! + 1; at > 0; at &= at - 1) before += tree[at]!
      count += seen - before
    }
    for (let k = start; k < end; k++) for (let at = position[down.targets[k]!]! + 1; at <= size; at += at & -at) tree[at]! += 1
    seen += end - start
  }
  return count
}

/** Crossings between the pieces of two neighbours, less those if they changed places. Both lists must be sorted by position. */
export function gainOfSwap(position: Int32Array, u: number, v: number, { offsets, targets }: Adjacency): number {
  const [startU, endU, startV, endV] = [offsets[u]!, offsets[u + 1]!, offsets[v]!, offsets[v + 1]!]
  let difference = 0
  for (let a = startU, below = startV, upTo = startV; a < endU; a++) {
    const place = position[targets[a]!]!
    while (below < endV && position[targets[below]!]! < place) below++
    while (upTo < endV && position[targets[upTo]!]! <= place) upTo++
    difference += below - startV - (endV - upTo)
  }
  return difference
}

/** Sorts the neighbours of a vertex by where they stand. */
export function sortNeighbours(position: Int32Array, v: number, { offsets, targets }: Adjacency): void {
  const start = offsets[v]!
  for (let k = start + 1; k < offsets[v + 1]!; k++) {
    const neighbour = targets[k]!
    let hole = k
    for (; hole > start && position[targets[hole - 1]!]! > position[neighbour]!; hole--) targets[hole] = targets[hole - 1]!
    targets[hole] = neighbour
  }
}
