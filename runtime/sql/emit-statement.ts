import type { Statement } from '#language/sql'
import { type Change, emitDelete, emitInsert, emitTruncate, emitUpdate } from './emit-changes.ts'
import { type EmitContext, type ResolvedTable, resolveTable } from './emit-context.ts'
import { emitAlter, emitColumns, emitCreateTable, type NewTable } from './emit-definitions.ts'
import { emitCondition } from './emit-expression.ts'
import { emitMerge } from './emit-merge.ts'
import { emitQuery } from './emit-query.ts'
import { refuse } from './refusal.ts'
import { quoteName, typeText, type ValueType } from './types.ts'

/** One step of running a statement: what is to be done with DuckDB, and which tables it touches. */
export type Step =
  | {
      readonly kind: 'query'
      readonly sql: string
      readonly columns: readonly { readonly name: string | null; readonly type: ValueType }[]
    }
  /** A query whose rows become a table, in place of the one that is there. */
  | {
      readonly kind: 'store'
      readonly sql: string
      readonly columns: readonly { readonly name: string | null; readonly type: ValueType }[]
      readonly table: ResolvedTable
    }
  | ({ readonly kind: 'change' } & Change)
  | ({ readonly kind: 'create-table' } & NewTable)
  /** Names and types only. */
  | { readonly kind: 'definition'; readonly duckdb: readonly string[]; readonly table: ResolvedTable; readonly createsDataset: boolean }
  | { readonly kind: 'create-view'; readonly head: string; readonly sql: string; readonly table: ResolvedTable }
  | {
      readonly kind: 'drop'
      readonly duckdb: string
      readonly table: ResolvedTable
      readonly object: 'TABLE' | 'VIEW' | 'SCHEMA'
      readonly ifExists: boolean
    }
  | {
      readonly kind: 'load'
      readonly statement: Extract<Statement, { kind: 'load-data' }>
      readonly table: ResolvedTable
      readonly columns: string | null
    }
  | { readonly kind: 'assert'; readonly sql: string; readonly message: string }
  /** Nothing is to be done here. */
  | { readonly kind: 'nothing' }

/** Statements that the script itself carries out: `run-nodes.ts`. */
export type OfScript = Extract<Statement, { kind: 'declare' | 'set' | 'jump' | 'raise' | 'execute' | 'create-function' | 'drop-function' }>

/** Translates one statement, or refuses it at a place. */
export function emitStatement(statement: Exclude<Statement, OfScript>, context: EmitContext): Step {
  switch (statement.kind) {
    case 'query': {
      const { sql, columns } = emitQuery(statement.query, context, 'outer')
      return { kind: 'query', sql, columns }
    }
    case 'insert':
      return { kind: 'change', ...emitInsert(statement, context) }
    case 'update':
      return { kind: 'change', ...emitUpdate(statement, context) }
    case 'delete':
      return { kind: 'change', ...emitDelete(statement, context) }
    case 'truncate':
      return { kind: 'change', ...emitTruncate(statement, context) }
    case 'merge':
      return { kind: 'change', ...emitMerge(statement, context) }
    case 'create-table':
      return { kind: 'create-table', ...emitCreateTable(statement, context) }
    case 'create-view':
      return emitView(statement, context)
    case 'create-schema': {
      const table = resolveDataset(statement.path, context)
      const duckdb = [`CREATE SCHEMA ${statement.ifNotExists ? 'IF NOT EXISTS ' : ''}${schemaName(table)}`]
      return { kind: 'definition', createsDataset: true, table, duckdb }
    }
    case 'drop': {
      const schema = statement.object === 'SCHEMA'
      const table = schema ? resolveDataset(statement.path, context) : resolveTable(statement.path, context)
      const words = `DROP ${statement.object} ${statement.ifExists ? 'IF EXISTS ' : ''}`
      const duckdb = `${words}${schema ? schemaName(table) : duckdbName(table)}${statement.cascade ? ' CASCADE' : ''}`
      if (!schema && !statement.ifExists) context.columnsOf(table, statement.path)
      return { kind: 'drop', duckdb, table, object: statement.object, ifExists: statement.ifExists }
    }
    case 'alter-table': {
      const { table, duckdb } = emitAlter(statement, context)
      return { kind: 'definition', createsDataset: false, table, duckdb }
    }
    case 'load-data': {
      if (statement.temporary) return refuse(statement, 'LOAD DATA into a temporary table does not run on the local target')
      const table = resolveTable(statement.table, context)
      return { kind: 'load', statement, table, columns: statement.columns ? emitColumns(statement.columns, context) : null }
    }
    case 'assert':
      return {
        kind: 'assert',
        sql: `SELECT ${emitCondition(statement.condition, context, 'ASSERT')}`,
        message: statement.message ?? 'an assertion does not hold.',
      }
    case 'transaction':
      // A script is one transaction as it is; only what would take back a part of it cannot be.
      if (statement.action === 'ROLLBACK')
        return refuse(
          statement,
          'ROLLBACK does not run on the local target: a script is one transaction, which a failure takes back as a whole',
        )
      return { kind: 'nothing' }
    default:
      return statement satisfies never
  }
}

function emitView(statement: Extract<Statement, { kind: 'create-view' }>, context: EmitContext): Step {
  if (statement.materialized) return refuse(statement, 'a materialized view does not run on the local target: make a view or a table')
  const table = resolveTable(statement.table, context)
  if (table.project === null) return refuse(statement.table, 'a view cannot be temporary')
  const query = emitQuery(statement.query, context, 'outer')
  for (const { name, type } of query.columns) {
    if (type.kind === 'OTHER') refuse(statement, `the column "${name}" has the type ${typeText(type)}, which no view has here`)
  }
  const columns = statement.columns.length > 0 ? ` (${statement.columns.map(c => quoteName(c.text)).join(', ')})` : ''
  const head = `CREATE ${statement.replace ? 'OR REPLACE ' : ''}VIEW ${statement.ifNotExists ? 'IF NOT EXISTS ' : ''}${duckdbName(table)}${columns} AS `
  return { kind: 'create-view', head, table, sql: query.sql }
}

/** A table in DuckDB's quotes. */
export function duckdbName(table: ResolvedTable): string {
  return [table.project ?? 'temp', table.dataset, table.table].map(quoteName).join('.')
}

function schemaName(table: ResolvedTable): string {
  return [table.project ?? 'temp', table.dataset].map(quoteName).join('.')
}

function resolveDataset(path: Parameters<typeof resolveTable>[0], context: EmitContext): ResolvedTable {
  const [a, b] = path.parts
  if (path.parts.length === 1 && a !== undefined) return { project: context.defaultProject, dataset: a, table: '' }
  if (path.parts.length === 2 && a !== undefined && b !== undefined) return { project: a, dataset: b, table: '' }
  return refuse(path, 'a dataset has the parts project and dataset')
}
