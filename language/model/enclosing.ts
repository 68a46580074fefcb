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
  const isAround = (candidate: TaskModel): boolean => blocks.includes(candidate.node)
  const task = dag?.tasks.find(isAround) ?? file.duplicates.find(isAround) ?? null
  return { dag, group, task, scope: (task ?? group ?? dag ?? file).scope }
}
