import type { GroupModel, TaskModel, WrittenEdge } from '#language'

export type Node = TaskModel | GroupModel
type Way = 'up' | 'down'
type Index = ReadonlyMap<Node, readonly Node[]>

/** As long as an edit leaves the edges as they are, they are the same list: what is made of it is kept with it. */
const indexes: Readonly<Record<Way, WeakMap<readonly WrittenEdge[], Index>>> = { up: new WeakMap(), down: new WeakMap() }

/** Everything that edges lead to from some tasks and groups (or come from): an edge back to it would close a cycle. */
export function reached(edges: readonly WrittenEdge[], from: readonly Node[], way: Way): ReadonlySet<Node> {
  if (from.length === 0) return new Set()
  const next = indexOf(edges, way)
  // A group that holds one of them cannot wait for it.
  const seen = new Set<Node>(from.flatMap(node => (node.kind === 'task' ? (node.group?.lineage ?? []) : node.lineage.slice(0, -1))))
  const waiting = [...from]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    // What holds for a group holds for all in it, and what is in a group ends before the group does.
    const members = node.kind === 'group' ? node.members : []
    const around = node.kind === 'task' ? node.group : node.parent
    for (const other of next.get(node) ?? []) waiting.push(other)
    for (const member of members) waiting.push(member)
    if (around) for (const other of next.get(around) ?? []) waiting.push(other)
  }
  return seen
}

function indexOf(edges: readonly WrittenEdge[], way: Way): Index {
  const before = indexes[way].get(edges)
  if (before) return before
  const index = new Map<Node, Node[]>()
  for (const { from, to } of edges) put(index, way === 'up' ? to : from, way === 'up' ? from : to)
  indexes[way].set(edges, index)
  return index
}

function put(lists: Map<Node, Node[]>, key: Node, value: Node): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
