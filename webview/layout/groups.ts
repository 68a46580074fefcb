import type { Box, GraphLayout, SizedGraph } from './layout.ts'

/** Whether every group's box holds only what belongs to it: no strange task, and no other group but those inside it and around it. */
export function groupsAreApart(graph: SizedGraph, layout: GraphLayout): boolean {
  const around = graph.groups.map((_, place) => groupsAround(graph, place))
  return layout.groups.every((box, place) => {
    const isStrange = (group: number) => group < 0 || !around[group]!.has(place)
    const tasks = graph.nodes.every((node, v) => !isStrange(node.group) || !overlap(box, layout.nodes[v]!))
    return tasks && layout.groups.every((other, at) => !isStrange(at) || around[place]!.has(at) || !overlap(box, other))
  })
}

/** A group and those around it. */
export function groupsAround(graph: SizedGraph, group: number): ReadonlySet<number> {
  const around = new Set<number>()
  for (let at = group; at >= 0 && !around.has(at); at = graph.groups[at]!.parent) around.add(at)
  return around
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
