import type { LayoutInput, SizedGraph, SizedGroup, SizedNode } from './layout.ts'
import { textWidth } from './text-width.ts'

/** Measures of a node's card, shared with what draws it. */
export const card = {
  height: 52,
  padding: 12,
  /** The square with the engine's sign. */
  badge: 28,
  gap: 10,
  /** The state's sign at the right. */
  mark: 16,
  labelSize: 13,
  /** Where only the label is shown, it and the mark take the room of the rest. */
  farLabelSize: 21,
  farMark: 24,
  detailSize: 11,
  minText: 92,
  maxText: 236,
  /** Widths come in steps, so that nodes below each other line up. */
  step: 20,
} as const

/** Measures of a group's box. */
export const groupBox = { padding: 18, title: 38, titleSize: 12, farTitleSize: 19, minHeight: 72 } as const

/** Distances, along and across the direction. */
export const spacing = { layers: 64, nodes: 20, edges: 12, edgeToNode: 18, components: 40 } as const

/** Gives everything its size, and leaves away what cannot be drawn: edges to unknown tasks or to oneself, and second copies. */
export function sized(graph: LayoutInput): SizedGraph {
  const groupPlaces = new Map(unique(graph.groups).map((group, place) => [group.name, place]))
  const groups = unique(graph.groups).map(
    (group): SizedGroup => ({
      name: group.name,
      parent: group.parent === null || group.parent === group.name ? -1 : (groupPlaces.get(group.parent) ?? -1),
      minWidth: Math.ceil(textWidth(lastPart(group.name), groupBox.titleSize, 600)) + 2 * groupBox.padding,
    }),
  )
  const tasks = unique(graph.tasks)
  const nodes = tasks.map(
    (task): SizedNode => ({
      name: task.name,
      width: nodeWidth(task.label),
      height: card.height,
      group: task.group === null ? -1 : (groupPlaces.get(task.group) ?? -1),
    }),
  )
  const places = new Map(tasks.map((task, place) => [task.name, place]))
  const seen = new Set<number>()
  const edges = graph.edges.flatMap(edge => {
    const from = places.get(edge.from)
    const to = places.get(edge.to)
    if (from === undefined || to === undefined || from === to) return []
    const key = from * tasks.length + to
    if (seen.has(key)) return []
    seen.add(key)
    return [{ from, to }]
  })
  return { groups, nodes, edges }
}

/** How a group calls itself in its box. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function nodeWidth(label: string): number {
  const text = Math.min(card.maxText, Math.max(card.minText, textWidth(label, card.labelSize, 600)))
  const width = 2 * card.padding + card.badge + card.gap + text + card.gap + card.mark
  return Math.ceil(width / card.step) * card.step
}

function unique<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map(one => [one.name, one])).values()]
}
