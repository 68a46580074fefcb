import type { Expression, Frame, FrameBound, OrderItem, Window } from '#language/sql'
import { emitCall } from './emit-calls.ts'
import { type EmitContext, expectNoRow, findGiven, namedWindow, seesAlias } from './emit-context.ts'
import { emitDateArithmetic, emitExtract } from './emit-dates.ts'
import { emitLiteral, emitTypedLiteral, name, native, text } from './emit-literals.ts'
import { emitQuery } from './emit-query.ts'
import { refuse } from './refusal.ts'
import { simpleType } from './types.ts'

/** An expression in canonical form: parentheses and types written out, functions by names that only DuckDB knows. */
export function emitExpression(node: Expression, context: EmitContext): string {
  const emit = (child: Expression): string => emitExpression(child, context)
  switch (node.kind) {
    case 'literal':
      return emitLiteral(node)
    case 'typed-literal':
      return emitTypedLiteral(node)
    case 'parameter':
      return context.parameter(node.name, node)
    case 'path':
      return emitPath(node, context)
    case 'field':
      return `${native('struct_extract')}(${emit(node.base)}, ${text(node.name.text)})`
    case 'element':
      return emitElement(node, context)
    case 'unary':
      return emitUnary(node, context)
    case 'binary':
      return emitBinary(node, context)
    case 'like':
      return negate(node.not, `(${emit(node.left)} LIKE ${emit(node.right)} ESCAPE '\\\\')`)
    case 'between':
      return negate(node.not, `(${emit(node.value)} BETWEEN ${emit(node.low)} AND ${emit(node.high)})`)
    case 'in':
      return emitIn(node, context)
    case 'is':
      return `(${emit(node.value)} IS ${node.not ? 'NOT ' : ''}${node.what})`
    case 'distinct-from':
      return `(${emit(node.left)} IS ${node.not ? 'NOT ' : ''}DISTINCT FROM ${emit(node.right)})`
    case 'case': {
      const branches = node.branches.map(b => `WHEN ${emit(b.when)} THEN ${emit(b.result)}`).join(' ')
      return `CASE${node.operand ? ` ${emit(node.operand)}` : ''} ${branches}${node.otherwise ? ` ELSE ${emit(node.otherwise)}` : ''} END`
    }
    case 'cast': {
      if (node.type.element || node.type.fields) return refuse(node.type, 'a cast to an array or struct does not run on the local target')
      const type = simpleType(node.type)
      if (node.value.kind === 'literal' && node.value.literal === 'null') return `CAST(NULL AS ${NULL_TYPES[type] ?? type})`
      return `bq_${node.safe ? 'safe_' : ''}cast_${type.toLowerCase()}(${emit(node.value)})`
    }
    case 'extract':
      return emitExtract(node, context)
    case 'interval':
      return refuse(node, 'an interval runs on the local target only as an argument of DATE_ADD and the like, or after + and -')
    case 'call':
      return emitCall(node, context)
    case 'array':
      if (node.type?.element && node.items.length === 0) return `bq_empty_${simpleType(node.type.element).toLowerCase()}()`
      if (node.type) return refuse(node, 'an array with a written type runs on the local target only where it is empty')
      if (node.items.length === 0) return refuse(node, 'an empty array needs its type here: ARRAY<STRING>[]')
      return `${native('list_value')}(${node.items.map(emit).join(', ')})`
    case 'struct':
      return emitStruct(node, context)
    case 'tuple':
      return refuse(node, 'a tuple does not run on the local target')
    case 'subquery':
      return emitSubquery(node, context)
    case 'parenthesized':
      return `(${emit(node.inner)})`
    case 'default':
      return 'DEFAULT'
    default:
      return node satisfies never
  }
}

/** The translator takes these two for one. */
const NULL_TYPES: Readonly<Record<string, string>> = { TIMESTAMP: native('timestamptz'), DATETIME: native('timestamp') }

type Node<K extends Expression['kind']> = Extract<Expression, { kind: K }>

function emitPath(node: Node<'path'>, context: EmitContext): string {
  const first = node.parts[0]!
  const found = node.parts.length === 1 || !seesAlias(context, first.text) ? findGiven(context, first) : undefined
  if (found && node.parts.length > 1) return refuse(node, 'a field of a named column does not run here on the local target')
  if (found) {
    // The named expression itself sees columns only.
    found.scope.givenSeen = false
    const value = emitExpression(found.given.value, context)
    found.scope.givenSeen = true
    return `(${value})`
  }
  if (node.parts.length === 1) expectNoRow(context, first)
  return node.parts.map(p => name(p.text)).join('.')
}

function negate(not: boolean, condition: string): string {
  return not ? `(NOT ${condition})` : condition
}

function emitElement(node: Node<'element'>, context: EmitContext): string {
  const base = emitExpression(node.base, context)
  const index = emitExpression(node.index, context)
  const at = node.mode.endsWith('ORDINAL') ? `(${index} - CAST(1 AS INT64))` : index
  return `${node.mode.startsWith('SAFE') ? 'bq_safe_element' : 'bq_element'}(${base}, ${at})`
}

function emitUnary(node: Node<'unary'>, context: EmitContext): string {
  if (node.operator === '-' && node.operand.kind === 'literal' && (node.operand.literal === 'int' || node.operand.literal === 'float')) {
    return emitLiteral(node.operand, true)
  }
  const operand = emitExpression(node.operand, context)
  if (node.operator === '+') return operand
  return node.operator === 'NOT' ? `(NOT ${operand})` : `(${node.operator} ${operand})`
}

function emitBinary(node: Node<'binary'>, context: EmitContext): string {
  if ((node.operator === '+' || node.operator === '-') && node.right.kind === 'interval') {
    return emitDateArithmetic(node.left, node.operator, node.right, context)
  }
  const left = emitExpression(node.left, context)
  const right = emitExpression(node.right, context)
  switch (node.operator) {
    case '/':
      return `bq_divide(${left}, ${right})`
    case '-':
      return isArithmetic(node.left) || isArithmetic(node.right) ? `(${left} - ${right})` : `bq_subtract(${left}, ${right})`
    case '^':
    case '<<':
    case '>>':
      return refuse(node, `the operator ${node.operator} does not run on the local target`)
    case '||':
      return `bq_concat(${left}, ${right})`
    case '!=':
      return `(${left} <> ${right})`
    case '*':
    case '+':
    case '&':
    case '|':
    case '=':
    case '<':
    case '>':
    case '<=':
    case '>=':
    case 'AND':
    case 'OR':
      return `(${left} ${node.operator} ${right})`
    default:
      return node.operator satisfies never
  }
}

/** A number, or what cannot be a date; only two dates must be told apart. */
function isArithmetic(node: Expression): boolean {
  if (node.kind === 'parenthesized') return isArithmetic(node.inner)
  if (node.kind === 'literal') return node.literal === 'int' || node.literal === 'float'
  return node.kind === 'binary' || node.kind === 'unary'
}

function emitIn(node: Node<'in'>, context: EmitContext): string {
  const value = emitExpression(node.value, context)
  switch (node.set.kind) {
    case 'list':
      // The translator takes one value in parentheses for something else.
      if (node.set.items.length === 1) return negate(node.not, `(${value} = ${emitExpression(node.set.items[0]!, context)})`)
      return negate(node.not, `(${value} IN (${node.set.items.map(i => emitExpression(i, context)).join(', ')}))`)
    case 'query':
      return negate(node.not, `(${value} IN (${emitQuery(node.set.query, context, 'inner')}))`)
    case 'unnest':
      return negate(node.not, `bq_in_array(${value}, ${emitExpression(node.set.array, context)})`)
    default:
      return node.set satisfies never
  }
}

function emitStruct(node: Node<'struct'>, context: EmitContext): string {
  if (node.type) return refuse(node, 'a struct with a written type does not run on the local target')
  const fields = node.fields.map(field => {
    const path = field.value.kind === 'path' ? field.value.parts[field.value.parts.length - 1] : undefined
    const fieldName = field.name ?? path
    if (!fieldName) return refuse(field.value, 'a field of a struct without a name does not run on the local target')
    return `${name(fieldName.text)} := ${emitExpression(field.value, context)}`
  })
  if (fields.length === 0) return refuse(node, 'an empty struct does not run on the local target')
  return `${native('struct_pack')}(${fields.join(', ')})`
}

function emitSubquery(node: Node<'subquery'>, context: EmitContext): string {
  const query = emitQuery(node.query, context, 'inner')
  switch (node.form) {
    case 'scalar':
      return `(${query})`
    case 'exists':
      return `EXISTS (${query})`
    case 'array':
      return `ARRAY(${query})`
    default:
      return node.form satisfies never
  }
}

/** An item of ORDER BY; a bare number or a given name is a place in the list, where places count. */
export function emitOrder(item: OrderItem, context: EmitContext, places: boolean): string {
  const value = (places ? emitPlace(item.value, context) : null) ?? emitExpression(item.value, context)
  // BigQuery takes NULL for the least value; the places are written out so that no setting matters.
  const nulls = item.nulls ?? (item.descending ? 'LAST' : 'FIRST')
  return `${value} ${item.descending ? 'DESC' : 'ASC'} NULLS ${nulls}`
}

/** The place in the select list that a number or a given name means; null for another expression. */
export function emitPlace(node: Expression, context: EmitContext): string | null {
  if (node.kind === 'literal' && node.literal === 'int') return String(BigInt(node.text))
  if (node.kind !== 'path' || node.parts.length !== 1) return null
  const place = findGiven(context, node.parts[0]!)?.given.place
  return place ? String(place) : null
}

/** What stands in the parentheses of OVER. */
export function emitWindow(window: Window, context: EmitContext): string {
  const base = window.base ? namedWindow(context, window.base) : null
  if (base?.base || base?.frame) return refuse(window, 'this use of a named window does not run on the local target')
  const parts: string[] = []
  const partitionBy = base && base.partitionBy.length > 0 ? base.partitionBy : window.partitionBy
  const orderBy = base && base.orderBy.length > 0 ? base.orderBy : window.orderBy
  if (partitionBy.length > 0) parts.push(`PARTITION BY ${partitionBy.map(e => emitExpression(e, context)).join(', ')}`)
  if (orderBy.length > 0) parts.push(`ORDER BY ${orderBy.map(o => emitOrder(o, context, false)).join(', ')}`)
  if (window.frame) parts.push(emitFrame(window.frame))
  return parts.join(' ')
}

function emitFrame(frame: Frame): string {
  const start = emitBound(frame.start)
  return frame.end ? `${frame.unit} BETWEEN ${start} AND ${emitBound(frame.end)}` : `${frame.unit} ${start}`
}

function emitBound(bound: FrameBound): string {
  switch (bound.kind) {
    case 'current':
      return 'CURRENT ROW'
    case 'unbounded':
      return `UNBOUNDED ${bound.side}`
    case 'offset': {
      if (bound.amount.kind !== 'literal' || bound.amount.literal !== 'int')
        return refuse(bound.amount, 'the size of a window frame must be a number here')
      return `${BigInt(bound.amount.text)} ${bound.side}`
    }
    default:
      return bound satisfies never
  }
}
