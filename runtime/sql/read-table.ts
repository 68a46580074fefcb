import type { FolderDatabase } from './database.ts'
import { duckdbName } from './emit-statement.ts'
import type { Preview, TableName } from './messages.ts'
import { PreviewRows, shownType } from './sample.ts'

/** The first rows of a table, as text and in BigQuery's types; null where there is no such table. */
export async function readTable(database: FolderDatabase, table: TableName, limit: number): Promise<Preview | null> {
  const connection = await database.enter()
  try {
    if (!(await database.attach(table.project, false))) return null
    const found = await connection.runAndReadAll(
      `SELECT 1 FROM duckdb_columns() WHERE database_name = $project AND schema_name = $dataset AND table_name = $table LIMIT 1`,
      { project: table.project, dataset: table.dataset, table: table.table },
    )
    if (found.currentRowCount === 0) return null
    const count = await connection.runAndReadAll(`SELECT count(*) FROM ${duckdbName(table)}`)
    const result = await connection.stream(`SELECT * FROM ${duckdbName(table)} LIMIT ${Math.max(0, Math.trunc(limit))}`)
    const rows = new PreviewRows(result.columnNames(), result.columnTypes().map(shownType), limit)
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) rows.add(chunk)
    return rows.preview(Number(count.getRowsJS()[0]?.[0] ?? 0))
  } finally {
    database.leave(connection)
  }
}
