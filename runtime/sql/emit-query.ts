import type { Expression, Query, QueryBody, SetOperator } from '#language/sql'
import { type CommonTable, type EmitContext, emptyScope, type OutputColumn, withScope } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { emitSelect } from './emit-select.ts'
import { ordered } from './emit-windows.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, coerceOr, commonType, type Typed, typed } from './typed.ts'
import { duckdbType, INT64, quoteName, sameType, typeText, type ValueType } from './types.ts'

/** A query in DuckDB's words. */
export interface EmittedQuery {
  readonly sql: string
  readonly columns: readonly OutputColumn[]
  /** Whether its rows are values, as those of SELECT AS STRUCT: then it has one column. */
  readonly valueTable: boolean
}

/** Where a query stands: the columns of an `outer` one are seen by the world under their names, those of an `inner` one are numbered. */
export type QueryPlace = 'outer' | 'inner'

export function emitQuery(query: Query, context: EmitContext, place: QueryPlace): EmittedQuery {
  const written: string[] = []
  const inside = query.with.length > 0 ? emitCommonTables(query, context, written) : context
  const limits = emitLimits(query, inside)
  const body = emitBody(query.body, inside, place, query)
  const head = written.length > 0 ? `WITH ${query.recursive ? 'RECURSIVE ' : ''}${written.join(', ')} ` : ''
  return { ...body, sql: `${head}${body.sql}${limits}` }
}

/** Adds WITH to `written`; answers a context that sees its tables. */
function emitCommonTables(query: Query, context: EmitContext, written: string[]): EmitContext {
  let seen = context
  const names = new Set<string>()
  for (const common of query.with) {
    const name = common.name.text.toLowerCase()
    if (names.has(name)) throw new Refusal(common.name, `duplicate alias ${common.name.text} for WITH subquery`, 'sql-error')
    names.add(name)
    const sqlName = `w${context.fresh()}`
    const add = (table: CommonTable): void => {
      const scope = seen.scope ?? emptyScope(null)
      seen = withScope(seen, { ...scope, commonTables: new Map([...scope.commonTables, [name, table]]) })
    }
    if (query.recursive && mentions(common.query, name)) {
      written.push(emitRecursive(common.query, common.name, sqlName, seen, add))
      continue
    }
    const emitted = emitQuery(common.query, seen, 'inner')
    written.push(`${sqlName} AS (${emitted.sql})`)
    add({ sqlName, columns: emitted.columns, valueTable: emitted.valueTable })
  }
  return seen
}

/** Whether a table of that name may be read somewhere in the query. */
function mentions(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return value.some(v => mentions(v, name))
  if (value === null || typeof value !== 'object') return false
  if ('kind' in value && value.kind === 'table' && 'path' in value) {
    const { parts } = value.path as { parts: readonly string[] }
    return parts.length === 1 && parts[0]!.toLowerCase() === name
  }
  return Object.values(value).some(v => mentions(v, name))
}

/** `first UNION ALL more`: what comes first tells the columns, and what comes after is made to fit. */
function emitRecursive(
  query: Query,
  place: { readonly start: number; readonly end: number; readonly text: string },
  sqlName: string,
  context: EmitContext,
  add: (table: CommonTable) => void,
): string {
  const { body } = query
  if (body.kind !== 'set' || !body.operator.startsWith('UNION') || query.orderBy.length > 0 || query.limit || query.with.length > 0) {
    return refuse(place, 'a recursive table runs on the local target as: first part UNION ALL (or DISTINCT) recursive part')
  }
  if (mentions(body.left, place.text.toLowerCase())) return refuse(place, 'the first part of a recursive table must not read the table')
  const first = emitBody(body.left, context, 'inner', null)
  const types = first.columns.map(c => (c.type.kind === 'NULL' ? INT64 : c.type))
  const columns = first.columns.map((c, i) => ({ ...c, type: types[i]! }))
  const table: CommonTable = { sqlName, columns, valueTable: false }
  const scope = context.scope ?? emptyScope(null)
  const inside = withScope(context, { ...scope, commonTables: new Map([...scope.commonTables, [place.text.toLowerCase(), table]]) })
  const more = emitBody(body.right, inside, 'inner', null)
  add(table)
  if (more.columns.length !== columns.length)
    throw new Refusal(body.right, 'the parts of the recursive table have different numbers of columns', 'sql-error')
  const fitted = fittedQuery(more, types, context, body.right)
  const operator = body.operator === 'UNION ALL' ? 'UNION ALL' : 'UNION'
  return `${sqlName}(${columns.map(c => c.sqlName).join(', ')}) AS (${fittedQuery(first, types, context, body.left)} ${operator} ${fitted})`
}

function emitLimits(query: Query, context: EmitContext): string {
  const count = (node: Expression | null): string => {
    if (!node) return ''
    if (node.kind === 'literal' && node.literal === 'int') return String(BigInt(node.text))
    if (node.kind !== 'parameter' && node.kind !== 'path') return refuse(node, 'LIMIT and OFFSET take a number')
    const value = emitExpression(node, { ...context, scope: null })
    return coerceOr(value, INT64, node, 'LIMIT and OFFSET take a whole number')
  }
  return `${query.limit ? ` LIMIT ${count(query.limit)}` : ''}${query.offset ? ` OFFSET ${count(query.offset)}` : ''}`
}

/** A body with the ORDER BY of its query, which sees what a single SELECT gives. */
function emitBody(body: QueryBody, context: EmitContext, place: QueryPlace, query: Query | null): EmittedQuery {
  const orderBy = query?.orderBy ?? []
  switch (body.kind) {
    case 'select':
      return emitSelect(body, orderBy, context, place)
    case 'query': {
      const inner = emitQuery(body.query, context, orderBy.length > 0 ? 'inner' : place)
      const limited = { ...inner, sql: `(${inner.sql})` }
      return orderBy.length > 0 ? orderOutput(limited, query!, context, place) : limited
    }
    case 'set': {
      const set = emitSet(body, context)
      return orderBy.length > 0 || place === 'outer' ? orderOutput(set, query, context, place) : set
    }
    default:
      return body satisfies never
  }
}

const OPERATORS: Readonly<Record<SetOperator, string>> = {
  'UNION ALL': 'UNION ALL',
  'UNION DISTINCT': 'UNION',
  'INTERSECT DISTINCT': 'INTERSECT',
  'EXCEPT DISTINCT': 'EXCEPT',
}

/** Both sides with columns of the types that they have in common, named as those of the first. */
function emitSet(body: Extract<QueryBody, { kind: 'set' }>, context: EmitContext): EmittedQuery {
  const sides: { body: QueryBody; query: EmittedQuery }[] = []
  // A long chain leans to the left; it is gone through in a loop, so that its columns are typed as a whole.
  let at: QueryBody = body
  while (at.kind === 'set' && at.operator === body.operator && (at === body || at.kind === 'set')) {
    sides.unshift({ body: at.right, query: emitBody(at.right, context, 'inner', null) })
    at = at.left
  }
  sides.unshift({ body: at, query: emitBody(at, context, 'inner', null) })
  const first = sides[0]!.query
  for (const { body: side, query } of sides) {
    if (query.columns.length !== first.columns.length) {
      throw new Refusal(
        side,
        `queries in ${body.operator} have mismatched column count; query 1 has ${first.columns.length} columns, this one has ${query.columns.length}`,
        'sql-error',
      )
    }
  }
  const types = first.columns.map((column, i): ValueType => {
    const all = sides.map(({ query }) => typed(query.columns[i]!.sqlName, query.columns[i]!.type))
    const type = commonType(all, body)
    if (type === null) {
      throw new Refusal(
        body,
        `column ${i + 1} in ${body.operator} has incompatible types: ${all.map(v => typeText(v.type)).join(', ')}`,
        'sql-error',
      )
    }
    return type.kind === 'NULL' && column.type.kind !== 'NULL' ? column.type : type
  })
  const columns = first.columns.map((c, i) => ({ ...c, type: types[i]! }))
  return {
    sql: sides.map(s => fittedQuery(s.query, types, context, s.body)).join(` ${OPERATORS[body.operator]} `),
    columns,
    valueTable: false,
  }
}

/** A query whose columns are of the wanted types, in parentheses. */
function fittedQuery(query: EmittedQuery, types: readonly ValueType[], context: EmitContext, place: QueryBody): string {
  if (query.columns.every((c, i) => sameType(c.type, types[i]!) && duckdbType(c.type) === duckdbType(types[i]!))) return `(${query.sql})`
  const alias = `t${context.fresh()}`
  const items = query.columns.map((c, i) => {
    const value: Typed = typed(`${alias}.${c.sqlName}`, c.type)
    return `${c.type.kind === 'NULL' ? `CAST(CAST(${alias}.${c.sqlName} AS VARCHAR) AS ${duckdbType(types[i]!)})` : (coerce(value, types[i]!, place) ?? value.sql)} AS ${c.sqlName}`
  })
  return `(SELECT ${items.join(', ')} FROM (${query.sql}) AS ${alias})`
}

/** ORDER BY of what has no FROM of its own: it sees the columns only. */
function orderOutput(inner: EmittedQuery, query: Query | null, context: EmitContext, place: QueryPlace): EmittedQuery {
  const alias = `t${context.fresh()}`
  const named = inner.columns.map((c, i) => ({
    ...c,
    sqlName: place === 'outer' ? quoteName(c.name ?? `f${unnamedBefore(inner.columns, i)}_`) : c.sqlName,
  }))
  const items = inner.columns.map((c, i) => `${alias}.${c.sqlName} AS ${named[i]!.sqlName}`)
  const columns = inner.columns.map(c => ({ name: c.name, value: typed(`${alias}.${c.sqlName}`, c.type) }))
  const inside = withScope(context, { ...emptyScope(context.scope), columns })
  const order = (query?.orderBy ?? []).map(item => {
    const { value } = item
    if (value.kind !== 'literal' || value.literal !== 'int') return ordered(emitExpression(value, inside), item)
    const column = columns[Number(value.text) - 1]
    if (!column) throw new Refusal(value, `ORDER BY is out of SELECT column number range: ${value.text}`, 'sql-error')
    return ordered(column.value, item)
  })
  const by = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''
  return { sql: `SELECT ${items.join(', ')} FROM (${inner.sql}) AS ${alias}${by}`, columns: named, valueTable: inner.valueTable }
}

export function unnamedBefore(columns: readonly { readonly name: string | null }[], index: number): number {
  return columns.slice(0, index).filter(c => c.name === null).length
}
