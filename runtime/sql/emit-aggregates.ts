import type { Call } from '#language/sql'
import { argument, expectCount } from './emit-calls.ts'
import type { EmitContext } from './emit-context.ts'
import { emitExpression, expectComparable } from './emit-expression.ts'
import { emitString } from './emit-literals.ts'
import { emitOrder, emitOver } from './emit-windows.ts'
import { AGGREGATES } from './functions.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, coerceOr, noSignature, type Typed, typed } from './typed.ts'
import { BOOL, FLOAT64, INT64, NUMERIC, STRING, type ValueType } from './types.ts'

/** An aggregate, alone or over a window, or a function that is of windows only. */
export function emitAggregate(call: Call, context: EmitContext): Typed {
  const aggregate = AGGREGATES.has(call.name)
  if (!aggregate && !call.over)
    throw new Refusal(call.nameSpan, `window function ${call.name} cannot be called without an OVER clause`, 'sql-error')
  checkForm(call, aggregate)
  const over = emitOver(call, context)
  return aggregate ? emitPlain(call, context, over) : emitWindowed(call, context, over)
}

/** An aggregate over the rows for which a condition holds. */
export function emitFiltered(call: Call, condition: string, context: EmitContext): Typed {
  checkForm(call, true)
  if (call.nulls || call.limit) return refuse(call, `${call.name} with IGNORE NULLS or LIMIT does not run on the local target here`)
  return emitPlain(call, context, ` FILTER (WHERE ${condition})`)
}

const TAKES_NULLS = new Set(['FIRST_VALUE', 'LAST_VALUE', 'NTH_VALUE', 'ARRAY_AGG', 'PERCENTILE_CONT', 'PERCENTILE_DISC', 'LAG', 'LEAD'])
const TAKES_ORDER = new Set(['ARRAY_AGG', 'STRING_AGG', 'ARRAY_CONCAT_AGG'])

function checkForm(call: Call, aggregate: boolean): void {
  if (call.star && call.name !== 'COUNT') refuse(call, `${call.name} takes no *`)
  if (call.distinct && !aggregate) refuse(call, `${call.name} takes no DISTINCT`)
  if (call.nulls && !TAKES_NULLS.has(call.name)) refuse(call, `${call.nulls} NULLS in ${call.name} does not run on the local target`)
  if (call.orderBy.length > 0 && !TAKES_ORDER.has(call.name)) refuse(call, `ORDER BY in ${call.name} does not run on the local target`)
  if (call.limit && !TAKES_ORDER.has(call.name)) refuse(call, `LIMIT in ${call.name} does not run on the local target`)
  if (call.having && call.name !== 'ANY_VALUE') refuse(call, `HAVING in ${call.name} does not run on the local target`)
  if (call.distinct && call.over && call.over && 'kind' in call.over && call.over.orderBy.length > 0)
    refuse(call, 'DISTINCT in a window with ORDER BY does not run on the local target')
}

function emitPlain(call: Call, context: EmitContext, over: string): Typed {
  const distinct = call.distinct ? 'DISTINCT ' : ''
  const values = call.arguments.map(a => emitExpression(a, context))
  const [first, second] = values
  const fail = (): never => {
    throw new Refusal(call, noSignature(`aggregate function ${call.name}`, values), 'sql-error')
  }
  const as = (value: Typed | undefined, type: ValueType): string => (value && coerce(value, type, call)) ?? fail()
  switch (call.name) {
    case 'COUNT':
      if (call.star) return typed(`count(*)${over}`, INT64)
      expectCount(call, 1, 1)
      if (call.distinct) expectComparable(first!.type, call)
      return typed(`count(${distinct}${first!.sql})${over}`, INT64)
    case 'COUNTIF':
      expectCount(call, 1, 1)
      return typed(`count(${distinct}CASE WHEN ${as(first, BOOL)} THEN ${call.distinct ? 'TRUE' : '1'} END)${over}`, INT64)
    case 'APPROX_COUNT_DISTINCT':
      expectCount(call, 1, 1)
      return typed(`count(DISTINCT ${first!.sql})${over}`, INT64)
    case 'SUM':
      expectCount(call, 1, 1)
      return sum(call, first!, distinct, over, fail)
    case 'AVG': {
      expectCount(call, 1, 1)
      if (first!.type.kind !== 'NUMERIC') return typed(`avg(${distinct}${as(first, FLOAT64)})${over}`, FLOAT64)
      const count = `CAST(count(${distinct}${first!.sql})${over} AS DECIMAL(38,9))`
      return typed(`bq_numeric_safe_divide(sum(${distinct}${first!.sql})${over}, ${count})`, NUMERIC)
    }
    case 'MIN':
    case 'MAX':
      expectCount(call, 1, 1)
      expectComparable(first!.type, call)
      return typed(`${call.name.toLowerCase()}(${first!.type.kind === 'NULL' ? as(first, INT64) : first!.sql})${over}`, first!.type)
    case 'ANY_VALUE':
      return anyValue(call, first!, over, context)
    case 'MAX_BY':
    case 'MIN_BY':
      expectCount(call, 2, 2)
      return typed(`${call.name === 'MAX_BY' ? 'arg_max_null' : 'arg_min_null'}(${first!.sql}, ${second!.sql})${over}`, first!.type)
    case 'LOGICAL_AND':
    case 'LOGICAL_OR':
      expectCount(call, 1, 1)
      return typed(`${call.name === 'LOGICAL_AND' ? 'bool_and' : 'bool_or'}(${as(first, BOOL)})${over}`, BOOL)
    case 'BIT_AND':
    case 'BIT_OR':
    case 'BIT_XOR':
      expectCount(call, 1, 1)
      return typed(`${call.name.toLowerCase()}(${distinct}${as(first, INT64)})${over}`, INT64)
    case 'CORR':
    case 'COVAR_POP':
    case 'COVAR_SAMP':
      expectCount(call, 2, 2)
      return typed(`${call.name.toLowerCase()}(${as(first, FLOAT64)}, ${as(second, FLOAT64)})${over}`, FLOAT64)
    case 'GROUPING':
      expectCount(call, 1, 1)
      return typed(`CAST(grouping(${first!.sql}) AS BIGINT)`, INT64)
    case 'ARRAY_AGG':
      return arrayAgg(call, first!, context, over)
    case 'ARRAY_CONCAT_AGG': {
      expectCount(call, 1, 1)
      if (first!.type.kind !== 'ARRAY') return fail()
      return typed(`flatten(${arrayAgg({ ...call, nulls: 'IGNORE' }, first!, context, over).sql})`, first!.type)
    }
    case 'STRING_AGG':
      return stringAgg(call, first!, context, over)
    default: {
      const native = STATISTICS[call.name]
      expectCount(call, 1, 1)
      if (!native) return refuse(call.nameSpan, `the function ${call.name} does not run on the local target`)
      return typed(`${native}(${distinct}${as(first, FLOAT64)})${over}`, FLOAT64)
    }
  }
}

const STATISTICS: Readonly<Record<string, string>> = {
  STDDEV: 'stddev_samp',
  STDDEV_POP: 'stddev_pop',
  STDDEV_SAMP: 'stddev_samp',
  VARIANCE: 'var_samp',
  VAR_POP: 'var_pop',
  VAR_SAMP: 'var_samp',
}

/** DuckDB sums whole numbers in 128 bits; the cast tells what does not fit. */
function sum(call: Call, value: Typed, distinct: string, over: string, fail: () => never): Typed {
  switch (value.type.kind) {
    case 'NULL':
    case 'INT64':
      return typed(`CAST(sum(${distinct}${coerce(value, INT64, call)})${over} AS BIGINT)`, INT64)
    case 'NUMERIC':
      return typed(`bq_numeric_in_range(CAST(sum(${distinct}${value.sql})${over} AS DECIMAL(38,9)))`, NUMERIC)
    case 'FLOAT64':
      return typed(`bq_finite(sum(${distinct}${value.sql})${over})`, FLOAT64)
    default:
      return fail()
  }
}

function anyValue(call: Call, value: Typed, over: string, context: EmitContext): Typed {
  expectCount(call, 1, 1)
  if (!call.having) return typed(`any_value(${value.sql})${over}`, value.type)
  const by = emitExpression(call.having.value, context)
  return typed(`${call.having.which === 'MAX' ? 'arg_max_null' : 'arg_min_null'}(${value.sql}, ${by.sql})${over}`, value.type)
}

function arrayAgg(call: Call, value: Typed, context: EmitContext, over: string): Typed {
  expectCount(call, 1, 1)
  if (call.over && (call.orderBy.length > 0 || call.limit))
    return refuse(call, 'ARRAY_AGG with ORDER BY inside and OVER does not run on the local target')
  const element: ValueType = value.type.kind === 'NULL' ? INT64 : value.type
  if (element.kind === 'ARRAY' && call.name === 'ARRAY_AGG')
    throw new Refusal(call, 'the argument of ARRAY_AGG cannot be an array', 'sql-error')
  const order = call.orderBy.map(o => emitOrder(o, context)).join(', ')
  const item = coerce(value, element, call)
  const filter = call.nulls === 'IGNORE' ? ` FILTER (WHERE (${item} IS NOT NULL))` : ''
  // DISTINCT takes no other order than that of the value itself.
  if (call.distinct && order === '') return limited(call, `list(DISTINCT ${item})${filter}${over}`, element, context)
  return limited(
    call,
    `list(${call.distinct ? 'DISTINCT ' : ''}${item}${order ? ` ORDER BY ${order}` : ''})${filter}${over}`,
    element,
    context,
  )
}

function limited(call: Call, sql: string, element: ValueType, context: EmitContext): Typed {
  const type: ValueType = { kind: 'ARRAY', element }
  if (!call.limit) return typed(sql, type)
  const limit = emitExpression(call.limit, context)
  const count = coerceOr(limit, INT64, call.limit, 'LIMIT takes a whole number')
  const first = `list_slice(${sql}, 1, ${count})`
  // Of no rows the answer is NULL, and so it is of none that are left.
  return typed(call.limit.kind === 'literal' && /[1-9]/.test(call.limit.text) ? first : `CASE WHEN ${count} > 0 THEN ${first} END`, type)
}

function stringAgg(call: Call, value: Typed, context: EmitContext, over: string): Typed {
  expectCount(call, 1, 2)
  const separator = call.arguments[1] ? emitSeparator(call) : `','`
  if (value.type.kind === 'BYTES') refuse(call, 'STRING_AGG of BYTES does not run on the local target')
  const item = coerceOr(value, STRING, call, noSignature('aggregate function STRING_AGG', [value]))
  const order = call.orderBy.map(o => emitOrder(o, context)).join(', ')
  const inner = `${call.distinct ? 'DISTINCT ' : ''}${item}`
  if (call.limit) {
    const list = arrayAgg({ ...call, arguments: [argument(call, 0)], nulls: 'IGNORE' }, typed(item, STRING), context, over)
    return typed(`bq_array_to_string(${list.sql}, ${separator})`, STRING)
  }
  return typed(`string_agg(${inner}, ${separator}${order ? ` ORDER BY ${order}` : ''})${over}`, STRING)
}

function emitSeparator(call: Call): string {
  const node = argument(call, 1)
  return node.kind === 'literal' && node.literal === 'string'
    ? emitString(node.text, node)
    : refuse(node, 'the separator must be a written string on the local target')
}

function emitWindowed(call: Call, context: EmitContext, over: string): Typed {
  const values = call.arguments.map(a => emitExpression(a, context))
  const [first, second, third] = values
  const nulls = call.nulls === 'IGNORE' ? ' IGNORE NULLS' : ''
  switch (call.name) {
    case 'ROW_NUMBER':
    case 'RANK':
    case 'DENSE_RANK':
      expectCount(call, 0, 0)
      return typed(`${call.name.toLowerCase()}()${over}`, INT64)
    case 'CUME_DIST':
    case 'PERCENT_RANK':
      expectCount(call, 0, 0)
      return typed(`${call.name.toLowerCase()}()${over}`, FLOAT64)
    case 'NTILE':
      expectCount(call, 1, 1)
      return typed(`ntile(${coerceOr(first!, INT64, call, noSignature('NTILE', values))})${over}`, INT64)
    case 'FIRST_VALUE':
    case 'LAST_VALUE':
      expectCount(call, 1, 1)
      return typed(`${call.name.toLowerCase()}(${first!.sql}${nulls})${over}`, first!.type)
    case 'NTH_VALUE':
      expectCount(call, 2, 2)
      return typed(`nth_value(${first!.sql}, ${second!.sql}${nulls})${over}`, first!.type)
    case 'LAG':
    case 'LEAD': {
      expectCount(call, 1, 3)
      if (call.nulls) return refuse(call, `${call.nulls} NULLS in ${call.name} does not run on the local target`)
      const otherwise = third ? `, ${coerceOr(third, first!.type, call, noSignature(call.name, values))}` : ''
      const offset = second ? `, ${coerceOr(second, INT64, call, noSignature(call.name, values))}` : ''
      return typed(`${call.name.toLowerCase()}(${first!.sql}${offset}${otherwise})${over}`, first!.type)
    }
    case 'PERCENTILE_CONT':
    case 'PERCENTILE_DISC': {
      expectCount(call, 2, 2)
      if (call.nulls === 'RESPECT') return refuse(call, 'RESPECT NULLS in percentiles does not run on the local target')
      const share = argument(call, 1)
      if (share.kind !== 'literal') return refuse(share, 'the share must be a written number on the local target')
      if (call.name === 'PERCENTILE_CONT')
        return typed(
          `quantile_cont(${coerceOr(first!, FLOAT64, call, noSignature(call.name, values))}, ${Number(share.text)})${over}`,
          FLOAT64,
        )
      return typed(`quantile_disc(${first!.sql}, ${Number(share.text)})${over}`, first!.type)
    }
    default:
      return refuse(call.nameSpan, `the function ${call.name} does not run on the local target`)
  }
}
