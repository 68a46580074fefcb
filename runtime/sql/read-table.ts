import type { FolderDatabase } from './database.ts'
import { duckdbName } from './emit-statement.ts'
import type { TableName, TableRows } from './messages.ts'
import { quoteName } from './types.ts'

/** The first rows of a table, in order of its columns, as text; null where there is no such table. */
export async function readTable(database: FolderDatabase, table: TableName, limit: number): Promise<TableRows | null> {
  const connection = await database.enter()
  try {
    if (!(await database.attach(table.project, false))) return null
    const described = await connection.runAndReadAll(
      `SELECT column_name, data_type FROM duckdb_columns()
       WHERE database_name = $project AND schema_name = $dataset AND table_name = $table ORDER BY column_index`,
      { project: table.project, dataset: table.dataset, table: table.table },
    )
    const columns = described.getRowsJS().map(([name, type]) => ({ name: String(name), type: String(type) }))
    if (columns.length === 0) return null
    const name = duckdbName(table)
    const texts = columns.map(c => `CAST(${quoteName(c.name)} AS VARCHAR)`).join(', ')
    const order = columns.map(c => quoteName(c.name)).join(', ')
    const read = await connection.runAndReadAll(`SELECT ${texts} FROM ${name} ORDER BY ${order} LIMIT ${Math.max(0, Math.trunc(limit))}`)
    const count = await connection.runAndReadAll(`SELECT count(*) FROM ${name}`)
    const rows = read.getRowsJS().map(row => row.map(value => (value === null ? null : String(value))))
    return { columns, rows, total: Number(count.getRowsJS()[0]?.[0] ?? 0) }
  } finally {
    database.leave(connection)
  }
}
