import type { Expression, OrderItem, Select, SelectItem } from '#language/sql'
import { distinctScope, expectNoAggregate, expectPlainRow } from './clause-rules.ts'
import { type Column, type EmitContext, emptyScope, type Given, packStruct, type Scope, withScope } from './emit-context.ts'
import { emitCondition, emitExpression, impliedName } from './emit-expression.ts'
import { emitFrom, type From, scopeOf } from './emit-from.ts'
import { type EmittedQuery, type QueryPlace, unnamedBefore } from './emit-query.ts'
import { direction, ordered } from './emit-windows.ts'
import { Refusal, refuse } from './refusal.ts'
import { isComparable, type Typed, typed } from './typed.ts'
import { duckdbType, fieldName, quoteName, quoteString, typeText } from './types.ts'

/** One item of the select list, stars written out. */
interface Item {
  readonly name: string | null
  readonly value: Typed
}

export function emitSelect(select: Select, orderBy: readonly OrderItem[], context: EmitContext, place: QueryPlace): EmittedQuery {
  if (!select.from) expectPlainRow(select, orderBy)
  if (select.distinct) expectNoAggregate(orderBy)
  const from: From | null = select.from ? emitFrom(select.from, context) : null
  const scope: Scope = {
    ...(from ? scopeOf(from, context.scope) : emptyScope(context.scope)),
    windows: new Map(select.windows.map(w => [w.name.text.toLowerCase(), w.window])),
  }
  const inside = withScope(context, scope)
  const items = select.items.flatMap(item => emitItem(item, from, inside))
  const named = withScope(context, { ...scope, given: giveNames(items) })
  const output = select.as && !(select.as === 'STRUCT' && place === 'outer') ? asValue(select, items) : items
  const valueTable = output !== items
  const columns = output.map((item, i) => ({
    name: item.name,
    sqlName: place === 'outer' ? quoteName(item.name ?? `f${unnamedBefore(output, i)}_`) : `c${i}`,
    type: item.value.type,
  }))
  if (select.distinct) for (const [i, item] of output.entries()) expectGroupable(item.value, select.items[i] ?? select, 'SELECT DISTINCT')
  const list = output.map((item, i) => `${outputText(item.value)} AS ${columns[i]!.sqlName}`)
  const parts = [`SELECT ${select.distinct ? 'DISTINCT ' : ''}${list.join(', ')}`]
  if (from) parts.push(`FROM ${from.sql}`)
  if (select.where) parts.push(`WHERE ${emitCondition(select.where, inside, 'WHERE clause')}`)
  const groupBy = emitGroupBy(select, items, valueTable, inside)
  if (groupBy) parts.push(groupBy)
  if (select.having) parts.push(`HAVING ${emitCondition(select.having, named, 'HAVING clause')}`)
  if (select.qualify) parts.push(`QUALIFY ${emitCondition(select.qualify, named, 'QUALIFY clause')}`)
  if (orderBy.length > 0) parts.push(`ORDER BY ${emitSelectOrders(select, orderBy, items, valueTable, named)}`)
  return { sql: parts.join(' '), columns, valueTable }
}

/** DuckDB gives a calculation with a written NULL no type of its own. */
function outputText({ sql, type }: Typed): string {
  if (type.kind === 'NULL') return `CAST(${sql} AS BIGINT)`
  return /\bNULL\b/.test(sql) ? `CAST(${sql} AS ${duckdbType(type)})` : sql
}

function asValue(select: Select, items: readonly Item[]): readonly Item[] {
  if (select.as === 'STRUCT') return [{ name: null, value: packStruct(items, select) }]
  const [item, second] = items
  if (!item || second) throw new Refusal(select, 'SELECT AS VALUE query must have exactly one column', 'sql-error')
  return [{ name: null, value: item.value }]
}

function emitItem(item: SelectItem, from: From | null, context: EmitContext): Item[] {
  if (item.kind === 'expression') {
    const value = emitExpression(item.value, context)
    if (value.type.kind === 'OTHER') return refuse(item, `a column of DuckDB's type ${value.type.duckdb} does not run on the local target`)
    return [{ name: item.alias?.text ?? impliedName(item.value), value }]
  }
  const columns = item.of ? fieldsOfStar(item.of, context) : (from?.columns ?? refuse(item, 'SELECT * must have a FROM clause'))
  const left = new Set(item.except.map(e => e.text.toLowerCase()))
  for (const name of item.except) expectColumn(name.text, name, columns, 'EXCEPT')
  for (const { name } of item.replace) expectColumn(name.text, name, columns, 'REPLACE')
  const kept = columns.filter(c => c.name === null || !left.has(c.name.toLowerCase()))
  if (kept.length === 0) throw new Refusal(item, 'SELECT * EXCEPT leaves no column', 'sql-error')
  return kept.map(({ name, value }) => {
    const replaced = item.replace.find(r => r.name.text.toLowerCase() === name?.toLowerCase())
    const shown = replaced ? emitExpression(replaced.value, context) : value
    if (shown.type.kind === 'OTHER')
      return refuse(item, `the column "${name}" of DuckDB's type ${shown.type.duckdb} does not run on the local target`)
    return { name, value: shown }
  })
}

function expectColumn(name: string, span: { start: number; end: number }, columns: readonly Column[], clause: string): void {
  if (columns.some(c => c.name?.toLowerCase() === name.toLowerCase())) return
  throw new Refusal(span, `column ${name} in SELECT * ${clause} list does not exist`, 'sql-error')
}

/** The columns of `alias.*`, or the fields of a struct. */
function fieldsOfStar(of: Expression, context: EmitContext): readonly Column[] {
  if (of.kind === 'path' && of.parts.length === 1) {
    const name = of.parts[0]!.text.toLowerCase()
    for (let at = context.scope; at; at = at.parent) {
      const range = at.ranges.find(r => r.name === name)
      if (range && range.columns.length > 0) return range.columns
    }
  }
  const value = emitExpression(of, context)
  const { type } = value
  if (type.kind !== 'STRUCT') throw new Refusal(of, `dot-star is not supported for type ${typeText(type)}`, 'sql-error')
  return type.fields.map((f, i) => ({
    name: f.name,
    value: typed(`struct_extract(${value.sql}, ${quoteString(fieldName(f, i))})`, f.type),
  }))
}

/** The names that the select list gives; null for one that means two things. */
function giveNames(items: readonly Item[]): ReadonlyMap<string, Given | null> {
  const given = new Map<string, Given | null>()
  for (const [i, { name, value }] of items.entries()) {
    if (name === null) continue
    const key = name.toLowerCase()
    const before = given.get(key)
    if (before !== undefined) given.set(key, before?.value.sql === value.sql ? before : null)
    else given.set(key, { value, place: i + 1 })
  }
  return given
}

function emitGroupBy(select: Select, items: readonly Item[], valueTable: boolean, context: EmitContext): string | null {
  if (select.groupBy === null) return null
  if (select.groupBy === 'all')
    return valueTable ? refuse(select, 'GROUP BY ALL with SELECT AS does not run on the local target') : 'GROUP BY ALL'
  const given = giveNames(items)
  const groups = select.groupBy.map(node => {
    const place = groupPlace(node, items, given)
    const value = place === null ? emitExpression(node, context) : items[place - 1]!.value
    expectGroupable(value, node, 'GROUP BY')
    // The place of the column lets DuckDB know again what is written in both, params included.
    const at = place ?? items.findIndex(i => i.value.sql === value.sql) + 1
    return at > 0 && !valueTable ? String(at) : /^\d+$/.test(value.sql) ? `(${value.sql})` : value.sql
  })
  return select.grouping ? `GROUP BY ${select.grouping} (${groups.join(', ')})` : `GROUP BY ${groups.join(', ')}`
}

/** The item that a group names by its number or by its name. */
function groupPlace(node: Expression, items: readonly Item[], given: ReadonlyMap<string, Given | null>): number | null {
  if (node.kind === 'literal' && node.literal === 'int') {
    const place = Number(node.text)
    if (place < 1 || place > items.length)
      throw new Refusal(node, `GROUP BY is out of SELECT column number range: ${node.text}`, 'sql-error')
    return place
  }
  if (node.kind !== 'path' || node.parts.length !== 1) return null
  const found = given.get(node.parts[0]!.text.toLowerCase())
  if (found === null) throw new Refusal(node, `column name ${node.parts[0]!.text} is ambiguous`, 'sql-error')
  return found?.place ?? null
}

function expectGroupable(value: Typed, span: { start: number; end: number }, what: string): void {
  if (isComparable(value.type)) return
  throw new Refusal(
    span,
    `${what} does not take values of type ${typeText(value.type)}`,
    value.type.kind === 'ARRAY' ? 'sql-unsupported' : 'sql-error',
  )
}

function emitSelectOrders(
  select: Select,
  orderBy: readonly OrderItem[],
  items: readonly Item[],
  valueTable: boolean,
  context: EmitContext,
): string {
  if (!select.distinct) return orderBy.map(o => emitSelectOrder(o, items, valueTable, context)).join(', ')
  const selected = new Set(items.map(i => i.value.sql))
  const after = withScope(context, distinctScope(context.scope!, selected))
  return orderBy
    .map(o => {
      // A path that is selected may be written again, though what it leads through is not.
      const isSelected = (o.value.kind === 'path' || o.value.kind === 'field') && selected.has(emitExpression(o.value, context).sql)
      return emitSelectOrder(o, items, valueTable, isSelected ? context : after)
    })
    .join(', ')
}

/** ORDER BY of one SELECT: a number or a name of the list is its place. */
function emitSelectOrder(order: OrderItem, items: readonly Item[], valueTable: boolean, context: EmitContext): string {
  const { value } = order
  let place: number | null = null
  if (value.kind === 'literal' && value.literal === 'int') {
    place = Number(value.text)
    if (place < 1 || place > items.length)
      throw new Refusal(value, `ORDER BY is out of SELECT column number range: ${value.text}`, 'sql-error')
  } else if (value.kind === 'path' && value.parts.length === 1) {
    const given = context.scope?.given?.get(value.parts[0]!.text.toLowerCase())
    if (given === null) throw new Refusal(value, `column name ${value.parts[0]!.text} is ambiguous`, 'sql-error')
    place = given?.place ?? null
  }
  if (place === null) return ordered(emitExpression(value, context), order)
  const item = items[place - 1]!
  if (valueTable) return ordered(item.value, order)
  ordered(item.value, order)
  return direction(String(place), order)
}
