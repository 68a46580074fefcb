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

const OTHER = 0
const SPACE_START = 1
const WORD_START = 2
/** A letter that may stand before a string. */
const STRING_WORD_START = 3
const DIGIT = 4
const QUOTE = 5
/** What begins with each ASCII character; most tokens are found by it without a regular expression. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/\s/.test(character)) return SPACE_START
  if (/[rRbB]/.test(character)) return STRING_WORD_START
  if (/[A-Za-z_]/.test(character)) return WORD_START
  if (/[0-9]/.test(character)) return DIGIT
  return character === '"' || character === "'" ? QUOTE : OTHER
})

const SPACE = /[\s\u00a0\ufeff]+/y
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy
const NUMBER = /0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y
const LINE_COMMENT = /(?:--|#)[^\r\n]*/y
const STRING_START = /(?:[rR][bB]?|[bB][rR]?)?('''|"""|'|")/y
const NAME_AFTER_AT = /[A-Za-z_][A-Za-z0-9_]*/y
const SYMBOL = /<=|>=|<>|!=|\|\||\|>|<<|=>|->|:=|[-+*/%=<>!|&^~,;:.()[\]]/y

const REST: readonly (readonly [SqlTokenKind, RegExp])[] = [
  ['comment', LINE_COMMENT],
  ['number', NUMBER],
  ['symbol', SYMBOL],
]

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

let latest: { readonly text: string; readonly tokens: readonly SqlToken[] } = { text: '', tokens: [] }

/** Tokens of a template. Of the latest one they are kept: who looks for placeholders most often renders next. */
export function templateTokens(text: string): readonly SqlToken[] {
  if (latest.text !== text) latest = { text, tokens: tokenizeSql(text, 'template') }
  return latest.tokens
}

/** Whether a token takes part in the grammar. */
export function isMeaningful(token: SqlToken): boolean {
  return token.kind !== 'space' && token.kind !== 'comment'
}

function tokenAt(text: string, start: number, form: 'template' | 'rendered'): SqlToken {
  const code = text.charCodeAt(start)
  if (code > 0x7f) return beyondAscii(text, start)
  const kind = KINDS[code]!
  if (kind === SPACE_START) {
    let end = start + 1
    while (KINDS[text.charCodeAt(end)] === SPACE_START) end++
    // What is not ASCII may be a space too.
    return { kind: 'space', start, end: text.charCodeAt(end) > 0x7f ? matchEnd(text, SPACE, start) : end }
  }
  if (kind === WORD_START) return wordAt(text, start)
  if (kind === STRING_WORD_START) return stringAt(text, start) ?? wordAt(text, start)
  if (kind === QUOTE) return stringAt(text, start)!
  if (kind === DIGIT) return { kind: 'number', start, end: matchEnd(text, NUMBER, start) }
  return otherAt(text, start, code, form)
}

function otherAt(text: string, start: number, code: number, form: 'template' | 'rendered'): SqlToken {
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
  for (const [kind, pattern] of REST) {
    const end = matchEnd(text, pattern, start)
    if (end >= 0) return { kind, start, end }
  }
  return unknownAt(text, start)
}

function beyondAscii(text: string, start: number): SqlToken {
  const space = matchEnd(text, SPACE, start)
  if (space >= 0) return { kind: 'space', start, end: space }
  const word = matchEnd(text, WORD, start)
  return word >= 0 ? { kind: 'word', start, end: word } : unknownAt(text, start)
}

function unknownAt(text: string, start: number): SqlToken {
  return { kind: 'unknown', start, end: start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1) }
}

function wordAt(text: string, start: number): SqlToken {
  let end = start + 1
  for (;;) {
    const kind = KINDS[text.charCodeAt(end)]
    if (kind !== WORD_START && kind !== STRING_WORD_START && kind !== DIGIT) break
    end++
  }
  // A letter beyond ASCII goes on.
  return { kind: 'word', start, end: text.charCodeAt(end) > 0x7f ? matchEnd(text, WORD, start) : end }
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
