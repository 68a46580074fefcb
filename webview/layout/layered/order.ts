import type { Adjacency } from './adjacency.ts'
import { crossings, gainOfSwap, sortNeighbours } from './crossings.ts'
import { type LayerGraph, renumber } from './layer-graph.ts'

/** Orders every layer so that few lines cross: sweeps by barycentres, neighbours that change places, and the best order found wins. */
export function orderLayers(graph: LayerGraph): void {
  walkInDepth(graph)
  let best = copy(graph)
  let fewest = crossings(graph)
  let withoutGain = 0
  for (let round = 0; round < 24 && fewest > 0 && withoutGain < 4; round++) {
    sweep(graph, round % 2 === 1, (round >> 1) % 2 === 1)
    swapNeighbours(graph, 2)
    const count = crossings(graph)
    withoutGain = count < fewest * 0.995 ? 0 : withoutGain + 1
    if (count < fewest) {
      fewest = count
      best = copy(graph)
    }
  }
  restore(graph, best)
  swapNeighbours(graph, 30)
}

/** Orders every layer by where its vertices are wanted across the direction. */
export function orderByPlace(graph: LayerGraph, wanted: Float64Array): void {
  const fill = new Int32Array(graph.layers.length)
  for (let v = 0; v < graph.vertices; v++) {
    const layer = graph.layerOf[v]!
    graph.layers[layer]![fill[layer]!++] = v
  }
  for (const layer of graph.layers) {
    layer.sort((a, b) => wanted[a]! - wanted[b]! || a - b)
    renumber(graph, layer)
  }
}

/** The first order: what hangs together stands together. */
function walkInDepth(graph: LayerGraph): void {
  const { down, up, layers, layerOf } = graph
  const fill = new Int32Array(layers.length)
  const seen = new Uint8Array(graph.vertices)
  for (let start = 0; start < graph.nodes; start++) {
    if (up.offsets[start] !== up.offsets[start + 1]) continue
    const stack = [start]
    for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
      if (seen[v]) continue
      seen[v] = 1
      const layer = layerOf[v]!
      layers[layer]![fill[layer]!++] = v
      for (let k = down.offsets[v + 1]! - 1; k >= down.offsets[v]!; k--) if (!seen[down.targets[k]!]) stack.push(down.targets[k]!)
    }
  }
  for (const layer of layers) renumber(graph, layer)
}

function sweep(graph: LayerGraph, upwards: boolean, preferLater: boolean): void {
  const count = graph.layers.length
  for (let k = 1; k < count; k++)
    sortByBarycentre(graph, graph.layers[upwards ? count - 1 - k : k]!, upwards ? graph.down : graph.up, preferLater)
}

/** Vertices without neighbours on that side keep their places. */
function sortByBarycentre(graph: LayerGraph, layer: Int32Array, { offsets, targets }: Adjacency, preferLater: boolean): void {
  const { position } = graph
  const wanted = new Map<number, number>()
  for (const v of layer) {
    const [start, end] = [offsets[v]!, offsets[v + 1]!]
    if (start === end) continue
    let sum = 0
    for (let k = start; k < end; k++) sum += position[targets[k]!]!
    wanted.set(v, sum / (end - start))
  }
  const tie = preferLater ? -1 : 1
  const sorted = [...wanted.keys()].sort((a, b) => wanted.get(a)! - wanted.get(b)! || tie * (position[a]! - position[b]!))
  let next = 0
  for (let place = 0; place < layer.length; place++) if (wanted.has(layer[place]!)) layer[place] = sorted[next++]!
  renumber(graph, layer)
}

function swapNeighbours(graph: LayerGraph, rounds: number): void {
  const { layers, position, down, up } = graph
  const pending = new Uint8Array(layers.length).fill(1)
  for (let round = 0; round < rounds && pending.includes(1); round++) {
    layers.forEach((layer, place) => {
      if (!pending[place]) return
      pending[place] = 0
      for (const v of layer) {
        sortNeighbours(position, v, down)
        sortNeighbours(position, v, up)
      }
      for (let again = 0, changed = true; changed && again < 8; again++) {
        changed = false
        for (let k = 0; k + 1 < layer.length; k++) {
          const [u, v] = [layer[k]!, layer[k + 1]!]
          if (gainOfSwap(position, u, v, down) + gainOfSwap(position, u, v, up) <= 0) continue
          layer[k] = v
          layer[k + 1] = u
          position[v] = k
          position[u] = k + 1
          changed = true
          pending.fill(1, Math.max(0, place - 1), place + 2)
        }
      }
    })
  }
}

function copy(graph: LayerGraph): readonly Int32Array[] {
  return graph.layers.map(layer => layer.slice())
}

function restore(graph: LayerGraph, order: readonly Int32Array[]): void {
  order.forEach((layer, place) => {
    graph.layers[place]!.set(layer)
    renumber(graph, graph.layers[place]!)
  })
}
