import { Findings } from './findings.ts'
import { isClosedComment, isClosedText, scanBlockComment, scanNumeric, scanString, scanText, suspiciously } from './scan.ts'
import * as t from './tokens.ts'

/**
 * Tokens of a text in parallel arrays, in the order in which they were found: so many of them are made at each keystroke that an object
 * each would cost more than all the rest. Offsets are those of the whole text.
 */
export class Tokens {
  kinds = new Uint8Array(1024)
  starts = new Int32Array(1024)
  ends = new Int32Array(1024)
  length = 0

  push(kind: number, start: number, end: number): void {
    if (this.length === this.kinds.length) this.#grow()
    this.kinds[this.length] = kind
    this.starts[this.length] = start
    this.ends[this.length] = end
    this.length++
  }

  #grow(): void {
    const size = this.kinds.length * 2
    const kinds = new Uint8Array(size)
    const starts = new Int32Array(size)
    const ends = new Int32Array(size)
    kinds.set(this.kinds)
    starts.set(this.starts)
    ends.set(this.ends)
    this.kinds = kinds
    this.starts = starts
    this.ends = ends
  }
}

/** Finds the tokens of a whole text. */
export function lexFile(text: string, tokens: Tokens, comments: Tokens | null): Findings {
  // A byte order mark is blank, and counts as one where a line's indentation is asked for.
  const source = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text
  const before = tokens.length
  const found = lex(source, 0, source.length, 0, tokens, comments)
  if (!found.hasOpenText) return found
  tokens.length = before
  if (comments) comments.length = 0
  const again = suspiciously(() => lex(source, 0, source.length, 0, tokens, comments))
  again.hasOpenText = true
  return again
}

/**
 * Finds the tokens of a text from an offset on; the first one that begins at `limit` or after it is not taken any more. `base`: where the
 * text stands in the whole one. Linear in the length of what it passes.
 */
export function lex(text: string, from: number, limit: number, base: number, tokens: Tokens, comments: Tokens | null): Findings {
  const found = new Findings()
  let i = from
  while (i < limit) {
    const c = text.charCodeAt(i)
    const start = i
    switch (c < 128 ? classes[c]! : c === 0xa0 || c === 0xfeff ? blank : wrong) {
      case blank:
        i++
        break
      case letter:
        do i++
        while (isWordPart(text.charCodeAt(i)))
        tokens.push(wordKind(text, start, i - start, c), base + start, base + i)
        break
      case digit:
        i = endOfNumeric(text, start)
        tokens.push(t.Numeric, base + start, base + i)
        break
      case single:
        i++
        tokens.push(singles[c]!, base + start, base + i)
        break
      case quote:
        if (text.charCodeAt(i + 1) === 34 && text.charCodeAt(i + 2) === 34) {
          i = scanText(text, start)
          if (!isClosedText(text.slice(start, i))) found.hasOpenText = true
          tokens.push(t.Text, base + start, base + i)
        } else {
          i = endOfString(text, start)
          tokens.push(t.StringLiteral, base + start, base + i)
        }
        break
      case slash: {
        const next = text.charCodeAt(i + 1)
        if (next === 47) {
          i += 2
          while (i < text.length && text.charCodeAt(i) !== 10 && text.charCodeAt(i) !== 13) i++
          comments?.push(t.Comment, base + start, base + i)
        } else if (next === 42) {
          i = scanBlockComment(text, start)
          if (!isClosedComment(text.slice(start, i))) found.openComments.push(base + start)
          comments?.push(t.Comment, base + start, base + i)
        } else tokens.push(t.Slash, base + start, base + ++i)
        break
      }
      case double: {
        const kind = doubleKind(c, text.charCodeAt(i + 1))
        if (kind !== 0) {
          i += 2
          tokens.push(kind, base + start, base + i)
          break
        }
        i++
        const alone = singles[c]!
        if (alone !== 0) {
          tokens.push(alone, base + start, base + i)
          break
        }
        found.addCharacter(base + start)
        break
      }
      default:
        i++
        found.addCharacter(base + start)
    }
  }
  found.end = base + i
  return found
}

const wrong = 0
const blank = 1
const letter = 2
const digit = 3
const single = 4
const quote = 5
const slash = 6
/** Characters that may be the first of two. */
const double = 7

const classes = new Uint8Array(128)
/** Kinds of the tokens that are one character. */
const singles = new Uint8Array(128)
for (const c of ' \t\r\n\f\v') classes[c.charCodeAt(0)] = blank
for (let c = 0; c < 128; c++) if (/[A-Za-z_]/.test(String.fromCharCode(c))) classes[c] = letter
for (let c = 48; c <= 57; c++) classes[c] = digit
const signs: readonly (readonly [string, number])[] = [
  ['{', t.LBrace],
  ['}', t.RBrace],
  ['[', t.LBracket],
  [']', t.RBracket],
  ['(', t.LParen],
  [')', t.RParen],
  [',', t.Comma],
  [':', t.Colon],
  ['.', t.Dot],
  ['?', t.Question],
  ['+', t.Plus],
  ['*', t.Star],
  ['%', t.Percent],
  ['-', t.Minus],
  ['=', t.Equals],
  ['!', t.Not],
  ['<', t.Less],
  ['>', t.Greater],
]
for (const [sign, kind] of signs) {
  classes[sign.charCodeAt(0)] = single
  singles[sign.charCodeAt(0)] = kind
}
for (const c of '-=!<>|&') classes[c.charCodeAt(0)] = double
classes[34] = quote
classes[47] = slash

/** The kind of a token of two characters; 0: they are none. */
function doubleKind(first: number, second: number): number {
  switch (first) {
    case 45:
      return second === 62 ? t.Arrow : 0
    case 61:
      return second === 61 ? t.EqualTo : 0
    case 33:
      return second === 61 ? t.NotEqual : 0
    case 60:
      return second === 61 ? t.LessEqual : 0
    case 62:
      return second === 61 ? t.GreaterEqual : 0
    case 124:
      return second === 124 ? t.Or : 0
    default:
      return second === 38 ? t.And : 0
  }
}

function isWordPart(c: number): boolean {
  if (c >= 128) return false
  const kind = classes[c]
  return kind === letter || kind === digit
}

/** Keywords are told by their first letter and their length before they are compared. */
function wordKind(text: string, start: number, length: number, first: number): number {
  switch (first) {
    case 100:
      if (length === 3) return keyword(text, start, 'dag', t.Dag)
      return length === 8 ? keyword(text, start, 'defaults', t.Defaults) : t.Identifier
    case 102:
      return length === 5 ? keyword(text, start, 'false', t.False) : t.Identifier
    case 103:
      return length === 5 ? keyword(text, start, 'group', t.Group) : t.Identifier
    case 105:
      if (length === 5) return keyword(text, start, 'input', t.Input)
      return length === 6 ? keyword(text, start, 'import', t.Import) : t.Identifier
    case 108:
      return length === 3 ? keyword(text, start, 'let', t.Let) : t.Identifier
    case 110:
      return length === 4 ? keyword(text, start, 'null', t.Null) : t.Identifier
    case 111:
      return length === 2 ? keyword(text, start, 'on', t.On) : t.Identifier
    case 116:
      if (length === 6) return keyword(text, start, 'target', t.Target)
      if (length !== 4) return t.Identifier
      return keyword(text, start, 'task', t.Task) === t.Task ? t.Task : keyword(text, start, 'true', t.True)
    default:
      return t.Identifier
  }
}

function keyword(text: string, start: number, word: string, kind: number): number {
  return text.startsWith(word, start) ? kind : t.Identifier
}

/** Digits alone are a number; what else there is, a scanner tells. */
function endOfNumeric(text: string, start: number): number {
  let i = start + 1
  while (i < text.length && classes[text.charCodeAt(i)] === digit) i++
  const c = text.charCodeAt(i)
  return c === 45 || c === 46 || isWordPart(c) ? scanNumeric(text, start) : i
}

/** Characters up to a quote are a string; what has an escape or `${` in it, or does not end on its line, a scanner tells. */
function endOfString(text: string, start: number): number {
  let i = start + 1
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) return i + 1
    if (c === 92 || c === 36 || c === 10) break
  }
  return scanString(text, start)
}
