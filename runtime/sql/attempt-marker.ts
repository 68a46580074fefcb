import { existsSync, readdirSync } from 'node:fs'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type FolderDatabase, fileName } from './database.ts'
import type { CommittedAttempt } from './messages.ts'
import { makeVersions } from './table-versions.ts'
import { quoteName, quoteString } from './types.ts'

/**
 * A row for each attempt that has committed, in the file of the project that it wrote and in its very transaction: an attempt
 * that was in flight when the runtime died has done its work exactly where its row is there. Rows are only added while
 * scripts run, so that they never conflict over them, and go with their run.
 */
const MARKERS = '_dagline.attempts'

/** Notes that an attempt (`run/task/number`) has done its work. Belongs to the script's transaction. */
export async function writeMarker(
  connection: DuckDBConnection,
  database: FolderDatabase,
  projects: Iterable<string>,
  attempt: string,
  result: CommittedAttempt,
): Promise<void> {
  for (const project of projects) {
    // A script writes one project; one that only dropped what was not there has no file to write to.
    if (!database.isAttached(project)) continue
    if (!database.hasVersions(project)) await makeVersions(connection, project)
    await connection.run(
      `INSERT INTO ${quoteName(project)}.${MARKERS} VALUES (${quoteString(attempt)}, ${quoteString(JSON.stringify(result))})`,
    )
    return
  }
}

/** What the attempts of a run have committed, by `run/task/number`. */
export async function readMarkers(database: FolderDatabase, run: string): Promise<Map<string, CommittedAttempt>> {
  const found = new Map<string, CommittedAttempt>()
  await inEachProject(database, async (connection, project) => {
    const rows = await connection.runAndReadAll(`SELECT attempt, result FROM ${quoteName(project)}.${MARKERS} WHERE ${ofRun(run)}`)
    for (const [attempt, result] of rows.getRowsJS()) found.set(String(attempt), JSON.parse(String(result)) as CommittedAttempt)
  })
  return found
}

/** The run is over: what its attempts have committed is recorded elsewhere. */
export async function forgetMarkers(database: FolderDatabase, run: string): Promise<void> {
  await inEachProject(database, async (connection, project) => {
    await connection.run(`DELETE FROM ${quoteName(project)}.${MARKERS} WHERE ${ofRun(run)}`)
  })
}

function ofRun(run: string): string {
  return `starts_with(attempt, ${quoteString(`${run}/`)})`
}

async function inEachProject(
  database: FolderDatabase,
  work: (connection: DuckDBConnection, project: string) => Promise<void>,
): Promise<void> {
  const projects = projectsIn(database.tables)
  if (projects.length === 0) return
  const connection = await database.enter()
  try {
    for (const project of projects) {
      if (!(await database.attach(project, false))) continue
      const there = await connection.runAndReadAll(
        `SELECT count(*) FROM duckdb_tables()
         WHERE database_name = ${quoteString(project)} AND schema_name = '_dagline' AND table_name = 'attempts'`,
      )
      if (Number(there.getRowsJS()[0]?.[0] ?? 0) > 0) await work(connection, project)
    }
  } finally {
    database.leave(connection)
  }
}

/** The projects that have a file there, by the names that stand in those of the files. */
function projectsIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap(file => {
    if (!file.endsWith('.duckdb')) return []
    const project = decode(file.slice(0, -'.duckdb'.length))
    return project !== null && fileName(project) === file ? [project] : []
  })
}

function decode(name: string): string | null {
  try {
    return decodeURIComponent(name)
  } catch {
    return null
  }
}
