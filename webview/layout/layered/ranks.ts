import { type Adjacency, adjacency } from './adjacency.ts'

/** Edges without cycles, and the layer of every node. */
export interface Ranked {
  /** The edges' ends, turned round where an edge closed a cycle. */
  readonly from: Int32Array
  readonly to: Int32Array
  readonly turned: Uint8Array
  readonly rank: Int32Array
  readonly layers: number
  /** How many of the layers come before the first one that a hint may name. */
  readonly before: number
}

/**
 * Gives each node its layer: after all its upstreams, then moved to where its edges are short. Where there are hints, a node is moved from
 * its hint only to come after its upstreams; a hint may be `NaN`, or before all others.
 */
export function ranked(nodes: number, edges: readonly { readonly from: number; readonly to: number }[], hints?: Float64Array): Ranked {
  const turned = closers(nodes, edges)
  const from = Int32Array.from(edges, (edge, place) => (turned[place] ? edge.to : edge.from))
  const to = Int32Array.from(edges, (edge, place) => (turned[place] ? edge.from : edge.to))
  const [down, up] = [adjacency(nodes, from, to), adjacency(nodes, to, from)]
  const { rank, order } = longestPaths(nodes, down, up)
  const before = hints ? hinted(rank, order, up, hints) : 0
  const layers = rank.reduce((most, one) => Math.max(most, one + 1), 0)
  if (!hints) relax(rank, order, layers, down, up)
  return { from, to, turned, rank, layers, before }
}

/** Ranks from hints; the result is how many layers come before the first hint. */
function hinted(rank: Int32Array, order: Int32Array, up: Adjacency, hints: Float64Array): number {
  const before = hints.reduce((most, hint) => Math.max(most, -hint || 0), 0)
  for (const v of order) {
    let first = Number.isNaN(hints[v]) ? before : hints[v]! + before
    const hasUps = up.offsets[v]! < up.offsets[v + 1]!
    if (Number.isNaN(hints[v]) && hasUps) first = 0
    for (let k = up.offsets[v]!; k < up.offsets[v + 1]!; k++) first = Math.max(first, rank[up.targets[k]!]! + 1)
    rank[v] = first
  }
  return before
}

/** The edges that close a cycle in a walk in depth; no recursion, since a chain may be long. */
function closers(nodes: number, edges: readonly { readonly from: number; readonly to: number }[]): Uint8Array {
  const outgoing = adjacency(
    nodes,
    edges.map(edge => edge.from),
    edges.map((_, place) => place),
  )
  const turned = new Uint8Array(edges.length)
  // 0: not seen, 1: on the path, 2: done.
  const state = new Uint8Array(nodes)
  const next = outgoing.offsets.slice()
  for (let start = 0; start < nodes; start++) {
    const path = state[start] ? [] : [start]
    while (path.length > 0) {
      const v = path.at(-1)!
      state[v] = 1
      if (next[v]! === outgoing.offsets[v + 1]!) {
        state[v] = 2
        path.pop()
        continue
      }
      const edge = outgoing.targets[next[v]!++]!
      const target = edges[edge]!.to
      if (state[target] === 1) turned[edge] = 1
      else if (state[target] === 0) path.push(target)
    }
  }
  return turned
}

function longestPaths(nodes: number, down: Adjacency, up: Adjacency): { readonly rank: Int32Array; readonly order: Int32Array } {
  const rank = new Int32Array(nodes)
  const order = new Int32Array(nodes)
  const missing = Int32Array.from({ length: nodes }, (_, v) => up.offsets[v + 1]! - up.offsets[v]!)
  let end = 0
  for (let v = 0; v < nodes; v++) if (missing[v] === 0) order[end++] = v
  for (let head = 0; head < end; head++) {
    const v = order[head]!
    for (let k = down.offsets[v]!; k < down.offsets[v + 1]!; k++) {
      const target = down.targets[k]!
      rank[target] = Math.max(rank[target]!, rank[v]! + 1)
      missing[target]! -= 1
      if (missing[target] === 0) order[end++] = target
    }
  }
  return { rank, order }
}

/** Moves nodes towards the side where they have more edges, as far as the others let them. */
function relax(rank: Int32Array, order: Int32Array, layers: number, down: Adjacency, up: Adjacency): void {
  for (let round = 0; round < 24; round++) {
    let moved = false
    for (let k = 0; k < order.length; k++) {
      const v = order[round % 2 === 0 ? order.length - 1 - k : k]!
      const [ups, downs] = [up.offsets[v + 1]! - up.offsets[v]!, down.offsets[v + 1]! - down.offsets[v]!]
      if (ups === downs) continue
      let target = ups > downs ? 0 : layers - 1
      if (ups > downs) for (let i = up.offsets[v]!; i < up.offsets[v + 1]!; i++) target = Math.max(target, rank[up.targets[i]!]! + 1)
      else for (let i = down.offsets[v]!; i < down.offsets[v + 1]!; i++) target = Math.min(target, rank[down.targets[i]!]! - 1)
      if (target !== rank[v]) {
        rank[v] = target
        moved = true
      }
    }
    if (!moved) return
  }
}
