import { adjacency } from '../graph/components.ts'
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
  const first = new Map<TaskModel, number>()
  const all: Instance[] = []
  for (const task of tasks) {
    first.set(task, all.length)
    for (const instance of instances.get(task)!.list) all.push(instance)
  }
  const upstreams: { task: number; why: EdgeReason }[][] = all.map(() => [])
  const left: number[] = []
  const right: number[] = []
  const link = (from: number, to: number, why: EdgeReason): void => {
    upstreams[to]!.push({ task: from, why })
    left.push(from)
    right.push(to)
  }
  for (const { from, to, why } of edges) {
    const before = first.get(from)!
    const after = first.get(to)!
    const pairs = from.matrix.length + to.matrix.length > 0
    if (pairs) pairInstances(instances.get(from)!, instances.get(to)!, (i, j) => link(before + i, after + j, why))
    else link(before, after, why)
  }
  const order = topological(all.length, left, right)
  const position = new Int32Array(all.length)
  order.forEach((index, at) => {
    position[index] = at
  })
  return {
    order: order.map(index => ({
      instance: all[index]!,
      upstreams: upstreams[index]!.map(({ task, why }) => ({ task: position[task]!, why })),
    })),
    indexOf: (task, instance) => position[first.get(task)! + instance]!,
  }
}

/** Each node after those before it; roots in their own order, the others as they become free. */
function topological(count: number, left: readonly number[], right: readonly number[]): number[] {
  const { start, to } = adjacency(
    count,
    left.map((from, i) => ({ from, to: right[i]! })),
  )
  const waits = new Int32Array(count)
  for (const node of right) waits[node]!++
  const order: number[] = []
  for (let node = 0; node < count; node++) if (waits[node] === 0) order.push(node)
  for (let i = 0; i < order.length; i++) {
    const node = order[i]!
    for (let at = start[node]!; at < start[node + 1]!; at++) if (--waits[to[at]!]! === 0) order.push(to[at]!)
  }
  return order
}
