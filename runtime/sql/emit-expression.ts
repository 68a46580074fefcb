import type { Expression } from '#language/sql'
import { bindOnce } from './bind-once.ts'
import { expectNoNull } from './clause-rules.ts'
import { emitCall } from './emit-calls.ts'
import { emitCast } from './emit-casts.ts'
import { type EmitContext, fieldOf, packStruct, resolvePath } from './emit-context.ts'
import { emitExtract } from './emit-dates.ts'
import { emitLiteral, emitTypedLiteral } from './emit-literals.ts'
import { emitBinary, emitIn, finite, negate } from './emit-operators.ts'
import { emitQuery } from './emit-query.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, coerceOr, isComparable, noSignature, type Typed, typed, unify } from './typed.ts'
import { BOOL, duckdbType, fieldName, INT64, quoteName, STRING, typeText, type ValueType, valueType } from './types.ts'

type Node<K extends Expression['kind']> = Extract<Expression, { kind: K }>

/** An expression in DuckDB's words: parentheses and types written out, names of columns resolved. */
export function emitExpression(node: Expression, context: EmitContext): Typed {
  const emit = (child: Expression): Typed => emitExpression(child, context)
  switch (node.kind) {
    case 'literal':
      return emitLiteral(node)
    case 'typed-literal':
      return emitTypedLiteral(node)
    case 'parameter':
      return context.parameter(node.name, node)
    case 'path':
      return resolvePath(node.parts, node, context)
    case 'field':
      return fieldOf(emit(node.base), node.name)
    case 'element':
      return emitElement(node, context)
    case 'unary':
      return emitUnary(node, context)
    case 'binary':
      return finite(node, emitBinary(node, context))
    case 'like': {
      expectNoNull([node.left, node.right], node.not ? 'NOT LIKE' : 'LIKE')
      const [left, right] = [emit(node.left), emit(node.right)]
      if (left.type.kind === 'BYTES') return refuse(node, 'LIKE of BYTES does not run on the local target')
      const sql = [left, right].map(v => coerceOr(v, STRING, node, noSignature('operator LIKE', [left, right])))
      return typed(negate(node.not, `(${sql[0]} LIKE ${sql[1]} ESCAPE '\\')`), BOOL)
    }
    case 'between': {
      const { type, sql } = unify([emit(node.value), emit(node.low), emit(node.high)], node, 'operator BETWEEN')
      expectComparable(type, node)
      return typed(negate(node.not, `(${sql[0]} BETWEEN ${sql[1]} AND ${sql[2]})`), BOOL)
    }
    case 'in':
      return emitIn(node, context)
    case 'is':
      return emitIs(node, context)
    case 'distinct-from': {
      const { type, sql } = unify([emit(node.left), emit(node.right)], node, 'operator IS DISTINCT FROM')
      expectComparable(type, node)
      return typed(`(${sql[0]} IS ${node.not ? 'NOT ' : ''}DISTINCT FROM ${sql[1]})`, BOOL)
    }
    case 'case':
      return emitCase(node, context)
    case 'cast':
      return emitCast(node, context)
    case 'extract':
      return emitExtract(node, context)
    case 'interval':
      return refuse(node, 'an interval runs on the local target only as an argument of DATE_ADD and the like, or after + and -')
    case 'call':
      return emitCall(node, context)
    case 'array':
      return emitArray(node, context)
    case 'struct':
      return emitStruct(node, context)
    case 'tuple': {
      const fields = node.items.map(emit)
      const columns = fields.map(value => ({ name: null, value }))
      return { ...packStruct(columns, node), written: { kind: 'struct', fields } }
    }
    case 'subquery':
      return emitSubquery(node, context)
    case 'parenthesized': {
      const inner = emit(node.inner)
      return { ...inner, sql: `(${inner.sql})` }
    }
    case 'default':
      return refuse(node, 'DEFAULT stands only as a whole value of INSERT, UPDATE and MERGE')
    default:
      return node satisfies never
  }
}

/** A condition; NULL counts as one. */
export function emitCondition(node: Expression, context: EmitContext, clause: string): string {
  const value = emitExpression(node, context)
  return coerceOr(value, BOOL, node, `${clause} should return type BOOL, but returns ${typeText(value.type)}`)
}

export function expectComparable(type: ValueType, node: Expression): void {
  if (!isComparable(type)) refuse(node, `values of type ${typeText(type)} cannot be compared on the local target`)
  if (type.kind === 'STRUCT') refuse(node, 'structs cannot be compared on the local target: compare their fields')
}

function emitIs(node: Node<'is'>, context: EmitContext): Typed {
  const value = emitExpression(node.value, context)
  if (node.what === 'NULL') return typed(`(${value.sql} IS ${node.not ? 'NOT ' : ''}NULL)`, BOOL)
  const condition = coerceOr(value, BOOL, node, noSignature(`operator IS ${node.what}`, [value]))
  return typed(`(${condition} IS ${node.not ? 'NOT ' : ''}${node.what})`, BOOL)
}

function emitElement(node: Node<'element'>, context: EmitContext): Typed {
  const base = emitExpression(node.base, context)
  const index = emitExpression(node.index, context)
  if (base.type.kind === 'JSON' && node.mode === 'plain') {
    const name = node.index.kind === 'literal' && node.index.literal === 'string' ? node.index.text : null
    if (name !== null) return fieldOf(base, { text: name, quoted: true, start: node.index.start, end: node.index.end })
    if (node.index.kind === 'literal' && node.index.literal === 'int')
      return typed(`json_extract(${base.sql}, '$[${BigInt(node.index.text)}]')`, base.type)
    return refuse(node.index, 'a part of JSON is named by a written string or number here')
  }
  if (base.type.kind !== 'ARRAY')
    throw new Refusal(node, `element access using [] is not supported on values of type ${typeText(base.type)}`, 'sql-error')
  const number = coerceOr(index, INT64, node.index, noSignature('operator []', [base, index]))
  const at = node.mode.endsWith('ORDINAL') ? `(${number} - 1)` : number
  const macro = node.mode.startsWith('SAFE') ? 'bq_safe_element' : 'bq_element'
  return typed(
    bindOnce([base.sql, at], parts => `${macro}(${parts.join(', ')})`),
    base.type.element,
  )
}

function emitUnary(node: Node<'unary'>, context: EmitContext): Typed {
  if (node.operator === '-' && node.operand.kind === 'literal' && (node.operand.literal === 'int' || node.operand.literal === 'float')) {
    return emitLiteral(node.operand, true)
  }
  expectNoNull([node.operand], node.operator)
  const operand = emitExpression(node.operand, context)
  const fail = (): never => {
    if (node.operator === '~' && operand.type.kind === 'BYTES')
      return refuse(node, 'the operator ~ of BYTES does not run on the local target')
    throw new Refusal(node, noSignature(`operator ${node.operator}`, [operand]), 'sql-error')
  }
  if (node.operator === 'NOT') return typed(`(NOT ${coerce(operand, BOOL, node) ?? fail()})`, BOOL)
  if (node.operator === '~') return typed(`(~ ${coerce(operand, INT64, node) ?? fail()})`, INT64)
  const number = operand.type.kind === 'NULL' ? INT64 : operand.type
  if (number.kind !== 'INT64' && number.kind !== 'FLOAT64' && number.kind !== 'NUMERIC') return fail()
  const sql = coerce(operand, number, node) ?? fail()
  return node.operator === '+' ? typed(sql, number) : typed(`(- ${sql})`, number)
}

function emitCase(node: Node<'case'>, context: EmitContext): Typed {
  const results = node.branches.map(b => emitExpression(b.result, context))
  if (node.otherwise) results.push(emitExpression(node.otherwise, context))
  const { type, sql } = unify(results, node, 'operator CASE')
  const otherwise = node.otherwise ? ` ELSE ${sql[sql.length - 1]}` : ''
  if (!node.operand) {
    const branches = node.branches.map((b, i) => `WHEN ${emitCondition(b.when, context, 'CASE')} THEN ${sql[i]}`)
    return typed(`CASE ${branches.join(' ')}${otherwise} END`, type)
  }
  const whens = unify(
    [emitExpression(node.operand, context), ...node.branches.map(b => emitExpression(b.when, context))],
    node,
    'operator CASE',
  )
  expectComparable(whens.type, node)
  const [operand, ...values] = whens.sql
  return typed(`CASE ${operand} ${values.map((when, i) => `WHEN ${when} THEN ${sql[i]}`).join(' ')}${otherwise} END`, type)
}

function emitArray(node: Node<'array'>, context: EmitContext): Typed {
  const items = node.items.map(i => emitExpression(i, context))
  if (node.type?.element) {
    const element = valueType(node.type.element)
    const sql = items.map((item, i) =>
      coerceOr(item, element, node.items[i]!, `array element type ${typeText(item.type)} does not coerce to ${typeText(element)}`),
    )
    return typed(`CAST([${sql.join(', ')}] AS ${duckdbType(element)}[])`, { kind: 'ARRAY', element })
  }
  const { type, sql } = unify(items, node, 'an array')
  if (type.kind === 'ARRAY') return refuse(node, 'an array of arrays is not a type')
  const value = typed(items.length === 0 ? 'CAST([] AS BIGINT[])' : `list_value(${sql.join(', ')})`, { kind: 'ARRAY', element: type })
  // Written items adapt to other types, so their array does too.
  return items.every(i => i.written !== undefined || i.type.kind === 'NULL') ? { ...value, written: { kind: 'array', items } } : value
}

function emitStruct(node: Node<'struct'>, context: EmitContext): Typed {
  const values = node.fields.map(f => emitExpression(f.value, context))
  if (values.length === 0) return refuse(node, 'an empty struct does not run on the local target')
  if (!node.type) {
    const columns = node.fields.map((f, i) => ({ name: f.name?.text ?? impliedName(f.value), value: values[i]! }))
    return { ...packStruct(columns, node), written: { kind: 'struct', fields: values } }
  }
  const type = valueType(node.type)
  if (type.kind !== 'STRUCT' || type.fields.length !== values.length)
    return refuse(node, 'the struct has another number of fields than its type')
  const packed = type.fields.map((f, i) => {
    const sql = coerceOr(
      values[i]!,
      f.type,
      node.fields[i]!.value,
      `struct field has type ${typeText(values[i]!.type)} which does not coerce to ${typeText(f.type)}`,
    )
    return `${quoteName(fieldName(f, i))} := ${sql}`
  })
  return typed(`struct_pack(${packed.join(', ')})`, type)
}

function emitSubquery(node: Node<'subquery'>, context: EmitContext): Typed {
  const query = emitQuery(node.query, context, 'inner')
  if (node.form === 'exists') return typed(`EXISTS (${query.sql})`, BOOL)
  const [column, second] = query.columns
  if (!column || second) {
    throw new Refusal(
      node,
      `${node.form === 'array' ? 'ARRAY' : 'scalar'} subquery cannot have more than one column unless using SELECT AS STRUCT`,
      'sql-error',
    )
  }
  if (node.form === 'scalar') return typed(`(${query.sql})`, column.type)
  if (column.type.kind === 'ARRAY') return refuse(node, 'an array of arrays is not a type')
  return typed(`ARRAY(${query.sql})`, { kind: 'ARRAY', element: column.type })
}

/** The name that a column or field has without AS. */
export function impliedName(node: Expression): string | null {
  if (node.kind === 'path') return node.parts[node.parts.length - 1]?.text ?? null
  if (node.kind === 'field') return node.name.text
  return node.kind === 'parenthesized' ? impliedName(node.inner) : null
}
