import type { Span } from '../span.ts'

/**
 * Tokens of BigQuery SQL, without loss: they cover the text from end to end, spaces and comments too, whatever the
 * text is. In a template, Dagline's placeholders are tokens of their own; in rendered SQL there are none.
 */
export interface SqlToken extends Span {
  readonly kind: SqlTokenKind
  /** A string, quoted name or comment whose end is missing. */
  readonly unterminated?: true
}

export type SqlTokenKind =
  | 'space'
  | 'comment'
  /** A name or keyword without quotes. */
  | 'word'
  /** A name in backticks. */
  | 'quoted-name'
  | 'string'
  | 'bytes'
  | 'number'
  /** `@name`. */
  | 'parameter'
  /** `@@name`. */
  | 'system-variable'
  /** `?`. */
  | 'positional'
  /** `{name}`, outside quotes. */
  | 'placeholder'
  /** `{{` or `}}`, outside quotes. */
  | 'brace'
  /** An operator or punctuation; `>>` is two tokens, since it also ends two types. */
  | 'symbol'
  | 'unknown'

const SPACE = /[\s\u00a0\ufeff]+/y
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy
const NUMBER = /0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y
const LINE_COMMENT = /(?:--|#)[^\r\n]*/y
const STRING_START = /(?:[rR][bB]?|[bB][rR]?)?('''|"""|'|")/y
const NAME_AFTER_AT = /[A-Za-z_][A-Za-z0-9_]*/y
const SYMBOL = /<=|>=|<>|!=|\|\||\|>|<<|=>|->|:=|[-+*/%=<>!|&^~,;:.()[\]]/y

/** A placeholder or a doubled brace. Outside and inside quotes they look alike. */
export const PLACEHOLDER = /\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}/y

/** Cuts a template (with placeholders) or rendered SQL (without) into tokens. Never fails. */
export function tokenizeSql(text: string, form: 'template' | 'rendered'): SqlToken[] {
  const tokens: SqlToken[] = []
  for (let start = 0; start < text.length; ) {
    const token = tokenAt(text, start, form)
    tokens.push(token)
    start = token.end
  }
  return tokens
}

/** Whether a token takes part in the grammar. */
export function isMeaningful(token: SqlToken): boolean {
  return token.kind !== 'space' && token.kind !== 'comment'
}

function tokenAt(text: string, start: number, form: 'template' | 'rendered'): SqlToken {
  const code = text.charCodeAt(start)
  const rest = (kind: SqlTokenKind, pattern: RegExp): SqlToken | null => {
    const end = matchEnd(text, pattern, start)
    return end < 0 ? null : { kind, start, end }
  }
  if (form === 'template' && (code === 0x7b || code === 0x7d)) {
    PLACEHOLDER.lastIndex = start
    const match = PLACEHOLDER.exec(text)
    if (match) return { kind: match[1] === undefined ? 'brace' : 'placeholder', start, end: PLACEHOLDER.lastIndex }
  }
  if (code === 0x60) return quoted(text, start, start + 1, '`', 'quoted-name')
  if (text.startsWith('/*', start)) {
    const end = text.indexOf('*/', start + 2)
    return end < 0 ? { kind: 'comment', start, end: text.length, unterminated: true } : { kind: 'comment', start, end: end + 2 }
  }
  if (code === 0x40) return atSign(text, start)
  if (code === 0x3f) return { kind: 'positional', start, end: start + 1 }
  return (
    rest('space', SPACE) ??
    rest('comment', LINE_COMMENT) ??
    stringAt(text, start) ??
    rest('word', WORD) ??
    rest('number', NUMBER) ??
    rest('symbol', SYMBOL) ?? { kind: 'unknown', start, end: start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1) }
  )
}

function atSign(text: string, start: number): SqlToken {
  const system = text.charCodeAt(start + 1) === 0x40
  const end = matchEnd(text, NAME_AFTER_AT, start + (system ? 2 : 1))
  if (end < 0) return { kind: 'unknown', start, end: start + 1 }
  return { kind: system ? 'system-variable' : 'parameter', start, end }
}

function stringAt(text: string, start: number): SqlToken | null {
  STRING_START.lastIndex = start
  const match = STRING_START.exec(text)
  if (!match) return null
  const quote = match[1] ?? "'"
  const prefix = match[0].slice(0, match[0].length - quote.length)
  return quoted(text, start, STRING_START.lastIndex, quote, /b/i.test(prefix) ? 'bytes' : 'string')
}

/** A backslash keeps the next character from ending the literal, in raw strings too. */
function quoted(text: string, start: number, from: number, quote: string, kind: SqlTokenKind): SqlToken {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (quote.length === 1 && (code === 0x0a || code === 0x0d)) return { kind, start, end: at, unterminated: true }
    else if (text.startsWith(quote, at)) return { kind, start, end: at + quote.length }
  }
  return { kind, start, end: text.length, unterminated: true }
}

function matchEnd(text: string, pattern: RegExp, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : -1
}
