import type { Diagnostic } from '../diagnostics.ts'
import { needsOf } from '../evaluate/phase.ts'
import type { DagModel, GroupModel, LetModel, TaskModel } from '../model/model.ts'
import { adjacency, components, isAcyclic, shortestCycle } from './components.ts'
import { spanOfPlace, type WrittenEdge } from './edges.ts'

type Node = TaskModel | GroupModel

/**
 * The cycles of a dag: one for each strongly connected component, its shortest. A group is two nodes, before and after all its
 * tasks, so that no product of edges is built: one linear pass.
 */
export function findCycles(dag: DagModel, written: readonly WrittenEdge[]): WrittenEdge[][] {
  const ids = new Map<Node, number>()
  let count = 0
  for (const task of dag.tasks) ids.set(task, count++)
  for (const group of dag.groups) {
    ids.set(group, count)
    count += 2
  }
  const begin = (node: Node): number => ids.get(node)!
  const end = (node: Node): number => ids.get(node)! + (node.kind === 'group' ? 1 : 0)
  const edges: { from: number; to: number; written: WrittenEdge | null }[] = []
  for (const edge of written)
    if (ids.has(edge.from) && ids.has(edge.to)) edges.push({ from: end(edge.from), to: begin(edge.to), written: edge })
  for (const group of dag.groups) {
    // What is empty passes the order through.
    if (group.members.length === 0) edges.push({ from: begin(group), to: end(group), written: null })
    for (const member of group.members) {
      if (!ids.has(member)) continue
      edges.push({ from: begin(group), to: begin(member), written: null }, { from: end(member), to: end(group), written: null })
    }
  }
  const graph = adjacency(count, edges)
  if (isAcyclic(graph)) return []
  const { of } = components(graph)
  return cyclic(of, count).map(members =>
    shortestCycle(graph, of, members, edge => (edges[edge]!.written ? 1 : 0)).flatMap(edge => edges[edge]!.written ?? []),
  )
}

/** Members of every component of more than one node; self-edges have been left out before. */
function cyclic(of: Int32Array, count: number): number[][] {
  const members = new Map<number, number[]>()
  for (let node = 0; node < count; node++) {
    const list = members.get(of[node]!)
    if (list) list.push(node)
    else members.set(of[node]!, [node])
  }
  return [...members.values()].filter(list => list.length > 1)
}

/** Reports a cycle at the last reference that forms it. */
export function reportCycle(cycle: readonly WrittenEdge[], report: (diagnostic: Diagnostic) => void): void {
  const last = cycle.reduce((a, b) => (b.place.start > a.place.start ? b : a))
  const start = cycle.indexOf(last)
  const ordered = [...cycle.slice(start + 1), ...cycle.slice(0, start + 1)]
  report({
    reason: 'cycle/tasks',
    data: { names: [...ordered.map(edge => edge.from.path), ordered[0]!.from.path] },
    ...spanOfPlace(last.place),
    related: ordered.map(edge => ({ note: 'edge' as const, data: { from: edge.from.path, to: edge.to.path }, ...spanOfPlace(edge.place) })),
  })
}

/** Reports lets that depend on themselves, directly or through others. */
export function checkLetCycles(lets: readonly LetModel[], report: (diagnostic: Diagnostic) => void): void {
  const ids = new Map(lets.map((declared, index) => [declared, index]))
  const edges = lets.flatMap((declared, from) =>
    needsOf(declared.node.value, declared.scope).lets.flatMap(use => {
      const to = ids.get(use.declared)
      return to === undefined ? [] : [{ from, to, use, declared }]
    }),
  )
  const graph = adjacency(lets.length, edges)
  const { of } = components(graph)
  const loops = edges.filter(edge => edge.from === edge.to).map(edge => [edge])
  const cycles = cyclic(of, lets.length).map(members => shortestCycle(graph, of, members, () => 1).map(edge => edges[edge]!))
  for (const cycle of [...loops, ...cycles]) {
    const last = cycle.reduce((a, b) => (b.use.node.start > a.use.node.start ? b : a))
    const names = cycle.map(edge => edge.declared.name)
    report({
      reason: 'cycle/lets',
      data: { names: [...names, names[0]!] },
      file: last.declared.file.file,
      start: last.use.node.start,
      end: last.use.node.end,
      related: cycle.map(edge => ({
        note: 'depends' as const,
        data: { from: edge.declared.name, to: edge.use.declared.name },
        file: edge.declared.file.file,
        start: edge.use.node.start,
        end: edge.use.node.end,
      })),
    })
  }
}
