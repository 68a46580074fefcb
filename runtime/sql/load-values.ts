import type { Span } from '#language'
import { refuse } from './refusal.ts'
import { duckdbType, fieldName, quoteName, quoteString, typeOfDuckdb, typeText, type ValueType } from './types.ts'

/** Column of the file that a row is from, which no table has. */
export const FILE_COLUMN = 'bq_file'

/** How an error about a value of a file begins; the file's path follows in JSON's quotes, then `: ` and the words. */
export const REFUSED_IN_FILE = 'Refused in file '

/** A column of the table that is loaded, with DuckDB's type. */
export interface LoadColumn {
  readonly name: string
  readonly type: string
}

/** The values of a CSV file, whose columns are texts, as those of the table; an error where one is none. */
export function csvValues(columns: readonly LoadColumn[], span: Span): string {
  return columns
    .map(column => {
      const type = loadedType(column, span)
      if (type.kind === 'ARRAY' || type.kind === 'STRUCT')
        return refuse(span, `CSV has no values for the column ${column.name} of type ${typeText(type)}: load JSON or Parquet`)
      const text = quoteName(column.name)
      return `${orFail(`bq_file_${type.kind.toLowerCase()}(${text})`, `${text} IS NOT NULL`, text, column.name, type)} AS ${text}`
    })
    .join(', ')
}

/**
 * A query that gives the values of the lines of JSON that are read by `source`, in its column `json`; an error where one is none, or
 * where the table lacks a field. A line is parsed once for all of its fields.
 */
export function jsonValues(columns: readonly LoadColumn[], source: string, span: Span): string {
  const fields = columns.map(c => ({ name: c.name, type: loadedType(c, span) }))
  const whole = objectFault({ type: 'bq_type', keys: 'bq_keys' }, fields, '')
  const values = fields.map(({ name, type }, i) => {
    const value = jsonValue(`bq_parts[${i + 1}]`, type, name, 0)
    return `${i === 0 ? `CASE WHEN ${whole.when} THEN ${whole.error} ELSE ${value} END` : value} AS ${quoteName(name)}`
  })
  const parts = `json_extract(json, [${fields.map(f => path(f.name)).join(', ')}]) AS bq_parts`
  const lines = `SELECT json_type(json) AS bq_type, json_keys(json) AS bq_keys, ${parts}, ${FILE_COLUMN} FROM ${source}`
  return `SELECT ${values.join(', ')} FROM (${lines}) AS lines`
}

function loadedType({ name, type }: LoadColumn, span: Span): ValueType {
  const known = typeOfDuckdb(type)
  return known.kind === 'OTHER' ? refuse(span, `the column ${name} has DuckDB's type ${type}, into which no file is loaded here`) : known
}

function jsonValue(json: string, type: ValueType, name: string, depth: number): string {
  const isNull = `coalesce(json_type(${json}), 'NULL') = 'NULL'`
  const fail = error(`CAST(to_json(left(CAST(${json} AS VARCHAR), 100)) AS VARCHAR)`, misfit(name, type))
  switch (type.kind) {
    case 'ARRAY': {
      const item = `e${depth}`
      const value = jsonValue(item, type.element, name, depth + 1)
      const noNull = `CASE WHEN coalesce(json_type(${item}), 'NULL') = 'NULL' THEN ${error(`'null'`, misfit(name, type))} ELSE ${value} END`
      // BigQuery keeps an array that is missing as an empty one.
      return `CASE WHEN ${isNull} THEN CAST([] AS ${duckdbType(type)}) WHEN json_type(${json}) <> 'ARRAY' THEN ${fail}
        ELSE list_transform(CAST(${json} AS JSON[]), lambda ${item}: ${noNull}) END`
    }
    case 'STRUCT': {
      const fields = type.fields.map((f, i) => ({ name: fieldName(f, i), type: f.type }))
      const { when, error: wrong } = objectFault({ type: `json_type(${json})`, keys: `json_keys(${json})` }, fields, `${name}.`)
      const packed = fields.map(f => {
        const value = jsonValue(`json_extract(${json}, ${path(f.name)})`, f.type, `${name}.${f.name}`, depth)
        return `${quoteName(f.name)} := ${value}`
      })
      return `CASE WHEN ${isNull} THEN NULL WHEN json_type(${json}) <> 'OBJECT' THEN ${fail} WHEN ${when} THEN ${wrong}
        ELSE struct_pack(${packed.join(', ')}) END`
    }
    default: {
      const shown = `CASE WHEN json_type(${json}) = 'VARCHAR' THEN json_extract_string(${json}, '$') ELSE CAST(${json} AS VARCHAR) END`
      return orFail(`bq_file_json_${type.kind.toLowerCase()}(${json})`, `NOT (${isNull})`, shown, name, type)
    }
  }
}

/** When an object has keys that are no field, and the error that says so. DuckDB would pass them over. */
function objectFault(
  json: { readonly type: string; readonly keys: string },
  fields: readonly { readonly name: string }[],
  prefix: string,
): { when: string; error: string } {
  const known = fields.map(f => quoteString(f.name)).join(', ')
  const unknown = `list_filter(${json.keys}, lambda k: k NOT IN (${known}))`
  const key = `CAST(to_json(${quoteString(prefix)} || ${unknown}[1]) AS VARCHAR)`
  return {
    when: `NOT list_has_all([${known}], ${json.keys}) OR ${json.type} <> 'OBJECT'`,
    error: `CASE WHEN ${json.type} <> 'OBJECT' THEN ${error(`'a line'`, ' is no object')} ELSE ${error(key, ' is no field of the table, whose names are told apart by their capital letters here')} END`,
  }
}

const misfit = (name: string, type: ValueType): string => ` does not fit the column ${name} of type ${typeText(type)}`

/** The value, or an error where it is NULL and `given` holds. */
function orFail(value: string, given: string, text: string, name: string, type: ValueType): string {
  if (type.kind === 'STRING' && value === `bq_file_string(${text})`) return text
  return `coalesce(${value}, CASE WHEN ${given} THEN ${error(`CAST(to_json(left(${text}, 100)) AS VARCHAR)`, misfit(name, type))} END)`
}

function error(shown: string, words: string): string {
  return `error(${quoteString(REFUSED_IN_FILE)} || CAST(to_json(${FILE_COLUMN}) AS VARCHAR) || ': ' || ${shown} || ${quoteString(words)})`
}

function path(name: string): string {
  return quoteString(`$."${name}"`)
}
