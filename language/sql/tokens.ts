import type { Span } from '../span.ts'

/**
 * Tokens of BigQuery SQL, without loss: they cover the text from end to end, spaces and comments too, whatever the
 * text is. In a template, Dagline's placeholders are tokens of their own; in rendered SQL there are none.
 */
export interface SqlToken extends Span {
  readonly kind: SqlTokenKind
  /** A word or symbol in capitals; `null`: it is something else. */
  readonly word: string | null
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
const STRING_START = /(?:[rR][bB]?|[bB][rR]?)?('''|"""|'|")/y
const NAME_AFTER_AT = /[A-Za-z_][A-Za-z0-9_]*/y
/** A placeholder or a doubled brace. Outside and inside quotes they look alike. */
export const PLACEHOLDER = /\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}/y

/** What the last call of `scan` found: a token is no object before somebody wants one. */
let scanned: SqlTokenKind = 'space'
let isUnterminated = false

/** Cuts a template (with placeholders) or rendered SQL (without) into tokens. Never fails. */
export function tokenizeSql(text: string, form: 'template' | 'rendered'): SqlToken[] {
  const tokens: SqlToken[] = []
  for (let start = 0; start < text.length; ) {
    const end = scan(text, start, form)
    tokens.push(scannedToken(text, start, end))
    start = end
  }
  return tokens
}

/** Tokens of rendered SQL that take part in the grammar. */
export function meaningfulTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = []
  for (let start = 0; start < text.length; ) {
    const end = scan(text, start, 'rendered')
    if (scanned !== 'space' && scanned !== 'comment') tokens.push(scannedToken(text, start, end))
    start = end
  }
  return tokens
}

/** Tokens of a template in which a placeholder may be, or a doubled brace. */
export function templateTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = []
  for (let start = 0; start < text.length; ) {
    const end = scan(text, start, 'template')
    const isPart = scanned === 'placeholder' || scanned === 'parameter' || scanned === 'brace' || isQuotedKind(scanned)
    if (isPart) tokens.push(scannedToken(text, start, end))
    start = end
  }
  return tokens
}

/** Whether a token takes part in the grammar. */
export function isMeaningful(token: SqlToken): boolean {
  return token.kind !== 'space' && token.kind !== 'comment'
}

/** Kinds of tokens that stand in quotes and mean what is in them. */
export function isQuotedKind(kind: SqlTokenKind): boolean {
  return kind === 'string' || kind === 'bytes' || kind === 'quoted-name'
}

function scannedToken(text: string, start: number, end: number): SqlToken {
  const kind = scanned
  const word = kind === 'word' || kind === 'symbol' ? capitals(text, start, end) : null
  return isUnterminated ? { kind, word, start, end, unterminated: true } : { kind, word, start, end }
}

/** Longest word that is remembered: a longer one would keep the text that it was cut from. */
const LONGEST_REMEMBERED = 12
/** Words that were met before, in capitals: most of them come again and again. */
const remembered: string[] = new Array(1024).fill('')

/** A word in capitals, made once only. */
function capitals(text: string, start: number, end: number): string {
  const length = end - start
  let hash = length
  for (let i = start; i < end; i++) hash = (hash * 31 + (text.charCodeAt(i) & 0xdf)) | 0
  const at = (hash ^ (hash >>> 10)) & 1023
  const before = remembered[at]!
  if (before.length === length && isCapitals(text, start, before)) return before
  const word = text.slice(start, end).toUpperCase()
  if (length <= LONGEST_REMEMBERED && word.length === length) remembered[at] = word
  return word
}

function isCapitals(text: string, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = text.charCodeAt(start + i)
    const capital = code >= 0x61 && code <= 0x7a ? code - 0x20 : code
    if (capital !== word.charCodeAt(i) || code > 0x7f) return false
  }
  return true
}

function found(kind: SqlTokenKind, end: number): number {
  scanned = kind
  return end
}

/** Where the token ends that begins there; `scanned` says what it is. */
function scan(text: string, start: number, form: 'template' | 'rendered'): number {
  isUnterminated = false
  const code = text.charCodeAt(start)
  if (code > 0x7f) return beyondAscii(text, start)
  const kind = KINDS[code]!
  if (kind === SPACE_START) {
    let end = start + 1
    while (KINDS[text.charCodeAt(end)] === SPACE_START) end++
    // What is not ASCII may be a space too.
    return found('space', text.charCodeAt(end) > 0x7f ? matchEnd(text, SPACE, start) : end)
  }
  if (kind === WORD_START) return wordAt(text, start)
  if (kind === STRING_WORD_START) return isStringStart(text, start) ? stringAt(text, start) : wordAt(text, start)
  if (kind === QUOTE) return stringAt(text, start)
  if (kind === DIGIT) return numberAt(text, start)
  return otherAt(text, start, code, form)
}

function otherAt(text: string, start: number, code: number, form: 'template' | 'rendered'): number {
  const next = text.charCodeAt(start + 1)
  switch (code) {
    case 0x7b: // {
    case 0x7d: // }
      return form === 'template' ? braceAt(text, start) : unknownAt(text, start)
    case 0x60: // `
      return quoted(text, start + 1, '`', 'quoted-name')
    case 0x40: // @
      return atSign(text, start)
    case 0x3f: // ?
      return found('positional', start + 1)
    case 0x23: // #
      return lineComment(text, start)
    case 0x2d: // -
      if (next === code) return lineComment(text, start)
      return found('symbol', start + (next === 0x3e ? 2 : 1))
    case 0x2f: // /
      return next === 0x2a ? blockComment(text, start) : found('symbol', start + 1)
    case 0x2e: // .
      return KINDS[next] === DIGIT ? found('number', matchEnd(text, NUMBER, start)) : found('symbol', start + 1)
    case 0x3c: // <, <=, <>, <<
      return found('symbol', start + (next === 0x3d || next === 0x3e || next === code ? 2 : 1))
    case 0x3e: // >, >=
    case 0x21: // !, !=
    case 0x3a: // :, :=
      return found('symbol', start + (next === 0x3d ? 2 : 1))
    case 0x3d: // =, =>
      return found('symbol', start + (next === 0x3e ? 2 : 1))
    case 0x7c: // |, ||, |>
      return found('symbol', start + (next === code || next === 0x3e ? 2 : 1))
    default:
      return SINGLES.includes(text.charAt(start)) ? found('symbol', start + 1) : unknownAt(text, start)
  }
}

/** Symbols of one character that begin no longer one. */
const SINGLES = '+*%&^~,;()[]'

function braceAt(text: string, start: number): number {
  PLACEHOLDER.lastIndex = start
  const match = PLACEHOLDER.exec(text)
  if (!match) return unknownAt(text, start)
  return found(match[1] === undefined ? 'brace' : 'placeholder', PLACEHOLDER.lastIndex)
}

function lineComment(text: string, start: number): number {
  let end = start
  while (end < text.length && text.charCodeAt(end) !== 0x0a && text.charCodeAt(end) !== 0x0d) end++
  return found('comment', end)
}

function blockComment(text: string, start: number): number {
  const end = text.indexOf('*/', start + 2)
  isUnterminated = end < 0
  return found('comment', end < 0 ? text.length : end + 2)
}

function beyondAscii(text: string, start: number): number {
  const space = matchEnd(text, SPACE, start)
  if (space >= 0) return found('space', space)
  const word = matchEnd(text, WORD, start)
  return word >= 0 ? found('word', word) : unknownAt(text, start)
}

function unknownAt(text: string, start: number): number {
  return found('unknown', start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1))
}

function wordAt(text: string, start: number): number {
  let end = start + 1
  for (;;) {
    const kind = KINDS[text.charCodeAt(end)]
    if (kind !== WORD_START && kind !== STRING_WORD_START && kind !== DIGIT) break
    end++
  }
  // A letter beyond ASCII goes on.
  return found('word', text.charCodeAt(end) > 0x7f ? matchEnd(text, WORD, start) : end)
}

function atSign(text: string, start: number): number {
  const system = text.charCodeAt(start + 1) === 0x40
  const end = matchEnd(text, NAME_AFTER_AT, start + (system ? 2 : 1))
  if (end < 0) return found('unknown', start + 1)
  return found(system ? 'system-variable' : 'parameter', end)
}

function numberAt(text: string, start: number): number {
  let end = start + 1
  while (KINDS[text.charCodeAt(end)] === DIGIT) end++
  const code = text.charCodeAt(end)
  // Digits alone are a number; a fraction, an exponent or hexadecimal digits may go on.
  return found('number', code === 0x2e || (code >= 0x45 && code <= 0x78) ? matchEnd(text, NUMBER, start) : end)
}

/** Whether one or two letters that may stand before a string do. */
function isStringStart(text: string, start: number): boolean {
  STRING_START.lastIndex = start
  return STRING_START.test(text)
}

function stringAt(text: string, start: number): number {
  STRING_START.lastIndex = start
  const match = STRING_START.exec(text)!
  const quote = match[1] ?? "'"
  const prefix = match[0].slice(0, match[0].length - quote.length)
  return quoted(text, STRING_START.lastIndex, quote, /b/i.test(prefix) ? 'bytes' : 'string')
}

/** A backslash keeps the next character from ending the literal, in raw strings too. */
function quoted(text: string, from: number, quote: string, kind: SqlTokenKind): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (quote.length === 1 && (code === 0x0a || code === 0x0d)) {
      isUnterminated = true
      return found(kind, at)
    } else if (text.startsWith(quote, at)) return found(kind, at + quote.length)
  }
  isUnterminated = true
  return found(kind, text.length)
}

function matchEnd(text: string, pattern: RegExp, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : -1
}
