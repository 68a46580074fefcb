import type { BinaryOperatorText } from '../tree.ts'
import type { ValueType } from '../values.ts'
import { type Abstract, anything, equal, typeOf, unknown } from './abstract.ts'

/** What an operator makes of two operands, or why it does not take them. */
export type OperatorResult =
  | { readonly ok: true; readonly value: Abstract }
  | { readonly ok: false; readonly problem: 'operands' | 'division' | 'overflow' }

const ok = (value: Abstract): OperatorResult => ({ ok: true, value })
const refused: OperatorResult = { ok: false, problem: 'operands' }

/** `+ - * / %` of two operands. */
export function arithmetic(operator: BinaryOperatorText, a: Abstract, b: Abstract): OperatorResult {
  const [left, right] = [typeOf(a), typeOf(b)]
  const type = resultType(operator, left, right)
  if (type === 'refused') return refused
  const divides = operator === '/' || operator === '%'
  if (divides && b.type === 'number' && b.value === 0) return { ok: false, problem: 'division' }
  if (a.type === 'unknown' || b.type === 'unknown') return ok(type === 'any' ? anything : unknown(type))
  const value = compute(operator, a, b)
  return isTooLarge(value) ? { ok: false, problem: 'overflow' } : ok(value)
}

/** The last millisecond that a date can be: 100 million days from 1970. */
const lastDate = 8.64e15

function isTooLarge(value: Abstract): boolean {
  if (value.type === 'date') return !(Math.abs(value.ms) <= lastDate)
  const size = magnitude(value)
  return (value.type === 'number' || value.type === 'duration' || value.type === 'size') && !Number.isFinite(size)
}

/** The type of a result; `any`: it depends on what is unknown; `refused`: there is none. */
function resultType(operator: BinaryOperatorText, a: ValueType | null, b: ValueType | null): ValueType | 'any' | 'refused' {
  const rows = signatures.filter(row => row[0] === operator && (a === null || row[1] === a) && (b === null || row[2] === b))
  if (rows.length === 0) return 'refused'
  return rows.every(row => row[3] === rows[0]![3]) ? rows[0]![3] : 'any'
}

/** Operator, left, right, result. */
const signatures: readonly (readonly [BinaryOperatorText, ValueType, ValueType, ValueType])[] = [
  ['+', 'number', 'number', 'number'],
  ['+', 'string', 'string', 'string'],
  ['+', 'list', 'list', 'list'],
  ['+', 'date', 'duration', 'date'],
  ['+', 'duration', 'date', 'date'],
  ['+', 'duration', 'duration', 'duration'],
  ['+', 'size', 'size', 'size'],
  ['-', 'number', 'number', 'number'],
  ['-', 'date', 'duration', 'date'],
  ['-', 'date', 'date', 'duration'],
  ['-', 'duration', 'duration', 'duration'],
  ['-', 'size', 'size', 'size'],
  ['*', 'number', 'number', 'number'],
  ['*', 'duration', 'number', 'duration'],
  ['*', 'number', 'duration', 'duration'],
  ['*', 'size', 'number', 'size'],
  ['*', 'number', 'size', 'size'],
  ['/', 'number', 'number', 'number'],
  ['/', 'duration', 'number', 'duration'],
  ['/', 'size', 'number', 'size'],
  ['%', 'number', 'number', 'number'],
]

const day = 86_400_000

/** The signature holds already; both are known. */
function compute(operator: BinaryOperatorText, a: Abstract, b: Abstract): Abstract {
  if (a.type === 'string' && b.type === 'string') return { type: 'string', value: a.value + b.value }
  if (a.type === 'list' && b.type === 'list') return { type: 'list', items: [...a.items, ...b.items] }
  if (a.type === 'date' && b.type === 'date') return { type: 'duration', ms: a.ms - b.ms }
  const date = a.type === 'date' ? a : b.type === 'date' ? b : null
  if (date) {
    const length = a.type === 'duration' ? a.ms : b.type === 'duration' ? b.ms : 0
    return { type: 'date', ms: operator === '-' ? date.ms - length : date.ms + length, dateOnly: date.dateOnly && length % day === 0 }
  }
  const result = number(operator, magnitude(a), magnitude(b))
  const of = a.type === 'number' ? b.type : a.type
  if (of === 'duration') return { type: 'duration', ms: result }
  if (of === 'size') return { type: 'size', bytes: result }
  return { type: 'number', value: result }
}

function magnitude(value: Abstract): number {
  switch (value.type) {
    case 'number':
      return value.value
    case 'duration':
      return value.ms
    case 'size':
      return value.bytes
    default:
      return Number.NaN
  }
}

function number(operator: BinaryOperatorText, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    default:
      return a % b
  }
}

const ordered: ReadonlySet<ValueType> = new Set<ValueType>(['number', 'string', 'date', 'duration', 'size'])

/** `== != < <= > >=`. */
export function comparison(operator: BinaryOperatorText, a: Abstract, b: Abstract): OperatorResult {
  if (operator === '==' || operator === '!=') {
    const same = equal(a, b)
    return ok(same === null ? unknown('boolean') : { type: 'boolean', value: same === (operator === '==') })
  }
  const [left, right] = [typeOf(a), typeOf(b)]
  if ((left !== null && !ordered.has(left)) || (right !== null && !ordered.has(right))) return refused
  if (left !== null && right !== null && left !== right) return refused
  if (a.type === 'unknown' || b.type === 'unknown') return ok(unknown('boolean'))
  const order = a.type === 'string' && b.type === 'string' ? compareText(a.value, b.value) : rank(a) - rank(b)
  const value = operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0
  return ok({ type: 'boolean', value })
}

const rank = (value: Abstract): number => (value.type === 'date' ? value.ms : magnitude(value))
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const opposite = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`)

/** `-` and `!` before an operand; `null`: it does not take it. */
export function negate(operator: '-' | '!', value: Abstract): Abstract | null {
  const type = typeOf(value)
  if (operator === '!') {
    if (type !== null && type !== 'boolean') return null
    return value.type === 'boolean' ? { type: 'boolean', value: !value.value } : unknown('boolean')
  }
  switch (value.type) {
    case 'number':
      return { type: 'number', value: -value.value, ...(value.text === undefined ? {} : { text: opposite(value.text) }) }
    case 'duration':
      return { type: 'duration', ms: -value.ms }
    case 'size':
      return { type: 'size', bytes: -value.bytes }
    case 'unknown':
      return type === null || type === 'number' || type === 'duration' || type === 'size' ? value : null
    default:
      return null
  }
}
