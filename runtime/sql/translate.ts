import { decodeLiteral, isMeaningful, type SqlToken, tokenizeSql } from '#language/sql'
import { NATIVE_PREFIX } from './emit-literals.ts'
import { quoteName } from './types.ts'

type Transpile = (sql: string, from: string, to: string) => { success: boolean; sql?: string[] | undefined; error?: string | undefined }

let transpile: Promise<Transpile> | undefined

/** Loads polyglot, which takes a third of a second; called early, it is ready when the first query comes. */
export function loadTranslator(): Promise<Transpile> {
  transpile ??= import('@polyglot-sql/sdk').then(library => library.transpile as unknown as Transpile)
  return transpile
}

/** A step of the pipeline went wrong that the allow-list should have kept out: the statement does not run. */
export class TranslationDoubt extends Error {}

/**
 * Translates canonical BigQuery SQL to DuckDB's by polyglot, and holds the result against the source token by token:
 * only the differences listed here may be there. A translator that drops, adds or changes anything else is not believed.
 */
export async function translate(canonical: string): Promise<string> {
  const result = (await loadTranslator())(canonical, 'bigquery', 'duckdb')
  const [sql, more] = result.sql ?? []
  if (!result.success || sql === undefined || more !== undefined) throw new TranslationDoubt(result.error ?? 'no translation')
  return withNativeNames(verify(canonical, sql))
}

interface Mark {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Words that may be there on one side only: they say what is so without them. */
const OPTIONAL = new Set(['ASC', 'AS', 'OUTER'])

const SAME: Readonly<Record<string, string>> = {
  INT64: 'BIGINT',
  FLOAT64: 'DOUBLE',
  BOOL: 'BOOLEAN',
  STRING: 'TEXT',
  BYTES: 'BLOB',
  DATETIME: 'TIMESTAMP',
  EXCEPT: 'EXCLUDE',
  STRING_AGG: 'LISTAGG',
  '!=': '<>',
}

/**
 * Throws unless both say the same; answers the translation, in which names have the quotes back that they lost on the
 * way. Public for its tests.
 */
export function verify(canonical: string, translated: string): string {
  const left = canonicalMarks(canonical, 0)
  const right = translatedMarks(translated)
  const unquoted: Mark[] = []
  let j = 0
  for (let i = 0; i < left.length; i++) {
    const a = left[i]!
    while (right[j] && !alike(a, right[j]!) && isOptional(right[j]!)) j++
    const b = right[j]
    if (b && alike(a, b)) {
      if (a.kind === 'name' && b.kind === 'word') unquoted.push({ ...b, text: a.text })
      j++
    } else if (!isOptional(a) && !(a.text === 'DISTINCT' && SET_OPERATORS.has(left[i - 1]?.text ?? ''))) {
      throw new TranslationDoubt(`"${a.text}" became "${b?.text ?? 'nothing'}"`)
    }
  }
  while (right[j] && isOptional(right[j]!)) j++
  if (right[j]) throw new TranslationDoubt(`"${right[j]!.text}" was added`)
  let result = ''
  let at = 0
  for (const name of unquoted) {
    result += translated.slice(at, name.start) + quoteName(name.text)
    at = name.end
  }
  return result + translated.slice(at)
}

const SET_OPERATORS = new Set(['UNION', 'INTERSECT', 'EXCEPT'])

function isOptional(mark: Mark): boolean {
  return mark.kind === 'word' && OPTIONAL.has(mark.text)
}

function alike(a: Mark, b: Mark): boolean {
  if (a.kind === 'name' && b.kind === 'word') return a.text.toUpperCase() === b.text
  if (a.kind !== b.kind) return false
  return a.text === b.text || ((a.kind === 'word' || a.kind === 'symbol') && SAME[a.text] === b.text)
}

function canonicalMarks(text: string, offset: number): Mark[] {
  return tokenizeSql(text, 'rendered')
    .filter(isMeaningful)
    .map(token => ({ ...mark(text, token, text.slice(token.start, token.end)), start: offset + token.start, end: offset + token.end }))
}

/** DuckDB doubles quotes and knows no backslash, so literals and names are cut out first. */
function translatedMarks(text: string): Mark[] {
  const found: Mark[] = []
  for (let at = 0; at < text.length; ) {
    const quote = text[at]!
    const start = at
    if (quote === "'" || quote === '"') {
      at = quoteEnd(text, start)
      const body = text.slice(start + 1, at - 1).replaceAll(quote + quote, quote)
      found.push({ kind: quote === '"' ? 'name' : 'string', text: body, start, end: at })
    } else {
      const rest = /[^'"]+/y
      rest.lastIndex = start
      rest.test(text)
      at = rest.lastIndex
      for (const one of canonicalMarks(text.slice(start, at), start)) found.push(one)
    }
  }
  return found
}

function mark(text: string, token: SqlToken, source: string): Pick<Mark, 'kind' | 'text'> {
  switch (token.kind) {
    case 'quoted-name':
      return { kind: 'name', text: decodeLiteral(text, token).value }
    case 'string':
      return { kind: 'string', text: decodeLiteral(text, token).value }
    case 'number':
      return { kind: 'number', text: source }
    case 'word':
      return { kind: 'word', text: source.toUpperCase() }
    default:
      return { kind: 'symbol', text: source }
  }
}

/** Where a literal or name of DuckDB's ends: its quote is doubled inside. */
function quoteEnd(text: string, start: number): number {
  const quote = text[start]!
  let at = start + 1
  while (at < text.length) {
    if (text[at] !== quote) at++
    else if (text[at + 1] === quote) at += 2
    else return at + 1
  }
  return text.length
}

const PREFIX = new RegExp(`^${NATIVE_PREFIX}`, 'i')

/** Takes the prefix off DuckDB's own functions, and puts the places of params in; both stand outside literals. */
function withNativeNames(sql: string): string {
  let result = ''
  let at = 0
  while (at < sql.length) {
    const c = sql[at]!
    if (c === "'" || c === '"') {
      const end = quoteEnd(sql, at)
      const source = sql.slice(at, end)
      const parameter = c === '"' ? PARAMETER.exec(source) : null
      result += parameter ? `$${parameter[1]}` : source
      at = end
    } else if (/[A-Za-z_]/.test(c)) {
      const word = /^[A-Za-z0-9_]+/.exec(sql.slice(at, at + 200))![0]
      result += word.replace(PREFIX, '')
      at += word.length
    } else {
      result += c
      at++
    }
  }
  return result
}

const PARAMETER = /^"dagline parameter (p\d+)"$/

/** The place of a bound value, as a name that no column has. */
export function parameterName(number: number): string {
  return `\`dagline parameter p${number}\``
}
