import type { SqlType } from '#language/sql'
import { Refusal, refuse } from './refusal.ts'

/** A type of BigQuery's, as far as it runs here. `NULL` is that of a written NULL, which fits everywhere. */
export type ValueType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'ARRAY'; readonly element: ValueType }
  | { readonly kind: 'STRUCT'; readonly fields: readonly Field[] }
  /** A column that DuckDB can hold and BigQuery does not know; it may be there, and not be used. */
  | { readonly kind: 'OTHER'; readonly duckdb: string }

export interface Field {
  readonly name: string | null
  readonly type: ValueType
}

export type ScalarKind =
  | 'INT64'
  | 'FLOAT64'
  | 'NUMERIC'
  | 'BOOL'
  | 'STRING'
  | 'BYTES'
  | 'DATE'
  | 'DATETIME'
  | 'TIMESTAMP'
  | 'TIME'
  | 'JSON'
  | 'NULL'

export const INT64: ValueType = { kind: 'INT64' }
export const FLOAT64: ValueType = { kind: 'FLOAT64' }
export const NUMERIC: ValueType = { kind: 'NUMERIC' }
export const BOOL: ValueType = { kind: 'BOOL' }
export const STRING: ValueType = { kind: 'STRING' }
export const NULL: ValueType = { kind: 'NULL' }

const DUCKDB: Readonly<Record<ScalarKind, string>> = {
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  NUMERIC: 'DECIMAL(38,9)',
  BOOL: 'BOOLEAN',
  STRING: 'VARCHAR',
  BYTES: 'BLOB',
  DATE: 'DATE',
  DATETIME: 'TIMESTAMP',
  TIMESTAMP: 'TIMESTAMPTZ',
  TIME: 'TIME',
  JSON: 'JSON',
  NULL: 'BIGINT',
}

/** BigQuery's names of types, aliases included. */
export const TYPE_NAMES: Readonly<Record<string, ScalarKind>> = {
  INT64: 'INT64',
  INT: 'INT64',
  INTEGER: 'INT64',
  BIGINT: 'INT64',
  SMALLINT: 'INT64',
  TINYINT: 'INT64',
  BYTEINT: 'INT64',
  FLOAT64: 'FLOAT64',
  NUMERIC: 'NUMERIC',
  DECIMAL: 'NUMERIC',
  BOOL: 'BOOL',
  BOOLEAN: 'BOOL',
  STRING: 'STRING',
  BYTES: 'BYTES',
  DATE: 'DATE',
  DATETIME: 'DATETIME',
  TIMESTAMP: 'TIMESTAMP',
  TIME: 'TIME',
  JSON: 'JSON',
}

/** A written type, or a refusal at its place. */
export function valueType(type: SqlType): ValueType {
  if (type.element) {
    if (type.element.element) refuse(type, 'an array of arrays is not a type')
    return { kind: 'ARRAY', element: valueType(type.element) }
  }
  if (type.fields) {
    const names = new Set<string>()
    const fields = type.fields.map(({ name, type: of }) => {
      if (name && names.has(name.text.toLowerCase())) refuse(name, 'two fields of one name do not run on the local target')
      if (name) names.add(name.text.toLowerCase())
      return { name: name?.text ?? null, type: valueType(of) }
    })
    if (fields.length === 0) refuse(type, 'a struct without fields does not run on the local target')
    return { kind: 'STRUCT', fields }
  }
  const kind = TYPE_NAMES[type.name]
  if (!kind) return refuse(type, `the type ${type.name} does not run on the local target`)
  if (type.sizes.length > 0) return refuse(type, `${type.name} with a size does not run on the local target: leave the size away`)
  return { kind }
}

/** The type of a column: NUMERIC may say its digits, to which DuckDB rounds as BigQuery does. `raw` is DuckDB's type then. */
export function columnType(type: SqlType): { readonly type: ValueType; readonly raw?: string } {
  if (TYPE_NAMES[type.name] !== 'NUMERIC' || type.sizes.length === 0) return { type: valueType(type) }
  const [digits = 0, places = 0] = type.sizes
  if (places > 9 || digits < Math.max(1, places) || digits - places > 29) {
    throw new Refusal(type, 'NUMERIC has at most 29 digits before the point and 9 after it', 'sql-error')
  }
  return { type: NUMERIC, raw: `DECIMAL(${digits},${places})` }
}

/** What DuckDB calls a type. */
export function duckdbType(type: ValueType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `${duckdbType(type.element)}[]`
    case 'STRUCT':
      return `STRUCT(${type.fields.map((f, i) => `${quoteName(fieldName(f, i))} ${duckdbType(f.type)}`).join(', ')})`
    case 'OTHER':
      return type.duckdb
    default:
      return DUCKDB[type.kind]
  }
}

/** A type in BigQuery's words. */
export function typeText(type: ValueType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `ARRAY<${typeText(type.element)}>`
    case 'STRUCT':
      return `STRUCT<${type.fields.map(f => (f.name === null ? typeText(f.type) : `${f.name} ${typeText(f.type)}`)).join(', ')}>`
    case 'OTHER':
      return type.duckdb
    case 'NULL':
      return 'INT64'
    default:
      return type.kind
  }
}

/** A field without a name has one in DuckDB. */
export function fieldName(field: Field, index: number): string {
  return field.name ?? `_f${index + 1}`
}

/** A type of a DuckDB table as BigQuery would have it; values must be cast where `duckdbType` of the answer is another one. */
export function typeOfDuckdb(text: string): ValueType {
  const trimmed = text.trim()
  if (trimmed.endsWith('[]')) {
    const element = typeOfDuckdb(trimmed.slice(0, -2))
    return element.kind === 'OTHER' || element.kind === 'ARRAY' ? { kind: 'OTHER', duckdb: trimmed } : { kind: 'ARRAY', element }
  }
  if (trimmed.startsWith('STRUCT(')) {
    const fields = splitFields(trimmed.slice('STRUCT('.length, -1)).map(({ name, type }) => ({
      name: /^_f\d+$/.test(name) ? null : name,
      type: typeOfDuckdb(type),
    }))
    return fields.some(f => f.type.kind === 'OTHER') ? { kind: 'OTHER', duckdb: trimmed } : { kind: 'STRUCT', fields }
  }
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(trimmed)
  if (decimal) {
    const [width, scale] = [Number(decimal[1]), Number(decimal[2])]
    return scale <= 9 && width - scale <= 29 ? NUMERIC : { kind: 'OTHER', duckdb: trimmed }
  }
  const kind = FROM_DUCKDB[trimmed]
  return kind ? { kind } : { kind: 'OTHER', duckdb: trimmed }
}

const FROM_DUCKDB: Readonly<Record<string, ScalarKind>> = {
  TINYINT: 'INT64',
  SMALLINT: 'INT64',
  INTEGER: 'INT64',
  UTINYINT: 'INT64',
  USMALLINT: 'INT64',
  UINTEGER: 'INT64',
  BIGINT: 'INT64',
  FLOAT: 'FLOAT64',
  DOUBLE: 'FLOAT64',
  BOOLEAN: 'BOOL',
  VARCHAR: 'STRING',
  BLOB: 'BYTES',
  DATE: 'DATE',
  TIMESTAMP: 'DATETIME',
  TIMESTAMP_S: 'DATETIME',
  TIMESTAMP_MS: 'DATETIME',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP',
  TIME: 'TIME',
  JSON: 'JSON',
}

/** `"a" BIGINT, b STRUCT(c DATE)` into names and types. */
function splitFields(text: string): { name: string; type: string }[] {
  const fields: { name: string; type: string }[] = []
  let depth = 0
  let quoted = false
  let start = 0
  for (let i = 0; i <= text.length; i++) {
    const c = text[i]
    if (c === '"') quoted = !quoted
    else if (!quoted && c === '(') depth++
    else if (!quoted && c === ')') depth--
    if (i === text.length || (c === ',' && depth === 0 && !quoted)) {
      const part = text.slice(start, i).trim()
      const name = /^"((?:[^"]|"")*)"|^\S+/.exec(part)
      if (name) fields.push({ name: name[1]?.replaceAll('""', '"') ?? name[0], type: part.slice(name[0].length).trim() })
      start = i + 1
    }
  }
  return fields
}

/** Whether two types are one, names of fields aside. */
export function sameType(a: ValueType, b: ValueType): boolean {
  if (a.kind === 'ARRAY' && b.kind === 'ARRAY') return sameType(a.element, b.element)
  if (a.kind === 'STRUCT' && b.kind === 'STRUCT') {
    return a.fields.length === b.fields.length && a.fields.every((f, i) => sameType(f.type, b.fields[i]!.type))
  }
  return a.kind === b.kind && a.kind !== 'OTHER'
}

/** A name in DuckDB's quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A string in DuckDB's quotes. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
