import type { Cursor } from './cursor.ts'
import { parseExpression } from './parse-expression.ts'
import { parseAlias } from './parse-query.ts'
import { parseNames } from './parse-statement.ts'
import type { Expression, FromItem, Name, Named, Unpivot } from './syntax.ts'

/** Whether PIVOT or UNPIVOT follows, which no alias may be. */
export function startsPivot(cursor: Cursor): boolean {
  return cursor.is('PIVOT', '(') || cursor.is('UNPIVOT', '(') || cursor.is('UNPIVOT', 'INCLUDE') || cursor.is('UNPIVOT', 'EXCLUDE')
}

/** What follows a table in FROM: any number of PIVOT and UNPIVOT. */
export function parsePivots(cursor: Cursor, item: FromItem, start: number): FromItem {
  if (!startsPivot(cursor)) return item
  const turned = cursor.accept('PIVOT') ? parsePivot(cursor, item, start) : parseUnpivot(cursor, item, start)
  return cursor.nest(() => parsePivots(cursor, turned, start))
}

/** `(SUM(v) AS s, … FOR k IN ('a', 'b' AS c))`. */
function parsePivot(cursor: Cursor, input: FromItem, start: number): FromItem {
  cursor.expect('(')
  const aggregates = parseNamed(cursor)
  cursor.expect('FOR')
  // IN belongs to PIVOT, so what stands before it is a name or a parenthesized expression.
  const column = cursor.is('(') ? parseExpression(cursor) : parsePath(cursor)
  cursor.expect('IN', '(')
  if (cursor.is('SELECT') || cursor.is('WITH')) cursor.unsupported(cursor.peek()!, 'PIVOT with a query')
  const values = parseNamed(cursor)
  cursor.expect(')', ')')
  return {
    kind: 'pivot',
    input,
    aggregates,
    column,
    values,
    alias: startsPivot(cursor) ? null : parseAlias(cursor),
    start,
    end: cursor.endOf(start),
  }
}

function parsePath(cursor: Cursor): Expression {
  const start = cursor.start
  const parts = [cursor.name('a column')]
  while (cursor.accept('.')) parts.push(cursor.anyName())
  return { kind: 'path', parts, start, end: cursor.endOf(start) }
}

function parseNamed(cursor: Cursor): Named<Expression>[] {
  const items: Named<Expression>[] = []
  do {
    const value = parseExpression(cursor)
    items.push({ value, alias: parseAlias(cursor) })
  } while (cursor.accept(','))
  return items
}

/** `[INCLUDE NULLS] (v FOR k IN (a, b AS 'x'))`, also of several columns at once. */
function parseUnpivot(cursor: Cursor, input: FromItem, start: number): FromItem {
  cursor.expect('UNPIVOT')
  const includeNulls = cursor.accept('INCLUDE', 'NULLS')
  if (!includeNulls) cursor.accept('EXCLUDE', 'NULLS')
  cursor.expect('(')
  const values = parseColumns(cursor)
  cursor.expect('FOR')
  const name = cursor.name('a column')
  cursor.expect('IN', '(')
  const items: { columns: Name[]; label: Expression | null }[] = []
  do {
    const columns = parseColumns(cursor)
    items.push({ columns, label: cursor.accept('AS') ? parseExpression(cursor) : null })
  } while (cursor.accept(','))
  cursor.expect(')', ')')
  const alias = startsPivot(cursor) ? null : parseAlias(cursor)
  return { kind: 'unpivot', input, includeNulls, values, name, items, alias, start, end: cursor.endOf(start) } satisfies Unpivot & FromItem
}

function parseColumns(cursor: Cursor): Name[] {
  return cursor.is('(') ? parseNames(cursor) : [cursor.name('a column')]
}
