import type { Expression } from '#language/sql'
import { bindOnce } from './bind-once.ts'
import { expectNoNull } from './clause-rules.ts'
import { castTo } from './emit-casts.ts'
import type { EmitContext } from './emit-context.ts'
import { dateArithmetic } from './emit-dates.ts'
import { emitExpression, expectComparable } from './emit-expression.ts'
import { emitQuery } from './emit-query.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, noSignature, type Typed, typed, unify } from './typed.ts'
import { BOOL, FLOAT64, INT64, NUMERIC, STRING, type ValueType } from './types.ts'

type Node<K extends Expression['kind']> = Extract<Expression, { kind: K }>

export function negate(not: boolean, condition: string): string {
  return not ? `(NOT ${condition})` : condition
}

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/'])

/** An expression that may be a FLOAT64 which became infinite, where something else will look at that. */
function emitLoose(node: Expression, context: EmitContext): Typed {
  if (node.kind === 'parenthesized') {
    const inner = emitLoose(node.inner, context)
    return { ...inner, sql: `(${inner.sql})` }
  }
  return node.kind === 'binary' ? emitBinary(node, context) : emitExpression(node, context)
}

/** BigQuery fails where a calculation gets beyond FLOAT64. */
export function finite(node: Expression, value: Typed): Typed {
  const calculated = node.kind === 'binary' && ARITHMETIC.has(node.operator) && value.type.kind === 'FLOAT64'
  return calculated
    ? typed(
        bindOnce([value.sql], ([x]) => `bq_finite(${x})`),
        value.type,
      )
    : value
}

/** `left operator right`. */
export function emitBinary(node: Node<'binary'>, context: EmitContext): Typed {
  if (!/^(?:AND|OR|<<|>>)$/.test(node.operator)) expectNoNull([node.left, node.right], node.operator)
  if ((node.operator === '+' || node.operator === '-') && node.right.kind === 'interval') {
    return dateArithmetic(node, emitExpression(node.left, context), node.operator, node.right, context)
  }
  // A part of a calculation is looked at with the whole of it; only what is divided by may lose an infinity.
  const part = (child: Expression): Typed => (ARITHMETIC.has(node.operator) ? emitLoose(child, context) : emitExpression(child, context))
  const values = [part(node.left), node.operator === '/' ? emitExpression(node.right, context) : part(node.right)]
  const fail = (): never => {
    const [family, other] = values.map(value => value.type.kind)
    if (node.operator === '-' && family === other && (family === 'DATE' || family === 'DATETIME' || family === 'TIMESTAMP'))
      return refuse(node, `${family} - ${family}, which is an INTERVAL, does not run on the local target: use ${family}_DIFF`)
    if (/^([&|^]|<<|>>)$/.test(node.operator) && family === 'BYTES')
      return refuse(node, `the operator ${node.operator} of BYTES does not run on the local target`)
    throw new Refusal(node, noSignature(`operator ${node.operator}`, values), 'sql-error')
  }
  const both = (type: ValueType): string[] => values.map(v => coerce(v, type, node) ?? fail())
  switch (node.operator) {
    case 'AND':
    case 'OR':
      return typed(`(${both(BOOL).join(` ${node.operator} `)})`, BOOL)
    case '=':
    case '!=':
    case '<':
    case '>':
    case '<=':
    case '>=': {
      const { type, sql } = unify(values, node, `operator ${node.operator}`)
      expectComparable(type, node)
      return typed(`(${sql[0]} ${node.operator === '!=' ? '<>' : node.operator} ${sql[1]})`, BOOL)
    }
    case '+':
    case '-':
      return addDays(node, values) ?? arithmetic(node.operator, values, fail, node)
    case '*':
    case '/':
      return arithmetic(node.operator, values, fail, node)
    case '||':
      return concatenate(values, node, '||')
    case '&':
    case '|':
      return typed(`(${both(INT64).join(` ${node.operator} `)})`, INT64)
    case '^':
      return typed(`xor(${both(INT64).join(', ')})`, INT64)
    case '<<':
      return typed(`bq_shift_left(${both(INT64).join(', ')})`, INT64)
    case '>>':
      return typed(`bq_shift_right(${both(INT64).join(', ')})`, INT64)
    default:
      return node.operator satisfies never
  }
}

/** `date + days` and `date - days`. */
function addDays(node: Node<'binary'>, [left, right]: readonly Typed[]): Typed | null {
  if (!left || !right) return null
  const [date, days] = left.type.kind === 'DATE' ? [left, right] : right.type.kind === 'DATE' && node.operator === '+' ? [right, left] : []
  if (!date || !days || (days.type.kind !== 'INT64' && days.type.kind !== 'NULL')) return null
  const number = coerce(days, INT64, node)
  return typed(
    bindOnce([`${date.sql} ${node.operator} CAST(${number} AS INTEGER)`], ([x]) => `bq_date_in_range(${x})`),
    date.type,
  )
}

function arithmetic(operator: '+' | '-' | '*' | '/', values: readonly Typed[], fail: () => never, node: Expression): Typed {
  const type = numberType(values, operator) ?? fail()
  const [left, right] = values.map(v => coerce(v, type, node) ?? fail())
  if (operator === '/') {
    const macro = type.kind === 'NUMERIC' ? 'bq_numeric_divide' : 'bq_divide'
    return typed(
      bindOnce([left!, right!], parts => `${macro}(${parts.join(', ')})`),
      type,
    )
  }
  if (operator === '*' && type.kind === 'NUMERIC') return typed(`CAST((${left} * ${right}) AS DECIMAL(38,9))`, type)
  return typed(`(${left} ${operator} ${right})`, type)
}

/** The type that a calculation with two numbers has. */
function numberType(values: readonly Typed[], operator: string): ValueType | null {
  const numbers = values.map(v => (v.type.kind === 'NULL' ? INT64 : v.type))
  if (numbers.some(t => t.kind !== 'INT64' && t.kind !== 'FLOAT64' && t.kind !== 'NUMERIC')) return null
  const kinds = new Set(numbers.map(t => t.kind))
  if (kinds.has('NUMERIC')) {
    const float = values.find(v => v.type.kind === 'FLOAT64')
    return float && float.written?.kind !== 'number' ? FLOAT64 : NUMERIC
  }
  return kinds.has('FLOAT64') || operator === '/' ? FLOAT64 : INT64
}

/** Texts, bytes or arrays one after the other; what is beside a text becomes one. */
export function concatenate(values: readonly Typed[], node: Expression, what: string): Typed {
  const kinds = new Set(values.map(v => v.type.kind))
  if (kinds.has('ARRAY')) {
    const { type, sql } = unify(values, node, `operator ${what}`)
    return typed(
      sql.reduce((left, right) => bindOnce([left, right], parts => `bq_concat_arrays(${parts.join(', ')})`)),
      type,
    )
  }
  const to: ValueType = kinds.has('BYTES') ? { kind: 'BYTES' } : STRING
  const parts = values.map(value => {
    if (kinds.has('STRUCT') || kinds.has('JSON') || (to.kind === 'BYTES' && value.type.kind !== 'BYTES' && value.type.kind !== 'NULL')) {
      throw new Refusal(node, noSignature(`operator ${what}`, values), 'sql-error')
    }
    return castTo(value, to, { safe: false, start: node.start, end: node.end }).sql
  })
  return typed(parts.length === 1 ? parts[0]! : `(${parts.join(' || ')})`, to)
}

/** `value IN (…)`. */
export function emitIn(node: Node<'in'>, context: EmitContext): Typed {
  const value = emitExpression(node.value, context)
  switch (node.set.kind) {
    case 'list': {
      const { type, sql } = unify([value, ...node.set.items.map(i => emitExpression(i, context))], node, 'operator IN')
      expectComparable(type, node)
      return typed(negate(node.not, `(${sql[0]} IN (${sql.slice(1).join(', ')}))`), BOOL)
    }
    case 'query': {
      const query = emitQuery(node.set.query, context, 'inner')
      const [column, second] = query.columns
      if (!column || second) throw new Refusal(node, 'subquery of type IN must have only one output column', 'sql-error')
      const alias = `t${context.fresh()}`
      const { type, sql } = unify([value, typed(`${alias}.${column.sqlName}`, column.type)], node, 'operator IN')
      expectComparable(type, node)
      return typed(negate(node.not, `(${sql[0]} IN (SELECT ${sql[1]} FROM (${query.sql}) AS ${alias}))`), BOOL)
    }
    case 'unnest': {
      const array = emitExpression(node.set.array, context)
      if (node.set.array.kind === 'literal' && node.set.array.literal === 'null')
        throw new Refusal(node.set.array, 'second argument of IN UNNEST must be an array but was NULL', 'sql-error')
      if (array.type.kind === 'NULL') return typed('FALSE', BOOL)
      if (array.type.kind !== 'ARRAY') return refuse(node.set.array, 'UNNEST takes an array')
      const { type, sql } = unify([value, { ...typed('NULL', array.type.element) }], node, 'operator IN')
      expectComparable(type, node)
      const list = coerce(array, { kind: 'ARRAY', element: type }, node)
      if (list === null) throw new Refusal(node, noSignature('operator IN UNNEST', [value, array]), 'sql-error')
      return typed(
        negate(
          node.not,
          bindOnce([sql[0]!, list], parts => `bq_in_array(${parts.join(', ')})`),
        ),
        BOOL,
      )
    }
    default:
      return node.set satisfies never
  }
}
