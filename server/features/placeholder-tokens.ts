import { placeholders, spanInSource, type TaskModel, type tree, versionOf, wordOf } from '#language'
import type { SemanticToken } from './semantic-tokens.ts'

/** The placeholders of SQL that stands in the document. One that the params do not have means nothing. */
export function placeholderTokens(sql: tree.Expression, task: TaskModel, target: string | null): SemanticToken[] {
  const text = sql.kind === 'text' ? sql.value : sql.kind === 'string' ? wordOf(sql) : null
  if (text === null) return []
  const params = versionOf(task, target).properties.get('params')?.value
  // Params that are computed may have any name.
  const names =
    params === undefined ? new Set<string>() : params.kind === 'map' ? new Set(params.entries.map(entry => entry.key.text)) : null
  return placeholders(text).flatMap(({ name, span }): SemanticToken[] => {
    const place = spanInSource(sql, span.start, span.end)
    if (!place) return []
    const isKnown = names === null || names.has(name)
    return [{ start: place.start, end: place.end, type: 'parameter', modifiers: isKnown ? [] : ['unresolved'] }]
  })
}
