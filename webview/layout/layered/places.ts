import { spacing } from '../sizes.ts'
import type { LayerGraph } from './layer-graph.ts'

/** Positions that vertices should keep to, where they have one; others are `NaN`. */
export interface Anchors {
  readonly wanted: Float64Array
  /** How strongly each of them is held, against 1 for a line that wants to be straight. */
  readonly weight: (vertex: number) => number
}

/**
 * Places every vertex across the direction, in the order of its layer and with the distances kept, so that lines are straight. Each layer is
 * an isotonic regression on the places its neighbours want: pools of vertices that would be too close move as one.
 */
export function placesAcross(graph: LayerGraph, size: (vertex: number) => number, anchors?: Anchors): Float64Array {
  const places = new Float64Array(graph.vertices)
  const offsets = new Float64Array(graph.vertices)
  for (const layer of graph.layers) {
    let offset = 0
    layer.forEach((v, place) => {
      const before = place > 0 ? layer[place - 1]! : undefined
      if (before !== undefined) offset += size(before) / 2 + size(v) / 2 + distance(graph, before, v)
      offsets[v] = offset
    })
    for (const v of layer) places[v] = offsets[v]! - offset / 2
  }
  anchors?.wanted.forEach((wanted, v) => {
    if (!Number.isNaN(wanted)) places[v] = wanted
  })
  const rounds = 14
  for (let round = 0; round < rounds; round++) {
    const bothSides = round >= rounds / 2
    const upwards = round % 2 === 1
    for (let k = 0; k < graph.layers.length; k++) {
      const layer = graph.layers[upwards ? graph.layers.length - 1 - k : k]!
      placeLayer(graph, layer, places, offsets, !upwards || bothSides, upwards || bothSides, anchors)
    }
  }
  return places
}

function distance(graph: LayerGraph, u: number, v: number): number {
  const bends = (u >= graph.nodes ? 1 : 0) + (v >= graph.nodes ? 1 : 0)
  return bends === 2 ? spacing.edges : bends === 1 ? spacing.edgeToNode : spacing.nodes
}

function placeLayer(
  graph: LayerGraph,
  layer: Int32Array,
  places: Float64Array,
  offsets: Float64Array,
  useUp: boolean,
  useDown: boolean,
  anchors: Anchors | undefined,
): void {
  const pools: { readonly start: number; weight: number; mean: number }[] = []
  layer.forEach((v, start) => {
    const wish = wishOf(graph, v, places, useUp, useDown, anchors)
    pools.push({ start, weight: wish.weight, mean: wish.place - offsets[v]! })
    for (let last = pools.at(-1)!, before = pools.at(-2); before && before.mean >= last.mean; last = before, before = pools.at(-2)) {
      const weight = before.weight + last.weight
      before.mean = (before.mean * before.weight + last.mean * last.weight) / weight
      before.weight = weight
      pools.pop()
    }
  })
  pools.forEach((pool, number) => {
    const end = pools[number + 1]?.start ?? layer.length
    for (let place = pool.start; place < end; place++) places[layer[place]!] = pool.mean + offsets[layer[place]!]!
  })
}

function wishOf(
  graph: LayerGraph,
  v: number,
  places: Float64Array,
  useUp: boolean,
  useDown: boolean,
  anchors: Anchors | undefined,
): { readonly place: number; readonly weight: number } {
  let weight = 0
  let sum = 0
  for (const { offsets, targets } of [...(useUp ? [graph.up] : []), ...(useDown ? [graph.down] : [])]) {
    for (let k = offsets[v]!; k < offsets[v + 1]!; k++) {
      const one = straightness(graph, v, targets[k]!)
      weight += one
      sum += one * places[targets[k]!]!
    }
  }
  const anchor = anchors?.wanted[v]
  if (anchors && anchor !== undefined && !Number.isNaN(anchor)) {
    const hold = anchors.weight(v)
    weight += hold
    sum += hold * anchor
  }
  return weight > 0 ? { place: sum / weight, weight } : { place: places[v]!, weight: 1e-3 }
}

/** Long lines are the first to be straight. */
function straightness(graph: LayerGraph, u: number, v: number): number {
  const bends = (u >= graph.nodes ? 1 : 0) + (v >= graph.nodes ? 1 : 0)
  return bends === 2 ? 8 : bends === 1 ? 2 : 1
}
