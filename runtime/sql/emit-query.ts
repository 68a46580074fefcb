import type { Expression, OrderItem, Query, QueryBody, Select, SelectItem, SetOperator } from '#language/sql'
import { type EmitContext, type Scope, withScope } from './emit-context.ts'
import { emitExpression, emitOrder, emitPlace } from './emit-expression.ts'
import { emitFrom, hasUnknownColumns } from './emit-from.ts'
import { name } from './emit-literals.ts'
import { refuse } from './refusal.ts'

/** A query in canonical form. The columns of an `outer` one are seen by the world, so those without a name get BigQuery's. */
export function emitQuery(query: Query, context: EmitContext, place: 'outer' | 'inner'): string {
  return withScope(context, scope => {
    const parts: string[] = []
    if (query.recursive) refuse(query, 'WITH RECURSIVE does not run on the local target')
    if (query.with.length > 0) parts.push(`WITH ${emitCommonTables(query, context, scope)}`)
    parts.push(emitBody(query.body, context, place, query.orderBy))
    if (query.limit) parts.push(`LIMIT ${emitCount(query.limit, context)}`)
    if (query.offset) parts.push(`OFFSET ${emitCount(query.offset, context)}`)
    return parts.join(' ')
  })
}

function emitCommonTables(query: Query, context: EmitContext, scope: Scope): string {
  const written: string[] = []
  for (const common of query.with) {
    const folded = common.name.text.toLowerCase()
    if (scope.commonTables.has(folded)) refuse(common.name, `there are two common tables ${common.name.text}`)
    written.push(`${name(common.name.text)} AS (${emitQuery(common.query, context, 'inner')})`)
    scope.commonTables.add(folded)
  }
  return written.join(', ')
}

/** A count of rows: a number, or a param. */
function emitCount(node: Expression, context: EmitContext): string {
  if (node.kind === 'literal' && node.literal === 'int') return String(BigInt(node.text))
  if (node.kind === 'parameter') return emitExpression(node, context)
  return refuse(node, 'LIMIT and OFFSET take a number')
}

const SET_OPERATORS: Readonly<Record<SetOperator, string>> = {
  'UNION ALL': 'UNION ALL',
  'UNION DISTINCT': 'UNION DISTINCT',
  'INTERSECT DISTINCT': 'INTERSECT DISTINCT',
  'EXCEPT DISTINCT': 'EXCEPT DISTINCT',
}

/** A body with its ORDER BY, which sees what a single SELECT gives. */
function emitBody(body: QueryBody, context: EmitContext, place: 'outer' | 'inner', orderBy: readonly OrderItem[]): string {
  switch (body.kind) {
    case 'select':
      return withScope(context, scope => {
        for (const { name: windowName, window } of body.windows) scope.windows.set(windowName.text.toLowerCase(), window)
        return emitSelect(body, context, place, scope) + emitOrderBy(orderBy, context)
      })
    case 'query':
      return `(${emitQuery(body.query, context, place)})${emitOrderBy(orderBy, context)}`
    case 'set':
      return `${emitBody(body.left, context, place, [])} ${SET_OPERATORS[body.operator]} ${emitBody(body.right, context, 'inner', [])}${emitOrderBy(orderBy, context)}`
    default:
      return body satisfies never
  }
}

function emitOrderBy(orderBy: readonly OrderItem[], context: EmitContext): string {
  return orderBy.length > 0 ? ` ORDER BY ${orderBy.map(o => emitOrder(o, context, true)).join(', ')}` : ''
}

function emitSelect(select: Select, context: EmitContext, place: 'outer' | 'inner', scope: Scope): string {
  if (select.as) refuse(select, `SELECT AS ${select.as} does not run on the local target`)
  // FROM goes first, since its aliases are seen by all other parts.
  const from = select.from ? ` FROM ${emitFrom(select.from, context)}` : ''
  let unnamed = 0
  /** Of each item as it is emitted; null for a star. */
  const values: (string | null)[] = []
  const items = select.items.map(item => {
    if (item.kind === 'star') {
      values.push(null)
      return emitStar(item, select, context)
    }
    const value = emitExpression(item.value, context)
    values.push(value)
    if (item.alias) return `${value} AS ${name(item.alias.text)}`
    const implied = impliedName(item.value)
    if (implied) return item.value.kind === 'path' && item.value.parts.length === 1 ? value : `${value} AS ${name(implied)}`
    return place === 'outer' ? `${value} AS ${name(`f${unnamed++}_`)}` : value
  })
  const parts = [`SELECT ${select.distinct ? 'DISTINCT ' : ''}${items.join(', ')}${from}`]
  if (select.where) parts.push(`WHERE ${emitExpression(select.where, context)}`)
  giveNames(select, scope)
  scope.givenSeen = true
  if (select.groupBy === 'all') parts.push('GROUP BY ALL')
  else if (select.groupBy) parts.push(`GROUP BY ${select.groupBy.map(g => emitGroup(g, context, scope, values)).join(', ')}`)
  if (select.having) parts.push(`HAVING ${emitExpression(select.having, context)}`)
  if (select.qualify) parts.push(`QUALIFY ${emitExpression(select.qualify, context)}`)
  return parts.join(' ')
}

/** A bare number is a place in the list of columns. */
function emitGroup(node: Expression, context: EmitContext, scope: Scope, values: readonly (string | null)[]): string {
  if (node.kind === 'literal' && node.literal === 'int') return String(BigInt(node.text))
  const name = node.kind === 'path' && node.parts.length === 1
  const given = name ? emitPlace(node, context) : null
  if (given !== null) return given
  // Inside an expression, names are columns.
  scope.givenSeen = name
  const value = emitExpression(node, context)
  scope.givenSeen = true
  // The translator would put a name of the select list for an expression that is there too; a place it leaves alone.
  const place = values.indexOf(value)
  return place >= 0 && !values.slice(0, place).includes(null) ? String(place + 1) : `(${value})`
}

/** Notes the names of the select list. */
function giveNames(select: Select, scope: Scope): void {
  const star = select.items.findIndex(item => item.kind === 'star')
  for (const [i, item] of select.items.entries()) {
    if (item.kind !== 'expression' || !item.alias) continue
    const name = item.alias.text.toLowerCase()
    scope.given.set(name, scope.given.has(name) ? null : { value: item.value, place: star >= 0 && star < i ? null : i + 1 })
  }
}

/** The name that a column has without AS. */
function impliedName(node: Expression): string | null {
  if (node.kind === 'path') return node.parts[node.parts.length - 1]?.text ?? null
  if (node.kind === 'field') return node.name.text
  return node.kind === 'parenthesized' ? impliedName(node.inner) : null
}

function emitStar(item: Extract<SelectItem, { kind: 'star' }>, select: Select, context: EmitContext): string {
  if (item.of && item.of.kind !== 'path') return refuse(item, 'the fields of an expression do not run on the local target')
  if (item.of?.kind === 'path' && item.of.parts.length > 1) return refuse(item, 'the fields of a struct do not run on the local target')
  if (!select.from) return refuse(item, '* needs FROM')
  if (hasUnknownColumns(select.from)) return refuse(item, '* beside UNNEST does not run on the local target: name the columns')
  const of = item.of?.kind === 'path' ? `${name(item.of.parts[0]!.text)}.` : ''
  const except = item.except.length > 0 ? ` EXCEPT (${item.except.map(e => name(e.text)).join(', ')})` : ''
  const replace =
    item.replace.length > 0
      ? ` REPLACE (${item.replace.map(r => `${emitExpression(r.value, context)} AS ${name(r.name.text)}`).join(', ')})`
      : ''
  return `${of}*${except}${replace}`
}
