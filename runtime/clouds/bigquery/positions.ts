import type { Span } from '#language'
import { isMeaningful, tokenizeSql } from '#language/sql'

/** A tab leads to the next multiple of so many columns. */
const tabWidth = 8

/** A place as BigQuery counts it, from 1: a code point is one column, whatever its length. */
export interface QueryPosition {
  readonly line: number
  readonly column: number
}

/**
 * The offset (UTF-16) of a position in the text that was sent. Counts as GoogleSQL's ParseLocationTranslator does
 * (zetasql/public/parse_location.cc): lines end with CR, LF or both, and tabs are expanded. A position beyond the text is its end.
 */
export function offsetOf(text: string, { line, column }: QueryPosition): number {
  const lineEnd = /\r\n?|\n/g
  let at = 0
  for (let passed = 1; passed < line; passed++) {
    lineEnd.lastIndex = at
    if (lineEnd.exec(text) === null) return text.length
    at = lineEnd.lastIndex
  }
  for (let reached = 1; reached < column && at < text.length; ) {
    const code = text.codePointAt(at)!
    if (code === 0x0a || code === 0x0d) break
    reached = code === 0x09 ? Math.ceil(reached / tabWidth) * tabWidth + 1 : reached + 1
    // The column is one of the blanks that a tab stands for.
    if (reached > column) break
    at += code > 0xffff ? 2 : 1
  }
  return at
}

/** The position of an offset: the inverse of `offsetOf`. */
export function positionOf(text: string, offset: number): QueryPosition {
  let line = 1
  let start = 0
  for (const match of text.matchAll(/\r\n?|\n/g)) {
    const end = match.index + match[0].length
    if (end > offset) break
    line++
    start = end
  }
  let column = 1
  for (let at = start; at < offset; ) {
    const code = text.codePointAt(at)!
    column = code === 0x09 ? Math.ceil(column / tabWidth) * tabWidth + 1 : column + 1
    at += code > 0xffff ? 2 : 1
  }
  return { line, column }
}

/** What a message of BigQuery says of the place: `Unrecognized name: x at [2:8]`. */
export interface LocatedMessage {
  /** Without the place, which is one in the rendered text and would lead astray. */
  readonly message: string
  readonly position: QueryPosition | null
}

export function locatedMessage(message: string): LocatedMessage {
  const found = [...message.matchAll(/(?:;|,)?\s*\bat \[(\d+):(\d+)\]/g)].at(-1)
  if (found === undefined) return { message: message.trim(), position: null }
  const rest = message.slice(0, found.index) + message.slice(found.index + found[0].length)
  return { message: rest.trim(), position: { line: Number(found[1]), column: Number(found[2]) } }
}

/** The token at an offset, or the nearest one before it. */
export function tokenAt(text: string, offset: number): Span {
  let last: Span = { start: 0, end: text.length }
  for (const token of tokenizeSql(text, 'rendered')) {
    if (!isMeaningful(token)) continue
    if (token.start > offset) break
    last = { start: token.start, end: token.end }
    if (token.end > offset) break
  }
  return last
}
