import type { SqlToken } from './tokens.ts'

export interface Decoded {
  /** For bytes, one character a byte. */
  readonly value: string
  readonly error?: string
}

const LITERAL = /^([rRbB]{0,2})('''|"""|'|"|`)/
const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
}
const ESCAPE = /\\(?:([abfnrtv\\?"'`])|([0-7]{3})|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[\s\S]?)/g

/** The value of a string, a bytes literal or a name in backticks. */
export function decodeLiteral(text: string, token: SqlToken): Decoded {
  const source = text.slice(token.start, token.end)
  const opening = LITERAL.exec(source)
  if (!opening || token.unterminated) return { value: '', error: 'the quotes are not closed' }
  const prefix = (opening[1] ?? '').toLowerCase()
  const quote = opening[2] ?? "'"
  const body = source.slice(opening[0].length, source.length - quote.length).replaceAll('\r\n', '\n')
  const bytes = prefix.includes('b')
  if (prefix.includes('r')) return { value: bytes ? utf8(body) : body }
  let error: string | undefined
  let value = ''
  let last = 0
  for (const match of body.matchAll(ESCAPE)) {
    const plain = body.slice(last, match.index)
    value += bytes ? utf8(plain) : plain
    last = match.index + match[0].length
    const decoded = decodeEscape(match, bytes)
    if (decoded === null) error ??= `"${match[0]}" is no escape`
    else value += decoded
  }
  const tail = body.slice(last)
  value += bytes ? utf8(tail) : tail
  return error ? { value, error } : { value }
}

function decodeEscape(match: RegExpExecArray, bytes: boolean): string | null {
  const [, simple, octal, hex, unicode, long] = match
  if (simple !== undefined) return SIMPLE[simple] ?? null
  const digits = octal !== undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex ?? unicode ?? long ?? '', 16)
  if (Number.isNaN(digits)) return null
  if (bytes) return unicode !== undefined || long !== undefined || digits > 255 ? null : String.fromCharCode(digits)
  if (digits > 0x10ffff || (digits >= 0xd800 && digits <= 0xdfff)) return null
  return String.fromCodePoint(digits)
}

/** The bytes of a text in UTF-8, one character each. */
export function utf8(text: string): string {
  let bytes = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes += character
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes += String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes += String.fromCharCode(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return bytes
}
