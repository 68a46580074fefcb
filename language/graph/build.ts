import type { Analysis } from '../analyze.ts'
import type { DagModel, TaskModel } from '../model/model.ts'
import type { Property } from '../tree.ts'
import type { GraphDag, GraphEdge, GraphGroup, GraphTask } from './graph.ts'
import { type Instances, pairInstances } from './matrix.ts'
import { edgeLimit, orderTasks, type TaskEdge } from './order.ts'

/** The graphs of a file's dags as plain data, with instances; also of a file with errors, as far as it goes. */
export function graphsOf(analysis: Analysis): GraphDag[] {
  return analysis.file.dags.map(dag => graphOf(dag, analysis))
}

function graphOf(dag: DagModel, analysis: Analysis): GraphDag {
  const instancesOf = (task: TaskModel): Instances => analysis.instances.get(task)!
  const edges = orderTasks(analysis.edges.get(dag) ?? [], task => instancesOf(task).list.length === 0)
  const span = ({ start, end }: { start: number; end: number }) => ({ start, end })
  return {
    name: dag.name,
    description: textOf(dag.properties.get('description')),
    nameSpan: span(dag.node.name ?? dag.node),
    span: span(dag.node),
    groups: dag.groups.map(
      (group): GraphGroup => ({
        name: group.path,
        parent: group.parent?.path ?? null,
        nameSpan: span(group.node.name ?? group.node),
        span: span(group.node),
      }),
    ),
    tasks: dag.tasks.flatMap(task => instancesOf(task).list.map((instance): GraphTask => graphTask(task, instance.name))),
    edges: instanceEdges(edges, instancesOf),
  }
}

function graphTask(task: TaskModel, name: string): GraphTask {
  const list = (property: Property | undefined): string[] =>
    property?.value.kind === 'list' ? property.value.items.flatMap(item => textOfExpression(item) ?? []) : []
  return {
    name,
    declaration: task.path,
    label: name.slice(task.path.length - task.name.length),
    engine: task.engine ?? '',
    group: task.group?.path ?? null,
    description: textOf(task.properties.get('description')),
    nameSpan: { start: (task.node.name ?? task.node).start, end: (task.node.name ?? task.node).end },
    span: { start: task.node.start, end: task.node.end },
    reads: list(task.properties.get('reads')),
    writes: list(task.properties.get('writes')),
  }
}

/** Edges between instances: paired on what both have, crossed on the others. */
export function instanceEdges(edges: readonly TaskEdge[], instancesOf: (task: TaskModel) => Instances): GraphEdge[] {
  const result: GraphEdge[] = []
  for (const { from, to, why } of edges) {
    const left = instancesOf(from)
    const right = instancesOf(to)
    pairInstances(left, right, (i, j) => {
      if (result.length < edgeLimit) result.push({ from: left.list[i]!.name, to: right.list[j]!.name, why })
    })
  }
  return result
}

function textOf(property: Property | undefined): string | null {
  return property ? textOfExpression(property.value) : null
}

function textOfExpression(value: Property['value']): string | null {
  if (value.kind === 'text') return value.value
  if (value.kind !== 'string' || value.parts.some(part => part.kind === 'interpolated')) return null
  return value.parts.map(part => (part.kind === 'characters' ? part.value : '')).join('')
}
