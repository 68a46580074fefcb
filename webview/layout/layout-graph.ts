import { elkEngine } from './elk-engine.ts'
import { groupsAreApart } from './groups.ts'
import { isEdit } from './layered/kept.ts'
import { layeredLayout } from './layered/layered-layout.ts'
import type { GraphLayout, LayoutEngine, LayoutEngineName, LayoutInput, LayoutOptions, SizedGraph } from './layout.ts'
import { sized } from './sizes.ts'

/** Gives each task, group and edge its place. The same graph gives the same layout, on every machine. */
export async function layoutGraph(graph: LayoutInput, options: LayoutOptions = {}): Promise<GraphLayout> {
  const measured = sized(graph)
  if (measured.nodes.length === 0 && measured.groups.length === 0) return { nodes: [], groups: [], edges: [], width: 0, height: 0 }
  const direction = options.direction ?? 'right'
  const previous = options.previous && isEdit(measured, options.previous) ? options.previous : undefined
  if (previous && options.engine === undefined) {
    const steady = layeredLayout(measured, direction, previous)
    if (groupsAreApart(measured, steady)) return steady
  }
  return engines[options.engine ?? engineFor(measured)](measured, direction, previous)
}

/** ELK draws what a person reads whole; its time grows too fast for the rest, which stands without room around its groups. */
export function engineFor(graph: SizedGraph): LayoutEngineName {
  const size = graph.nodes.length + graph.edges.length
  if (size <= 300) return 'elk-careful'
  if (size <= 800) return 'elk-balanced'
  return graph.groups.length > 0 && size <= 4000 ? 'elk-fast' : 'layered'
}

const engines: Readonly<Record<LayoutEngineName, LayoutEngine>> = {
  'elk-careful': elkEngine('careful'),
  'elk-balanced': elkEngine('balanced'),
  'elk-fast': elkEngine('fast'),
  layered: async (graph, direction, previous) => layeredLayout(graph, direction, previous),
}
