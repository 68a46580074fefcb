import { firstWhere } from '../search.ts'
import type { Statement } from '../tree.ts'
import type { DagModel, FileModel, GroupModel, Scope, TaskModel } from './model.ts'

/** What the statements around a place mean. */
export interface Enclosing {
  readonly dag: DagModel | null
  readonly group: GroupModel | null
  readonly task: TaskModel | null
  /** Where names are looked up there; in a task its matrix variables too. */
  readonly scope: Scope
}

/** Finds the models of the statements around a place, given from the outside in. */
export function enclosing(file: FileModel, blocks: readonly Statement[]): Enclosing {
  const dag = file.dags.find(candidate => blocks.includes(candidate.node)) ?? null
  const groups = dag?.groups.filter(candidate => blocks.includes(candidate.node)) ?? []
  const group = groups.sort((a, b) => b.lineage.length - a.lineage.length)[0] ?? null
  const node = blocks.find(block => block.kind === 'task')
  const task = node ? (taskOf(dag?.tasks ?? [], node) ?? file.duplicates.find(each => each.node === node) ?? null) : null
  return { dag, group, task, scope: (task ?? group ?? dag ?? file).scope }
}

/** Tasks are in the order of the file. */
function taskOf(tasks: readonly TaskModel[], node: Statement): TaskModel | undefined {
  const found = tasks[firstWhere(tasks.length, index => tasks[index]!.node.start >= node.start)]
  return found?.node === node ? found : undefined
}
