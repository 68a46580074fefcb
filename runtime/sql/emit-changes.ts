import { type Assignment, type Expression, type Name, type Statement, type TablePath, withoutTarget } from '#language/sql'
import { type Column, type EmitContext, emptyScope, type ResolvedTable, resolveTable, type TableColumn, withScope } from './emit-context.ts'
import { emitCondition, emitExpression } from './emit-expression.ts'
import { emitFrom, type From } from './emit-from.ts'
import { emitQuery } from './emit-query.ts'
import { duckdbName } from './emit-statement.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerceOr, typed } from './typed.ts'
import { duckdbType, quoteName, typeText } from './types.ts'

/** A change of a table's rows. Where `check` gives a row, a row of the table would be changed twice. */
export interface Change {
  readonly table: ResolvedTable
  readonly sql: string
  readonly check?: string
}

/** The table that a statement changes, as a source of names. */
export interface Target {
  readonly path: TablePath
  /** As which the script knows the table. */
  readonly given: Name | null
  readonly table: ResolvedTable
  readonly columns: readonly TableColumn[]
  readonly alias: string
  readonly from: From
}

export function emitTarget(path: TablePath, alias: Name | null, context: EmitContext): Target {
  const table = resolveTable(path, context)
  const columns = context.columnsOf(table, path)
  const sqlAlias = `t${context.fresh()}`
  const seen = columns.map((c): Column => {
    const column = `${sqlAlias}.${quoteName(c.name)}`
    return { name: c.name, value: typed(c.raw === undefined ? column : `CAST(${column} AS ${duckdbType(c.type)})`, c.type) }
  })
  const name = (alias?.text ?? table.table).toLowerCase()
  const from = {
    sql: `${duckdbName(table)} AS ${sqlAlias}`,
    columns: seen,
    ranges: [{ name, columns: seen, value: null, nullable: false }],
  }
  return { path, given: alias, table, columns, alias: sqlAlias, from }
}

/** A scope that sees several sources at once. */
export function seeing(context: EmitContext, ...sources: readonly Pick<From, 'columns' | 'ranges'>[]): EmitContext {
  return withScope(context, { ...emptyScope(null), columns: sources.flatMap(s => s.columns), ranges: sources.flatMap(s => s.ranges) })
}

export function columnOf(name: Name, target: Pick<Target, 'columns' | 'table'>): TableColumn {
  const found = target.columns.find(c => c.name.toLowerCase() === name.text.toLowerCase())
  if (!found) throw new Refusal(name, `column ${name.text} is not present in table ${target.table.table}`, 'sql-error')
  return found
}

/** A value as it is stored in a column. */
export function stored(node: Expression, column: TableColumn, context: EmitContext): string {
  if (node.kind === 'default') return 'DEFAULT'
  const value = emitExpression(node, context)
  return coerceOr(value, column.type, node, cannotStore(typeText(value.type), column))
}

function cannotStore(type: string, column: TableColumn): string {
  return `value has type ${type} which cannot be inserted into column ${column.name}, which has type ${typeText(column.type)}`
}

export function emitInsert(statement: Extract<Statement, { kind: 'insert' }>, context: EmitContext): Change {
  const target = emitTarget(statement.table, null, context)
  const columns = statement.columns.length > 0 ? statement.columns.map(name => columnOf(name, target)) : target.columns
  const repeated = statement.columns.find(
    (name, i) => statement.columns.findIndex(n => n.text.toLowerCase() === name.text.toLowerCase()) < i,
  )
  if (repeated) throw new Refusal(repeated, `INSERT has column ${repeated.text} twice`, 'sql-error')
  const head = `INSERT INTO ${duckdbName(target.table)} (${columns.map(c => quoteName(c.name)).join(', ')})`
  if (statement.source.kind === 'values') {
    const rows = statement.source.rows.map(row => {
      if (row.length !== columns.length) throw new Refusal(row[0] ?? statement, wrongCount(row.length, columns.length), 'sql-error')
      return `(${row.map((value, i) => stored(value, columns[i]!, context)).join(', ')})`
    })
    return { table: target.table, sql: `${head} VALUES ${rows.join(', ')}` }
  }
  const query = emitQuery(statement.source.query, context, 'inner')
  if (query.columns.length !== columns.length)
    throw new Refusal(statement.source.query, wrongCount(query.columns.length, columns.length), 'sql-error')
  return { table: target.table, sql: `${head} ${storedQuery(query, columns, statement.source.query, context)}` }
}

function wrongCount(found: number, wanted: number): string {
  return `inserted row has wrong column count; has ${found}, expected ${wanted}`
}

/** A query whose columns are of the types that a table stores. */
export function storedQuery(
  query: ReturnType<typeof emitQuery>,
  columns: readonly TableColumn[],
  place: { readonly start: number; readonly end: number },
  context: EmitContext,
): string {
  const alias = `t${context.fresh()}`
  const items = query.columns.map((c, i) => {
    const column = columns[i]!
    return coerceOr(typed(`${alias}.${c.sqlName}`, c.type), column.type, place, cannotStore(typeText(c.type), column))
  })
  if (items.every((item, i) => item === `${alias}.${query.columns[i]!.sqlName}`)) return query.sql
  return `SELECT ${items.map((item, i) => `${item} AS c${i}`).join(', ')} FROM (${query.sql}) AS ${alias}`
}

export function emitUpdate(statement: Extract<Statement, { kind: 'update' }>, context: EmitContext): Change {
  const target = emitTarget(statement.table, statement.alias, context)
  if (!statement.from) {
    const inside = seeing(context, target.from)
    const where = emitCondition(statement.where, inside, 'WHERE clause')
    return { table: target.table, sql: `UPDATE ${target.from.sql} SET ${emitAssignments(statement.set, target, inside)} WHERE ${where}` }
  }
  const from = emitFrom(statement.from, seeing(context, { columns: [], ranges: [] }))
  const inside = seeing(context, target.from, from)
  const where = emitCondition(statement.where, inside, 'WHERE clause')
  const row = `${target.alias}.rowid`
  return {
    table: target.table,
    sql: `UPDATE ${target.from.sql} SET ${emitAssignments(statement.set, target, inside)} FROM ${from.sql} WHERE ${where}`,
    check: `SELECT ${row} FROM ${target.from.sql} CROSS JOIN ${from.sql} WHERE ${where} GROUP BY ${row} HAVING count(*) > 1 LIMIT 1`,
  }
}

export function emitAssignments(set: readonly Assignment[], target: Target, context: EmitContext): string {
  const seen = new Set<string>()
  return set
    .map(({ column, value }) => {
      const [first, second] = withoutTarget(column, { table: target.path, alias: target.given })
      if (!first || second) return refuse(value, 'a change of a field does not run on the local target: set the whole struct')
      const found = columnOf(first, target)
      if (seen.has(found.name)) throw new Refusal(first, `column ${first.text} is set twice`, 'sql-error')
      seen.add(found.name)
      return `${quoteName(found.name)} = ${stored(value, found, context)}`
    })
    .join(', ')
}

export function emitDelete(statement: Extract<Statement, { kind: 'delete' }>, context: EmitContext): Change {
  const target = emitTarget(statement.table, statement.alias, context)
  const where = emitCondition(statement.where, seeing(context, target.from), 'WHERE clause')
  return { table: target.table, sql: `DELETE FROM ${target.from.sql} WHERE ${where}` }
}

export function emitTruncate(statement: Extract<Statement, { kind: 'truncate' }>, context: EmitContext): Change {
  const target = emitTarget(statement.table, null, context)
  return { table: target.table, sql: `DELETE FROM ${duckdbName(target.table)}` }
}
