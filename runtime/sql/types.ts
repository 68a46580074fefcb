import type { SqlType } from '#language/sql'
import { refuse } from './refusal.ts'

/** The types that run at home, by every name that BigQuery has for them, and what DuckDB calls them. */
export const TYPES: Readonly<Record<string, { readonly name: BigQueryType; readonly duckdb: string }>> = {
  INT64: { name: 'INT64', duckdb: 'BIGINT' },
  INT: { name: 'INT64', duckdb: 'BIGINT' },
  INTEGER: { name: 'INT64', duckdb: 'BIGINT' },
  BIGINT: { name: 'INT64', duckdb: 'BIGINT' },
  SMALLINT: { name: 'INT64', duckdb: 'BIGINT' },
  TINYINT: { name: 'INT64', duckdb: 'BIGINT' },
  BYTEINT: { name: 'INT64', duckdb: 'BIGINT' },
  FLOAT64: { name: 'FLOAT64', duckdb: 'DOUBLE' },
  BOOL: { name: 'BOOL', duckdb: 'BOOLEAN' },
  BOOLEAN: { name: 'BOOL', duckdb: 'BOOLEAN' },
  STRING: { name: 'STRING', duckdb: 'VARCHAR' },
  BYTES: { name: 'BYTES', duckdb: 'BLOB' },
  DATE: { name: 'DATE', duckdb: 'DATE' },
  DATETIME: { name: 'DATETIME', duckdb: 'TIMESTAMP' },
  TIMESTAMP: { name: 'TIMESTAMP', duckdb: 'TIMESTAMPTZ' },
}

export type BigQueryType = 'INT64' | 'FLOAT64' | 'BOOL' | 'STRING' | 'BYTES' | 'DATE' | 'DATETIME' | 'TIMESTAMP'

/** A type without element or fields; anything else is refused at its place. */
export function simpleType(type: SqlType): BigQueryType {
  const known = TYPES[type.name]
  if (!known) return refuse(type, `the type ${type.name} does not run on the local target`)
  if (type.sizes.length > 0) return refuse(type, `${type.name} with a size does not run on the local target`)
  return known.name
}

/** The DuckDB type of a column or an array. */
export function duckdbType(type: SqlType): string {
  if (type.element) {
    if (type.element.element) refuse(type, 'an array of arrays is not a type')
    return `${duckdbType(type.element)}[]`
  }
  if (type.fields) {
    const fields = type.fields.map(f => {
      if (!f.name) return refuse(f.type, 'a field without a name does not run on the local target')
      return `${quoteName(f.name.text)} ${duckdbType(f.type)}`
    })
    return `STRUCT(${fields.join(', ')})`
  }
  return TYPES[simpleType(type)]!.duckdb
}

/** What a column of a new table is, where a query's result is of another type than BigQuery would give. */
export const RESULT_TYPES: Readonly<Record<string, string>> = {
  TINYINT: 'BIGINT',
  SMALLINT: 'BIGINT',
  INTEGER: 'BIGINT',
  HUGEINT: 'BIGINT',
  UTINYINT: 'BIGINT',
  USMALLINT: 'BIGINT',
  UINTEGER: 'BIGINT',
  UBIGINT: 'BIGINT',
  UHUGEINT: 'BIGINT',
  FLOAT: 'DOUBLE',
  SQLNULL: 'BIGINT',
  '"NULL"': 'BIGINT',
  BIGINT: 'BIGINT',
  DOUBLE: 'DOUBLE',
  BOOLEAN: 'BOOLEAN',
  VARCHAR: 'VARCHAR',
  BLOB: 'BLOB',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMPTZ',
}

/** A name in DuckDB's quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A string in DuckDB's quotes. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
