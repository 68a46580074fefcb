import type { Diagnostic } from '../diagnostics.ts'
import type { DagModel, GroupModel, TaskModel } from '../model/model.ts'
import { isInside, type WrittenEdge } from './edges.ts'
import { countPairs, type Instances } from './matrix.ts'
import { edgeLimit, type TaskEdge } from './order.ts'

/** Whether the instances of a dag have no more edges than can be drawn and run; where they have, the edge is reported. */
export function checkEdgeCount(
  dag: DagModel,
  written: readonly WrittenEdge[],
  edges: readonly TaskEdge[],
  instancesOf: (task: TaskModel) => Instances,
  report: (diagnostic: Diagnostic) => void,
): boolean {
  let count = 0
  for (const { from, to } of edges) {
    count += from.matrix.length + to.matrix.length === 0 ? 1 : countPairs(instancesOf(from), instancesOf(to))
    if (count <= edgeLimit) continue
    const source = written.find(edge => covers(edge.from, from) && covers(edge.to, to))
    const name = dag.node.name ?? dag.node
    const place = source?.place ?? { file: dag.file.file, start: name.start, end: name.end }
    report({ reason: 'wrong-type/too-many', data: { count, limit: edgeLimit, what: 'edges' }, related: [], ...place })
    return false
  }
  return true
}

const covers = (node: TaskModel | GroupModel, task: TaskModel): boolean => node === task || (node.kind === 'group' && isInside(task, node))
