import type { Assignment, CreateTable, MergeClause, Statement } from '#language/sql'
import { type EmitContext, type ResolvedTable, withScope } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { emitFrom, resolveTable, tableName } from './emit-from.ts'
import { type emitLiteral, name, native, text } from './emit-literals.ts'
import { emitQuery } from './emit-query.ts'
import { refuse } from './refusal.ts'
import { duckdbType, quoteName } from './types.ts'

/** One step of running a statement: what is to be done with DuckDB, and which tables it touches. */
export type Step =
  /** Canonical SQL for the translator. */
  | { readonly kind: 'query'; readonly sql: string }
  | { readonly kind: 'change'; readonly sql: string; readonly table: ResolvedTable; readonly check?: string }
  /** A new table from canonical SQL of a query, or from columns in DuckDB's words. */
  | {
      readonly kind: 'create-table'
      readonly statement: CreateTable
      readonly table: ResolvedTable
      readonly columns: string | null
      readonly sql: string | null
    }
  /** DuckDB's own words, with nothing in them but names and types. */
  | { readonly kind: 'definition'; readonly duckdb: string; readonly table: ResolvedTable; readonly createsDataset: boolean }
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

/** Translates one statement, or refuses it at a place. */
export function emitStatement(statement: Statement, context: EmitContext): Step {
  switch (statement.kind) {
    case 'query':
      return { kind: 'query', sql: emitQuery(statement.query, context, 'outer') }
    case 'insert': {
      const table = changed(statement.table, context)
      const columns = statement.columns.length > 0 ? ` (${statement.columns.map(c => name(c.text)).join(', ')})` : ''
      const source =
        statement.source.kind === 'query'
          ? emitQuery(statement.source.query, context, 'inner')
          : `VALUES ${statement.source.rows.map(row => `(${row.map(e => emitExpression(e, context)).join(', ')})`).join(', ')}`
      return { kind: 'change', table, sql: `INSERT INTO ${tableName(table)}${columns} ${source}` }
    }
    case 'update': {
      if (statement.from) return refuse(statement.from, 'UPDATE with FROM does not run on the local target: use MERGE')
      const table = changed(statement.table, context)
      const alias = statement.alias?.text ?? table.table
      const set = emitAssignments(statement.set, context)
      return {
        kind: 'change',
        table,
        sql: `UPDATE ${tableName(table)} AS ${name(alias)} SET ${set} WHERE ${emitExpression(statement.where, context)}`,
      }
    }
    case 'delete': {
      const table = changed(statement.table, context)
      const alias = statement.alias?.text ?? table.table
      return {
        kind: 'change',
        table,
        sql: `DELETE FROM ${tableName(table)} AS ${name(alias)} WHERE ${emitExpression(statement.where, context)}`,
      }
    }
    case 'truncate': {
      const table = changed(statement.table, context)
      return { kind: 'change', table, sql: `DELETE FROM ${tableName(table)} AS ${name(table.table)} WHERE TRUE` }
    }
    case 'merge':
      return emitMerge(statement, context)
    case 'create-table':
      return emitCreateTable(statement, context)
    case 'create-view': {
      if (statement.materialized) return refuse(statement, 'a materialized view does not run on the local target')
      const table = resolveTable(statement.table, context)
      if (table.project === null) return refuse(statement.table, 'a view cannot be temporary')
      const columns = statement.columns.length > 0 ? ` (${statement.columns.map(c => quoteName(c.text)).join(', ')})` : ''
      const head = `CREATE ${statement.replace ? 'OR REPLACE ' : ''}VIEW ${statement.ifNotExists ? 'IF NOT EXISTS ' : ''}${duckdbName(table)}${columns} AS `
      return { kind: 'create-view', head, table, sql: emitQuery(statement.query, context, 'outer') }
    }
    case 'create-schema': {
      const table = resolveDataset(statement.path, context)
      return {
        kind: 'definition',
        createsDataset: true,
        table,
        duckdb: `CREATE SCHEMA ${statement.ifNotExists ? 'IF NOT EXISTS ' : ''}${schemaName(table)}`,
      }
    }
    case 'drop': {
      const schema = statement.object === 'SCHEMA'
      const table = schema ? resolveDataset(statement.path, context) : resolveTable(statement.path, context)
      const words = `DROP ${statement.object} ${statement.ifExists ? 'IF EXISTS ' : ''}`
      const duckdb = `${words}${schema ? schemaName(table) : duckdbName(table)}${statement.cascade ? ' CASCADE' : ''}`
      return { kind: 'drop', duckdb, table, object: statement.object, ifExists: statement.ifExists }
    }
    case 'alter-table':
      return emitAlter(statement, context)
    case 'load-data': {
      if (statement.temporary) return refuse(statement, 'LOAD DATA into a temporary table does not run on the local target')
      const table = resolveTable(statement.table, context)
      return { kind: 'load', statement, table, columns: statement.columns ? emitColumns(statement.columns) : null }
    }
    case 'assert':
      return {
        kind: 'assert',
        sql: `SELECT ${emitExpression(statement.condition, context)} AS ${name('holds')}`,
        message: statement.message ?? 'an assertion does not hold',
      }
    default:
      return statement satisfies never
  }
}

/** A table in DuckDB's quotes. */
export function duckdbName(table: ResolvedTable): string {
  return [table.project ?? 'temp', table.dataset, table.table].map(quoteName).join('.')
}

function schemaName(table: ResolvedTable): string {
  return [table.project ?? 'temp', table.dataset].map(quoteName).join('.')
}

function changed(path: Parameters<typeof resolveTable>[0], context: EmitContext): ResolvedTable {
  const table = resolveTable(path, context)
  context.reads.push({ path, table })
  return table
}

function resolveDataset(path: Parameters<typeof resolveTable>[0], context: EmitContext): ResolvedTable {
  const [a, b] = path.parts
  if (path.parts.length === 1 && a !== undefined) return { project: context.defaultProject, dataset: a, table: '' }
  if (path.parts.length === 2 && a !== undefined && b !== undefined) return { project: a, dataset: b, table: '' }
  return refuse(path, 'a dataset has the parts project and dataset')
}

function emitAssignments(set: readonly Assignment[], context: EmitContext): string {
  return set
    .map(({ column, value }) => {
      const [first, second] = column
      if (!first || second) return refuse(value, 'a change of a field does not run on the local target')
      return `${name(first.text)} = ${emitExpression(value, context)}`
    })
    .join(', ')
}

function emitMerge(statement: Extract<Statement, { kind: 'merge' }>, context: EmitContext): Step {
  return withScope(context, () => {
    const table = changed(statement.table, context)
    const alias = statement.alias?.text ?? table.table
    const source = emitFrom(statement.source, context)
    if (statement.source.kind === 'join')
      return refuse(statement.source, 'MERGE with a join does not run on the local target: put it into a subquery')
    const on = emitExpression(statement.on, context)
    const clauses = statement.clauses.map(c => emitMergeClause(c, context)).join(' ')
    const sql = `MERGE INTO ${tableName(table)} AS ${name(alias)} USING ${source} ON ${on} ${clauses}`
    if (!statement.clauses.some(c => c.match === 'MATCHED')) return { kind: 'change', table, sql }
    const row = `${name(alias)}.${name('rowid')}`
    const check = `SELECT ${row} FROM ${tableName(table)} AS ${name(alias)} INNER JOIN ${source} ON ${on} GROUP BY ${row} HAVING (${native('count')}(*) > 1) LIMIT 1`
    return { kind: 'change', table, sql, check }
  })
}

function emitMergeClause(clause: MergeClause, context: EmitContext): string {
  const condition = clause.condition ? ` AND ${emitExpression(clause.condition, context)}` : ''
  const head = `WHEN ${clause.match}${condition} THEN`
  switch (clause.action.kind) {
    case 'update':
      return `${head} UPDATE SET ${emitAssignments(clause.action.set, context)}`
    case 'delete':
      return `${head} DELETE`
    case 'insert': {
      const columns = clause.action.columns.length > 0 ? ` (${clause.action.columns.map(c => name(c.text)).join(', ')})` : ''
      return `${head} INSERT${columns} VALUES (${clause.action.values.map(v => emitExpression(v, context)).join(', ')})`
    }
    case 'insert-row':
      return refuse(clause, 'INSERT ROW does not run on the local target: name the columns')
    default:
      return clause.action satisfies never
  }
}

function emitCreateTable(statement: CreateTable, context: EmitContext): Step {
  if (statement.temporary && statement.table.parts.length !== 1)
    return refuse(statement.table, 'a temporary table has a name without a dataset')
  const table: ResolvedTable = statement.temporary
    ? { project: null, dataset: 'main', table: statement.table.parts[0] ?? '' }
    : resolveTable(statement.table, context)
  const columns = statement.columns ? emitColumns(statement.columns) : null
  const sql = statement.query ? emitQuery(statement.query, context, 'outer') : null
  return { kind: 'create-table', statement, table, columns, sql }
}

function emitColumns(columns: CreateTable['columns']): string {
  return (columns ?? [])
    .map(c => {
      let value = ''
      if (c.default) {
        if (c.default.kind !== 'literal') return refuse(c.default, 'a default other than a literal does not run on the local target')
        value = ` DEFAULT ${c.default.literal === 'string' ? `'${c.default.text.replaceAll("'", "''")}'` : plainLiteral(c.default)}`
      }
      return `${quoteName(c.name.text)} ${duckdbType(c.type)}${value}${c.notNull ? ' NOT NULL' : ''}`
    })
    .join(', ')
}

function plainLiteral(literal: Parameters<typeof emitLiteral>[0]): string {
  if (literal.literal === 'bytes') return refuse(literal, 'a default of bytes does not run on the local target')
  return literal.text
}

function emitAlter(statement: Extract<Statement, { kind: 'alter-table' }>, context: EmitContext): Step {
  const table = changed(statement.table, context)
  const [action, second] = statement.actions
  if (!action || second) return refuse(statement, 'one change at a time runs on the local target: write one ALTER TABLE for each')
  if (statement.ifExists) return refuse(statement, 'ALTER TABLE IF EXISTS does not run on the local target')
  const head = `ALTER TABLE ${duckdbName(table)}`
  const definition = (words: string): Step => ({ kind: 'definition', createsDataset: false, table, duckdb: `${head} ${words}` })
  switch (action.kind) {
    case 'add-column':
      if (action.column.notNull || action.column.default) return refuse(action, 'a new column takes neither NOT NULL nor DEFAULT')
      return definition(`ADD COLUMN ${action.ifNotExists ? 'IF NOT EXISTS ' : ''}${emitColumns([action.column])}`)
    case 'drop-column':
      return definition(`DROP COLUMN ${action.ifExists ? 'IF EXISTS ' : ''}${quoteName(action.name.text)}`)
    case 'rename-column':
      if (action.ifExists) return refuse(action, 'RENAME COLUMN IF EXISTS does not run on the local target')
      return definition(`RENAME COLUMN ${quoteName(action.from.text)} TO ${quoteName(action.to.text)}`)
    case 'rename-table':
      return definition(`RENAME TO ${quoteName(action.to.text)}`)
    case 'set-options':
      // Options describe a table to BigQuery; they change no row.
      return { kind: 'query', sql: `SELECT ${text('options')} AS ${name('options')} WHERE FALSE` }
    default:
      return action satisfies never
  }
}
