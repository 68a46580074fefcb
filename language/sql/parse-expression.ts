import { type Cursor, isReserved } from './cursor.ts'
import { decodeLiteral } from './literals.ts'
import { parseAggregateEnd, parseCast, parseExtract, parseInterval, parseOver } from './parse-call.ts'
import { parseQuery } from './parse-query.ts'
import { parseType } from './parse-type.ts'
import type { BinaryOperator, Call, ElementMode, Expression, InSet, Name, StructField } from './syntax.ts'

/** One expression, `OR` being the weakest operator. */
export function parseExpression(cursor: Cursor): Expression {
  cursor.enter()
  const start = cursor.start
  let left = parseAnd(cursor)
  for (let length = 0; cursor.accept('OR'); length++) {
    checkLength(cursor, start, length)
    const right = parseAnd(cursor)
    left = { kind: 'binary', operator: 'OR', left, right, start, end: cursor.endOf(start) }
  }
  cursor.leave()
  return left
}

export function parseExpressions(cursor: Cursor): Expression[] {
  const items = [parseExpression(cursor)]
  while (cursor.accept(',')) items.push(parseExpression(cursor))
  return items
}

function parseAnd(cursor: Cursor): Expression {
  const start = cursor.start
  let left = parseNot(cursor)
  for (let length = 0; cursor.accept('AND'); length++) {
    checkLength(cursor, start, length)
    const right = parseNot(cursor)
    left = { kind: 'binary', operator: 'AND', left, right, start, end: cursor.endOf(start) }
  }
  return left
}

function checkLength(cursor: Cursor, start: number, length: number): void {
  if (length > 500) cursor.unsupported(cursor.span(start), 'so long a chain of operators')
}

function parseNot(cursor: Cursor): Expression {
  const start = cursor.start
  if (!cursor.accept('NOT')) return parseComparison(cursor)
  const operand = cursor.nest(() => parseNot(cursor))
  return { kind: 'unary', operator: 'NOT', operand, start, end: cursor.endOf(start) }
}

function parseComparison(cursor: Cursor): Expression {
  const start = cursor.start
  const left = parseBits(cursor)
  const operator = comparisonOperator(cursor)
  if (operator) return { kind: 'binary', operator, left, right: parseBits(cursor), start, end: cursor.endOf(start) }
  if (cursor.accept('IS')) {
    const not = cursor.accept('NOT')
    if (cursor.accept('DISTINCT', 'FROM'))
      return { kind: 'distinct-from', not, left, right: parseBits(cursor), start, end: cursor.endOf(start) }
    for (const what of ['NULL', 'TRUE', 'FALSE'] as const) {
      if (cursor.accept(what)) return { kind: 'is', not, value: left, what, start, end: cursor.endOf(start) }
    }
    return cursor.fail('NULL, TRUE, FALSE or DISTINCT FROM is expected')
  }
  const mark = cursor.mark
  const not = cursor.accept('NOT')
  if (cursor.accept('LIKE')) {
    if (cursor.is('ANY') || cursor.is('ALL') || cursor.is('SOME')) return parseQuantified(cursor, left, not, start)
    return { kind: 'like', not, left, right: parseBits(cursor), start, end: cursor.endOf(start) }
  }
  if (cursor.accept('BETWEEN')) {
    const low = parseBits(cursor)
    cursor.expect('AND')
    return { kind: 'between', not, value: left, low, high: parseBits(cursor), start, end: cursor.endOf(start) }
  }
  if (cursor.accept('IN')) {
    const set = parseInSet(cursor)
    return { kind: 'in', not, value: left, set, start, end: cursor.endOf(start) }
  }
  cursor.reset(mark)
  return left
}

/** `x LIKE ANY (a, b)` is `x LIKE a OR x LIKE b`. */
function parseQuantified(cursor: Cursor, left: Expression, not: boolean, start: number): Expression {
  const operator = cursor.next() && cursor.word(-1) === 'ALL' ? 'AND' : 'OR'
  if (!cursor.is('(') || startsQuery(cursor)) return cursor.unsupported(cursor.span(start), 'LIKE ANY and ALL of anything but a list')
  cursor.expect('(')
  const items = parseExpressions(cursor)
  cursor.expect(')')
  const span = cursor.span(start)
  const each = items.map((right): Expression => ({ kind: 'like', not: false, left, right, ...span }))
  const all = each.reduce((a, b): Expression => ({ kind: 'binary', operator, left: a, right: b, ...span }))
  return not ? { kind: 'unary', operator: 'NOT', operand: all, ...span } : { kind: 'parenthesized', inner: all, ...span }
}

function comparisonOperator(cursor: Cursor): BinaryOperator | null {
  const operator = COMPARISONS.get(cursor.word() ?? '')
  if (operator === undefined) return null
  cursor.next()
  return operator
}

const COMPARISONS: ReadonlyMap<string, BinaryOperator> = new Map([
  ['=', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['<', '<'],
  ['>', '>'],
])

function parseInSet(cursor: Cursor): InSet {
  if (cursor.accept('UNNEST')) {
    cursor.expect('(')
    const array = parseExpression(cursor)
    cursor.expect(')')
    return { kind: 'unnest', array }
  }
  cursor.expect('(')
  const set: InSet = startsQuery(cursor) ? { kind: 'query', query: parseQuery(cursor) } : { kind: 'list', items: parseExpressions(cursor) }
  cursor.expect(')')
  return set
}

/** Operators between comparison and the unary ones: the greater, the stronger. */
const STRENGTHS: ReadonlyMap<string, number> = new Map([
  ['|', 1],
  ['^', 2],
  ['&', 3],
  ['<<', 4],
  ['>>', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['||', 6],
])

/** Operands with operators at least so strong between them, by precedence climbing (M. Richards, "BCPL", 1979). */
function parseBits(cursor: Cursor, least = 1): Expression {
  const start = cursor.start
  let left = parseUnary(cursor)
  let strength = 0
  for (let length = 0; ; length++) {
    const operator = operatorAt(cursor)
    const next = operator === null ? 0 : STRENGTHS.get(operator)!
    if (next < least) return left
    // What was a chain so far is the first operand of a weaker one.
    if (next !== strength) length = 0
    strength = next
    cursor.next()
    if (operator === '>>') cursor.next()
    checkLength(cursor, start, length)
    const right = parseBits(cursor, next + 1)
    left = { kind: 'binary', operator: operator!, left, right, start, end: cursor.endOf(start) }
  }
}

function operatorAt(cursor: Cursor): BinaryOperator | null {
  const word = cursor.word()
  if (word === null) return null
  if (word === '>') return cursor.is('>', '>') && cursor.peek(1)?.start === cursor.peek()?.end ? '>>' : null
  return STRENGTHS.has(word) ? (word as BinaryOperator) : null
}

function parseUnary(cursor: Cursor): Expression {
  const word = cursor.word()
  if (word !== '-' && word !== '+' && word !== '~') return parsePostfix(cursor)
  const start = cursor.start
  cursor.next()
  const operand = cursor.nest(() => parseUnary(cursor))
  return { kind: 'unary', operator: word, operand, start, end: cursor.endOf(start) }
}

function parsePostfix(cursor: Cursor): Expression {
  const start = cursor.start
  let base = parsePrimary(cursor)
  for (;;) {
    if (cursor.accept('.')) {
      if (cursor.is('*')) {
        cursor.reset(cursor.mark - 1)
        return base
      }
      base = { kind: 'field', base, name: cursor.anyName(), start, end: cursor.endOf(start) }
    } else if (cursor.accept('[')) {
      const { mode, index } = parseIndex(cursor)
      base = { kind: 'element', base, index, mode, start, end: cursor.endOf(start) }
    } else return base
  }
}

function parseIndex(cursor: Cursor): { mode: ElementMode; index: Expression } {
  const word = cursor.word()
  let mode: ElementMode = 'plain'
  if ((word === 'OFFSET' || word === 'ORDINAL' || word === 'SAFE_OFFSET' || word === 'SAFE_ORDINAL') && cursor.word(1) === '(') {
    cursor.next()
    mode = word
  }
  const index = parseExpression(cursor)
  cursor.expect(']')
  return { mode, index }
}

function parsePrimary(cursor: Cursor): Expression {
  const start = cursor.start
  const token = cursor.peek()
  if (!token) return cursor.fail('an expression is expected')
  switch (token.kind) {
    case 'number': {
      cursor.next()
      const text = cursor.text.slice(token.start, token.end)
      const glued = cursor.peek()
      if (glued && glued.start === token.end && (glued.kind === 'word' || glued.kind === 'number')) {
        return cursor.failAt('syntax', { start, end: glued.end }, 'a number runs into other letters')
      }
      const literal = /^0[xX]/.test(text) || /^[0-9]+$/.test(text) ? 'int' : 'float'
      return { kind: 'literal', literal, text, start, end: cursor.endOf(start) }
    }
    case 'string':
    case 'bytes':
      return { kind: 'literal', literal: token.kind, text: parseQuoted(cursor), start, end: cursor.endOf(start) }
    case 'parameter':
      cursor.next()
      return { kind: 'parameter', name: cursor.text.slice(token.start + 1, token.end), start, end: cursor.endOf(start) }
    case 'system-variable':
      return cursor.unsupported(token, 'a system variable')
    case 'positional':
      return cursor.unsupported(token, 'a positional parameter')
    case 'quoted-name':
      return parsePathOrCall(cursor)
    case 'symbol':
      if (cursor.is('(')) return parseParenthesized(cursor)
      if (cursor.is('[')) return { kind: 'array', type: null, items: parseArrayItems(cursor), start, end: cursor.endOf(start) }
      return cursor.fail('an expression is expected')
    default:
      return parseWord(cursor)
  }
}

/** The value of the next token, a literal in quotes. */
export function parseQuoted(cursor: Cursor): string {
  const token = cursor.next()
  if (token.kind !== 'string' && token.kind !== 'bytes') return cursor.failAt('syntax', token, 'a string is expected')
  if (token.unterminated) return cursor.failAt('syntax', { start: token.start, end: token.start + 1 }, 'the quotes are not closed')
  const decoded = decodeLiteral(cursor.text, token)
  if (decoded.error) return cursor.failAt('syntax', token, decoded.error)
  return decoded.value
}

function parseParenthesized(cursor: Cursor): Expression {
  const start = cursor.start
  cursor.expect('(')
  if (startsQuery(cursor)) {
    const query = cursor.nest(() => parseQuery(cursor))
    if (cursor.accept(')')) return { kind: 'subquery', form: 'scalar', query, start, end: cursor.endOf(start) }
    return cursor.fail('")" is missing')
  }
  const inner = parseExpression(cursor)
  if (cursor.accept(')')) return { kind: 'parenthesized', inner, start, end: cursor.endOf(start) }
  const items = [inner]
  while (cursor.accept(',')) items.push(parseExpression(cursor))
  if (!cursor.accept(')')) return cursor.fail('")" is missing')
  return { kind: 'tuple', items, start, end: cursor.endOf(start) }
}

/** Whether a query starts here: not an expression or a join that only begins with a query in parentheses. */
export function startsQuery(cursor: Cursor): boolean {
  for (let ahead = 0; ; ahead++) {
    const word = cursor.word(ahead)
    if (word === 'SELECT' || word === 'WITH') return true
    if (word !== '(') return false
    const closing = cursor.closing(ahead)
    if (closing < 0) continue
    if (cursor.peek(closing + 1) && !AFTER_QUERY.has(cursor.word(closing + 1) ?? '')) return false
  }
}

const AFTER_QUERY = new Set([')', 'UNION', 'INTERSECT', 'EXCEPT', 'ORDER', 'LIMIT'])

const TYPED_LITERALS = new Set(['DATE', 'TIMESTAMP', 'DATETIME', 'TIME', 'NUMERIC', 'BIGNUMERIC', 'DECIMAL', 'BIGDECIMAL', 'JSON'])

function parseWord(cursor: Cursor): Expression {
  const start = cursor.start
  const word = cursor.word() ?? ''
  const next = cursor.peek(1)
  if (next?.kind === 'string' && TYPED_LITERALS.has(word)) {
    cursor.next()
    return { kind: 'typed-literal', type: word, text: parseQuoted(cursor), start, end: cursor.endOf(start) }
  }
  switch (word) {
    case 'TRUE':
    case 'FALSE':
    case 'NULL':
      cursor.next()
      return { kind: 'literal', literal: word === 'NULL' ? 'null' : 'bool', text: word, start, end: cursor.endOf(start) }
    case 'CASE':
      return cursor.nest(() => parseCase(cursor))
    case 'CAST':
      return parseCast(cursor)
    case 'SAFE_CAST':
      if (cursor.word(1) === '(') return parseCast(cursor)
      break
    case 'EXTRACT':
      return parseExtract(cursor)
    case 'INTERVAL':
      return parseInterval(cursor)
    case 'EXISTS': {
      cursor.next()
      cursor.expect('(')
      const query = cursor.nest(() => parseQuery(cursor))
      cursor.expect(')')
      return { kind: 'subquery', form: 'exists', query, start, end: cursor.endOf(start) }
    }
    case 'ARRAY':
      return parseArray(cursor)
    case 'STRUCT':
      return parseStruct(cursor)
    case 'DEFAULT':
      cursor.next()
      return { kind: 'default', start, end: cursor.endOf(start) }
    case 'IF':
    case 'LEFT':
    case 'RIGHT':
    case 'GROUPING':
    case 'HASH':
    case 'RANGE':
    case 'COLLATE':
      if (cursor.word(1) === '(') return parsePathOrCall(cursor)
      break
    case 'CURRENT_DATE':
    case 'CURRENT_TIMESTAMP':
    case 'CURRENT_DATETIME':
    case 'CURRENT_TIME':
      if (cursor.word(1) !== '(') {
        cursor.next()
        return emptyCall(word, cursor.span(start))
      }
      break
  }
  if (isReserved(word)) return cursor.fail('an expression is expected')
  return parsePathOrCall(cursor)
}

function emptyCall(name: string, nameSpan: { start: number; end: number }): Call {
  const none = { safe: false, star: false, distinct: false, arguments: [], nulls: null, having: null, orderBy: [], limit: null, over: null }
  return { kind: 'call', name, nameSpan, ...none, ...nameSpan }
}

function parsePathOrCall(cursor: Cursor): Expression {
  const start = cursor.start
  const parts: Name[] = [cursor.anyName()]
  while (cursor.is('.') && cursor.word(1) !== '*') {
    cursor.next()
    parts.push(cursor.anyName())
  }
  if (!cursor.is('(')) return { kind: 'path', parts, start, end: cursor.endOf(start) }
  const nameSpan = cursor.span(start)
  cursor.expect('(')
  return cursor.nest(() => parseCall(cursor, parts, nameSpan))
}

function parseCall(cursor: Cursor, parts: readonly Name[], nameSpan: { start: number; end: number }): Call {
  const safe = parts.length > 1 && parts[0]?.text.toUpperCase() === 'SAFE'
  const name = parts
    .slice(safe ? 1 : 0)
    .map(p => p.text.toUpperCase())
    .join('.')
  const call = { ...emptyCall(name, nameSpan), safe }
  if (cursor.accept('*')) {
    cursor.expect(')')
    return { ...call, star: true, over: parseOver(cursor), start: nameSpan.start, end: cursor.endOf(nameSpan.start) }
  }
  const distinct = cursor.accept('DISTINCT')
  const args = cursor.is(')') ? [] : parseArguments(cursor)
  const end = parseAggregateEnd(cursor)
  cursor.expect(')')
  return { ...call, distinct, arguments: args, ...end, over: parseOver(cursor), start: nameSpan.start, end: cursor.endOf(nameSpan.start) }
}

function parseArguments(cursor: Cursor): Expression[] {
  const items: Expression[] = []
  do {
    if (startsQuery(cursor) && !cursor.is('(')) cursor.fail('a query as an argument stands in parentheses; an expression is expected')
    items.push(parseExpression(cursor))
    if (cursor.is('=>') || cursor.is('->')) cursor.unsupported(items[items.length - 1]!, 'a named argument or a lambda')
    if (cursor.is('AS')) cursor.unsupported(items[items.length - 1]!, 'an argument with a name')
  } while (cursor.accept(','))
  return items
}

function parseCase(cursor: Cursor): Expression {
  const start = cursor.start
  cursor.expect('CASE')
  const operand = cursor.is('WHEN') ? null : parseExpression(cursor)
  const branches: { when: Expression; result: Expression }[] = []
  while (cursor.accept('WHEN')) {
    const when = parseExpression(cursor)
    cursor.expect('THEN')
    branches.push({ when, result: parseExpression(cursor) })
  }
  if (branches.length === 0) cursor.fail('WHEN is missing')
  const otherwise = cursor.accept('ELSE') ? parseExpression(cursor) : null
  cursor.expect('END')
  return { kind: 'case', operand, branches, otherwise, start, end: cursor.endOf(start) }
}

function parseArrayItems(cursor: Cursor): Expression[] {
  cursor.expect('[')
  const items = cursor.is(']') ? [] : parseExpressions(cursor)
  cursor.expect(']')
  return items
}

function parseArray(cursor: Cursor): Expression {
  const start = cursor.start
  if (cursor.word(1) === '(') {
    cursor.expect('ARRAY', '(')
    const query = cursor.nest(() => parseQuery(cursor))
    cursor.expect(')')
    return { kind: 'subquery', form: 'array', query, start, end: cursor.endOf(start) }
  }
  if (cursor.word(1) === '[') {
    cursor.expect('ARRAY')
    return { kind: 'array', type: null, items: parseArrayItems(cursor), start, end: cursor.endOf(start) }
  }
  const type = parseType(cursor)
  return { kind: 'array', type, items: parseArrayItems(cursor), start, end: cursor.endOf(start) }
}

function parseStruct(cursor: Cursor): Expression {
  const start = cursor.start
  const type = cursor.word(1) === '<' ? parseType(cursor) : null
  if (!type) cursor.expect('STRUCT')
  cursor.expect('(')
  const fields: StructField[] = []
  if (!cursor.is(')')) {
    do {
      const value = parseExpression(cursor)
      fields.push({ value, name: cursor.accept('AS') ? cursor.name('a name of the field') : null })
    } while (cursor.accept(','))
  }
  cursor.expect(')')
  return { kind: 'struct', type, fields, start, end: cursor.endOf(start) }
}
