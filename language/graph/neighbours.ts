import type { Analysis } from '../analyze.ts'
import type { DagModel, TaskModel } from '../model/model.ts'
import type { WrittenEdge } from './edges.ts'
import { orderTasks } from './order.ts'

/** Who comes right before and right after each task of a dag; groups are resolved to their tasks. */
export interface Neighbours {
  upstreams(task: TaskModel): readonly TaskModel[]
  downstreams(task: TaskModel): readonly TaskModel[]
  /** How many tasks come before or after, on any path. */
  countAll(task: TaskModel, way: 'upstreams' | 'downstreams'): number
}

/** As long as an edit leaves the edges as they are, they are the same list: what is made of it is kept with it. */
const known = new WeakMap<readonly WrittenEdge[], Neighbours>()

/** The neighbours of a dag's tasks. Made once for a graph, whatever is asked of it. */
export function neighboursOf(analysis: Analysis, dag: DagModel): Neighbours {
  const written = analysis.edges.get(dag) ?? []
  const before = known.get(written)
  if (before) return before
  const upstreams = new Map<TaskModel, TaskModel[]>()
  const downstreams = new Map<TaskModel, TaskModel[]>()
  for (const { from, to } of orderTasks(written, task => analysis.instances.get(task)?.list.length === 0)) {
    put(upstreams, to, from)
    put(downstreams, from, to)
  }
  const ways = { upstreams, downstreams }
  const neighbours: Neighbours = {
    upstreams: task => upstreams.get(task) ?? [],
    downstreams: task => downstreams.get(task) ?? [],
    countAll: (task, way) => reach(ways[way], task),
  }
  known.set(written, neighbours)
  return neighbours
}

function put(lists: Map<TaskModel, TaskModel[]>, key: TaskModel, value: TaskModel): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

function reach(lists: ReadonlyMap<TaskModel, readonly TaskModel[]>, from: TaskModel): number {
  const seen = new Set<TaskModel>([from])
  for (const task of seen) for (const next of lists.get(task) ?? []) seen.add(next)
  return seen.size - 1
}
