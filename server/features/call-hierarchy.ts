import { type DagModel, type GraphDag, type GroupModel, graphsOf, type Span, type TaskModel } from '#language'
import type { Analyzed } from '../analyses.ts'
import { subjectAt } from './subject.ts'

/** A task, as one end of its edges. */
export interface TaskItem {
  readonly dag: string
  /** Its whole name. */
  readonly name: string
  readonly engine: string
  readonly span: Span
  readonly nameSpan: Span
}

/** A task next to another one, and where in the file the edges between them are written. */
export interface Neighbour {
  readonly item: TaskItem
  readonly places: readonly Span[]
}

/** The task that a word is about; null where it is about none. */
export function taskItemAt(analyzed: Analyzed, offset: number): TaskItem | null {
  const subject = subjectAt(analyzed, offset)
  const task = subject?.kind === 'output' ? subject.task : subject?.kind === 'declared' ? subject.declared : null
  return task?.kind === 'task' ? itemOf(task) : null
}

/** The tasks that a task waits for (`upstream`), or that wait for it. Empty where there is no such task any more. */
export function neighboursOf(analyzed: Analyzed, dagName: string, name: string, side: 'upstream' | 'downstream'): Neighbour[] {
  const { analysis } = analyzed
  const index = analysis.file.dags.findIndex(dag => dag.name === dagName)
  const dag = analysis.file.dags[index]
  const task = dag?.tasks.find(each => each.path === name)
  if (!dag || !task) return []
  const names = neighbourNames(graphsOf(analysis)[index]!, name, side)
  return dag.tasks
    .filter(each => names.has(each.path))
    .map(each => ({
      item: itemOf(each),
      places: side === 'upstream' ? placesOf(analyzed, dag, each, task) : placesOf(analyzed, dag, task, each),
    }))
}

function neighbourNames(graph: GraphDag, name: string, side: 'upstream' | 'downstream'): Set<string> {
  const declarations = new Map(graph.tasks.map(each => [each.name, each.declaration]))
  const found = new Set<string>()
  for (const { from, to } of graph.edges) {
    const [own, other] = side === 'upstream' ? [to, from] : [from, to]
    const declaration = declarations.get(other)
    if (declarations.get(own) === name && declaration !== undefined) found.add(declaration)
  }
  return found
}

/** Where it is written that one task waits for another, by itself or for its groups; at the first one's name where no single edge says it. */
function placesOf({ analysis }: Analyzed, dag: DagModel, from: TaskModel, to: TaskModel): Span[] {
  const before = around(from)
  const after = around(to)
  const written = analysis.edges.get(dag) ?? []
  const places = written.filter(edge => before.has(edge.from) && after.has(edge.to)).map(({ place: { start, end } }) => ({ start, end }))
  return places.length > 0 ? places.sort((a, b) => a.start - b.start) : [nameSpanOf(from)]
}

const around = (task: TaskModel): ReadonlySet<TaskModel | GroupModel> => new Set([task, ...(task.group?.lineage ?? [])])

function itemOf(task: TaskModel): TaskItem {
  const { start, end } = task.node
  return { dag: task.dag.name, name: task.path, engine: task.engine ?? '', span: { start, end }, nameSpan: nameSpanOf(task) }
}

function nameSpanOf({ node }: TaskModel): Span {
  return node.name ? { start: node.name.start, end: node.name.end } : { start: node.start, end: node.start }
}
