import { existsSync, globSync, realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Span } from '#language'
import type { Expression, LoadData } from '#language/sql'
import { csvValues, FILE_COLUMN, jsonValues, type LoadColumn } from './load-values.ts'
import { Refusal, refuse } from './refusal.ts'
import { quoteName, quoteString } from './types.ts'

export interface LoadPlan {
  /** A query in DuckDB's words that reads the files; `columns` are those of the table, if they are known. */
  select(columns: readonly LoadColumn[] | null): string
  /** The same by DuckDB's own rules, which are less strict but tell the line of what they do not take; null where there is none. */
  lenient(columns: readonly LoadColumn[]): string | null
}

/** Reads the options of LOAD DATA and finds its files, which must be inside the workspace. */
export function planLoad(statement: LoadData, folder: string, workspace: string): LoadPlan {
  const options = new Map(statement.options.map(o => [o.name.text.toLowerCase(), o]))
  for (const option of statement.options) {
    if (!KNOWN_OPTIONS.has(option.name.text.toLowerCase()))
      refuse(option.name, `the option ${option.name.text} of LOAD DATA does not run on the local target`)
  }
  const format = textOption(options.get('format')?.value, 'CSV').toUpperCase()
  const uris = options.get('uris')
  if (!uris) return refuse(statement, 'LOAD DATA needs the option uris')
  const files = uriList(uris.value).flatMap(({ uri, span }) => findFiles(uri, span, folder, workspace))
  const list = `[${files.map(quoteString).join(', ')}]`
  switch (format) {
    case 'CSV':
      return {
        select: columns => (columns ? strictCsv(list, options, columns, statement) : lenientCsv(list, options, null)),
        lenient: columns => lenientCsv(list, options, columns),
      }
    case 'JSON':
    case 'NEWLINE_DELIMITED_JSON':
      return {
        select: columns => (columns ? strictJson(list, columns, statement) : lenientJson(list, null)),
        lenient: columns => lenientJson(list, columns),
      }
    case 'PARQUET':
      return {
        lenient: () => null,
        select: columns => `SELECT ${columns ? columns.map(c => quoteName(c.name)).join(', ') : '*'} FROM read_parquet(${list})`,
      }
    default:
      return refuse(options.get('format')?.value ?? statement, `files of format ${format} do not run on the local target`)
  }
}

type Options = ReadonlyMap<string, { readonly value: Expression }>

const KNOWN_OPTIONS = new Set([
  'format',
  'uris',
  'skip_leading_rows',
  'field_delimiter',
  'quote',
  'null_marker',
  'allow_quoted_newlines',
  'encoding',
])

function strictCsv(list: string, options: Options, columns: readonly LoadColumn[], span: Span): string {
  const texts = columns.map(({ name }) => ({ name, type: 'VARCHAR' }))
  return `SELECT ${csvValues(columns, span)} FROM read_csv(${list}, ${csvWords(options, texts)}, filename = ${quoteString(FILE_COLUMN)})`
}

function lenientCsv(list: string, options: Options, columns: readonly LoadColumn[] | null): string {
  return `SELECT * FROM read_csv(${list}, ${csvWords(options, columns)})`
}

function csvWords(options: Options, columns: readonly LoadColumn[] | null): string {
  const skip = options.get('skip_leading_rows')?.value
  const rows = skip ? wholeNumber(skip) : columns ? 0 : null
  const encoding = options.get('encoding')?.value
  if (encoding && textOption(encoding, '').toUpperCase() !== 'UTF-8' && textOption(encoding, '').toUpperCase() !== 'UTF8')
    refuse(encoding, 'only UTF-8 runs on the local target')
  const words = [
    `delim = ${quoteString(delimiter(options.get('field_delimiter')?.value))}`,
    `quote = ${quoteString(textOption(options.get('quote')?.value, '"'))}`,
    `escape = ${quoteString(textOption(options.get('quote')?.value, '"'))}`,
    `nullstr = ${quoteString(textOption(options.get('null_marker')?.value, ''))}`,
    'allow_quoted_nulls = false',
    'strict_mode = true',
  ]
  if (columns) {
    const read = columns.map(c => `${quoteString(c.name)}: ${quoteString(c.type)}`)
    words.push('auto_detect = false', 'header = false', `skip = ${rows ?? 0}`, `columns = {${read.join(', ')}}`)
  } else if (rows === null) words.push('auto_detect = true')
  else if (rows === 1) words.push('auto_detect = true', 'header = true')
  else words.push('auto_detect = true', `skip = ${rows}`, 'header = false')
  return words.join(', ')
}

function strictJson(list: string, columns: readonly LoadColumn[], span: Span): string {
  return jsonValues(columns, `read_ndjson_objects(${list}, filename = ${quoteString(FILE_COLUMN)})`, span)
}

function lenientJson(list: string, columns: readonly LoadColumn[] | null): string {
  const typed = columns ? `, columns = {${columns.map(c => `${quoteString(c.name)}: ${quoteString(c.type)}`).join(', ')}}` : ''
  return `SELECT * FROM read_json(${list}, format = 'newline_delimited'${typed})`
}

function textOption(node: Expression | undefined, otherwise: string): string {
  if (!node) return otherwise
  return node.kind === 'literal' && node.literal === 'string' ? node.text : refuse(node, 'a string is expected')
}

function delimiter(node: Expression | undefined): string {
  const written = textOption(node, ',')
  return written === 'tab' ? '\t' : written
}

function wholeNumber(node: Expression): number {
  return node.kind === 'literal' && node.literal === 'int' ? Number(node.text) : refuse(node, 'a whole number is expected')
}

function uriList(node: Expression): { uri: string; span: Span }[] {
  const items = node.kind === 'array' ? node.items : [node]
  return items.map(i =>
    i.kind === 'literal' && i.literal === 'string' ? { uri: i.text, span: i } : refuse(i, 'uris is a list of strings'),
  )
}

/** The files of one URI: a path relative to the `.dag` file, perhaps with `*`. */
function findFiles(uri: string, span: Span, folder: string, workspace: string): string[] {
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(uri) && !/^[A-Za-z]:[\\/]/.test(uri)) {
    return refuse(span, `"${uri}" is not on this machine: the local target reads paths relative to the .dag file`)
  }
  const root = realpathSync(workspace)
  const inside = (path: string): boolean => {
    const way = relative(root, path)
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
  }
  const wild = uri.includes('*')
  const found = wild ? globSync(uri, { cwd: folder }).map(p => resolve(folder, p)) : [resolve(folder, uri)]
  const files = found.sort().map(path => {
    if (!existsSync(path)) throw new Refusal(span, `there is no file "${uri}" beside the .dag file`, 'file-not-found')
    const real = realpathSync(path)
    return inside(real) ? real : refuse(span, `"${uri}" is outside the workspace`)
  })
  if (files.length === 0) throw new Refusal(span, `no file matches "${uri}"`, 'file-not-found')
  return files
}
