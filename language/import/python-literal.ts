import { distinct, type JsonEntry, type JsonNode, jsonNesting } from './json.ts'

/**
 * Reads a dictionary as Python writes it, or as people write one by hand: strings in either quotes, `True`, `False` and `None`, keys without
 * quotes, a comma after the last entry. Null for anything else. `place`: where an offset of the text stands in the file.
 */
export function readPython(text: string, place: (offset: number) => number): JsonNode | null {
  const reader = new Reader(text, place)
  const node = reader.value(0)
  return node && reader.isAtEnd() ? node : null
}

const blanks = /\s*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y
const word = /[A-Za-z_*][\w*.-]*/y
const escapes = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|([\s\S]))/g

class Reader {
  readonly #text: string
  readonly #place: (offset: number) => number
  #at = 0

  constructor(text: string, place: (offset: number) => number) {
    this.#text = text
    this.#place = place
  }

  isAtEnd(): boolean {
    this.#take(blanks)
    return this.#at === this.#text.length
  }

  value(depth: number): JsonNode | null {
    this.#take(blanks)
    const start = this.#at
    switch (this.#text[start]) {
      case '{': {
        const all = this.#list(depth, '}', () => this.#entry(depth + 1))
        return all && { kind: 'object', ...distinct(all), ...this.#span(start) }
      }
      case '[': {
        const items = this.#list(depth, ']', () => this.value(depth + 1))
        return items && { kind: 'array', items, ...this.#span(start) }
      }
      case "'":
      case '"': {
        const value = this.#string()
        return value === null ? null : { kind: 'string', value, ...this.#span(start) }
      }
      default:
        return this.#scalar(start)
    }
  }

  #scalar(start: number): JsonNode | null {
    const digits = this.#take(number)
    if (digits !== null) return { kind: 'number', text: digits, ...this.#span(start) }
    const name = this.#take(word)?.toLowerCase()
    if (name === 'true' || name === 'false') return { kind: 'boolean', value: name === 'true', ...this.#span(start) }
    return name === 'none' || name === 'null' ? { kind: 'null', ...this.#span(start) } : null
  }

  #entry(depth: number): JsonEntry | null {
    this.#take(blanks)
    const start = this.#at
    const key = /['"]/.test(this.#text[start] ?? '') ? this.#string() : this.#take(word)
    if (key === null) return null
    const place = this.#span(start)
    this.#take(blanks)
    if (this.#text[this.#at++] !== ':') return null
    const value = this.value(depth)
    return value && { key, place, value }
  }

  /** What stands between two brackets, with commas; null where something else does. */
  #list<T>(depth: number, close: string, item: () => T | null): T[] | null {
    if (depth >= jsonNesting) return null
    const items: T[] = []
    this.#at++
    for (;;) {
      this.#take(blanks)
      if (this.#text[this.#at] === close) {
        this.#at++
        return items
      }
      const next = item()
      if (next === null) return null
      items.push(next)
      this.#take(blanks)
      if (this.#text[this.#at] === ',') this.#at++
      else if (this.#text[this.#at] !== close) return null
    }
  }

  #string(): string | null {
    const start = this.#at
    const quote = this.#text[start]
    // By hand: a regular expression with a choice in its loop runs out of stack on a long string.
    let end = start + 1
    while (end < this.#text.length && this.#text[end] !== quote) end += this.#text[end] === '\\' ? 2 : 1
    if (end >= this.#text.length) return null
    this.#at = end + 1
    return this.#text.slice(start + 1, end).replace(escapes, (whole, u, long, x, other) => unescaped(whole, u ?? long ?? x, other))
  }

  #take(form: RegExp): string | null {
    form.lastIndex = this.#at
    const found = form.exec(this.#text)
    if (!found) return null
    this.#at = form.lastIndex
    return found[0]
  }

  #span(start: number): { start: number; end: number } {
    return { start: this.#place(start), end: this.#place(this.#at) }
  }
}

const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '' }

/** Python leaves a backslash before a character that wants none. */
function unescaped(whole: string, code: string | undefined, other: string | undefined): string {
  if (code !== undefined) {
    const point = Number.parseInt(code, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  }
  if (other === '\\' || other === "'" || other === '"' || other === '/') return other
  return simple[other ?? ''] ?? whole
}
