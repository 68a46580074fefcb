// Scanners of the tokens that a regular expression cannot find the end of. Each returns the end, or the offset itself where none begins there.

const newline = 10
const carriageReturn = 13
const quote = 34
const star = 42
const slash = 47
const backslash = 92
const dollar = 36
const openBrace = 123
const closeBrace = 125

/** Deepest nesting of brackets and of strings inside strings. */
export const nestingLimit = 256

/** `"""…"""`: the first `"""` ends it; one that never ends gives way to the next line that looks like a declaration. */
export function scanText(text: string, offset: number): number {
  if (!text.startsWith('"""', offset)) return offset
  const end = text.indexOf('"""', offset + 3)
  if (end < 0) return endOfOpenText(text, offset + 3)
  const declaration = isSuspicious ? declarationIn(text, offset, end) : -1
  return declaration < 0 ? end + 3 : declaration
}

let isSuspicious = false

/**
 * Scans again a file in which a text never ends. One whose closing quotes are missing was ended by the opening quotes of the
 * next text; so now a text gives way to a declaration that stands as far left as the line of its opening quotes.
 */
export function suspiciously<T>(scan: () => T): T {
  isSuspicious = true
  try {
    return scan()
  } finally {
    isSuspicious = false
  }
}

/** Where a declaration's line begins in a text, or the closing brace of what is around it; -1: nowhere. */
function declarationIn(text: string, offset: number, end: number): number {
  const start = text.lastIndexOf('\n', offset) + 1
  const indentation = /^[ \t]*/.exec(text.slice(start, offset))![0].length
  declarationLine.lastIndex = offset
  for (;;) {
    const found = declarationLine.exec(text)
    if (!found || found.index >= end) return -1
    const own = /^[ \t]*/.exec(found[0])![0].length
    if (found[0].endsWith('}') && found[0].length === own + 1 ? own < indentation : own <= indentation) return found.index
  }
}

/** Whether a token of `scanText` has its closing quotes. */
export function isClosedText(image: string): boolean {
  return image.length >= 6 && image.endsWith('"""')
}

const declarationLine = /^[ \t]*(?:(?:task|group|dag|target|let|input|defaults|import)\b[^\n]*[{=:"]|[\w.]+[ \t]*->|\})/gm

function endOfOpenText(text: string, from: number): number {
  const lineEnd = text.indexOf('\n', from)
  if (lineEnd < 0) return text.length
  declarationLine.lastIndex = lineEnd + 1
  const next = declarationLine.exec(text)
  return next ? next.index : text.length
}

/** `"…"` with `${…}` and strings in it; one that never ends stops before the line's end. */
export function scanString(text: string, offset: number): number {
  return text.charCodeAt(offset) === quote ? findStringEnd(text, offset).end : offset
}

/** Whether a token of `scanString` has its closing quote. */
export function isClosedString(image: string): boolean {
  return findStringEnd(image, 0).closed
}

function findStringEnd(text: string, offset: number): { end: number; closed: boolean } {
  // The stack holds -1 for a string, and for an interpolation its depth of braces.
  const stack: number[] = [-1]
  let hasComments = true
  let i = offset + 1
  while (i < text.length) {
    const c = text.charCodeAt(i)
    if (c === newline || (c === carriageReturn && text.charCodeAt(i + 1) === newline)) return { end: i, closed: false }
    const top = stack[stack.length - 1]!
    if (top !== -1 && c === slash && hasComments && text.charCodeAt(i + 1) === star) {
      const end = endOfInnerComment(text, i)
      hasComments = end >= 0
      i = Math.max(end, i + 1)
      continue
    }
    if (top === -1) {
      if (c === backslash && i + 1 < text.length && text.charCodeAt(i + 1) !== newline && text.charCodeAt(i + 1) !== carriageReturn) i++
      else if (c === quote) {
        stack.pop()
        if (stack.length === 0) return { end: i + 1, closed: true }
      } else if (c === dollar && text.charCodeAt(i + 1) === openBrace && stack.length < 2 * nestingLimit) {
        stack.push(0)
        i++
      }
    } else if (c === quote) stack.push(-1)
    else if (c === openBrace) stack[stack.length - 1] = top + 1
    else if (c === closeBrace) {
      if (top === 0) stack.pop()
      else stack[stack.length - 1] = top - 1
    }
    i++
  }
  return { end: text.length, closed: false }
}

/** The end of a comment in an interpolation; -1 for one that does not end on its line, and then none after it does. */
function endOfInnerComment(text: string, offset: number): number {
  for (let i = offset + 2; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === newline) break
    if (c === star && text.charCodeAt(i + 1) === slash) return i + 2
  }
  return -1
}

/** The end of an interpolation: the offset of its `}`, or `-1`. `offset` is the first character after `${`. */
export function endOfInterpolation(text: string, offset: number, limit: number): number {
  let depth = 0
  let hasComments = true
  let i = offset
  while (i < limit) {
    const c = text.charCodeAt(i)
    if (c === quote) {
      i = Math.max(scanString(text, i), i + 1)
      continue
    }
    if (c === slash && hasComments && text.charCodeAt(i + 1) === star) {
      const end = endOfInnerComment(text, i)
      hasComments = end >= 0
      i = Math.max(end, i + 1)
      continue
    }
    if (c === openBrace) depth++
    else if (c === closeBrace && depth-- === 0) return i
    i++
  }
  return -1
}

const dateStart = /\d{4}-\d{2}-\d{2}(?!\d)/y
const clock = /[Tt][0-9:.]+(?:[Zz]|[+-]\d{1,2}(?::?\d{1,2})?)?[A-Za-z0-9_]*/y
const run = /[0-9]+(?:\.[0-9]+)?[A-Za-z0-9_]*/y

/** Everything that begins with a digit. A word that runs into the digits belongs to it, so that it can be refused as one. */
export function scanNumeric(text: string, offset: number): number {
  dateStart.lastIndex = offset
  if (dateStart.test(text)) {
    const end = dateStart.lastIndex
    clock.lastIndex = end
    if (clock.test(text)) return clock.lastIndex
    const letters = /[A-Za-z_][A-Za-z0-9_]*/y
    letters.lastIndex = end
    return letters.test(text) ? letters.lastIndex : end
  }
  run.lastIndex = offset
  return run.test(text) ? run.lastIndex : offset
}

let unclosed = { text: '', from: 0 }

/** A block comment (they do not nest); one that never ends takes its line only, so that what follows still lives. */
export function scanBlockComment(text: string, offset: number): number {
  if (!text.startsWith('/*', offset)) return offset
  // After one that never ends there is no other end either; looked for once, so that many of them stay linear.
  const isKnown = unclosed.text === text && offset >= unclosed.from
  const end = isKnown ? -1 : text.indexOf('*/', offset + 2)
  if (end >= 0) return end + 2
  unclosed = { text, from: Math.min(offset, isKnown ? unclosed.from : offset) }
  const line = text.indexOf('\n', offset)
  return line < 0 ? text.length : line
}

/** Whether a token of `scanBlockComment` is closed. */
export function isClosedComment(image: string): boolean {
  return image.length >= 4 && image.endsWith('*/')
}
