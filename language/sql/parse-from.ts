import type { Cursor } from './cursor.ts'
import { parseExpression, startsQuery } from './parse-expression.ts'
import { parsePivots, startsPivot } from './parse-pivot.ts'
import { parseAlias, parseQuery, startsSetByName } from './parse-query.ts'
import type { Expression, FromItem, Name } from './syntax.ts'

/** Everything after FROM: tables, subqueries, UNNEST, joins and commas. */
export function parseFrom(cursor: Cursor): FromItem {
  const start = cursor.start
  let left = parseJoins(cursor)
  while (cursor.accept(',')) {
    const right = parseJoins(cursor)
    left = { kind: 'join', join: 'COMMA', left, right, on: null, using: [], start, end: cursor.endOf(start) }
  }
  return left
}

function parseJoins(cursor: Cursor): FromItem {
  const start = cursor.start
  let left = parseFromPart(cursor)
  for (let count = 0; ; count++) {
    const join = parseJoinKind(cursor)
    if (!join) return left
    if (count > 200) cursor.unsupported(cursor.span(start), 'so many joins')
    const right = parseFromPart(cursor)
    let on: Expression | null = null
    const using: Name[] = []
    if (cursor.accept('ON')) on = parseExpression(cursor)
    else if (cursor.accept('USING')) {
      cursor.expect('(')
      do using.push(cursor.name('a column'))
      while (cursor.accept(','))
      cursor.expect(')')
    } else if (join !== 'CROSS' && !(isUnnest(right) && (join === 'INNER' || join === 'LEFT'))) cursor.fail('ON or USING is missing')
    if (join === 'CROSS' && (on || using.length > 0)) cursor.fail('CROSS JOIN takes no condition')
    left = { kind: 'join', join, left, right, on, using, start, end: cursor.endOf(start) }
  }
}

/** A join with an array of the row needs no condition; a path may be one. */
function isUnnest(item: FromItem): boolean {
  return item.kind === 'unnest' || item.kind === 'table'
}

function parseJoinKind(cursor: Cursor): 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | null {
  if (cursor.accept('JOIN')) return 'INNER'
  if (cursor.is('NATURAL')) cursor.unsupported(cursor.peek()!, 'NATURAL JOIN')
  if (cursor.is('LATERAL')) cursor.unsupported(cursor.peek()!, 'LATERAL')
  if (startsSetByName(cursor)) return null
  for (const kind of ['INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL'] as const) {
    if (!cursor.is(kind)) continue
    cursor.next()
    if (kind !== 'INNER' && kind !== 'CROSS') cursor.accept('OUTER')
    cursor.expect('JOIN')
    return kind
  }
  return null
}

function parseFromPart(cursor: Cursor): FromItem {
  const start = cursor.start
  const item = parsePivots(cursor, parseFromBase(cursor, start), start)
  const next = cursor.peek()
  for (const word of ['TABLESAMPLE', 'MATCH_RECOGNIZE']) if (next && cursor.is(word)) cursor.unsupported(next, word)
  if (next && cursor.is('FOR')) cursor.unsupported(next, 'FOR SYSTEM_TIME')
  return item
}

function parseFromBase(cursor: Cursor, start: number): FromItem {
  if (cursor.is('UNNEST')) return parseUnnest(cursor)
  if (cursor.is('(')) {
    cursor.next()
    if (startsQuery(cursor)) {
      const query = parseQuery(cursor)
      cursor.expect(')')
      return { kind: 'derived', query, alias: parseFromAlias(cursor), start, end: cursor.endOf(start) }
    }
    const inner = cursor.nest(() => parseFrom(cursor))
    cursor.expect(')')
    return { kind: 'parenthesized', inner, start, end: cursor.endOf(start) }
  }
  if (cursor.is('LATERAL')) cursor.unsupported(cursor.peek()!, 'LATERAL')
  const { path, names } = cursor.tablePath('a table')
  if (cursor.is('(')) cursor.unsupported(path, 'a table function')
  const alias = parseFromAlias(cursor)
  return { kind: 'table', path, names, alias, offset: parseOffset(cursor), start, end: cursor.endOf(start) }
}

function parseFromAlias(cursor: Cursor): Name | null {
  if (cursor.is('MATCH_RECOGNIZE', '(')) cursor.unsupported(cursor.peek()!, 'MATCH_RECOGNIZE')
  return startsPivot(cursor) ? null : parseAlias(cursor)
}

/** `WITH OFFSET [AS name]`. */
function parseOffset(cursor: Cursor): Name | 'unnamed' | null {
  if (!cursor.accept('WITH', 'OFFSET')) return null
  return parseAlias(cursor) ?? 'unnamed'
}

function parseUnnest(cursor: Cursor): FromItem {
  const start = cursor.start
  cursor.expect('UNNEST', '(')
  const array = parseExpression(cursor)
  if (cursor.is(',')) cursor.unsupported(cursor.span(start), 'UNNEST of several arrays')
  cursor.expect(')')
  const alias = parseAlias(cursor)
  return { kind: 'unnest', array, alias, offset: parseOffset(cursor), start, end: cursor.endOf(start) }
}
