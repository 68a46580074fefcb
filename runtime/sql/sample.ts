import {
  DuckDBBlobValue,
  type DuckDBDataChunk,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Preview, Shown } from './messages.ts'
import { cutCell, largestPreview } from './preview-limits.ts'
import { typeOfDuckdb, typeText } from './types.ts'

/** A value as text, as BigQuery would say it; lists and structs as lists. Plain data, which may leave the thread. */
export function shownValue(value: DuckDBValue): Shown {
  if (value === null) return null
  if (value instanceof DuckDBListValue) return value.items.map(shownValue)
  if (value instanceof DuckDBStructValue) return Object.values(value.entries).map(shownValue)
  return scalarText(value)
}

/** The type of a DuckDB column in BigQuery's words. */
export function shownType(type: DuckDBType): string {
  const alias = type.alias === 'JSON' ? 'JSON' : String(type)
  return typeText(typeOfDuckdb(alias))
}

/** The first rows of a result or table for people to look at, gathered chunk by chunk. */
export class PreviewRows {
  readonly #columns: Preview['columns']
  readonly #limit: number
  readonly #rows: (string | null)[][] = []
  #size = 0
  #full = false

  constructor(names: readonly string[], types: readonly string[], limit: number) {
    this.#columns = names.map((name, i) => ({ name, type: types[i]! }))
    this.#limit = limit
  }

  add(chunk: DuckDBDataChunk): void {
    if (this.#full || this.#rows.length >= this.#limit) return
    for (const row of chunk.getRows()) {
      const cells = row.map(cellText)
      for (const cell of cells) this.#size += cell?.length ?? 0
      this.#full = this.#size > largestPreview || this.#rows.length >= this.#limit
      if (this.#full) return
      this.#rows.push(cells)
    }
  }

  preview(total: number): Preview {
    return { columns: this.#columns, rows: this.#rows, total }
  }
}

/** A value as the text of one cell: what has parts is JSON. */
function cellText(value: DuckDBValue): string | null {
  if (value === null) return null
  const text = value instanceof DuckDBListValue || value instanceof DuckDBStructValue ? JSON.stringify(jsonOf(value)) : scalarText(value)
  return cutCell(text)
}

function jsonOf(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (value instanceof DuckDBListValue) return value.items.map(jsonOf)
  if (value instanceof DuckDBStructValue) return Object.fromEntries(Object.entries(value.entries).map(([name, v]) => [name, jsonOf(v)]))
  return typeof value === 'number' && Number.isFinite(value) ? value : scalarText(value)
}

function scalarText(value: Exclude<DuckDBValue, null>): string {
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex')
  if (value instanceof DuckDBTimestampTZValue || value instanceof DuckDBTimestampValue) return timestampText(value.micros)
  if (value instanceof DuckDBDecimalValue) return decimalText(String(value))
  if (typeof value === 'number' && Number.isNaN(value)) return 'NaN'
  return String(value)
}

function timestampText(micros: bigint): string {
  const perSecond = 1_000_000n
  const rest = ((micros % perSecond) + perSecond) % perSecond
  const seconds = Number((micros - rest) / perSecond)
  return `${new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, -5)}.${String(rest).padStart(6, '0')}`
}

/** A NUMERIC shows no more places than it has. */
function decimalText(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
