import type { Expression, FromItem, Name } from '#language/sql'
import {
  type Column,
  type EmitContext,
  emptyScope,
  findCommonTable,
  type OutputColumn,
  type Range,
  resolveTable,
  type Scope,
  seesRange,
  withScope,
} from './emit-context.ts'
import { emitCondition, emitExpression, expectComparable } from './emit-expression.ts'
import { emitPivot, emitUnpivot } from './emit-pivot.ts'
import { emitQuery } from './emit-query.ts'
import { Refusal, refuse } from './refusal.ts'
import { type Typed, typed, unify } from './typed.ts'
import { duckdbType, fieldName, INT64, quoteName, quoteString, typeText } from './types.ts'

/** What stands in FROM: its text, its columns in the order of `*`, and the names that it gives. */
export interface From {
  readonly sql: string
  readonly columns: readonly Column[]
  readonly ranges: readonly Range[]
}

/** What follows FROM. What stands to the right sees what stands to its left, in arrays. */
export function emitFrom(item: FromItem, context: EmitContext): From {
  switch (item.kind) {
    case 'table':
      return emitTable(item, context)
    case 'derived':
      return emitDerived(item, context)
    case 'unnest':
      return emitUnnest(item.array, item.alias, item.offset, context)
    case 'join':
      return emitJoin(item, context)
    case 'parenthesized': {
      const inner = emitFrom(item.inner, context)
      return { ...inner, sql: `(${inner.sql})` }
    }
    case 'pivot':
      return emitPivot(item, context)
    case 'unpivot':
      return emitUnpivot(item, context)
    default:
      return item satisfies never
  }
}

/** A scope in which the names of FROM are seen. */
export function scopeOf(from: From, parent: Scope | null): Scope {
  return { ...emptyScope(parent), columns: from.columns, ranges: from.ranges }
}

function emitTable(item: Extract<FromItem, { kind: 'table' }>, context: EmitContext): From {
  const { path, names, alias } = item
  const first = names[0]
  if (first && names.length > 1 && seesRange(context, first.text)) {
    const array: Expression = { kind: 'path', parts: names, start: path.start, end: path.end }
    return emitUnnest(array, alias ?? names[names.length - 1] ?? null, item.offset, context)
  }
  if (item.offset) return refuse(path, 'WITH OFFSET follows an array only')
  const last = path.parts[path.parts.length - 1] ?? ''
  const shown = alias?.text ?? last
  const sqlAlias = `t${context.fresh()}`
  const common = path.parts.length === 1 ? findCommonTable(context, last) : undefined
  if (common) return ofQuery(`${common.sqlName} AS ${sqlAlias}`, sqlAlias, common.columns, common.valueTable, shown)
  const table = resolveTable(path, context)
  const columns = context.columnsOf(table, path).map((c): Column => {
    const column = `${sqlAlias}.${quoteName(c.name)}`
    return { name: c.name, value: typed(c.raw === undefined ? column : `CAST(${column} AS ${duckdbType(c.type)})`, c.type) }
  })
  const name = [table.project ?? 'temp', table.dataset, table.table].map(quoteName).join('.')
  return { sql: `${name} AS ${sqlAlias}`, columns, ranges: [{ name: shown.toLowerCase(), columns, value: null, nullable: false }] }
}

function emitDerived(item: Extract<FromItem, { kind: 'derived' }>, context: EmitContext): From {
  const query = emitQuery(item.query, context, 'inner')
  const sqlAlias = `t${context.fresh()}`
  return ofQuery(`(${query.sql}) AS ${sqlAlias}`, sqlAlias, query.columns, query.valueTable, item.alias?.text ?? null)
}

/** The columns of a subquery or common table under an alias. */
export function ofQuery(sql: string, sqlAlias: string, output: readonly OutputColumn[], valueTable: boolean, name: string | null): From {
  if (valueTable) return ofValue(sql, typed(`${sqlAlias}.${output[0]!.sqlName}`, output[0]!.type), name)
  const columns = output.map(
    (c): Column => ({ name: c.name, value: typed(`${sqlAlias}.${c.sqlName}`, c.type.kind === 'NULL' ? INT64 : c.type) }),
  )
  return { sql, columns, ranges: name === null ? [] : [{ name: name.toLowerCase(), columns, value: null, nullable: false }] }
}

/** Rows that are values: the fields of a struct are columns, any other value is one column of the alias's name. */
function ofValue(sql: string, value: Typed, name: string | null): From {
  const { type } = value
  const fields =
    type.kind === 'STRUCT'
      ? type.fields.map(
          (f, i): Column => ({ name: f.name, value: typed(`struct_extract(${value.sql}, ${quoteString(fieldName(f, i))})`, f.type) }),
        )
      : null
  const columns = fields ?? [{ name, value }]
  return { sql, columns, ranges: name === null ? [] : [{ name: name.toLowerCase(), columns: fields ?? [], value, nullable: false }] }
}

/** The rows of an array: a subquery that sees the row to its left. */
function emitUnnest(array: Expression, alias: Name | null, offset: Name | 'unnamed' | null, context: EmitContext): From {
  const list = emitExpression(array, context)
  if (list.type.kind !== 'ARRAY' && list.type.kind !== 'NULL') {
    throw new Refusal(
      array,
      `values referenced in UNNEST must be arrays; UNNEST contains expression of type ${typeText(list.type)}`,
      'sql-error',
    )
  }
  const element = list.type.kind === 'ARRAY' && list.type.element.kind !== 'NULL' ? list.type.element : INT64
  const sqlAlias = `t${context.fresh()}`
  const listSql = list.type.kind === 'NULL' ? 'CAST(NULL AS BIGINT[])' : list.sql
  const numbers = offset === null ? '' : `, (generate_subscripts(${listSql}, 1) - 1) AS o`
  const from = ofValue(`(SELECT unnest(${listSql}) AS v${numbers}) AS ${sqlAlias}`, typed(`${sqlAlias}.v`, element), alias?.text ?? null)
  if (offset === null) return from
  const offsetName = offset === 'unnamed' ? 'offset' : offset.text
  const value = typed(`CAST(${sqlAlias}.o AS BIGINT)`, INT64)
  return {
    sql: from.sql,
    columns: [...from.columns, { name: offsetName, value }],
    ranges: [...from.ranges, { name: offsetName.toLowerCase(), columns: [], value, nullable: false }],
  }
}

function emitJoin(item: Extract<FromItem, { kind: 'join' }>, context: EmitContext): From {
  const left = emitFrom(item.left, context)
  const outer = context.scope
  const beside = withScope(context, { ...emptyScope(outer), columns: left.columns, ranges: left.ranges })
  // A subquery does not see what stands beside it; an array does.
  const right = emitFrom(item.right, item.right.kind === 'derived' ? context : beside)
  for (const range of right.ranges) {
    if (left.ranges.some(r => r.name === range.name))
      throw new Refusal(item, `duplicate table alias ${range.name} in the same FROM clause`, 'sql-error')
  }
  const nullLeft = item.join === 'RIGHT' || item.join === 'FULL'
  const nullRight = item.join === 'LEFT' || item.join === 'FULL'
  const ranges = [...nulled(left.ranges, nullLeft), ...nulled(right.ranges, nullRight)]
  const both = { columns: [...left.columns, ...right.columns], ranges }
  if (item.using.length > 0) return joinUsing(item, left, right, ranges)
  if (item.join === 'COMMA' || item.join === 'CROSS') return { sql: `${left.sql} CROSS JOIN ${right.sql}`, ...both }
  if (item.on) {
    const inside = withScope(context, { ...emptyScope(outer), columns: both.columns, ranges: [...left.ranges, ...right.ranges] })
    return { sql: `${left.sql} ${item.join} JOIN ${right.sql} ON ${emitCondition(item.on, inside, 'JOIN ON clause')}`, ...both }
  }
  if (!isArray(item.right)) return refuse(item.right, 'ON or USING is missing')
  return { sql: item.join === 'LEFT' ? `${left.sql} LEFT JOIN ${right.sql} ON TRUE` : `${left.sql} CROSS JOIN ${right.sql}`, ...both }
}

function nulled(ranges: readonly Range[], nullable: boolean): readonly Range[] {
  return nullable ? ranges.map(r => ({ ...r, nullable: true })) : ranges
}

/** USING joins columns of one name into one, which stands first. */
function joinUsing(item: Extract<FromItem, { kind: 'join' }>, left: From, right: From, ranges: readonly Range[]): From {
  const conditions: string[] = []
  const merged: Column[] = []
  const names = new Set(item.using.map(u => u.text.toLowerCase()))
  for (const name of item.using) {
    const [a, b] = [left, right].map(side => {
      const found = side.columns.filter(c => c.name?.toLowerCase() === name.text.toLowerCase())
      if (found.length !== 1)
        throw new Refusal(
          name,
          `column ${name.text} in USING clause ${found.length === 0 ? 'not found' : 'is ambiguous'} on one side of the join`,
          'sql-error',
        )
      return found[0]!
    })
    const { type, sql } = unify([a!.value, b!.value], name, 'operator = of USING')
    expectComparable(type, { kind: 'path', parts: [name], start: name.start, end: name.end })
    conditions.push(`${sql[0]} = ${sql[1]}`)
    const value = item.join === 'FULL' ? `coalesce(${sql[0]}, ${sql[1]})` : item.join === 'RIGHT' ? sql[1]! : sql[0]!
    merged.push({ name: a!.name, value: typed(value, type) })
  }
  const rest = [...left.columns, ...right.columns].filter(c => c.name === null || !names.has(c.name.toLowerCase()))
  return { sql: `${left.sql} ${item.join} JOIN ${right.sql} ON ${conditions.join(' AND ')}`, columns: [...merged, ...rest], ranges }
}

/** A join as one subquery, where only one may stand. */
export function asSubquery(from: From, context: EmitContext): From {
  const alias = `t${context.fresh()}`
  const written: string[] = []
  const renamed = new Map<Column, Column>()
  const rename = (column: Column): Column => {
    const known = renamed.get(column)
    if (known) return known
    const same = [...renamed].find(([c]) => c.value.sql === column.value.sql)
    const name = same ? same[1].value.sql.slice(alias.length + 1) : `c${written.length}`
    if (!same) written.push(`${column.value.sql} AS ${name}`)
    const result = { name: column.name, value: typed(`${alias}.${name}`, column.value.type) }
    renamed.set(column, result)
    return result
  }
  const columns = from.columns.map(rename)
  const ranges = from.ranges.map(r => ({
    ...r,
    columns: r.columns.map(rename),
    value: r.value && rename({ name: null, value: r.value }).value,
  }))
  return { sql: `(SELECT ${written.join(', ')} FROM ${from.sql}) AS ${alias}`, columns, ranges }
}

function isArray(item: FromItem): boolean {
  return item.kind === 'unnest' || item.kind === 'table'
}
