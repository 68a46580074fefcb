import { firstWhere } from './search.ts'
import { changeBetween } from './text-change.ts'

/** A half-open range of UTF-16 offsets into one text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A span of a named file. */
export interface FileSpan extends Span {
  /** The file's identity, as the host gave it (a path, or a URI in an editor). */
  readonly file: string
}

/** A span as people and editors count it: lines and columns from 1, columns in UTF-16 units, the end the first place after. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** Line starts of one text; finds the line of an offset by binary search. A line ends as editors see it: by `\n`, `\r\n` or `\r`. */
export class LineIndex {
  readonly #text: string
  readonly #starts: Int32Array
  readonly #length: number

  constructor(text: string, starts: Int32Array = startsOf(text)) {
    this.#text = text
    this.#starts = starts
    this.#length = text.length
  }

  /** Lines of the text that this one has become: only those that changed are looked for. */
  after(text: string): LineIndex {
    const { start, oldEnd, newEnd } = changeBetween(this.#text, text)
    // Whether a line ends by `\r` is told by what follows it.
    if (text[start - 1] === '\r' || text[newEnd - 1] === '\r' || this.#text[oldEnd - 1] === '\r') return new LineIndex(text)
    const before = this.#starts
    // Lines that begin up to the change stay; what begins behind its line ends is moved.
    const kept = this.position(start).line + 1
    const from = this.position(oldEnd).line + 1
    const between = startsOf(text.slice(start, newEnd))
    const added = between.length - 1
    const starts = new Int32Array(kept + added + before.length - from)
    starts.set(before.subarray(0, kept))
    for (let i = 0; i < added; i++) starts[kept + i] = start + between[i + 1]!
    starts.set(before.subarray(from), kept + added)
    const delta = newEnd - oldEnd
    if (delta !== 0) for (let i = kept + added; i < starts.length; i++) starts[i]! += delta
    return new LineIndex(text, starts)
  }

  /** Number of lines; at least 1. */
  get lines(): number {
    return this.#starts.length
  }

  /** Line and column of an offset, both from 0. An offset outside the text counts as its nearest end. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const at = Math.max(0, Math.min(offset, this.#length))
    const line = firstWhere(this.#starts.length, index => this.#starts[index]! > at) - 1
    return { line, column: at - this.#starts[line]! }
  }

  /** Offset of a line and column, both from 0; clamped to the text. */
  offset(line: number, column: number): number {
    if (line < 0) return 0
    if (line >= this.#starts.length) return this.#length
    const next = this.#starts[line + 1] ?? this.#length
    return Math.min(this.#starts[line]! + Math.max(0, column), next)
  }

  /** The span as people count it, from 1. */
  place(file: string, span: Span): Place {
    const start = this.position(span.start)
    const end = this.position(span.end)
    return { file, line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 }
  }
}

function startsOf(text: string): Int32Array {
  let starts = new Int32Array(64)
  let count = 1
  const next = /\r(?!\n)/.test(text) ? nextEnd : nextFeed
  for (let i = next(text, 0); i >= 0; i = next(text, i + 1)) {
    if (count === starts.length) {
      const grown = new Int32Array(2 * count)
      grown.set(starts)
      starts = grown
    }
    starts[count++] = i + 1
  }
  return starts.subarray(0, count)
}

const nextFeed = (text: string, from: number): number => text.indexOf('\n', from)

/** The last character of the next line end, in a text that has others than `\n` and `\r\n`. */
function nextEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) if (text[i] === '\n' || (text[i] === '\r' && text[i + 1] !== '\n')) return i
  return -1
}
