import { firstWhere } from '../search.ts'
import type { Span } from '../span.ts'
import type { Value } from '../values.ts'
import { bracesIn, isQuoted } from './placeholders.ts'
import { type SqlToken, templateTokens } from './tokens.ts'

/** When a value comes to be known. */
export type ParamPhase = 'static' | 'start' | 'running'

export type RenderResult =
  | { readonly ok: true; readonly sql: string; readonly map: RenderMap }
  | { readonly ok: false; readonly refusals: readonly RenderRefusal[] }

/** A placeholder that cannot be filled, and why. The span is of the script. */
export interface RenderRefusal extends Span {
  readonly code: 'missing-param' | 'wrong-type' | 'unsafe-param'
  readonly name: string
  readonly message: string
}

interface Piece {
  readonly rendered: Span
  readonly source: Span
  /** Whether both are the same text. */
  readonly copied: boolean
}

/** Finds the place in the script of a place in the rendered text. */
export class RenderMap {
  readonly #pieces: readonly Piece[]
  readonly #length: number

  constructor(pieces: readonly Piece[], sourceLength: number) {
    this.#pieces = pieces
    this.#length = sourceLength
  }

  /** The span of the script that a span of the rendered text came from; a placeholder counts as a whole. */
  source(span: Span): Span {
    const start = this.#find(span.start, false)
    return { start, end: Math.max(start, this.#find(span.end, true)) }
  }

  #find(offset: number, end: boolean): number {
    const pieces = this.#pieces
    const at = firstWhere(pieces.length, index => {
      const { rendered } = pieces[index]!
      return end ? rendered.end >= offset : rendered.end > offset
    })
    const piece = pieces[at]
    if (!piece) return this.#length
    if (piece.copied) return piece.source.start + Math.max(0, offset - piece.rendered.start)
    return end ? piece.source.end : piece.source.start
  }
}

const IDENTIFIER_PATH = /^[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*(?:\.[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*)*$/

/**
 * Replaces `{name}` by the text of a param, and `{{`, `}}` by braces; `@name` and comments stay as they are. `phaseOf`
 * says when a value came to be known: outside quotes, one of a run must be an identifier path, a number or a boolean.
 */
export function renderSql(script: string, params: ReadonlyMap<string, Value>, phaseOf: (name: string) => ParamPhase): RenderResult {
  const refusals: RenderRefusal[] = []
  const rendered = render(script, (name, span, quotes, before) => {
    const refuse = (code: RenderRefusal['code'], message: string): string => {
      refusals.push({ code, name, message, ...span })
      return ''
    }
    const value = params.get(name)
    if (!value) return refuse('missing-param', `the params have no "${name}"`)
    const text = paramText(value)
    if (text === null) return refuse('wrong-type', `"${name}" is ${article(value)}, which cannot become text of SQL`)
    if (quotes) {
      const escaped = escapeFor(text, quotes)
      return escaped ?? refuse('unsafe-param', `the value of "${name}" cannot be written inside a raw string`)
    }
    if (phaseOf(name) !== 'static' && !isSafe(value)) {
      return refuse(
        'unsafe-param',
        `the value of "${name}" is only known in a run, so outside quotes it must be a name, a number or a boolean: bind it as @${name}`,
      )
    }
    // Two minus signs in a row would start a comment.
    return text.startsWith('-') && before.endsWith('-') ? ` ${text}` : text
  })
  return refusals.length > 0 ? { ok: false, refusals } : { ok: true, ...rendered }
}

/** What stands for a value that is not known in a check; a table's name that holds it is not known either. */
export const UNKNOWN_TEXT = 'dagline_unknown_value'

/** Renders for a check: what is not known becomes a name that says so, and nothing is refused. */
export function renderForCheck(
  script: string,
  params: ReadonlyMap<string, Value | undefined>,
): { readonly sql: string; readonly map: RenderMap } {
  return render(script, (name, _span, quotes, before) => partForCheck(params.get(name), quotes, before))
}

/** The same without the way back to the script, and so for less. `value`: of a param, where it is known. */
export function textForCheck(script: string, value: (name: string) => Value | undefined): string {
  return renderText(script, (name, _span, quotes, before) => partForCheck(value(name), quotes, before), null)
}

function partForCheck(value: Value | undefined, quotes: Quotes | null, before: string): string {
  const text = value ? paramText(value) : null
  if (text === null) return UNKNOWN_TEXT
  if (quotes) return escapeFor(text, quotes) ?? UNKNOWN_TEXT
  return text.startsWith('-') && before.endsWith('-') ? ` ${text}` : text
}

interface Quotes {
  readonly quote: string
  readonly raw: boolean
}

type Replace = (name: string, span: Span, quotes: Quotes | null, before: string) => string

function render(script: string, replace: Replace): { sql: string; map: RenderMap } {
  const pieces: Piece[] = []
  return { sql: renderText(script, replace, pieces), map: new RenderMap(pieces, script.length) }
}

/** `pieces`: takes what came from where, in order. */
function renderText(script: string, replace: Replace, pieces: Piece[] | null): string {
  let sql = ''
  let copied = 0
  const copyTo = (end: number): void => {
    if (end <= copied) return
    const start = sql.length
    sql += script.slice(copied, end)
    pieces?.push({ rendered: { start, end: sql.length }, source: { start: copied, end }, copied: true })
    copied = end
  }
  const put = (source: Span, text: string): void => {
    const start = sql.length
    sql += text
    pieces?.push({ rendered: { start, end: sql.length }, source, copied: false })
    copied = source.end
  }
  for (const token of templateTokens(script)) {
    if (token.kind === 'parameter') continue
    const quotes = isQuoted(token) ? quotesOf(script, token) : null
    for (const { name, start, end } of bracesIn(script, token)) {
      copyTo(start)
      const span = { start, end }
      put(span, name === null ? script.slice(start, start + 1) : replace(name, span, quotes, sql))
    }
  }
  copyTo(script.length)
  return sql
}

function quotesOf(script: string, token: SqlToken): Quotes {
  const match = /^([rRbB]*)('''|"""|'|"|`)/.exec(script.slice(token.start, token.end))
  return { quote: match?.[2] ?? "'", raw: /r/i.test(match?.[1] ?? '') }
}

/** The text of a value in SQL; null where the language gives it none. */
function paramText(value: Value): string | null {
  switch (value.type) {
    case 'null':
      return 'NULL'
    case 'boolean':
      return String(value.value)
    case 'number':
      return value.text ?? String(value.value)
    case 'string':
      return value.value
    case 'date':
      return new Date(value.ms).toISOString().slice(0, 10)
    case 'list': {
      const texts: string[] = []
      for (const item of value.items) {
        const text = item.type === 'list' ? null : paramText(item)
        if (text === null) return null
        texts.push(text)
      }
      return texts.join(',')
    }
    case 'duration':
    case 'size':
    case 'map':
      return null
  }
}

function isSafe(value: Value): boolean {
  if (value.type === 'number') return Number.isFinite(value.value)
  return value.type === 'boolean' || (value.type === 'string' && IDENTIFIER_PATH.test(value.value))
}

/** Written so that the literal around it has exactly this value; null where a raw string cannot hold it. */
function escapeFor(text: string, quotes: Quotes): string | null {
  const mark = quotes.quote.slice(0, 1)
  if (quotes.raw) return text.includes(mark) || /[\\\r\n]/.test(text) ? null : text
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', [mark]: `\\${mark}` }
  return text.replace(/[\\\r\n'"`]/g, c => escapes[c] ?? c)
}

function article(value: Value): string {
  return `a ${value.type === 'list' ? 'list with values that have no text' : value.type}`
}
