import { elkEngine } from './elk-engine.ts'
import { layeredLayout } from './layered/layered-layout.ts'
import type { GraphLayout, LayoutEngine, LayoutEngineName, LayoutInput, LayoutOptions, SizedGraph } from './layout.ts'
import { sized } from './sizes.ts'

/** Gives each task, group and edge its place. The same graph gives the same layout, on every machine. */
export async function layoutGraph(graph: LayoutInput, options: LayoutOptions = {}): Promise<GraphLayout> {
  const measured = sized(graph)
  if (measured.nodes.length === 0 && measured.groups.length === 0) return { nodes: [], groups: [], edges: [], width: 0, height: 0 }
  const engine = engines[options.engine ?? engineFor(measured, options.previous)]
  return engine(measured, options.direction ?? 'right', options.previous)
}

/**
 * ELK draws what a person reads whole; its time grows too fast for the rest. An earlier layout is kept to by the layered engine alone, which
 * does not make room around groups.
 */
export function engineFor(graph: SizedGraph, previous?: GraphLayout): LayoutEngineName {
  const size = graph.nodes.length + graph.edges.length
  const hasGroups = graph.groups.length > 0
  if (previous && !hasGroups) return 'layered'
  if (size <= 300) return 'elk-careful'
  if (size <= 800) return 'elk-balanced'
  return hasGroups && size <= 4000 ? 'elk-fast' : 'layered'
}

const engines: Readonly<Record<LayoutEngineName, LayoutEngine>> = {
  'elk-careful': elkEngine('careful'),
  'elk-balanced': elkEngine('balanced'),
  'elk-fast': elkEngine('fast'),
  layered: async (graph, direction, previous) => layeredLayout(graph, direction, previous),
}
