import type { Diagnostic } from '../diagnostics.ts'
import type { DagModel, GroupModel, TaskModel } from '../model/model.ts'
import { isInside, spanOfPlace, type WrittenEdge } from './edges.ts'
import { countPairs, type Instances } from './matrix.ts'
import { edgeLimit, type TaskEdge } from './order.ts'

/** More edges between instances than can be drawn and run: how many there are at least, and one that makes too many. */
export interface TooManyEdges {
  readonly count: number
  readonly source: WrittenEdge | null
}

/** Whether the instances of a dag have more edges than can be drawn and run; `null` where they have not. */
export function tooManyEdges(
  written: readonly WrittenEdge[],
  edges: readonly TaskEdge[],
  instancesOf: (task: TaskModel) => Instances,
): TooManyEdges | null {
  let count = 0
  for (const { from, to } of edges) {
    count += from.matrix.length + to.matrix.length === 0 ? 1 : countPairs(instancesOf(from), instancesOf(to))
    if (count > edgeLimit) return { count, source: written.find(edge => covers(edge.from, from) && covers(edge.to, to)) ?? null }
  }
  return null
}

export function reportTooMany(dag: DagModel, { count, source }: TooManyEdges, report: (diagnostic: Diagnostic) => void): void {
  const name = dag.node.name ?? dag.node
  const place = source ? spanOfPlace(source.place) : { file: dag.file.file, start: name.start, end: name.end }
  report({ reason: 'wrong-type/too-many', data: { count, limit: edgeLimit, what: 'edges' }, related: [], ...place })
}

const covers = (node: TaskModel | GroupModel, task: TaskModel): boolean => node === task || (node.kind === 'group' && isInside(task, node))
