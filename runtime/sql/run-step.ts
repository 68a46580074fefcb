import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api'
import type { Span } from '#language'
import type { FolderDatabase } from './database.ts'
import type { EmitContext, ResolvedTable } from './emit-context.ts'
import { duckdbName, type Step } from './emit-statement.ts'
import { planLoad } from './load-data.ts'
import type { Preview, Sample, ScriptRequest, Shown } from './messages.ts'
import { Refusal, refuse } from './refusal.ts'
import { PreviewRows, shownType, shownValue } from './sample.ts'
import { translate } from './translate.ts'
import { quoteName, RESULT_TYPES } from './types.ts'

/** What the statements of one script share. */
export interface RunContext {
  readonly connection: DuckDBConnection
  readonly database: FolderDatabase
  readonly request: ScriptRequest
  /** The rendered script. */
  readonly sql: string
  readonly temporaryTables: Set<string>
  readonly log: (line: string) => void
  /** Of the last query. */
  sample: Sample | undefined
  preview: Preview | undefined
}

type Values = Record<string, DuckDBValue>

/** Runs one translated statement; answers its rows, or null for a definition. */
export async function runStep(
  step: Step,
  place: Span,
  reads: EmitContext['reads'],
  values: Values,
  context: RunContext,
): Promise<number | null> {
  for (const { path, table } of reads) await expectTable(table, path, context)
  context.sample = undefined
  context.preview = undefined
  switch (step.kind) {
    case 'query': {
      const rows = await countRows(await bound(await translate(step.sql), values, context), place, context)
      context.log(`query: ${rowsText(rows)}`)
      return rows
    }
    case 'assert': {
      const statement = await bound(await translate(step.sql), values, context)
      const reader = await statement.runAndReadAll()
      if (reader.getRowsJS()[0]?.[0] === true) return null
      throw new Refusal(place, `assertion failed: ${step.message}`, 'sql-error')
    }
    case 'change': {
      if (step.check) await expectSingleMatches(step.check, values, context, place)
      const rows = await changedRows(await translate(step.sql), values, context)
      context.log(`${shownName(step.table)}: ${rowsText(rows)} changed`)
      return rows
    }
    case 'create-table':
      return createTable(step, place, values, context)
    case 'create-view': {
      if (Object.keys(values).length > 0) return refuse(place, 'a view takes no parameters')
      await prepareTarget(step.table, place, context)
      await context.connection.run(step.head + (await translate(step.sql)))
      context.log(`${shownName(step.table)}: view created`)
      return null
    }
    case 'definition': {
      if (step.table.project !== null) await context.database.attach(step.table.project, true)
      await context.connection.run(step.duckdb)
      return null
    }
    case 'drop':
      return drop(step, place, context)
    case 'load':
      return load(step, place, context)
    default:
      return step satisfies never
  }
}

async function bound(sql: string, values: Values, context: RunContext): Promise<DuckDBPreparedStatement> {
  const statement = await context.connection.prepare(sql)
  if (Object.keys(values).length > 0) statement.bind(values)
  return statement
}

/** Chunk by chunk, so that a large result never stands in memory. */
async function countRows(statement: DuckDBPreparedStatement, place: Span, context: RunContext): Promise<number> {
  const names = expectDistinctNames(statement, place)
  const wanted = context.request.sample ?? 0
  const sample: Shown[][] = []
  const result = await statement.stream()
  const preview = new PreviewRows(names, result.columnTypes(), context.request.preview ?? 0)
  let rows = 0
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    if (sample.length < wanted) for (const row of chunk.getRows().slice(0, wanted - sample.length)) sample.push(row.map(shownValue))
    preview.add(chunk)
    rows += chunk.rowCount
  }
  if (wanted > 0) context.sample = { columns: names.map((name, i) => ({ name, type: shownType(result.columnType(i)) })), rows: sample }
  if (context.request.preview !== undefined) context.preview = preview.preview(rows)
  return rows
}

function expectDistinctNames(statement: DuckDBPreparedStatement, place: Span): string[] {
  const names = Array.from({ length: statement.columnCount }, (_, i) => statement.columnName(i))
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name.toLowerCase())) throw new Refusal(place, `two columns of the result are named "${name}"`, 'sql-error')
    seen.add(name.toLowerCase())
  }
  return names
}

async function changedRows(sql: string, values: Values, context: RunContext): Promise<number> {
  return (await (await bound(sql, values, context)).run()).rowsChanged
}

/** Rows of a table made from a query, which DuckDB tells as a result. */
async function madeRows(sql: string, values: Values, context: RunContext): Promise<number> {
  return Number((await (await bound(sql, values, context)).runAndReadAll()).getRowsJS()[0]?.[0] ?? 0)
}

/** BigQuery fails where a row is matched twice; DuckDB would take any of the matches. */
async function expectSingleMatches(check: string, values: Values, context: RunContext, place: Span): Promise<void> {
  const statement = await context.connection.prepare(await translate(check))
  const wanted = new Set(Array.from({ length: statement.parameterCount }, (_, i) => statement.parameterName(i + 1)))
  const needed = Object.fromEntries(Object.entries(values).filter(([name]) => wanted.has(name)))
  if (wanted.size > 0) statement.bind(needed)
  if ((await statement.runAndReadAll()).currentRowCount > 0) {
    throw new Refusal(place, 'MERGE must match at most one source row for each target row', 'sql-error')
  }
}

/** Tables must be there under exactly this name: BigQuery tells capital letters apart, DuckDB does not. */
async function expectTable(table: ResolvedTable, path: Span, context: RunContext): Promise<void> {
  const shown = shownName(table)
  if (table.project !== null && !(await context.database.attach(table.project, false))) {
    throw new Refusal(path, `there is no table ${shown}: the project ${table.project} has no local tables`, 'table-not-found')
  }
  const found = await findTable(table, context)
  if (found === null) throw new Refusal(path, `there is no table ${shown}`, 'table-not-found')
  if (found !== `${table.dataset}.${table.table}`) {
    throw new Refusal(path, `there is no table ${shown}, but there is ${found}; capital letters count`, 'table-not-found')
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
  const head = `CREATE ${statement.replace ? 'OR REPLACE ' : ''}${table.project === null ? 'TEMP ' : ''}TABLE ${duckdbName(table)}`
  if (step.columns !== null) await context.connection.run(`${head} (${step.columns})`)
  let rows: number | null = null
  if (step.sql !== null) {
    const query = await translate(step.sql)
    const statementOfQuery = await context.connection.prepare(query)
    const names = expectDistinctNames(statementOfQuery, place)
    rows =
      step.columns !== null
        ? await changedRows(`INSERT INTO ${duckdbName(table)} ${query}`, values, context)
        : await madeRows(`${head} AS SELECT ${normalColumns(statementOfQuery, names, place)} FROM (${query}) AS result`, values, context)
  }
  if (table.project === null) context.temporaryTables.add(table.table)
  context.log(`${shownName(table)}: created${rows === null ? '' : ` with ${rowsText(rows)}`}`)
  return null
}

/** Columns as BigQuery would type them: DuckDB's sums are wider, its small numbers narrower. */
function normalColumns(statement: DuckDBPreparedStatement, names: readonly string[], place: Span): string {
  return names
    .map((name, i) => {
      const type = String(statement.columnType(i))
      const wanted = RESULT_TYPES[type] ?? nestedType(type)
      if (wanted === null) return refuse(place, `the column "${name}" would have the type ${type}, which no table has here`)
      return wanted === type ? quoteName(name) : `CAST(${quoteName(name)} AS ${wanted}) AS ${quoteName(name)}`
    })
    .join(', ')
}

function nestedType(type: string): string | null {
  if (type.endsWith('[]')) {
    const element = RESULT_TYPES[type.slice(0, -2)] ?? (type.startsWith('STRUCT') ? type.slice(0, -2) : null)
    return element === null ? null : `${element}[]`
  }
  return type.startsWith('STRUCT(') ? type : null
}

async function drop(step: Extract<Step, { kind: 'drop' }>, place: Span, context: RunContext): Promise<null> {
  const { table } = step
  const known = table.project === null || (await context.database.attach(table.project, false))
  if (!known) {
    if (step.ifExists) return null
    throw new Refusal(place, `there is no project ${table.project} on the local target`, 'table-not-found')
  }
  if (step.object !== 'SCHEMA' && !step.ifExists) await expectTable(table, place, context)
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
    const columns = normalColumns(query, expectDistinctNames(query, place), place)
    const rows = await madeRows(`CREATE OR REPLACE TABLE ${name} AS SELECT ${columns} FROM (${source}) AS files`, {}, context)
    context.log(`${shownName(table)}: ${rowsText(rows)} loaded`)
    return rows
  }
  const columns = await tableColumns(table, context)
  const rows = await changedRows(`INSERT INTO ${name} ${plan.select(columns)}`, {}, context)
  context.log(`${shownName(table)}: ${rowsText(rows)} loaded`)
  return rows
}

async function tableColumns(table: ResolvedTable, context: RunContext): Promise<{ name: string; type: string }[]> {
  const query = await context.connection.prepare(`SELECT * FROM ${duckdbName(table)}`)
  return Array.from({ length: query.columnCount }, (_, i) => ({ name: query.columnName(i), type: String(query.columnType(i)) }))
}

function shownName(table: ResolvedTable): string {
  return [table.project, table.project === null ? null : table.dataset, table.table].filter(part => part).join('.')
}

function rowsText(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`
}
