import type { Cursor } from './cursor.ts'
import { parseExpression, parseExpressions } from './parse-expression.ts'
import { parseType } from './parse-type.ts'
import type { Call, DatePart, Expression, Frame, FrameBound, Name, OrderItem, Window } from './syntax.ts'

/** What may follow the arguments of an aggregate, inside its parentheses. */
export function parseAggregateEnd(cursor: Cursor): Pick<Call, 'nulls' | 'having' | 'orderBy' | 'limit'> {
  let nulls: Call['nulls'] = null
  if (cursor.accept('IGNORE', 'NULLS')) nulls = 'IGNORE'
  else if (cursor.accept('RESPECT', 'NULLS')) nulls = 'RESPECT'
  let having: Call['having'] = null
  if (cursor.accept('HAVING')) {
    const which = cursor.accept('MAX') ? 'MAX' : cursor.expect('MIN') && 'MIN'
    having = { which, value: parseExpression(cursor) }
  }
  const orderBy = parseOrderBy(cursor)
  const limit = cursor.accept('LIMIT') ? parseExpression(cursor) : null
  return { nulls, having, orderBy, limit }
}

export function parseOrderBy(cursor: Cursor): OrderItem[] {
  const items: OrderItem[] = []
  if (!cursor.accept('ORDER')) return items
  cursor.expect('BY')
  do {
    const start = cursor.start
    const value = parseExpression(cursor)
    if (cursor.is('COLLATE')) cursor.unsupported(cursor.span(start), 'COLLATE')
    const descending = cursor.accept('DESC')
    if (!descending) cursor.accept('ASC')
    let nulls: OrderItem['nulls'] = null
    if (cursor.accept('NULLS', 'FIRST')) nulls = 'FIRST'
    else if (cursor.accept('NULLS', 'LAST')) nulls = 'LAST'
    items.push({ value, descending, nulls, start, end: cursor.endOf(start) })
  } while (cursor.accept(','))
  return items
}

export function parseOver(cursor: Cursor): Window | Name | null {
  if (!cursor.accept('OVER')) return null
  return cursor.is('(') ? parseWindow(cursor) : cursor.name('a window')
}

export function parseWindow(cursor: Cursor): Window {
  const start = cursor.start
  cursor.expect('(')
  const base = cursor.tryName()
  const partitionBy = cursor.accept('PARTITION') && cursor.expect('BY') ? parseExpressions(cursor) : []
  const orderBy = parseOrderBy(cursor)
  const frame = cursor.is('ROWS') || cursor.is('RANGE') ? parseFrame(cursor) : null
  cursor.expect(')')
  return { kind: 'window', base, partitionBy, orderBy, frame, start, end: cursor.endOf(start) }
}

function parseFrame(cursor: Cursor): Frame {
  const unit = cursor.accept('ROWS') ? 'ROWS' : 'RANGE'
  if (unit === 'RANGE') cursor.expect('RANGE')
  if (!cursor.accept('BETWEEN')) return { unit, start: parseBound(cursor), end: null }
  const start = parseBound(cursor)
  cursor.expect('AND')
  return { unit, start, end: parseBound(cursor) }
}

function parseBound(cursor: Cursor): FrameBound {
  if (cursor.accept('CURRENT', 'ROW')) return { kind: 'current' }
  const amount = cursor.accept('UNBOUNDED') ? null : parseExpression(cursor)
  const side = cursor.accept('PRECEDING') ? 'PRECEDING' : 'FOLLOWING'
  if (side === 'FOLLOWING') cursor.expect('FOLLOWING')
  return amount ? { kind: 'offset', side, amount } : { kind: 'unbounded', side }
}

/** `CAST(value AS type)` and `SAFE_CAST`. */
export function parseCast(cursor: Cursor): Expression {
  const start = cursor.start
  const safe = cursor.word() === 'SAFE_CAST'
  cursor.next()
  cursor.expect('(')
  const value = parseExpression(cursor)
  cursor.expect('AS')
  const type = parseType(cursor)
  if (cursor.is('FORMAT')) cursor.unsupported(cursor.span(start), 'CAST with FORMAT')
  cursor.expect(')')
  return { kind: 'cast', safe, value, type, start, end: cursor.endOf(start) }
}

/** `EXTRACT(part FROM value [AT TIME ZONE zone])`. */
export function parseExtract(cursor: Cursor): Expression {
  const start = cursor.start
  cursor.expect('EXTRACT', '(')
  const part = parseDatePart(cursor)
  cursor.expect('FROM')
  const value = parseExpression(cursor)
  const zone = cursor.accept('AT', 'TIME', 'ZONE') ? parseExpression(cursor) : null
  cursor.expect(')')
  return { kind: 'extract', part, value, zone, start, end: cursor.endOf(start) }
}

export function parseDatePart(cursor: Cursor): DatePart {
  const start = cursor.start
  const name = cursor.name('a part of a date').text.toUpperCase()
  if (name !== 'WEEK' || !cursor.accept('(')) return { name, weekday: null, start, end: cursor.endOf(start) }
  const weekday = cursor.name('a day of the week').text.toUpperCase()
  cursor.expect(')')
  return { name, weekday, start, end: cursor.endOf(start) }
}

/** `INTERVAL amount part`. */
export function parseInterval(cursor: Cursor): Expression {
  const start = cursor.start
  cursor.expect('INTERVAL')
  const amount = parseExpression(cursor)
  const part = parseDatePart(cursor)
  if (cursor.is('TO')) cursor.unsupported(cursor.span(start), 'an interval of several parts')
  return { kind: 'interval', amount, part, start, end: cursor.endOf(start) }
}
