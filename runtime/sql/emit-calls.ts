import type { Call, Expression } from '#language/sql'
import { type EmitContext, namedWindow } from './emit-context.ts'
import { DATE_CALLS, emitDateCall } from './emit-dates.ts'
import { emitExpression, emitOrder, emitWindow } from './emit-expression.ts'
import { native, text } from './emit-literals.ts'
import { FUNCTIONS } from './functions.ts'
import { refuse } from './refusal.ts'

/** A call of a function on the list; every other is refused at its name. */
export function emitCall(call: Call, context: EmitContext): string {
  const rule = FUNCTIONS.get(call.name)
  if (!rule) return refuse(call.nameSpan, `the function ${call.name} does not run on the local target`)
  if (call.safe) return refuse(call.nameSpan, 'the prefix SAFE does not run on the local target')
  checkForm(call, rule.kind === 'aggregate' || AGGREGATES.has(call.name), rule.kind === 'window')
  const count = call.star ? 1 : call.arguments.length
  if (count < rule.least || count > rule.most) {
    return refuse(call, `${call.name} takes ${rule.least === rule.most ? rule.least : `${rule.least} to ${rule.most}`} arguments`)
  }
  switch (rule.kind) {
    case 'macro':
      return `bq_${rule.macro}(${list(call.arguments, context)})`
    case 'aggregate':
      return emitAggregate(call, rule.native, context)
    case 'window':
      return emitWindowCall(call, rule.native, context)
    case 'special':
      return emitSpecial(call, context)
    default:
      return rule satisfies never
  }
}

/** Aggregates that need to be written in another way. */
const AGGREGATES = new Set(['ARRAY_AGG', 'STRING_AGG', 'COUNTIF', 'APPROX_COUNT_DISTINCT'])
const TAKES_NULLS = new Set(['FIRST_VALUE', 'LAST_VALUE', 'NTH_VALUE', 'ARRAY_AGG'])
const TAKES_ORDER = new Set(['ARRAY_AGG', 'STRING_AGG'])

function checkForm(call: Call, aggregate: boolean, window: boolean): void {
  if (call.star && call.name !== 'COUNT') refuse(call, `${call.name} takes no *`)
  if (call.distinct && !aggregate) refuse(call, `${call.name} takes no DISTINCT`)
  if (call.distinct && call.over) refuse(call, 'DISTINCT in a window does not run on the local target')
  if (call.nulls && !TAKES_NULLS.has(call.name)) refuse(call, `IGNORE NULLS in ${call.name} does not run on the local target`)
  if (call.orderBy.length > 0 && !TAKES_ORDER.has(call.name)) refuse(call, `ORDER BY in ${call.name} does not run on the local target`)
  if (call.limit && call.name !== 'ARRAY_AGG') refuse(call, `LIMIT in ${call.name} does not run on the local target`)
  if (call.over && !aggregate && !window) refuse(call, `${call.name} is no function of windows`)
  if (window && !call.over) refuse(call, `OVER is missing after ${call.name}`)
}

function list(items: readonly Expression[], context: EmitContext): string {
  return items.map(i => emitExpression(i, context)).join(', ')
}

function over(call: Call, context: EmitContext): string {
  if (!call.over) return ''
  const window = 'kind' in call.over ? call.over : namedWindow(context, call.over)
  return ` OVER (${emitWindow(window, context)})`
}

function emitAggregate(call: Call, nativeName: string, context: EmitContext): string {
  const inner = call.star ? '*' : `${call.distinct ? 'DISTINCT ' : ''}${list(call.arguments, context)}`
  const value = `${native(nativeName)}(${inner})${over(call, context)}`
  return call.name === 'SUM' ? `bq_sum(${value})` : value
}

/** IGNORE NULLS is only understood by the translator in functions that it knows. */
function emitWindowCall(call: Call, nativeName: string, context: EmitContext): string {
  const window = over(call, context)
  if (call.nulls === 'IGNORE') return `${nativeName}(${list(call.arguments, context)} IGNORE NULLS)${window}`
  return `${native(nativeName)}(${list(call.arguments, context)})${window}`
}

function emitSpecial(call: Call, context: EmitContext): string {
  const emit = (at: number): string => emitExpression(argument(call, at), context)
  if (DATE_CALLS.has(call.name)) return emitDateCall(call, context)
  switch (call.name) {
    case 'APPROX_COUNT_DISTINCT':
      return `${native('count')}(DISTINCT ${emit(0)})${over(call, context)}`
    case 'COUNTIF':
      return `${native('count')}(${call.distinct ? 'DISTINCT ' : ''}CASE WHEN ${emit(0)} THEN ${call.distinct ? emit(0) : '1'} END)${over(call, context)}`
    case 'ARRAY_AGG':
      return emitArrayAgg(call, context)
    case 'STRING_AGG':
      return emitStringAgg(call, context)
    case 'ARRAY_CONCAT':
    case 'CONCAT':
      // DuckDB's own function passes over NULL.
      return call.arguments.map(a => emitExpression(a, context)).reduce((left, right) => `bq_concat(${left}, ${right})`)
    case 'COALESCE':
    case 'IFNULL':
      return `${native('coalesce')}(${list(call.arguments, context)})`
    case 'NULLIF':
      return `(CASE WHEN ${emit(0)} = ${emit(1)} THEN NULL ELSE ${emit(0)} END)`
    case 'IF':
      return `(CASE WHEN ${emit(0)} THEN ${emit(1)} ELSE ${emit(2)} END)`
    case 'GREATEST':
    case 'LEAST': {
      const items = call.arguments.map(a => emitExpression(a, context))
      const unknown = items.map(i => `(${i} IS NULL)`).join(' OR ')
      return `(CASE WHEN ${unknown} THEN NULL ELSE ${native(call.name.toLowerCase())}(${items.join(', ')}) END)`
    }
    case 'JSON_VALUE':
    case 'JSON_EXTRACT_SCALAR':
      return `bq_json_scalar(${emit(0)}, ${jsonPath(argument(call, 1))})`
    case 'REGEXP_CONTAINS':
      return `${native('regexp_matches')}(${emit(0)}, ${pattern(argument(call, 1)).text})`
    case 'REGEXP_EXTRACT': {
      const { text: regexp, groups } = pattern(argument(call, 1))
      if (groups > 1) return refuse(argument(call, 1), 'REGEXP_EXTRACT takes a pattern with one group at most')
      if (groups === 1 && mayBeLeftOut(literalText(argument(call, 1), 'the pattern'))) {
        return refuse(argument(call, 1), 'a group that may take no part in the match does not run on the local target')
      }
      return `bq_regexp_extract_${groups}(${emit(0)}, ${regexp})`
    }
    case 'REGEXP_REPLACE':
      return `${native('regexp_replace')}(${emit(0)}, ${pattern(argument(call, 1)).text}, ${replacement(argument(call, 2))}, 'g')`
    default:
      return refuse(call.nameSpan, `the function ${call.name} does not run on the local target`)
  }
}

export function argument(call: Call, at: number): Expression {
  const found = call.arguments[at]
  return found ?? refuse(call, `${call.name} takes more arguments`)
}

/** The text of an argument that must be written as a string; the translation depends on it. */
export function literalText(node: Expression, what: string): string {
  if (node.kind === 'literal' && node.literal === 'string') return node.text
  return refuse(node, `${what} must be a written string on the local target`)
}

/** A regular expression. Both use RE2, but what differs or cannot be seen is refused. */
function pattern(node: Expression): { text: string; groups: number } {
  const source = literalText(node, 'the pattern')
  if (/\(\?P?</.test(source)) return refuse(node, 'a group with a name does not run on the local target')
  let groups = 0
  let inClass = false
  for (let i = 0; i < source.length; i++) {
    const c = source[i]
    if (c === '\\') i++
    else if (c === '[') inClass = true
    else if (c === ']') inClass = false
    else if (c === '(' && !inClass && source[i + 1] !== '?') groups++
  }
  return { text: text(source), groups }
}

/** BigQuery answers NULL for a group that took no part, DuckDB an empty text. */
function mayBeLeftOut(source: string): boolean {
  return source.replace(/\\./g, '').includes('|') || /\)[?*{]/.test(source)
}

function replacement(node: Expression): string {
  const source = literalText(node, 'the replacement')
  if (/\\(?![\\0-9])/.test(source.replace(/\\\\/g, '')))
    return refuse(node, 'a backslash in the replacement stands before a digit or a backslash')
  return text(source)
}

/** Paths of names and indexes, which both read alike. */
function jsonPath(node: Expression): string {
  const source = literalText(node, 'the path')
  if (!/^\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*$/.test(source))
    return refuse(node, 'this path does not run on the local target: names and indexes do, as $.a[0].b')
  return text(source)
}

function emitArrayAgg(call: Call, context: EmitContext): string {
  if (call.over) return refuse(call, 'ARRAY_AGG in a window does not run on the local target')
  const order = call.orderBy.map(o => emitOrder(o, context, false)).join(', ')
  const value = emitExpression(argument(call, 0), context)
  const inner = `${call.distinct ? 'DISTINCT ' : ''}${value}${order ? ` ORDER BY ${order}` : ''}`
  const all = `array_agg(${inner})${call.nulls === 'IGNORE' ? ` FILTER (WHERE (${value} IS NOT NULL))` : ''}`
  if (!call.limit) return all
  return `${native('list_slice')}(${all}, 1, ${emitExpression(call.limit, context)})`
}

function emitStringAgg(call: Call, context: EmitContext): string {
  const separator = call.arguments.length > 1 ? literalText(argument(call, 1), 'the separator') : ','
  const order = call.orderBy.map(o => emitOrder(o, context, false)).join(', ')
  const inner = `${call.distinct ? 'DISTINCT ' : ''}${emitExpression(argument(call, 0), context)}, ${text(separator)}`
  return order ? `string_agg(${inner} ORDER BY ${order})${over(call, context)}` : `${native('string_agg')}(${inner})${over(call, context)}`
}
