import type { DuckDBConnection } from '@duckdb/node-api'
import type { Span } from '#language'
import type { TablePath } from '#language/sql'
import type { FolderDatabase } from './database.ts'
import { type ResolvedTable, resolveTable, type TableColumn } from './emit-context.ts'
import { Refusal } from './refusal.ts'
import { duckdbType, typeOfDuckdb } from './types.ts'

/** A table is not known before the script has run further, so nothing is said about it. */
export class NotYetKnown extends Error {}

interface Found {
  /** `dataset.table` as it is written in DuckDB's catalog. */
  readonly name: string
  readonly columns: readonly TableColumn[]
}

/** The columns of tables, looked up before a statement is translated. */
export class TableCatalog {
  readonly #database: FolderDatabase
  readonly #found = new Map<string, Found | 'missing' | 'no-project'>()
  /** What statements that have not run yet will have made; null where that cannot be told. */
  readonly #expected = new Map<string, readonly TableColumn[] | null>()
  #open = false

  constructor(database: FolderDatabase) {
    this.#database = database
  }

  /** Looks up every table that the tree of a statement may name. */
  async load(tree: unknown, names: Parameters<typeof resolveTable>[1], connection: DuckDBConnection): Promise<void> {
    const wanted: ResolvedTable[] = []
    for (const path of pathsIn(tree)) {
      try {
        wanted.push(resolveTable(path, names))
      } catch (problem) {
        // It may be no table; where it is one, the translation refuses it.
        if (!(problem instanceof Refusal)) throw problem
      }
    }
    const asked: ResolvedTable[] = []
    for (const table of wanted) {
      if (table.project === null || (await this.#database.attach(table.project, false))) asked.push(table)
      else this.#found.set(keyOf(table), 'no-project')
    }
    if (asked.length > 0) await this.#ask(asked, connection)
  }

  /** The columns of a table; capital letters of its name count, as they do in BigQuery and do not in DuckDB. */
  columnsOf(table: ResolvedTable, path: Span): readonly TableColumn[] {
    const expected = this.#expected.get(keyOf(table))
    if (expected) return expected
    const found = this.#found.get(keyOf(table))
    if (expected === null || (this.#open && (found === undefined || typeof found === 'string'))) throw new NotYetKnown()
    const shown = shownName(table)
    if (found === 'no-project')
      throw new Refusal(path, `there is no table ${shown}: the project ${table.project} has no local tables`, 'table-not-found')
    if (found === undefined || found === 'missing') throw new Refusal(path, `there is no table ${shown}`, 'table-not-found')
    if (found.name !== `${table.dataset}.${table.table}`) {
      throw new Refusal(path, `there is no table ${shown}, but there is ${found.name}; capital letters count`, 'table-not-found')
    }
    return found.columns
  }

  /** Notes what a statement that has not run yet will make of a table. */
  expect(table: ResolvedTable, columns: readonly TableColumn[] | null): void {
    this.#expected.set(keyOf(table), columns)
  }

  /** From here on any table may be made or changed by what cannot be seen. */
  expectAnything(): void {
    this.#open = true
    for (const key of this.#found.keys()) this.#expected.set(key, null)
  }

  async #ask(tables: readonly ResolvedTable[], connection: DuckDBConnection): Promise<void> {
    for (const table of tables) this.#found.set(keyOf(table), 'missing')
    const values: Record<string, string> = {}
    const conditions = tables.map((table, i) => {
      values[`d${i}`] = (table.project ?? 'temp').toLowerCase()
      values[`s${i}`] = table.dataset.toLowerCase()
      values[`t${i}`] = table.table.toLowerCase()
      return `(lower(database_name) = $d${i} AND lower(schema_name) = $s${i} AND lower(table_name) = $t${i})`
    })
    const reader = await connection.runAndReadAll(
      `SELECT database_name, schema_name, table_name, column_name, data_type, is_nullable, column_default
       FROM duckdb_columns() WHERE ${conditions.join(' OR ')} ORDER BY column_index`,
      values,
    )
    const rows = reader.getRowsJS()
    for (const table of tables) {
      const own = rows.filter(
        ([database, schema, name]) => same(database, table.project ?? 'temp') && same(schema, table.dataset) && same(name, table.table),
      )
      const first = own[0]
      if (first) this.#found.set(keyOf(table), { name: `${first[1]}.${first[2]}`, columns: own.map(columnOf) })
    }
  }
}

function same(value: unknown, text: string): boolean {
  return String(value).toLowerCase() === text.toLowerCase()
}

function columnOf([, , , name, data, nullable, value]: readonly unknown[]): TableColumn {
  const text = String(data)
  const type = typeOfDuckdb(text)
  // DuckDB writes some types in its catalog by longer names than it takes.
  const exact = type.kind === 'OTHER' || typeText(duckdbType(type)) === typeText(text)
  return {
    name: String(name),
    type,
    ...(exact ? {} : { raw: text }),
    ...(nullable === false ? { notNull: true } : {}),
    ...(value === null || value === undefined ? {} : { default: String(value) }),
  }
}

function typeText(text: string): string {
  return text.replace(/TIMESTAMP WITH TIME ZONE/g, 'TIMESTAMPTZ').replace(/[\s"]/g, '')
}

function keyOf(table: ResolvedTable): string {
  return JSON.stringify([table.project, table.dataset, table.table])
}

export function shownName(table: ResolvedTable): string {
  return [table.project, table.project === null ? null : table.dataset, table.table].filter(part => part).join('.')
}

/** Every path in a tree that may name a table. */
function pathsIn(tree: unknown, found: TablePath[] = []): TablePath[] {
  if (Array.isArray(tree)) for (const part of tree) pathsIn(part, found)
  else if (tree !== null && typeof tree === 'object') {
    if ('parts' in tree && Array.isArray(tree.parts) && typeof tree.parts[0] === 'string') found.push(tree as unknown as TablePath)
    else for (const part of Object.values(tree)) pathsIn(part, found)
  }
  return found
}
