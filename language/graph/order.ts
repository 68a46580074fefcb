import type { GroupModel, TaskModel } from '../model/model.ts'
import { tasksIn, type WrittenEdge } from './edges.ts'
import type { EdgeReason } from './graph.ts'

/** An edge between two tasks. */
export interface TaskEdge {
  readonly from: TaskModel
  readonly to: TaskModel
  readonly why: EdgeReason
}

/** Most edges of one dag between tasks or instances. */
export const edgeLimit = 2_000_000

type Node = TaskModel | GroupModel
const rank: Readonly<Record<EdgeReason, number>> = { edge: 0, after: 1, output: 2 }

/**
 * Turns written edges into edges between tasks: a group before an arrow is each of its last tasks, after one each of its first
 * ones; what is empty passes the order through. `isEmpty`: tasks whose matrix has no combination.
 */
export function orderTasks(written: readonly WrittenEdge[], isEmpty: (task: TaskModel) => boolean): TaskEdge[] {
  if (written.every(({ from, to }) => from.kind === 'task' && to.kind === 'task' && !isEmpty(from) && !isEmpty(to)))
    return orderPlain(written as readonly PlainEdge[])
  const filled = new Map<Node, boolean>()
  const isFilled = (node: Node): boolean => {
    const before = filled.get(node)
    if (before !== undefined) return before
    const now = node.kind === 'task' ? !isEmpty(node) : node.members.some(isFilled)
    filled.set(node, now)
    return now
  }
  const edges = passThrough(written, isFilled)
  // Depth of the innermost group around both ends: 0 is the dag.
  const byDepth: { from: Node; to: Node; why: EdgeReason }[][] = []
  for (const edge of edges) {
    const depth = commonDepth(edge.from, edge.to)
    byDepth[depth] ??= []
    byDepth[depth].push(edge)
  }
  const inward = new Map<TaskModel, number>()
  const outward = new Map<TaskModel, number>()
  const result = new Map<TaskModel, Map<TaskModel, EdgeReason>>()
  let count = 0
  // From the innermost groups outwards: the ends of a group depend only on the edges inside it.
  for (let depth = byDepth.length - 1; depth >= 0; depth--)
    for (const { from, to, why } of byDepth[depth] ?? [])
      for (const left of ends(from, outward, isFilled))
        for (const right of ends(to, inward, isFilled)) {
          if (left === right) continue
          const row = result.get(left) ?? new Map<TaskModel, EdgeReason>()
          result.set(left, row)
          const before = row.get(right)
          if (before === undefined && ++count > edgeLimit) continue
          if (before === undefined || rank[why] < rank[before]) row.set(right, why)
          outward.set(left, Math.max(outward.get(left) ?? -1, depth))
          inward.set(right, Math.max(inward.get(right) ?? -1, depth))
        }
  return [...result].flatMap(([from, row]) => [...row].map(([to, why]) => ({ from, to, why })))
}

interface Row {
  readonly ends: { readonly to: TaskModel; why: EdgeReason }[]
  known: Map<TaskModel, { why: EdgeReason }> | null
}
type PlainEdge = WrittenEdge & { readonly from: TaskModel; readonly to: TaskModel }

/** The same where no group and nothing empty is an end of an edge: each edge once, by its strongest reason. */
function orderPlain(written: readonly PlainEdge[]): TaskEdge[] {
  const byFrom = new Map<TaskModel, Row>()
  let count = 0
  for (const { from, to, why } of written) {
    let row = byFrom.get(from)
    if (!row) {
      row = { ends: [], known: null }
      byFrom.set(from, row)
    }
    const before = row.known ? row.known.get(to) : row.ends.find(end => end.to === to)
    if (before) {
      if (rank[why] < rank[before.why]) before.why = why
      continue
    }
    if (++count > edgeLimit) continue
    const end = { to, why }
    row.ends.push(end)
    // A table is worth its price where there are many.
    if (row.known) row.known.set(to, end)
    else if (row.ends.length === 16) row.known = new Map(row.ends.map(each => [each.to, each]))
  }
  const edges: TaskEdge[] = []
  for (const [from, { ends }] of byFrom) for (const { to, why } of ends) edges.push({ from, to, why })
  return edges
}

/** First or last tasks: those without an edge inside the group on that side. In a cycle that is all of them. */
function ends(node: Node, edgesInside: ReadonlyMap<TaskModel, number>, isFilled: (node: Node) => boolean): readonly TaskModel[] {
  if (node.kind === 'task') return [node]
  const depth = node.lineage.length
  const tasks = tasksIn(node).filter(isFilled)
  const found = tasks.filter(task => (edgesInside.get(task) ?? -1) < depth)
  return found.length > 0 ? found : tasks
}

function commonDepth(a: Node, b: Node): number {
  const left = lineageOf(a)
  const right = lineageOf(b)
  let depth = 0
  while (depth < left.length && depth < right.length && left[depth] === right[depth]) depth++
  return depth
}

function lineageOf(node: Node): readonly GroupModel[] {
  return node.kind === 'task' ? (node.group?.lineage ?? []) : node.lineage.slice(0, -1)
}

/** Replaces what is empty by edges from everything before it to everything after it. */
function passThrough(written: readonly WrittenEdge[], isFilled: (node: Node) => boolean): { from: Node; to: Node; why: EdgeReason }[] {
  const kept: { from: Node; to: Node; why: EdgeReason }[] = []
  const after = new Map<Node, { node: Node; why: EdgeReason }[]>()
  for (const edge of written) {
    // All that is in an empty group counts as that group.
    const from = emptyRoot(edge.from, isFilled)
    const to = emptyRoot(edge.to, isFilled)
    if (isFilled(from) && isFilled(to)) kept.push({ from, to, why: edge.why })
    else after.set(from, [...(after.get(from) ?? []), { node: to, why: edge.why }])
  }
  for (const start of after.keys()) {
    if (!isFilled(start)) continue
    const seen = new Set<Node>()
    const stack = [...after.get(start)!]
    while (stack.length > 0 && kept.length < edgeLimit) {
      const { node, why } = stack.pop()!
      if (isFilled(node)) {
        if (node !== start) kept.push({ from: start, to: node, why })
      } else if (!seen.has(node)) {
        seen.add(node)
        stack.push(...(after.get(node) ?? []))
      }
    }
  }
  return kept
}

function emptyRoot(node: Node, isFilled: (node: Node) => boolean): Node {
  let root = node
  for (let at = node.kind === 'task' ? node.group : node.parent; at && !isFilled(root); at = at.parent) if (!isFilled(at)) root = at
  return root
}
