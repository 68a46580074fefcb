import type { Span } from '../span.ts'
import { decodeLiteral } from './literals.ts'
import type { Name, SqlFault, TablePath } from './syntax.ts'
import { isMeaningful, type SqlToken } from './tokens.ts'

/** Words that BigQuery reserves: they are names only in backticks, or after a dot. */
const RESERVED = new Set(
  `ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE CURRENT DEFAULT DEFINE DESC
  DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH FOLLOWING FOR FROM FULL GROUP GROUPING GROUPS HASH HAVING IF IGNORE
  IN INNER INTERSECT INTERVAL INTO IS JOIN LATERAL LEFT LIKE LIMIT LOOKUP MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR ORDER OUTER OVER
  PARTITION PRECEDING PROTO QUALIFY RANGE RECURSIVE RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED
  UNION UNNEST USING WHEN WHERE WINDOW WITH WITHIN`.split(/\s+/),
)

/** What most likely was meant by a brace where SQL has none. */
const BRACE_HINT = '; a placeholder is written {name}, without blanks, and SQL has no other braces outside quotes'

/** Nesting beyond this is refused, so that no text overflows the stack. */
const DEEPEST = 200

const TABLE_PATH_PART = /[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*/uy
const LATER_PATH_PART = /[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/uy

/** Ends the parsing of one statement; caught at the door of the parser. */
export class ParseStop extends Error {
  readonly fault: SqlFault
  constructor(fault: SqlFault) {
    super(fault.message)
    this.fault = fault
  }
}

/** Walks over the meaningful tokens of one statement. */
export class Cursor {
  readonly text: string
  readonly #tokens: readonly SqlToken[]
  readonly #end: number
  /** Made when it is asked for: most statements have no parenthesis that matters. */
  #closing: Int32Array | null = null
  #at = 0
  #depth = 0

  constructor(text: string, tokens: readonly SqlToken[], end: number) {
    this.text = text
    this.#tokens = tokens.every(isMeaningful) ? tokens : tokens.filter(isMeaningful)
    this.#end = end
  }

  /** How far ahead the parenthesis closes that opens `ahead` tokens ahead; -1 where it never does. */
  closing(ahead: number): number {
    this.#closing ??= matchParentheses(this.#tokens)
    const at = this.#closing[this.#at + ahead] ?? -1
    return at < 0 ? -1 : at - this.#at
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length
  }

  /** Where the next token starts. */
  get start(): number {
    return this.#tokens[this.#at]?.start ?? this.#end
  }

  /** Where the token before ended. */
  get lastEnd(): number {
    return this.#tokens[this.#at - 1]?.end ?? this.start
  }

  peek(ahead = 0): SqlToken | undefined {
    return this.#tokens[this.#at + ahead]
  }

  /** The next word or symbol in capitals; null where it is something else. */
  word(ahead = 0): string | null {
    return this.#tokens[this.#at + ahead]?.word ?? null
  }

  /** Whether these words or symbols come next. */
  is(first: string, second?: string, third?: string): boolean {
    return this.word(0) === first && (second === undefined || this.word(1) === second) && (third === undefined || this.word(2) === third)
  }

  accept(first: string, second?: string, third?: string): boolean {
    if (!this.is(first, second, third)) return false
    this.#at += third !== undefined ? 3 : second !== undefined ? 2 : 1
    return true
  }

  /** Goes over the words, or fails; answers true, so that it may stand in a condition. */
  expect(first: string, second?: string): true {
    if (!this.accept(first)) this.fail(`${first} is missing`)
    if (second !== undefined && !this.accept(second)) this.fail(`${second} is missing`)
    return true
  }

  next(): SqlToken {
    const token = this.#tokens[this.#at]
    if (!token) return this.fail('the statement ends too soon')
    this.#at++
    return token
  }

  /** Goes back to a place got from `mark`. */
  reset(mark: number): void {
    this.#at = mark
  }

  get mark(): number {
    return this.#at
  }

  span(start: number): Span {
    return { start, end: this.endOf(start) }
  }

  /** Where a node ends that begins there and whose last token is the one before. */
  endOf(start: number): number {
    return Math.max(start, this.lastEnd)
  }

  /** A name, where a reserved word must be in backticks. */
  name(what: string): Name {
    return this.tryName() ?? this.fail(this.done ? `${what} is missing` : `${what} is expected`)
  }

  tryName(): Name | null {
    const token = this.peek()
    if (!token) return null
    if (token.kind === 'word' && !RESERVED.has(this.word() ?? '')) return this.anyName()
    return token.kind === 'quoted-name' ? this.anyName() : null
  }

  /** A name where any word will do, as after a dot. */
  anyName(): Name {
    const token = this.peek()
    if (token?.kind === 'word') {
      this.#at++
      return { text: this.text.slice(token.start, token.end), quoted: false, start: token.start, end: token.end }
    }
    if (token?.kind !== 'quoted-name') return this.fail('a name is expected')
    this.#at++
    const decoded = decodeLiteral(this.text, token)
    if (decoded.error) return this.failAt('syntax', token, decoded.error)
    if (decoded.value === '') return this.failAt('syntax', token, 'a name is empty')
    return { text: decoded.value, quoted: true, start: token.start, end: token.end }
  }

  /**
   * A path to a table, dashes and digits included. Read from the text, since `my-project-1.d.t` is cut into other
   * tokens than its parts. `names` are the parts as tokens, for a path that turns out to be a column's.
   */
  tablePath(what: string): { readonly path: TablePath; readonly names: readonly Name[] } {
    const first = this.peek()
    if (!first || (first.kind === 'word' && RESERVED.has(this.word() ?? '')) || (first.kind !== 'word' && first.kind !== 'quoted-name')) {
      return this.fail(`${what} is expected`)
    }
    const parts: string[] = []
    const names: Name[] = []
    let at = first.start
    for (let dot = true; dot; ) {
      const token = this.peek()
      if (token?.kind === 'quoted-name' && token.start === at) {
        const name = this.anyName()
        names.push(name)
        parts.push(...name.text.split('.'))
        at = name.end
      } else {
        const pattern = parts.length === 0 ? TABLE_PATH_PART : LATER_PATH_PART
        pattern.lastIndex = at
        if (!pattern.test(this.text)) return this.fail('a name is expected after the dot')
        const text = this.text.slice(at, pattern.lastIndex)
        names.push({ text, quoted: false, start: at, end: pattern.lastIndex })
        parts.push(text)
        at = pattern.lastIndex
      }
      const end = at
      at = this.#skipDot(end)
      dot = at > end
    }
    const path = { parts, start: first.start, end: at }
    if (this.text.charCodeAt(path.end) === 0x2a && this.is('*'))
      this.unsupported({ start: path.start, end: path.end + 1 }, 'a wildcard table')
    if (parts.includes('')) return this.failAt('syntax', path, 'a part of the name is empty')
    return { path, names }
  }

  /** Counts nesting; every recursion of the parser goes through here. */
  nest<T>(parse: () => T): T {
    this.enter()
    const result = parse()
    this.leave()
    return result
  }

  /** `nest` in two parts, for what is parsed most often. Whoever fails in between ends the parse, and need not leave. */
  enter(): void {
    if (++this.#depth > DEEPEST) this.unsupported({ start: this.start, end: this.start + 1 }, 'so deep a nesting')
  }

  leave(): void {
    this.#depth--
  }

  /** The statement is wrong at the next token. */
  fail(message: string): never {
    const token = this.peek()
    const last = this.peek(-1)
    if (!token) return this.failAt('syntax', last ?? { start: this.#end, end: this.#end }, `${message}: the statement ends here`)
    if (token.unterminated) return this.failAt('syntax', { start: token.start, end: token.start + 1 }, 'the quotes are not closed')
    const found = this.text.slice(token.start, token.end).slice(0, 40)
    return this.failAt('syntax', token, `${message} before "${found}"${found === '{' || found === '}' ? BRACE_HINT : ''}`)
  }

  unsupported(span: Span, what: string): never {
    return this.failAt('unsupported', span, what)
  }

  failAt(kind: SqlFault['kind'], span: Span, message: string): never {
    throw new ParseStop({ kind, message, start: span.start, end: span.end })
  }

  /**
   * Goes over tokens up to an offset, and over a dot there. Parts and dots may stand inside other tokens: `12.` of
   * `my-12.d` and `.2` of `d.2020` are numbers to the tokenizer.
   */
  #skipDot(offset: number): number {
    while (!this.done && this.start < offset) this.#at++
    if (this.text.charCodeAt(offset) === 0x2e) {
      let at = offset + 1
      while (/\s/.test(this.text.charAt(at))) at++
      while (!this.done && this.start < at && (this.peek()?.end ?? 0) <= at) this.#at++
      return at
    }
    if (!this.accept('.')) return offset
    return this.start
  }
}

export function isReserved(word: string): boolean {
  return RESERVED.has(word.toUpperCase())
}

function matchParentheses(tokens: readonly SqlToken[]): Int32Array {
  const closing = new Int32Array(tokens.length).fill(-1)
  const open: number[] = []
  for (const [i, { word }] of tokens.entries()) {
    if (word === '(') open.push(i)
    else if (word === ')') {
      const start = open.pop()
      if (start !== undefined) closing[start] = i
    }
  }
  return closing
}
