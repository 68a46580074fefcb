import type { AlterAction, ColumnDefinition, CreateTable, Statement, TablePath } from '#language/sql'
import { columnOf, storedQuery } from './emit-changes.ts'
import { type Column, type EmitContext, emptyScope, type ResolvedTable, resolveTable, type TableColumn, withScope } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { emitQuery } from './emit-query.ts'
import { duckdbName } from './emit-statement.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, coerceOr, typed } from './typed.ts'
import { columnType, duckdbType, quoteName, sameType, typeText, type ValueType, valueType } from './types.ts'

/** A table that is to be made: of written columns, of a query, or of both. */
export interface NewTable {
  readonly statement: CreateTable
  readonly table: ResolvedTable
  readonly columns: readonly TableColumn[]
  /** The columns in DuckDB's words. */
  readonly definition: string
  /** What fills it. */
  readonly query: string | null
}

export function emitCreateTable(statement: CreateTable, context: EmitContext): NewTable {
  if (statement.temporary && statement.table.parts.length !== 1)
    return refuse(statement.table, 'a temporary table has a name without a dataset')
  const table: ResolvedTable = statement.temporary
    ? { project: null, dataset: 'main', table: statement.table.parts[0] ?? '' }
    : resolveTable(statement.table, context)
  const { columns, query } = contents(statement, context)
  expectNames(columns, statement)
  checkLayout(statement, columns, context)
  const definition = statement.columns ? emitColumns(statement.columns, context) : columns.map(c => columnText(c)).join(', ')
  return { statement, table, columns, definition, query }
}

function contents(statement: CreateTable, context: EmitContext): Pick<NewTable, 'columns' | 'query'> {
  if (statement.from) {
    if (statement.columns || statement.query)
      return refuse(statement, `CREATE TABLE ${statement.from.how} with columns or a query does not run on the local target`)
    const source = resolveTable(statement.from.table, context)
    const columns = context.columnsOf(source, statement.from.table)
    return { columns, query: statement.from.how === 'LIKE' ? null : `SELECT * FROM ${duckdbName(source)}` }
  }
  const written = statement.columns?.map((c): TableColumn => ({ name: c.name.text, ...columnType(c.type), notNull: c.notNull })) ?? null
  if (!statement.query) return { columns: written!, query: null }
  const query = emitQuery(statement.query, context, written ? 'inner' : 'outer')
  if (!written) {
    const columns = query.columns.map(({ name, type }, i): TableColumn => {
      if (name === null)
        throw new Refusal(statement.query!, `CREATE TABLE columns must be named, but column ${i + 1} has no name`, 'sql-error')
      return { name, type: settled(type) }
    })
    return { columns, query: query.sql }
  }
  if (written.length !== query.columns.length) {
    throw new Refusal(
      statement.query,
      `the number of columns in the column definition list does not match the number of columns produced by the query`,
      'sql-error',
    )
  }
  return { columns: written, query: storedQuery(query, written, statement.query, context) }
}

/** A column of NULL has a type in a table. */
function settled(type: ValueType): ValueType {
  if (type.kind === 'NULL') return { kind: 'INT64' }
  return type.kind === 'ARRAY' && type.element.kind === 'NULL' ? { kind: 'ARRAY', element: { kind: 'INT64' } } : type
}

function expectNames(columns: readonly TableColumn[], statement: CreateTable): void {
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (seen.has(name.toLowerCase()))
      throw new Refusal(statement.query ?? statement, `duplicate column name ${name} in the table`, 'sql-error')
    seen.add(name.toLowerCase())
  }
}

/** PARTITION BY and CLUSTER BY have no effect here, but their columns must be there. */
function checkLayout(statement: CreateTable, columns: readonly TableColumn[], context: EmitContext): void {
  const seen = columns.map((c): Column => ({ name: c.name, value: typed(quoteName(c.name), c.type) }))
  const inside = withScope(context, { ...emptyScope(null), columns: seen })
  for (const node of [...(statement.partitionBy ? [statement.partitionBy] : []), ...statement.clusterBy]) {
    if (node.kind === 'path' && /^_PARTITION/i.test(node.parts[0]?.text ?? ''))
      refuse(node, 'a table partitioned by the time of loading does not run on the local target')
    emitExpression(node, inside)
  }
}

function columnText(column: TableColumn): string {
  const value = column.default === undefined ? '' : ` DEFAULT ${column.default}`
  return `${quoteName(column.name)} ${column.raw?.startsWith('DECIMAL') ? column.raw : duckdbType(column.type)}${value}${column.notNull ? ' NOT NULL' : ''}`
}

/** Columns with their types and defaults, in DuckDB's words. */
export function emitColumns(columns: readonly ColumnDefinition[], context: EmitContext): string {
  return columns
    .map(c => {
      const type = columnType(c.type)
      const value = c.default ? { default: defaultText(c.default, type.type, context) } : {}
      return columnText({ name: c.name.text, ...type, notNull: c.notNull, ...value })
    })
    .join(', ')
}

function defaultText(node: NonNullable<ColumnDefinition['default']>, type: ValueType, context: EmitContext): string {
  const value = emitExpression(node, { ...context, scope: null, variables: new Map() })
  const sql = coerceOr(value, type, node, `the default has type ${typeText(value.type)}, but the column has type ${typeText(type)}`)
  // It is kept in the file, which other programs open: nothing of this process may be in it.
  return /\bbq_|\$p\d/.test(sql)
    ? refuse(node, 'this default does not run on the local target: a written value or CURRENT_TIMESTAMP does')
    : `(${sql})`
}

export function emitAlter(
  statement: Extract<Statement, { kind: 'alter-table' }>,
  context: EmitContext,
): { readonly table: ResolvedTable; readonly duckdb: readonly string[] } {
  const table = resolveTable(statement.table, context)
  const columns = statement.ifExists ? columnsOrNone(table, statement.table, context) : context.columnsOf(table, statement.table)
  if (columns === null) return { table, duckdb: [] }
  const head = `ALTER TABLE ${duckdbName(table)}`
  const duckdb = statement.actions.flatMap(action => {
    const words = alterText(action, { table, columns }, context)
    return words === null ? [] : [`${head} ${words}`]
  })
  return { table, duckdb }
}

function columnsOrNone(table: ResolvedTable, path: TablePath, context: EmitContext): readonly TableColumn[] | null {
  try {
    return context.columnsOf(table, path)
  } catch (problem) {
    if (problem instanceof Refusal && problem.code === 'table-not-found') return null
    throw problem
  }
}

function alterText(
  action: AlterAction,
  target: { table: ResolvedTable; columns: readonly TableColumn[] },
  context: EmitContext,
): string | null {
  switch (action.kind) {
    case 'add-column':
      if (action.column.notNull || action.column.default) return refuse(action, 'a new column takes neither NOT NULL nor DEFAULT')
      return `ADD COLUMN ${action.ifNotExists ? 'IF NOT EXISTS ' : ''}${emitColumns([action.column], context)}`
    case 'drop-column':
      return `DROP COLUMN ${action.ifExists ? 'IF EXISTS ' : ''}${quoteName(action.name.text)}`
    case 'rename-column': {
      const known = target.columns.some(c => c.name.toLowerCase() === action.from.text.toLowerCase())
      if (action.ifExists && !known) return null
      return `RENAME COLUMN ${quoteName(columnOf(action.from, target).name)} TO ${quoteName(action.to.text)}`
    }
    case 'rename-table':
      return `RENAME TO ${quoteName(action.to.text)}`
    case 'set-options':
      // Options describe a table to BigQuery; they change no row.
      return null
    case 'set-type': {
      const column = columnOf(action.name, target)
      const type = valueType(action.type)
      if (!sameType(column.type, type) && coerce(typed('x', column.type), type, action) === null) {
        throw new Refusal(
          action,
          `the type of column ${column.name} cannot change from ${typeText(column.type)} to ${typeText(type)}`,
          'sql-error',
        )
      }
      return `ALTER COLUMN ${quoteName(column.name)} SET DATA TYPE ${duckdbType(type)}`
    }
    case 'set-default': {
      const column = columnOf(action.name, target)
      if (!action.value) return `ALTER COLUMN ${quoteName(column.name)} DROP DEFAULT`
      return `ALTER COLUMN ${quoteName(column.name)} SET DEFAULT ${defaultText(action.value, column.type, context)}`
    }
    case 'drop-not-null':
      return `ALTER COLUMN ${quoteName(columnOf(action.name, target).name)} DROP NOT NULL`
    default:
      return action satisfies never
  }
}
