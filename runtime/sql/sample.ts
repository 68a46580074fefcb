import {
  DuckDBBlobValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Shown } from './messages.ts'

/** A value as text, as BigQuery would say it; lists and structs as lists. Plain data, which may leave the thread. */
export function shownValue(value: DuckDBValue): Shown {
  if (value === null) return null
  if (value instanceof DuckDBListValue) return value.items.map(shownValue)
  if (value instanceof DuckDBStructValue) return Object.values(value.entries).map(shownValue)
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex')
  if (value instanceof DuckDBTimestampTZValue || value instanceof DuckDBTimestampValue) return timestampText(value.micros)
  if (typeof value === 'number' && Number.isNaN(value)) return 'NaN'
  return String(value)
}

/** A column's type in BigQuery's words. */
export function shownType(type: DuckDBType): string {
  const name = String(type)
  if (name.endsWith('[]')) return `ARRAY<${BIGQUERY[name.slice(0, -2)] ?? name.slice(0, -2)}>`
  return BIGQUERY[name] ?? (name.startsWith('STRUCT') ? 'STRUCT' : name)
}

const BIGQUERY: Readonly<Record<string, string>> = {
  BIGINT: 'INT64',
  HUGEINT: 'INT64',
  INTEGER: 'INT64',
  '"NULL"': 'INT64',
  SQLNULL: 'INT64',
  DOUBLE: 'FLOAT64',
  FLOAT: 'FLOAT64',
  BOOLEAN: 'BOOL',
  VARCHAR: 'STRING',
  BLOB: 'BYTES',
  DATE: 'DATE',
  TIMESTAMP: 'DATETIME',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP',
}

function timestampText(micros: bigint): string {
  const perSecond = 1_000_000n
  const rest = ((micros % perSecond) + perSecond) % perSecond
  const seconds = Number((micros - rest) / perSecond)
  return `${new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, -5)}.${String(rest).padStart(6, '0')}`
}
