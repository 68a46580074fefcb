import { type Adjacency, adjacency } from '../graph/components.ts'
import type { EdgeReason } from '../graph/graph.ts'
import { type Instance, type Instances, pairInstances } from '../graph/matrix.ts'
import type { TaskEdge } from '../graph/order.ts'
import type { TaskModel } from '../model/model.ts'
import type { RunUpstream } from '../run-graph.ts'

/** Instances in topological order, each with its upstreams by their index in that order. */
export interface Linked {
  readonly order: readonly { readonly instance: Instance; readonly upstreams: readonly RunUpstream[] }[]
  /** Index in the order of an instance, by its task and its index in the task's list. */
  indexOf(task: TaskModel, instance: number): number
}

/** Orders instances so that each comes after its upstreams, else as in the file (A. B. Kahn, 1962). The edges form no cycle. */
export function linkInstances(
  tasks: readonly TaskModel[],
  instances: ReadonlyMap<TaskModel, Instances>,
  edges: readonly TaskEdge[],
): Linked {
  const { all, order, first, upstreams, why } = connectInstances(tasks, task => instances.get(task)!, edges)
  const position = new Int32Array(all.length)
  order.forEach((index, at) => {
    position[index] = at
  })
  const upstreamsOf = (index: number): RunUpstream[] => {
    const found: RunUpstream[] = []
    for (let at = upstreams.start[index]!; at < upstreams.start[index + 1]!; at++)
      found.push({ task: position[upstreams.to[at]!]!, why: why[upstreams.edge[at]!]! })
    return found
  }
  return {
    order: order.map(index => ({ instance: all[index]!, upstreams: upstreamsOf(index) })),
    indexOf: (task, instance) => position[first.get(task)! + instance]!,
  }
}

/** Instances in the order of the file, numbered, with their edges. */
export interface Connected {
  readonly all: readonly Instance[]
  /** Number of each task's first instance; the others follow it. */
  readonly first: ReadonlyMap<TaskModel, number>
  /** All of them, each after its upstreams. */
  readonly order: readonly number[]
  /** From each to what is directly before it. */
  readonly upstreams: Adjacency
  /** Of each edge. */
  readonly why: readonly EdgeReason[]
}

/** Numbers the instances of tasks and connects them; the edges form no cycle. */
export function connectInstances(
  tasks: readonly TaskModel[],
  instancesOf: (task: TaskModel) => Instances,
  edges: readonly TaskEdge[],
): Connected {
  const first = new Map<TaskModel, number>()
  const all: Instance[] = []
  for (const task of tasks) {
    first.set(task, all.length)
    for (const instance of instancesOf(task).list) all.push(instance)
  }
  const backward: { from: number; to: number }[] = []
  const why: EdgeReason[] = []
  for (const edge of edges) {
    const before = first.get(edge.from)!
    const after = first.get(edge.to)!
    const link = (i: number, j: number): void => {
      backward.push({ from: after + j, to: before + i })
      why.push(edge.why)
    }
    const hasPairs = edge.from.matrix.length + edge.to.matrix.length > 0
    if (hasPairs) pairInstances(instancesOf(edge.from), instancesOf(edge.to), link)
    else link(0, 0)
  }
  return { all, first, order: topological(all.length, backward), upstreams: adjacency(all.length, backward), why }
}

/** Each node after those before it; roots in their own order, the others as they become free. */
function topological(count: number, backward: readonly { readonly from: number; readonly to: number }[]): number[] {
  const { start, to } = adjacency(
    count,
    backward.map(edge => ({ from: edge.to, to: edge.from })),
  )
  const waits = new Int32Array(count)
  for (const { from } of backward) waits[from]!++
  const order: number[] = []
  for (let node = 0; node < count; node++) if (waits[node] === 0) order.push(node)
  for (let i = 0; i < order.length; i++) {
    const node = order[i]!
    for (let at = start[node]!; at < start[node + 1]!; at++) if (--waits[to[at]!]! === 0) order.push(to[at]!)
  }
  return order
}
