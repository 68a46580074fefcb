import { type Cursor, isReserved } from './cursor.ts'
import { decodeLiteral } from './literals.ts'
import { parseAggregateEnd, parseCast, parseExtract, parseInterval, parseOver } from './parse-call.ts'
import { parseQuery } from './parse-query.ts'
import { parseType } from './parse-type.ts'
import type { BinaryOperator, Call, ElementMode, Expression, InSet, Name, StructField } from './syntax.ts'

/** One expression, `OR` being the weakest operator. */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nest(() => leftChain(cursor, ['OR'], () => leftChain(cursor, ['AND'], () => parseNot(cursor))))
}

export function parseExpressions(cursor: Cursor): Expression[] {
  const items = [parseExpression(cursor)]
  while (cursor.accept(',')) items.push(parseExpression(cursor))
  return items
}

function leftChain(cursor: Cursor, operators: readonly BinaryOperator[], operand: () => Expression): Expression {
  const start = cursor.start
  let left = operand()
  for (let length = 0; ; length++) {
    const operator = acceptOperator(cursor, operators)
    if (!operator) return left
    if (length > 500) cursor.unsupported(cursor.span(start), 'so long a chain of operators')
    const right = operand()
    left = { kind: 'binary', operator, left, right, ...cursor.span(start) }
  }
}

function acceptOperator(cursor: Cursor, operators: readonly BinaryOperator[]): BinaryOperator | null {
  for (const operator of operators) {
    if (operator !== '>>' && cursor.accept(operator)) return operator
    if (operator === '>>' && cursor.is('>', '>') && cursor.peek(1)?.start === cursor.peek()?.end) {
      cursor.expect('>', '>')
      return operator
    }
  }
  return null
}

function parseNot(cursor: Cursor): Expression {
  const start = cursor.start
  if (!cursor.accept('NOT')) return parseComparison(cursor)
  const operand = cursor.nest(() => parseNot(cursor))
  return { kind: 'unary', operator: 'NOT', operand, ...cursor.span(start) }
}

function parseComparison(cursor: Cursor): Expression {
  const start = cursor.start
  const left = parseBits(cursor)
  const operator = comparisonOperator(cursor)
  if (operator) return { kind: 'binary', operator, left, right: parseBits(cursor), ...cursor.span(start) }
  if (cursor.accept('IS')) {
    const not = cursor.accept('NOT')
    if (cursor.accept('DISTINCT', 'FROM')) return { kind: 'distinct-from', not, left, right: parseBits(cursor), ...cursor.span(start) }
    for (const what of ['NULL', 'TRUE', 'FALSE'] as const) {
      if (cursor.accept(what)) return { kind: 'is', not, value: left, what, ...cursor.span(start) }
    }
    return cursor.fail('NULL, TRUE, FALSE or DISTINCT FROM is expected')
  }
  const mark = cursor.mark
  const not = cursor.accept('NOT')
  if (cursor.accept('LIKE')) {
    if (cursor.is('ANY') || cursor.is('ALL') || cursor.is('SOME')) return parseQuantified(cursor, left, not, start)
    return { kind: 'like', not, left, right: parseBits(cursor), ...cursor.span(start) }
  }
  if (cursor.accept('BETWEEN')) {
    const low = parseBits(cursor)
    cursor.expect('AND')
    return { kind: 'between', not, value: left, low, high: parseBits(cursor), ...cursor.span(start) }
  }
  if (cursor.accept('IN')) {
    const set = parseInSet(cursor)
    return { kind: 'in', not, value: left, set, ...cursor.span(start) }
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
  if (cursor.accept('<>')) return '!='
  return acceptOperator(cursor, ['=', '!=', '<=', '>=', '<', '>'])
}

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

/** Operators between comparison and the unary ones, by rising strength. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '||']]

function parseBits(cursor: Cursor, level = 0): Expression {
  const operators = LEVELS[level]
  return operators ? leftChain(cursor, operators, () => parseBits(cursor, level + 1)) : parseUnary(cursor)
}

function parseUnary(cursor: Cursor): Expression {
  const start = cursor.start
  for (const operator of ['-', '+', '~'] as const) {
    if (!cursor.accept(operator)) continue
    const operand = cursor.nest(() => parseUnary(cursor))
    return { kind: 'unary', operator, operand, ...cursor.span(start) }
  }
  return parsePostfix(cursor)
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
      base = { kind: 'field', base, name: cursor.anyName(), ...cursor.span(start) }
    } else if (cursor.accept('[')) {
      const { mode, index } = parseIndex(cursor)
      base = { kind: 'element', base, index, mode, ...cursor.span(start) }
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
      return { kind: 'literal', literal, text, ...cursor.span(start) }
    }
    case 'string':
    case 'bytes':
      return { kind: 'literal', literal: token.kind, text: parseQuoted(cursor), ...cursor.span(start) }
    case 'parameter':
      cursor.next()
      return { kind: 'parameter', name: cursor.text.slice(token.start + 1, token.end), ...cursor.span(start) }
    case 'system-variable':
      return cursor.unsupported(token, 'a system variable')
    case 'positional':
      return cursor.unsupported(token, 'a positional parameter')
    case 'quoted-name':
      return parsePathOrCall(cursor)
    case 'symbol':
      if (cursor.is('(')) return parseParenthesized(cursor)
      if (cursor.is('[')) return { kind: 'array', type: null, items: parseArrayItems(cursor), ...cursor.span(start) }
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
    if (cursor.accept(')')) return { kind: 'subquery', form: 'scalar', query, ...cursor.span(start) }
    return cursor.fail('")" is missing')
  }
  const inner = parseExpression(cursor)
  if (cursor.accept(')')) return { kind: 'parenthesized', inner, ...cursor.span(start) }
  const items = [inner]
  while (cursor.accept(',')) items.push(parseExpression(cursor))
  if (!cursor.accept(')')) return cursor.fail('")" is missing')
  return { kind: 'tuple', items, ...cursor.span(start) }
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
    return { kind: 'typed-literal', type: word, text: parseQuoted(cursor), ...cursor.span(start) }
  }
  switch (word) {
    case 'TRUE':
    case 'FALSE':
    case 'NULL':
      cursor.next()
      return { kind: 'literal', literal: word === 'NULL' ? 'null' : 'bool', text: word, ...cursor.span(start) }
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
      return { kind: 'subquery', form: 'exists', query, ...cursor.span(start) }
    }
    case 'ARRAY':
      return parseArray(cursor)
    case 'STRUCT':
      return parseStruct(cursor)
    case 'DEFAULT':
      cursor.next()
      return { kind: 'default', ...cursor.span(start) }
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
        return { ...emptyCall(word, cursor.span(start)), ...cursor.span(start) }
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
  if (!cursor.is('(')) return { kind: 'path', parts, ...cursor.span(start) }
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
    return { ...call, star: true, over: parseOver(cursor), ...cursor.span(nameSpan.start) }
  }
  const distinct = cursor.accept('DISTINCT')
  const args = cursor.is(')') ? [] : parseArguments(cursor)
  const end = parseAggregateEnd(cursor)
  cursor.expect(')')
  return { ...call, distinct, arguments: args, ...end, over: parseOver(cursor), ...cursor.span(nameSpan.start) }
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
  return { kind: 'case', operand, branches, otherwise, ...cursor.span(start) }
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
    return { kind: 'subquery', form: 'array', query, ...cursor.span(start) }
  }
  if (cursor.word(1) === '[') {
    cursor.expect('ARRAY')
    return { kind: 'array', type: null, items: parseArrayItems(cursor), ...cursor.span(start) }
  }
  const type = parseType(cursor)
  return { kind: 'array', type, items: parseArrayItems(cursor), ...cursor.span(start) }
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
  return { kind: 'struct', type, fields, ...cursor.span(start) }
}
