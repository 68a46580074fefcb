import type { Cursor } from './cursor.ts'
import { parseOrderBy, parseWindow } from './parse-call.ts'
import { parseExpression, parseExpressions } from './parse-expression.ts'
import { parseFrom } from './parse-from.ts'
import type { CommonTable, Expression, Name, Query, QueryBody, Select, SelectItem, SetOperator, Window } from './syntax.ts'

/** `[WITH …] body [ORDER BY …] [LIMIT …]`. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.nest(() => {
    const start = cursor.start
    const common: CommonTable[] = []
    let recursive = false
    if (cursor.accept('WITH')) {
      recursive = cursor.accept('RECURSIVE')
      do common.push(parseCommonTable(cursor))
      while (cursor.accept(','))
    }
    const body = parseBody(cursor)
    const orderBy = parseOrderBy(cursor)
    let limit: Expression | null = null
    let offset: Expression | null = null
    if (cursor.accept('LIMIT')) {
      limit = parseExpression(cursor)
      if (cursor.accept('OFFSET')) offset = parseExpression(cursor)
    }
    if (cursor.is('|>')) cursor.unsupported(cursor.peek()!, 'pipe syntax')
    if (cursor.is('FOR', 'UPDATE')) cursor.unsupported(cursor.peek()!, 'FOR UPDATE')
    return { recursive, with: common, body, orderBy, limit, offset, start, end: cursor.endOf(start) }
  })
}

function parseCommonTable(cursor: Cursor): CommonTable {
  const name = cursor.name('a name of a common table')
  cursor.expect('AS', '(')
  const query = parseQuery(cursor)
  cursor.expect(')')
  return { name, query }
}

function parseBody(cursor: Cursor): QueryBody {
  const start = cursor.start
  let left = parseBodyPart(cursor)
  let first: SetOperator | null = null
  for (let count = 0; ; count++) {
    const operator = parseSetOperator(cursor)
    if (!operator) return left
    if (first && first !== operator) cursor.fail('different set operators stand in one chain: parentheses are needed')
    if (count > 500) cursor.unsupported(cursor.span(start), 'so long a chain of queries')
    first = operator
    left = { kind: 'set', operator, left, right: parseBodyPart(cursor), start, end: cursor.endOf(start) }
  }
}

function parseSetOperator(cursor: Cursor): SetOperator | null {
  if (cursor.is('EXCEPT', '(')) return null
  if (startsSetByName(cursor)) cursor.unsupported(cursor.peek()!, 'a set operation by name')
  const name = (['UNION', 'INTERSECT', 'EXCEPT'] as const).find(n => cursor.accept(n))
  if (!name) return null
  const all = cursor.accept('ALL')
  if (!all && !cursor.accept('DISTINCT')) return cursor.fail(`ALL or DISTINCT is missing after ${name}`)
  if (cursor.is('BY') || cursor.is('CORRESPONDING') || cursor.is('STRICT')) cursor.unsupported(cursor.peek()!, 'a set operation by name')
  if (all && name !== 'UNION') return cursor.fail(`${name} takes DISTINCT`)
  return all ? 'UNION ALL' : `${name} DISTINCT`
}

/** `FULL OUTER UNION ALL BY NAME` and its like, whose first words a join may have too. */
export function startsSetByName(cursor: Cursor): boolean {
  if (!cursor.is('FULL') && !cursor.is('LEFT') && !cursor.is('INNER')) return false
  const next = cursor.word(1) === 'OUTER' ? cursor.word(2) : cursor.word(1)
  return next === 'UNION' || next === 'INTERSECT' || next === 'EXCEPT'
}

function parseBodyPart(cursor: Cursor): QueryBody {
  const start = cursor.start
  if (cursor.is('SELECT')) return parseSelect(cursor)
  if (!cursor.accept('(')) return cursor.fail('SELECT is expected')
  const query = parseQuery(cursor)
  cursor.expect(')')
  return { kind: 'query', query, start, end: cursor.endOf(start) }
}

function parseSelect(cursor: Cursor): Select {
  const start = cursor.start
  cursor.expect('SELECT')
  if (cursor.is('WITH')) cursor.unsupported(cursor.peek()!, 'SELECT WITH')
  const distinct = cursor.accept('DISTINCT')
  if (!distinct) cursor.accept('ALL')
  const as = cursor.accept('AS') ? (cursor.accept('STRUCT') ? 'STRUCT' : cursor.expect('VALUE') && 'VALUE') : null
  const items: SelectItem[] = [parseItem(cursor)]
  while (cursor.accept(',')) {
    if (cursor.is('FROM') || cursor.done || cursor.is(')')) break
    items.push(parseItem(cursor))
  }
  const from = cursor.accept('FROM') ? parseFrom(cursor) : null
  const where = cursor.accept('WHERE') ? parseExpression(cursor) : null
  const { groupBy, grouping } = parseGroupBy(cursor)
  const having = cursor.accept('HAVING') ? parseExpression(cursor) : null
  const qualify = cursor.accept('QUALIFY') ? parseExpression(cursor) : null
  const windows = parseWindows(cursor)
  return { kind: 'select', distinct, as, items, from, where, groupBy, grouping, having, qualify, windows, start, end: cursor.endOf(start) }
}

function parseItem(cursor: Cursor): SelectItem {
  const start = cursor.start
  if (cursor.accept('*')) return parseStar(cursor, start, null)
  const value = parseExpression(cursor)
  if (cursor.accept('.', '*')) return parseStar(cursor, start, value)
  return { kind: 'expression', value, alias: parseAlias(cursor), start, end: cursor.endOf(start) }
}

/** `AS name`, or a name alone. */
export function parseAlias(cursor: Cursor): Name | null {
  return cursor.accept('AS') ? cursor.name('a name') : cursor.tryName()
}

function parseStar(cursor: Cursor, start: number, of: Expression | null): SelectItem {
  const except: Name[] = []
  const replace: { value: Expression; name: Name }[] = []
  if (cursor.is('EXCEPT', '(')) {
    cursor.expect('EXCEPT', '(')
    do except.push(cursor.name('a column'))
    while (cursor.accept(','))
    cursor.expect(')')
  }
  if (cursor.is('REPLACE', '(')) {
    cursor.expect('REPLACE', '(')
    do {
      const value = parseExpression(cursor)
      cursor.accept('AS')
      replace.push({ value, name: cursor.name('a column') })
    } while (cursor.accept(','))
    cursor.expect(')')
  }
  return { kind: 'star', of, except, replace, start, end: cursor.endOf(start) }
}

function parseGroupBy(cursor: Cursor): Pick<Select, 'groupBy' | 'grouping'> {
  if (!cursor.accept('GROUP')) return { groupBy: null, grouping: null }
  cursor.expect('BY')
  if (cursor.accept('ALL')) return { groupBy: 'all', grouping: null }
  for (const grouping of ['ROLLUP', 'CUBE'] as const) {
    if (!cursor.accept(grouping)) continue
    cursor.expect('(')
    const groupBy = parseExpressions(cursor)
    cursor.expect(')')
    if (cursor.is(',')) cursor.unsupported(cursor.peek()!, `${grouping} beside other groups`)
    return { groupBy, grouping }
  }
  if (cursor.is('GROUPING', 'SETS') || cursor.is('(', ')')) cursor.unsupported(cursor.peek()!, 'GROUPING SETS')
  return { groupBy: parseExpressions(cursor), grouping: null }
}

function parseWindows(cursor: Cursor): { name: Name; window: Window }[] {
  const windows: { name: Name; window: Window }[] = []
  if (!cursor.accept('WINDOW')) return windows
  do {
    const name = cursor.name('a name of a window')
    cursor.expect('AS')
    if (!cursor.is('(')) cursor.unsupported(cursor.peek() ?? name, 'a window that is another')
    windows.push({ name, window: parseWindow(cursor) })
  } while (cursor.accept(','))
  return windows
}
