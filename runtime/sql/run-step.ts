import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBType } from '@duckdb/node-api'
import type { Span } from '#language'
import { shownName } from './catalog.ts'
import type { FolderDatabase } from './database.ts'
import type { ResolvedTable } from './emit-context.ts'
import { unnamedBefore } from './emit-query.ts'
import { duckdbName, type Step } from './emit-statement.ts'
import { planLoad } from './load-data.ts'
import { REFUSED_IN_FILE } from './load-values.ts'
import type { Preview, Sample, ScriptRequest, Shown } from './messages.ts'
import { Raised, Refusal, refuse } from './refusal.ts'
import { PreviewRows, shownValue } from './sample.ts'
import type { Values } from './script-state.ts'
import { duckdbType, quoteName, typeOfDuckdb, typeText, type ValueType } from './types.ts'

/** What the statements of one script share. */
export interface RunContext {
  readonly connection: DuckDBConnection
  readonly database: FolderDatabase
  readonly request: ScriptRequest
  readonly temporaryTables: Set<string>
  readonly log: (line: string) => void
  fresh(): number
  /** Of the last query. */
  sample: Sample | undefined
  preview: Preview | undefined
}

/** A type that DuckDB gives a result is not the one that was worked out: the statement does not run. */
export class TranslationDoubt extends Error {}

/** Runs one translated statement; answers its rows, or null for a definition. */
export async function runStep(step: Step, place: Span, values: Values, context: RunContext): Promise<number | null> {
  context.sample = undefined
  context.preview = undefined
  switch (step.kind) {
    case 'query': {
      const statement = await bound(step.sql, values, context)
      const rows = await countRows(statement, step.columns, place, context)
      context.log(`query: ${rowsText(rows)}`)
      return rows
    }
    case 'store':
      return storeResult(step, place, values, context)
    case 'assert': {
      const reader = await (await bound(step.sql, values, context)).runAndReadAll()
      if (reader.getRowsJS()[0]?.[0] === true) return null
      throw new Raised(place, `Assertion failed: ${step.message}`)
    }
    case 'change': {
      if (step.check) await expectSingleMatches(step.check, values, context, place)
      const rows = await storedValue(step.sql, values, context)
      context.log(`${shownName(step.table)}: ${rowsText(rows)} changed`)
      return rows
    }
    case 'create-table':
      return createTable(step, place, values, context)
    case 'create-view': {
      if (Object.keys(values).length > 0) return refuse(place, 'a view takes no parameters')
      if (step.sql.includes("getvariable('")) return refuse(place, 'a view takes no variables of the script')
      await prepareTarget(step.table, place, context)
      await context.connection.run(step.head + step.sql)
      context.log(`${shownName(step.table)}: view created`)
      return null
    }
    case 'definition': {
      if (step.table.project !== null && step.duckdb.length > 0) await context.database.attach(step.table.project, true)
      for (const sql of step.duckdb) await context.connection.run(sql)
      return null
    }
    case 'drop':
      return drop(step, place, context)
    case 'load':
      return load(step, place, context)
    case 'nothing':
      return null
    default:
      return step satisfies never
  }
}

async function bound(sql: string, values: Values, context: RunContext): Promise<DuckDBPreparedStatement> {
  const statement = await context.connection.prepare(sql)
  const wanted = Array.from({ length: statement.parameterCount }, (_, i) => statement.parameterName(i + 1))
  if (wanted.length > 0) statement.bind(Object.fromEntries(wanted.map(name => [name, values[name] ?? null])))
  return statement
}

/** What DuckDB makes of every column is held against the type that was worked out: they are two opinions on one query. */
function expectTypes(types: readonly DuckDBType[], columns: readonly { readonly name: string | null; readonly type: ValueType }[]): void {
  for (const [i, { name, type }] of columns.entries()) {
    const found = plainText(String(types[i]))
    const wanted = plainText(duckdbType(type))
    if (found !== wanted) throw new TranslationDoubt(`the column ${name ?? i + 1} is a ${found} instead of a ${wanted}`)
  }
}

function plainText(text: string): string {
  return text
    .replace(/TIMESTAMP WITH TIME ZONE/g, 'TIMESTAMPTZ')
    .replace(/\bJSON\b/g, 'VARCHAR')
    .replace(/[\s"]/g, '')
    .toLowerCase()
}

/** Chunk by chunk, so that a large result never stands in memory. */
async function countRows(
  statement: DuckDBPreparedStatement,
  columns: readonly { readonly name: string | null; readonly type: ValueType }[],
  place: Span,
  context: RunContext,
): Promise<number> {
  const names = expectDistinctNames(columns, place)
  const types = columns.map(c => typeText(c.type))
  const wanted = context.request.sample ?? 0
  const sample: Shown[][] = []
  const result = await statement.stream()
  expectTypes(result.columnTypes(), columns)
  const preview = new PreviewRows(names, types, context.request.preview ?? 0)
  let rows = 0
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    if (sample.length < wanted) for (const row of chunk.getRows().slice(0, wanted - sample.length)) sample.push(row.map(shownValue))
    preview.add(chunk)
    rows += chunk.rowCount
  }
  if (wanted > 0) context.sample = { columns: names.map((name, i) => ({ name, type: types[i]! })), rows: sample }
  if (context.request.preview !== undefined) context.preview = preview.preview(rows)
  return rows
}

/** Of the columns that were worked out: a statement of DuckDB knows none before the types of its params are. */
function expectDistinctNames(columns: readonly { readonly name: string | null }[], place: Span): string[] {
  const names = columns.map(({ name }, i) => name ?? `f${unnamedBefore(columns, i)}_`)
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name.toLowerCase()))
      throw new Refusal(place, `duplicate column names in the result are not supported: ${name}`, 'sql-error')
    seen.add(name.toLowerCase())
  }
  return names
}

/** Runs what stores rows; answers how many. */
export async function storedValue(sql: string, values: Values, context: RunContext): Promise<number> {
  return (await (await bound(sql, values, context)).run()).rowsChanged
}

/** BigQuery fails where a row is matched twice; DuckDB would take any of the matches. */
async function expectSingleMatches(check: string, values: Values, context: RunContext, place: Span): Promise<void> {
  if ((await (await bound(check, values, context)).runAndReadAll()).currentRowCount > 0) {
    throw new Refusal(place, 'UPDATE/MERGE must match at most one source row for each target row', 'sql-error')
  }
}

/** `dataset.table` as it is written in the catalog, found without regard to capital letters. */
async function findTable(table: ResolvedTable, context: RunContext): Promise<string | null> {
  const reader = await context.connection.runAndReadAll(
    `SELECT schema_name || '.' || name FROM (
       SELECT database_name, schema_name, table_name AS name FROM duckdb_tables()
       UNION ALL SELECT database_name, schema_name, view_name FROM duckdb_views())
     WHERE lower(database_name) = lower($database) AND lower(schema_name) = lower($dataset) AND lower(name) = lower($name)`,
    { database: table.project ?? 'temp', dataset: table.dataset, name: table.table },
  )
  const name = reader.getRowsJS()[0]?.[0]
  return typeof name === 'string' ? name : null
}

/** Opens the project and makes the dataset for a table that is to be made. */
async function prepareTarget(table: ResolvedTable, place: Span, context: RunContext): Promise<string | null> {
  if (table.project === null) return findTable(table, context)
  await context.database.attach(table.project, true)
  // It is there, unless this script has dropped it.
  await context.connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(table.project)}.${quoteName(table.dataset)}`)
  const found = await findTable(table, context)
  if (found !== null && found !== `${table.dataset}.${table.table}`) {
    return refuse(place, `${shownName(table)} and ${found} differ in capital letters only, which the local target cannot tell apart`)
  }
  return found
}

async function createTable(step: Extract<Step, { kind: 'create-table' }>, place: Span, values: Values, context: RunContext): Promise<null> {
  const { statement, table } = step
  const exists = await prepareTarget(table, place, context)
  if (exists !== null && statement.ifNotExists) {
    context.log(`${shownName(table)}: exists already`)
    return null
  }
  for (const { name, type } of step.columns) {
    if (type.kind === 'OTHER') refuse(place, `the column "${name}" would have the type ${type.duckdb}, which no table has here`)
  }
  const name = duckdbName(table)
  const head = `CREATE ${statement.replace ? 'OR REPLACE ' : ''}${table.project === null ? 'TEMP ' : ''}TABLE ${name}`
  let rows: number | null = null
  if (step.query !== null && statement.columns === null && !statement.from) {
    // A table may be made anew from itself, so it is made from the query in one statement.
    rows = Number((await (await bound(`${head} AS ${step.query}`, values, context)).runAndReadAll()).getRowsJS()[0]?.[0] ?? 0)
    expectTypes(await tableTypes(table, context), step.columns)
  } else if (step.query === null) await context.connection.run(`${head} (${step.definition})`)
  else {
    // The query may read the table that is replaced.
    const kept = `"bq_new_${context.fresh()}"`
    await storedValue(`CREATE TEMP TABLE ${kept} AS ${step.query}`, values, context)
    await context.connection.run(`${head} (${step.definition})`)
    rows = await storedValue(`INSERT INTO ${name} SELECT * FROM ${kept}`, {}, context)
    await context.connection.run(`DROP TABLE ${kept}`)
  }
  if (table.project === null) context.temporaryTables.add(table.table)
  context.log(`${shownName(table)}: created${rows === null ? '' : ` with ${rowsText(rows)}`}`)
  return null
}

/** As a job of BigQuery with a destination does: its rows are those of the query, which are shown as they were stored. */
async function storeResult(step: Extract<Step, { kind: 'store' }>, place: Span, values: Values, context: RunContext): Promise<number> {
  const { table, columns } = step
  for (const { name, type } of columns) {
    if (type.kind === 'OTHER') refuse(place, `the column "${name}" would have the type ${type.duckdb}, which no table has here`)
  }
  expectDistinctNames(step.columns, place)
  await prepareTarget(table, place, context)
  await storedValue(`CREATE OR REPLACE TABLE ${duckdbName(table)} AS ${step.sql}`, values, context)
  const rows = await countRows(await bound(`SELECT * FROM ${duckdbName(table)}`, {}, context), columns, place, context)
  context.log(`${shownName(table)}: created with ${rowsText(rows)}`)
  return rows
}

async function drop(step: Extract<Step, { kind: 'drop' }>, place: Span, context: RunContext): Promise<null> {
  const { table } = step
  const known = table.project === null || (await context.database.attach(table.project, false))
  if (!known) {
    if (step.ifExists) return null
    throw new Refusal(place, `there is no project ${table.project} on the local target`, 'table-not-found')
  }
  await context.connection.run(step.duckdb)
  if (table.project === null) context.temporaryTables.delete(table.table)
  context.log(`${shownName(table)}: dropped`)
  return null
}

async function load(step: Extract<Step, { kind: 'load' }>, place: Span, context: RunContext): Promise<number> {
  const { statement, table } = step
  const plan = planLoad(statement, context.request.folder, context.request.workspace)
  const exists = await prepareTarget(table, place, context)
  const name = duckdbName(table)
  if (step.columns !== null && (statement.overwrite || exists === null)) {
    await context.connection.run(`CREATE OR REPLACE TABLE ${name} (${step.columns})`)
  } else if (statement.overwrite || exists === null) {
    const source = plan.select(null)
    const query = await context.connection.prepare(source)
    const found = Array.from({ length: query.columnCount }, (_, i) => ({ name: query.columnName(i) }))
    const columns = normalColumns(query, expectDistinctNames(found, place), place)
    const made = await (
      await bound(`CREATE OR REPLACE TABLE ${name} AS SELECT ${columns} FROM (${source}) AS files`, {}, context)
    ).runAndReadAll()
    const rows = Number(made.getRowsJS()[0]?.[0] ?? 0)
    context.log(`${shownName(table)}: ${rowsText(rows)} loaded`)
    return rows
  }
  const columns = await tableColumns(table, context)
  const rows = await storedValue(`INSERT INTO ${name} ${plan.select(columns)}`, {}, context).catch(problem =>
    moreExact(problem, plan.lenient(columns), context),
  )
  context.log(`${shownName(table)}: ${rowsText(rows)} loaded`)
  return rows
}

/** What DuckDB itself says of the files, if it takes them neither: it knows the line. The transaction is lost in any case. */
async function moreExact(problem: unknown, lenient: string | null, context: RunContext): Promise<never> {
  const raw = problem instanceof Error ? problem.message : ''
  if (lenient !== null && raw.includes(REFUSED_IN_FILE)) {
    await context.connection.run('ROLLBACK')
    await context.connection.run('BEGIN TRANSACTION')
    await context.connection.run(`CREATE TEMP TABLE bq_refused AS ${lenient}`)
  }
  throw problem
}

/** Columns of files as BigQuery would type them: DuckDB's small numbers are narrower. */
function normalColumns(statement: DuckDBPreparedStatement, names: readonly string[], place: Span): string {
  return names
    .map((name, i) => {
      const found = String(statement.columnType(i))
      const type = typeOfDuckdb(found)
      if (type.kind === 'OTHER') return refuse(place, `the column "${name}" would have the type ${found}, which no table has here`)
      return `CAST(${quoteName(name)} AS ${duckdbType(type)}) AS ${quoteName(name)}`
    })
    .join(', ')
}

async function tableTypes(table: ResolvedTable, context: RunContext): Promise<DuckDBType[]> {
  const query = await context.connection.prepare(`SELECT * FROM ${duckdbName(table)}`)
  return Array.from({ length: query.columnCount }, (_, i) => query.columnType(i))
}

async function tableColumns(table: ResolvedTable, context: RunContext): Promise<{ name: string; type: string }[]> {
  // A prepared statement calls JSON a VARCHAR.
  const reader = await context.connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${duckdbName(table)})`)
  return reader.getRowsJS().map(([name, type]) => ({ name: String(name), type: String(type) }))
}

function rowsText(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`
}
