import type { Direction, SizedGraph } from '../layout.ts'
import { spacing } from '../sizes.ts'
import type { Kept } from './kept.ts'
import type { Ranked } from './ranks.ts'

/** Where layers lie along the direction. */
export interface Columns {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Where each node begins. */
  readonly nodes: readonly number[]
}

/** Layers one after the other; one that was there before stays where it was, as far as those before it leave room. */
export function columnsAlong(graph: SizedGraph, ranks: Ranked, direction: Direction, kept?: Kept): Columns {
  const depth = (v: number) => (direction === 'right' ? graph.nodes[v]!.width : graph.nodes[v]!.height)
  const old = (layer: number) => kept?.columns[layer - ranks.before]
  const inset = graph.nodes.map((_, v) => {
    const [layer, start] = [ranks.rank[v]!, kept?.start[v] ?? Number.NaN]
    return kept && kept.column[v] === layer - ranks.before ? start - old(layer)!.start : 0
  })
  const depths = Array.from({ length: ranks.layers }, (_, layer) => (old(layer)?.end ?? 0) - (old(layer)?.start ?? 0))
  graph.nodes.forEach((_, v) => {
    const layer = ranks.rank[v]!
    depths[layer] = Math.max(depths[layer]!, inset[v]! + depth(v))
  })
  const [starts, ends]: [number[], number[]] = [[], []]
  let moved = Number.NaN
  for (let layer = 0; layer < ranks.layers; layer++) {
    const [before, now] = [old(layer - 1), old(layer)]
    const gap = before && now ? Math.min(spacing.layers, now.start - before.end) : spacing.layers
    const first = layer === 0 ? 0 : ends[layer - 1]! + gap
    const start = now && !Number.isNaN(moved) ? Math.max(first, now.start + moved) : first
    if (now) moved = start - now.start
    starts.push(start)
    ends.push(start + depths[layer]!)
  }
  return { starts, ends, nodes: graph.nodes.map((_, v) => starts[ranks.rank[v]!]! + inset[v]!) }
}
