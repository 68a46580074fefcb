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

/** Line starts of one text; finds the line of an offset by binary search. */
export class LineIndex {
  readonly #starts: number[] = [0]
  readonly #length: number

  constructor(text: string) {
    this.#length = text.length
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1)
  }

  /** Number of lines; at least 1. */
  get lines(): number {
    return this.#starts.length
  }

  /** Line and column of an offset, both from 0. An offset outside the text counts as its nearest end. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const at = Math.max(0, Math.min(offset, this.#length))
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= at) low = middle
      else high = middle - 1
    }
    return { line: low, column: at - this.#starts[low]! }
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
