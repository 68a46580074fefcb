import type { DuckDBConnection } from '@duckdb/node-api'
import type { TableHistory } from '../cache/table-versions.ts'
import type { TouchedTables } from '../store/results.ts'
import type { FolderDatabase } from './database.ts'
import { plainWrite, type ScriptEffects } from './script-effects.ts'
import { quoteName, quoteString } from './types.ts'

/**
 * Who wrote each table last, kept in the file of its project: a row for each version, written in the transaction that writes
 * the table. Rows are only added, so that scripts that run at once never conflict over them.
 */
const SCHEMA = '_dagline'
const VERSIONS = `${SCHEMA}.table_versions`

interface LastRow {
  readonly version: string
  readonly dropped: boolean
  readonly uses: readonly string[]
}

/** Makes the place for versions, and for marks of attempts, in a project's file, apart from any script's transaction, which would not see it otherwise. */
export async function makeVersions(connection: DuckDBConnection, project: string): Promise<void> {
  await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(project)}.${SCHEMA}`)
  await connection.run(
    `CREATE TABLE IF NOT EXISTS ${quoteName(project)}.${VERSIONS}
     (name VARCHAR, number BIGINT, version VARCHAR, dropped BOOLEAN, uses VARCHAR)`,
  )
  await connection.run(`CREATE TABLE IF NOT EXISTS ${quoteName(project)}.${SCHEMA}.attempts (attempt VARCHAR, result VARCHAR)`)
}

/** So many last versions of a table are kept: a result that is older than all of them is made again. */
const keptVersions = 500

/** Forgets old versions, now and then: a file is opened often, and written to by every run. */
export async function pruneVersions(connection: DuckDBConnection, project: string): Promise<void> {
  const table = `${quoteName(project)}.${VERSIONS}`
  const [row] = await rowsOf(connection, `SELECT count(*), count(DISTINCT name) FROM ${table}`)
  if (Number(row?.[0] ?? 0) <= 2 * keptVersions * Math.max(1, Number(row?.[1] ?? 0))) return
  await connection.run(
    `DELETE FROM ${table} AS old WHERE number <= (SELECT max(number) FROM ${table} AS newer WHERE newer.name = old.name) - ${keptVersions}`,
  )
}

/** Notes that this attempt has written its tables, and answers with what it met. Belongs to the script's transaction. */
export async function recordVersions(
  connection: DuckDBConnection,
  database: FolderDatabase,
  effects: ScriptEffects,
  version: string,
): Promise<TouchedTables> {
  const written = new Map(effects.writes)
  const read = new Set(effects.reads)
  if (effects.all !== 'none')
    for (const project of database.attached) for (const name of await allTables(connection, project)) read.add(name)
  if (effects.all === 'writes')
    for (const name of await allTables(connection, effects.project)) if (!written.has(name)) written.set(name, plainWrite)
  const rows = await lastRows(connection, database, [...read, ...written.keys()])
  const reads: Record<string, string | null> = {}
  const writes: Record<string, string> = {}
  for (let names = [...read]; names.length > 0; ) {
    for (const name of names) reads[name] = rows.get(name)?.version ?? null
    // A view is what it reads.
    names = names.flatMap(name => rows.get(name)?.uses ?? []).filter(name => reads[name] === undefined)
    for (const [name, row] of await lastRows(
      connection,
      database,
      names.filter(name => !rows.has(name)),
    ))
      rows.set(name, row)
  }
  for (const [name, { dropped, onlyIfMissing, uses }] of written) {
    const last = rows.get(name)
    if (onlyIfMissing && last !== undefined && !last.dropped) {
      reads[name] = last.version
      continue
    }
    const project = projectOf(name)
    if (!database.isAttached(project)) {
      // Nothing of the project is there: all that can have been done is to drop nothing.
      reads[name] = null
      continue
    }
    if (!(await findVersions(connection, database, project))) await makeVersions(connection, project)
    await connection.run(
      `INSERT INTO ${quoteName(project)}.${VERSIONS} SELECT ${quoteString(name)}, coalesce(max(number), 0) + 1, ${quoteString(version)},
       ${dropped}, ${uses === null ? 'NULL' : quoteString(JSON.stringify(uses))}
       FROM ${quoteName(project)}.${VERSIONS} WHERE name = ${quoteString(name)}`,
    )
    writes[name] = version
  }
  return { reads, writes }
}

/** All versions of these tables, and whether each table is as the last one left it. */
export async function readHistories(database: FolderDatabase, tables: readonly string[]): Promise<Map<string, TableHistory>> {
  const found = new Map<string, TableHistory>(tables.map(table => [table, { versions: [], standing: true }]))
  const connection = await database.enter()
  try {
    for (const [project, names] of byProject(tables)) {
      if (!(await database.attach(project, false))) {
        for (const name of names) found.set(name, { versions: [], standing: true, gone: true })
        continue
      }
      if (!(await findVersions(connection, database, project))) continue
      const list = names.map(quoteString).join(', ')
      const versions = await rowsOf(
        connection,
        `SELECT name, version, dropped FROM ${quoteName(project)}.${VERSIONS} WHERE name IN (${list}) ORDER BY number, version`,
      )
      const there = new Set(await allTables(connection, project))
      for (const [name, version, dropped] of versions) {
        const before = found.get(String(name))!
        const gone = !there.has(String(name))
        found.set(String(name), { versions: [...before.versions, String(version)], standing: gone === dropped, gone })
      }
    }
  } finally {
    database.leave(connection)
  }
  return found
}

async function lastRows(connection: DuckDBConnection, database: FolderDatabase, names: readonly string[]): Promise<Map<string, LastRow>> {
  const found = new Map<string, LastRow>()
  for (const [project, own] of byProject(names)) {
    if (!(await findVersions(connection, database, project))) continue
    const rows = await rowsOf(
      connection,
      `SELECT name, version, dropped, uses FROM ${quoteName(project)}.${VERSIONS} WHERE name IN (${own.map(quoteString).join(', ')})
       QUALIFY row_number() OVER (PARTITION BY name ORDER BY number DESC, version DESC) = 1`,
    )
    for (const [name, version, dropped, uses] of rows) {
      found.set(String(name), {
        version: String(version),
        dropped: dropped === true,
        uses: typeof uses === 'string' ? (JSON.parse(uses) as string[]) : [],
      })
    }
  }
  return found
}

/** Whether an attached project has a place for versions; one that was only ever read has none. */
async function findVersions(connection: DuckDBConnection, database: FolderDatabase, project: string): Promise<boolean> {
  if (database.hasVersions(project)) return true
  if (!database.isAttached(project)) return false
  const [row] = await rowsOf(
    connection,
    `SELECT count(*) FROM duckdb_tables() WHERE database_name = ${quoteString(project)} AND schema_name = ${quoteString(SCHEMA)}`,
  )
  if (Number(row?.[0] ?? 0) < 2) return false
  database.noteVersions(project)
  return true
}

/** Tables and views of a project, and those that it had. */
async function allTables(connection: DuckDBConnection, project: string): Promise<string[]> {
  const rows = await rowsOf(connection, tablesOf(project))
  return rows.map(([dataset, table]) => `${project}.${dataset}.${table}`)
}

function tablesOf(project: string): string {
  return `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ${quoteString(project)} AND schema_name <> '${SCHEMA}'
    UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = ${quoteString(project)} AND NOT internal`
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRowsJS() as unknown[][]
}

function byProject(names: readonly string[]): Map<string, string[]> {
  const projects = new Map<string, string[]>()
  for (const name of names) {
    const list = projects.get(projectOf(name))
    if (list === undefined) projects.set(projectOf(name), [name])
    else list.push(name)
  }
  return projects
}

/** Datasets and tables have no dots. */
function projectOf(name: string): string {
  return name.split('.').slice(0, -2).join('.')
}
