import type { AttemptContext, RunGraph, RunTask, Value } from '#language'
import { renderForCheck, scriptTables, UNKNOWN_TEXT } from '#language/sql'
import type { Evaluated } from '../fingerprint/fingerprinter.ts'
import type { TaskTables } from './look-ahead.ts'

/** Tables that a task may read and write on the local target, going by its script and by what it says; null: that cannot be told. */
export function tablesOfTask(
  graph: RunGraph,
  task: RunTask,
  context: AttemptContext,
  evaluated: Evaluated | null,
  readScript: (path: string) => string | null,
): TaskTables | null {
  if (graph.target !== 'local') return { reads: [], writes: [] }
  const project = textOf(graph.targetProperties.get('project')) ?? 'local'
  const said = (property: 'reads' | 'writes'): string[] | null => {
    const declared = task.evaluate(property, context)
    if (declared?.ok === false) return null
    return declared?.ok ? namesOf(declared.value).map(table => wholeName(table.split('.'), project)) : []
  }
  const reads = said('reads')
  const writes = said('writes')
  if (reads === null || writes === null) return null
  if (task.engine !== 'bq') return { reads, writes }
  if (evaluated === null || textOf(evaluated.properties.get('dialect')) === 'duckdb') return null
  const path = textOf(evaluated.properties.get('script'))
  const text = textOf(evaluated.properties.get('sql')) ?? (path === null ? null : readScript(path))
  if (text === null) return null
  const destination = textOf(evaluated.properties.get('destination'))
  if (destination !== null) writes.push(wholeName(destination.split('.'), project))
  const { sql } = renderForCheck(text, evaluated.params)
  const found = scriptTables(sql)
  if (!found.complete || sql.includes(UNKNOWN_TEXT)) return null
  for (const { effects } of found.statements)
    for (const { kind, table } of effects) (kind === 'read' ? reads : writes).push(wholeName(table.parts, project))
  return { reads, writes }
}

/** `project.dataset.table`, of a name that may lack the project. */
export function wholeName(parts: readonly string[], project: string): string {
  return parts.length === 2 ? [project, ...parts].join('.') : parts.join('.')
}

export function namesOf(value: Value): string[] {
  return value.type === 'list' ? value.items.flatMap(item => (item.type === 'string' ? [item.value] : [])) : []
}

function textOf(value: Value | undefined): string | null {
  return value?.type === 'string' && value.value !== '' ? value.value : null
}
