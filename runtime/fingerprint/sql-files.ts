import { globSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Value } from '#language'
import { decodeLiteral, type Expression, parseStatement, renderForCheck, splitStatements, tokenizeSql } from '#language/sql'

/** Paths of local files that a script of SQL reads, as it names them: those of LOAD DATA, or any text of DuckDB's own dialect. */
export function filesInSql(
  script: string,
  params: ReadonlyMap<string, Value>,
  options: { readonly native: boolean; readonly folder: string },
): string[] {
  if (!options.native && !/\bload\s+data\b/i.test(script)) return []
  const { sql } = renderForCheck(script, params)
  const tokens = tokenizeSql(sql, 'rendered')
  const paths = options.native
    ? tokens.filter(token => token.kind === 'string').map(token => decodeLiteral(sql, token).value)
    : splitStatements(tokens).flatMap(piece => {
        const parsed = parseStatement(sql, piece.tokens, piece.end)
        return parsed.ok && parsed.statement.kind === 'load-data' ? parsed.statement.options.flatMap(urisOf) : []
      })
  return paths.flatMap(path => (path.includes('*') ? matching(path, options.folder) : [path]))
}

function urisOf(option: { readonly name: { readonly text: string }; readonly value: Expression }): string[] {
  if (option.name.text.toLowerCase() !== 'uris') return []
  const items = option.value.kind === 'array' ? option.value.items : [option.value]
  return items.flatMap(item => (item.kind === 'literal' && item.literal === 'string' ? [item.text] : []))
}

function matching(pattern: string, folder: string): string[] {
  // The pattern itself is kept, so that the first file that comes to fit it is a change.
  try {
    return [pattern, ...globSync(pattern, { cwd: folder }).map(path => (isAbsolute(path) ? path : join('.', path)))]
  } catch {
    return [pattern]
  }
}
