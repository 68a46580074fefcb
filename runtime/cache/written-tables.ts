import type { AttemptContext, RunGraph, RunTask, Value } from '#language'
import { renderForCheck, scriptTables, UNKNOWN_TEXT } from '#language/sql'
import type { Evaluated } from '../fingerprint/fingerprinter.ts'

/** Tables that a task may write on the local target, going by its script and its `writes`; null: that cannot be told. */
export function mayWrite(
  graph: RunGraph,
  task: RunTask,
  context: AttemptContext,
  evaluated: Evaluated | null,
  readScript: (path: string) => string | null,
): readonly string[] | null {
  if (graph.target !== 'local') return []
  const project = textOf(graph.targetProperties.get('project')) ?? 'local'
  const declared = task.evaluate('writes', context)
  if (declared?.ok === false) return null
  const tables = declared?.ok ? namesOf(declared.value) : []
  if (task.engine !== 'bq') return tables.map(table => wholeName(table.split('.'), project))
  if (evaluated === null || textOf(evaluated.properties.get('dialect')) === 'duckdb') return null
  const path = textOf(evaluated.properties.get('script'))
  const text = textOf(evaluated.properties.get('sql')) ?? (path === null ? null : readScript(path))
  if (text === null) return null
  const { sql } = renderForCheck(text, evaluated.params)
  const found = scriptTables(sql)
  if (!found.complete || sql.includes(UNKNOWN_TEXT)) return null
  const written = found.statements.flatMap(statement =>
    statement.effects.flatMap(effect => (effect.kind === 'read' ? [] : [wholeName(effect.table.parts, project)])),
  )
  return [...tables.map(table => wholeName(table.split('.'), project)), ...written]
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
