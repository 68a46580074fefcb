import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBMaterializedResult } from '@duckdb/node-api'
import { tokenizeSql } from '#language/sql'
import { fileName } from './database.ts'
import type { Preview, ScriptResult } from './messages.ts'
import { Bindings } from './parameters.ts'
import { Refusal } from './refusal.ts'
import type { RunContext } from './run-step.ts'
import { PreviewRows, shownType } from './sample.ts'
import { quoteName } from './types.ts'

/** Runs a script of `dialect: "duckdb"` as it is, but for `@name`, which binds as it does in BigQuery. */
export async function runNative(context: RunContext & { readonly sql: string }): Promise<ScriptResult> {
  const { connection, database, request } = context
  for (const project of knownProjects(request.folder)) await database.attach(project, false)
  await database.attach(request.project, true)
  await connection.run(`USE ${quoteName(request.project)}`)
  const bindings = new Bindings()
  const statements = await connection.extractStatements(bindNames(context, bindings))
  let rows: number | null = null
  let preview: Preview | undefined
  for (let i = 0; i < statements.count; i++) {
    const statement = await statements.prepare(i)
    const wanted = Array.from({ length: statement.parameterCount }, (_, at) => statement.parameterName(at + 1))
    if (wanted.length > 0) statement.bind(Object.fromEntries(wanted.map(name => [name, bindings.values[name] ?? null])))
    const result = await statement.run()
    rows = CHANGES.has(result.statementType) ? result.rowsChanged : SELECTS.has(result.statementType) ? result.rowCount : null
    preview = SELECTS.has(result.statementType) ? previewOf(result, request.preview) : undefined
  }
  return { kind: 'success', rows, ...(preview ? { preview } : {}) }
}

function previewOf(result: DuckDBMaterializedResult, limit: number | undefined): Preview | undefined {
  if (limit === undefined) return undefined
  const rows = new PreviewRows(result.columnNames(), result.columnTypes().map(shownType), limit)
  if (result.rowCount > 0) rows.add(result.getChunk(0))
  return rows.preview(result.rowCount)
}

/** DuckDB's numbers for kinds of statements: SELECT; INSERT, UPDATE, DELETE, COPY and MERGE. */
const SELECTS = new Set([1])
const CHANGES = new Set([2, 3, 5, 10, 31])

function bindNames({ sql, request }: RunContext & { readonly sql: string }, bindings: Bindings): string {
  let result = ''
  for (const token of tokenizeSql(sql, 'rendered')) {
    const source = sql.slice(token.start, token.end)
    if (token.kind !== 'parameter') {
      result += source
      continue
    }
    const value = request.params.get(source.slice(1))
    if (!value) throw new Refusal(token, `the params have no "${source.slice(1)}"`, 'missing-param')
    result += bindings.place(value, token, source.slice(1)).sql
  }
  return result
}

/** Projects that have a file beside the `.dag` file, by names that need no escape. */
function knownProjects(folder: string): string[] {
  const tables = join(folder, '.dagline', 'local')
  if (!existsSync(tables)) return []
  return readdirSync(tables)
    .filter(file => /^[a-z0-9_-]+\.duckdb$/.test(file))
    .map(file => file.slice(0, -'.duckdb'.length))
    .filter(project => fileName(project) === `${project}.duckdb`)
}
