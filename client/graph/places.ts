import type { GraphResultDag, GraphResultTask, ProtocolRange } from '../../server/protocol.ts'

/** A place in a text, from 0, as editors have it. */
export interface Position {
  readonly line: number
  readonly character: number
}

/** The dag at a place. */
export function dagAt(dags: readonly GraphResultDag[], position: Position): GraphResultDag | undefined {
  return dags.find(dag => contains(dag.range, position))
}

/** The task at a place, and its dag; of a matrix the first instance. */
export function taskAt(
  dags: readonly GraphResultDag[],
  position: Position,
): { readonly dag: GraphResultDag; readonly task: GraphResultTask } | undefined {
  const dag = dagAt(dags, position)
  const task = dag?.tasks.find(candidate => contains(candidate.range, position))
  return dag && task ? { dag, task } : undefined
}

/** The task of that name: an instance, or the first instance of a declaration. */
export function findTask(dags: readonly GraphResultDag[], dag: string, name: string): GraphResultTask | undefined {
  const tasks = dags.find(candidate => candidate.name === dag)?.tasks
  return tasks?.find(task => task.name === name) ?? tasks?.find(task => task.declaration === name)
}

export function contains(range: ProtocolRange, position: Position): boolean {
  return compare(range.start, position) <= 0 && compare(position, range.end) <= 0
}

export function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character
}
