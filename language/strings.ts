import type { SyntaxFact } from './diagnostics.ts'
import { CharactersPart, TextNode } from './expression-nodes.ts'
import type { Unit } from './node.ts'
import { endOfInterpolation, isClosedString, isClosedText } from './scan.ts'

/** A piece of a string before its interpolations are parsed. */
export type RawPart = CharactersPart | { readonly kind: 'source'; readonly closed: boolean; readonly start: number; readonly end: number }

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', $: '$' }

/** Splits a string token into characters and the sources of its interpolations. `offset`: where the image stands in the file. */
export function splitString(unit: Unit, image: string, offset: number, report: (fact: SyntaxFact) => void): RawPart[] {
  const closed = isClosedString(image)
  const end = closed ? image.length - 1 : image.length
  const fact = (fact: { reason: 'syntax/unclosed-string' | 'syntax/unclosed-interpolation' }, start: number, stop: number): void =>
    report({ ...fact, data: {}, start: offset + start, end: offset + stop, related: [] })
  const parts: RawPart[] = []
  let from = 1
  const flush = (to: number): void => {
    if (to > from) parts.push(new CharactersPart(unit, offset + from, offset + to, image.slice(from, to), false))
  }
  let i = 1
  let open = false
  while (i < end) {
    const c = image[i]
    if (c === '\\') {
      flush(i)
      const found = readEscape(image, i, end)
      if (found.value === null)
        report({
          reason: 'syntax/escape',
          data: { escape: image.slice(i, found.end) },
          start: offset + i,
          end: offset + found.end,
          related: [],
        })
      parts.push(new CharactersPart(unit, offset + i, offset + found.end, found.value ?? image.slice(i, found.end), true))
      i = from = found.end
    } else if (c === '$' && image[i + 1] === '{') {
      flush(i)
      const stop = endOfInterpolation(image, i + 2, end)
      if (stop < 0) {
        open = true
        fact({ reason: 'syntax/unclosed-interpolation' }, i, i + 2)
        parts.push({ kind: 'source', closed: false, start: offset + i + 2, end: offset + end })
        i = from = end
      } else {
        parts.push({ kind: 'source', closed: true, start: offset + i + 2, end: offset + stop })
        i = from = stop + 1
      }
    } else i++
  }
  flush(end)
  if (!closed && !open) fact({ reason: 'syntax/unclosed-string' }, 0, image.length)
  return parts
}

function readEscape(image: string, at: number, end: number): { value: string | null; end: number } {
  const letter = image[at + 1]
  if (letter === undefined || at + 1 >= end) return { value: null, end: at + 1 }
  if (letter === 'u') {
    const match = /^\\u\{([0-9A-Fa-f]{1,6})\}/.exec(image.slice(at, Math.min(at + 10, end)))
    const code = match ? Number.parseInt(match[1]!, 16) : Number.NaN
    // A surrogate by itself is no character.
    if (match && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff))
      return { value: String.fromCodePoint(code), end: at + match[0].length }
    const close = image.indexOf('}', at)
    return { value: null, end: match ? at + match[0].length : image[at + 2] === '{' && close > 0 && close < end ? close + 1 : at + 2 }
  }
  const value = simpleEscapes[letter]
  return value === undefined
    ? { value: null, end: at + 1 + String.fromCodePoint(image.codePointAt(at + 1)!).length }
    : { value, end: at + 2 }
}

/** The value of a `"""` token: blanks at both ends dropped, the closing quotes' indentation removed, CRLF as LF. */
export function readText(unit: Unit, image: string, offset: number, report: (fact: SyntaxFact) => void): TextNode {
  const closed = isClosedText(image)
  if (!closed) report({ reason: 'syntax/unclosed-text', data: {}, start: offset, end: offset + 3, related: [] })
  let start = 3
  let end = closed ? image.length - 3 : image.length
  const opening = /^[ \t]*(?:\r\n|\n)/.exec(image.slice(start, end))
  if (opening) start += opening[0].length
  const closing = closed ? /(^|\r\n|\n)([ \t]*)$/.exec(image.slice(start, end)) : null
  // Only blanks before the closing quotes: on a line of their own, or directly after the opening line.
  const indentation = closing && (closing[1] !== '' || opening) ? closing[2]! : null
  if (indentation !== null && closing) end = start + closing.index
  const lines: [number, number][] = []
  let value = ''
  let at = start
  while (at <= end) {
    const newline = image.indexOf('\n', at)
    const stop = newline < 0 || newline >= end ? end : newline
    const contentEnd = stop < end && image[stop - 1] === '\r' ? stop - 1 : stop
    let from = at
    if (indentation) {
      if (image.startsWith(indentation, at) && contentEnd - at >= indentation.length) from = at + indentation.length
      else if (/^[ \t]*$/.test(image.slice(at, contentEnd))) from = contentEnd
      else {
        const blanks = /^[ \t]*/.exec(image.slice(at, contentEnd))![0].length
        report({ reason: 'syntax/indentation', data: {}, start: offset + at, end: offset + Math.max(at + blanks, at + 1), related: [] })
      }
    }
    lines.push([value.length, from])
    value += image.slice(from, contentEnd)
    if (stop >= end) break
    value += '\n'
    at = stop + 1
  }
  return new TextNode(unit, offset, offset + image.length, value, lines)
}
