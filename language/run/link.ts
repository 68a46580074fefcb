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
  const downstreams: number[][] = all.map(() => [])
  for (const { from, to, why } of edges) {
    const left = first.get(from)!
    const right = first.get(to)!
    pairInstances(instances.get(from)!, instances.get(to)!, (i, j) => {
      upstreams[right + j]!.push({ task: left + i, why })
      downstreams[left + i]!.push(right + j)
    })
  }
  const waits = upstreams.map(list => list.length)
  const order: number[] = []
  // A heap is not needed: roots come in file order, and the others as they become free.
  waits.forEach((count, index) => {
    if (count === 0) order.push(index)
  })
  for (let at = 0; at < order.length; at++) for (const next of downstreams[order[at]!]!) if (--waits[next]! === 0) order.push(next)
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
