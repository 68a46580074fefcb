import type { SyntaxFact } from './diagnostics.ts'
import { MissingNode, Name, type StringNode } from './expression-nodes.ts'
import type { TokenRange } from './heads.ts'
import type { Tokens } from './lexer.ts'
import { Unit } from './node.ts'
import type { Container } from './placement.ts'
import type { RawPart } from './strings.ts'
import * as t from './tokens.ts'
import type * as tree from './tree.ts'

/** A string whose interpolations are still to be parsed; `parse.ts` fills `parts`. */
export interface OpenString {
  readonly node: StringNode
  readonly raw: readonly RawPart[]
  /** Brackets, strings and `?` around it. */
  readonly depth: number
}

/** A bracket so deep that it is parsed by itself, later; so the stack's depth does not depend on the text. */
export interface Deferred extends TokenRange {
  /** What the statements are of; `null` for a value. */
  readonly container: Container | null
  readonly depth: number
  readonly end: number
  readonly unit: Unit
  readonly hasUnits: boolean
  readonly parent: Unit | null
  /** Takes the result; nobody has seen the node yet. */
  readonly fill: (result: tree.Expression | readonly tree.Statement[]) => void
}
/** Deepest nesting of brackets in one parse: each level takes some ten frames of the stack. */
export const bracketsAtOnce = 24

/** What a parse is of, and what is around it. */
export interface ParseJob extends TokenRange {
  /** Offset after the last token: where the end of input is reported. */
  readonly end: number
  readonly depth: number
  readonly unit: Unit
  /** Whether each statement is a unit, and of which dag or group. */
  readonly hasUnits: boolean
  readonly parent: Unit | null
}

/** What the rules of statements and of expressions share: where the parser stands, what begins there, and how it reports. */
export class ParserBase {
  /** The whole text, and its tokens. */
  readonly text: string
  readonly tokens: Tokens
  /** Where the words of the nodes are cut from, and where that begins in the text. */
  readonly source: string
  readonly base: number
  readonly units: Unit[] = []
  strings: OpenString[] = []
  deferred: Deferred[] = []
  /** Whether words are to keep nothing of the text that they are cut from. */
  isCopying = false
  /** Whether a statement may stand where it cannot. */
  hasMisplaced = false
  /** Whether what is wrong is not reported. */
  isQuiet = false
  /** The unit that the current token is in. */
  protected unit = new Unit(0, null)
  /** Whether each statement here is a unit, and of which dag or group. */
  protected hasUnits = true
  protected parent: Unit | null = null
  /** The current token. */
  at = 0
  protected first = 0
  protected limit = 0
  protected kinds: Uint8Array
  protected starts: Int32Array
  protected ends: Int32Array
  protected endOffset = 0
  /** What was reported in this parse. */
  protected count = 0
  protected last: SyntaxFact | null = null
  /** Brackets of values around the current token. */
  protected values = 0
  /** `?` that wait for a `:`. */
  protected questions = 0
  /** Brackets, strings and `?` of values around the current token. */
  protected depth = 0
  /** Brackets that this parse is in. */
  protected brackets = 0

  /** Items of the lists that are being parsed, the inner ones behind the outer ones. */
  private readonly gathered: unknown[] = []
  protected top = 0

  constructor(text: string, tokens: Tokens, source: string, base: number) {
    this.text = text
    this.tokens = tokens
    this.source = source
    this.base = base
    this.kinds = tokens.kinds
    this.starts = tokens.starts
    this.ends = tokens.ends
  }

  /** Makes the parser ready for a range of its tokens. */
  begin({ from, to, end, depth, unit, hasUnits, parent }: ParseJob): void {
    this.kinds = this.tokens.kinds
    this.starts = this.tokens.starts
    this.ends = this.tokens.ends
    this.at = from
    this.first = from
    this.limit = to
    this.endOffset = end
    this.count = 0
    this.last = null
    this.unit = unit
    this.hasUnits = hasUnits
    this.parent = parent
    this.values = 0
    this.questions = 0
    this.depth = depth
    this.brackets = 0
  }

  /** Goes on at a token, in so many dags and groups. */
  goTo(token: number, brackets: number): void {
    this.at = token
    this.brackets = brackets
  }

  /** The kind of a token: 1 is the current one, 0 the one before it. */
  protected kind(ahead: number): number {
    const at = this.at + ahead - 1
    return at < this.limit && at >= this.first ? this.kinds[at]! : t.End
  }

  /** Passes the current token if it is of that kind. */
  protected take(kind: number): boolean {
    if (this.at >= this.limit || this.kinds[this.at] !== kind) return false
    this.at++
    return true
  }

  protected isJunk(): boolean {
    const kind = this.kind(1)
    return t.isLoose(kind) || t.isOpener(kind)
  }

  /** Passes one token, or a bracket with all that is in it. */
  protected junk(): void {
    let depth = 0
    do {
      const kind = this.kinds[this.at]!
      if (t.isOpener(kind)) depth++
      else if (t.isCloser(kind)) depth--
      this.at++
    } while (depth > 0 && this.at < this.limit)
  }

  protected cut(start: number, end: number): string {
    const words = this.source.slice(start - this.base, end - this.base)
    return this.isCopying ? copyOf(words) : words
  }

  protected image(token: number): string {
    return this.cut(this.starts[token]!, this.ends[token]!)
  }

  protected gather(item: unknown): void {
    this.gathered[this.top++] = item
  }

  /** The items since there were so many, as an array without room for more: most lists are short, and there are many of them. */
  protected gatheredSince<T>(from: number): T[] {
    const items = this.gathered.slice(from, this.top) as T[]
    this.top = from
    return items
  }

  protected startOf(token: number): number {
    return token < this.limit ? this.starts[token]! : this.endOffset
  }

  /** Where the current token begins. */
  protected start(): number {
    return this.startOf(this.at)
  }

  /** Where the token before ends. */
  protected end(): number {
    return this.at > this.first ? this.ends[this.at - 1]! : 0
  }

  protected name(token: number): Name {
    const start = this.starts[token]!
    const end = this.ends[token]!
    // A short word is no part of the text that it was cut from.
    const word = end - start > shortWordLength ? this.cut(start, end) : shortWord(this.source, start - this.base, end - this.base)
    return new Name(this.unit, start, end, word)
  }

  protected isWord(ahead: number): boolean {
    return t.isWord(this.kind(ahead))
  }

  /** Whether a line ends right before a token, counted as in `kind`. */
  protected isNewLine(ahead: number): boolean {
    const after = this.at + ahead - 1
    if (after <= this.first) return true
    if (after >= this.limit) return false
    for (let i = this.ends[after - 1]!; i < this.starts[after]!; i++) if (this.text.charCodeAt(i) === 10) return true
    return false
  }

  /** What stands here may be the next statement: then a value or name before it is missing. */
  protected beginsStatement(): boolean {
    if (this.isKeyOfNextLine()) return true
    if (this.values > 0 || !isDeclaration(this.kind(1))) return false
    const second = this.kind(2)
    return (t.isWord(second) || second === t.StringLiteral || second === t.LBrace) && !this.isNewLine(2)
  }

  /** `task name` on a new line, also inside the brackets of a value. */
  protected beginsDeclaration(): boolean {
    return isDeclaration(this.kind(1)) && this.isWord(2) && this.isNewLine(1)
  }

  /** A name or word that is missing: the next line begins a statement. */
  protected isNextStatement(): boolean {
    return this.isKeyOfNextLine() || (this.isNewLine(1) && this.beginsStatement())
  }

  /** `key:` on a new line, where no `?` waits for a `:`. */
  protected isKeyOfNextLine(): boolean {
    if (!this.isWord(1) || this.kind(2) !== t.Colon || this.questions > 0) return false
    return this.isNewLine(1) && !this.isRestOfHead()
  }

  /** `name: engine {` or `name: type`: the rest of a declaration whose first word stands on a line of its own. */
  private isRestOfHead(): boolean {
    const before = this.kind(0)
    if (before === t.Task) return this.isWord(3) && this.kind(4) === t.LBrace
    return before === t.Input && this.isInputType(3)
  }

  private isInputType(ahead: number): boolean {
    return this.isWord(ahead) && inputTypes.has(this.image(this.at + ahead - 1))
  }

  protected classify(): tree.StatementKind {
    const first = this.kind(1)
    if (first === t.LBracket) return 'edges'
    if (!t.isWord(first)) return 'junk'
    const second = this.kind(2)
    if (second === t.Colon) return this.namelessHead(first) ?? 'property'
    if (second === t.Dot || second === t.Arrow) return 'edges'
    return isDeclaration(first) ? declarations[first - t.Import]! : 'junk'
  }

  /** `task : engine {` and `input : type`, whose name is missing, are no properties. */
  private namelessHead(first: number): 'task' | 'input' | null {
    if (first === t.Task && this.isWord(3) && this.kind(4) === t.LBrace) return 'task'
    return first === t.Input && this.isInputType(3) ? 'input' : null
  }

  /** What a declaration whose keyword is no keyword seems to be. */
  protected misspelledHead(): 'dag' | 'group' | 'task' | null {
    if (this.kind(1) !== t.Identifier) return null
    const outside = this.brackets === 0
    if (this.kind(2) === t.LBrace) return outside ? 'dag' : null
    if (!this.isWord(2) || this.isNewLine(2)) return null
    if (this.kind(3) === t.LBrace) return outside ? 'dag' : 'group'
    return this.kind(3) === t.Colon && this.isWord(4) && this.kind(5) === t.LBrace ? 'task' : null
  }

  /** How many tokens stand on this line before a `{`, or a `:` where that counts; 0 where there is none, or it is next. */
  protected tokensBefore(colon: boolean): number {
    for (let ahead = 1; ; ahead++) {
      const kind = this.kind(ahead)
      if (kind === t.End || this.isNewLine(ahead)) return 0
      if (kind === t.LBrace || (colon && kind === t.Colon)) return ahead - 1
      if (t.isOpener(kind) || t.isCloser(kind)) return 0
    }
  }

  readonly report = (fact: SyntaxFact): void => {
    this.count++
    this.last = fact
    if (this.isQuiet) return
    this.unit.facts ??= []
    this.unit.facts.push(fact)
  }

  protected reserved(token: number): void {
    const span = { start: this.starts[token]!, end: this.ends[token]! }
    this.report({ reason: 'reserved-name/name', data: { name: this.image(token) }, ...span, related: [] })
  }

  protected missing(what: string | null): MissingNode {
    if (what !== null) this.expected(what)
    const end = this.end()
    return new MissingNode(this.unit, end, end)
  }

  /** Something is missing before the current token. */
  protected expected(what: string): void {
    this.wrong(what, this.at, false)
  }

  /** Reports what is missing, unless something else was reported since there were so many problems. */
  protected expectedSince(count: number, what: string): void {
    if (this.count === count) this.expected(what)
  }

  /** `here`: what stands there is wrong; else something is missing before it. */
  protected wrong(what: string, token: number, here = true): void {
    const before = this.at - 1
    const isPastEnd = token >= this.limit
    const isInserted = !isPastEnd && this.starts[token] === this.ends[token]
    const hasBefore = before >= this.first && this.starts[before] !== this.ends[before]
    // What is missing at a line's end is missing there, and not at the next line's first word.
    const isBehind = isPastEnd || isInserted || (!here && hasBefore && this.isNewLine(1))
    const behind = hasBefore ? this.ends[before]! : this.startOf(token)
    const end = isBehind ? behind : this.ends[token]!
    const start = isBehind ? Math.max(0, end - 1) : this.starts[token]!
    if (this.last?.reason === 'syntax/expected' && this.last.start === start) return
    const found = isPastEnd ? 'the end' : isInserted ? 'the end of the bracket' : `\`${shortened(this.image(token))}\``
    this.report({ reason: 'syntax/expected', data: { what, found }, start, end, related: [] })
  }

  /** Before an item of a list or map; `isOpen`: no comma stood before it. */
  protected checkSeparator(isOpen: boolean, where: string): void {
    if (!isOpen) return
    const span = { start: this.starts[this.at]!, end: this.ends[this.at]! }
    this.report({ reason: 'syntax/separator', data: { where }, ...span, related: [] })
  }
}

const declarations: readonly tree.StatementKind[] = ['import', 'let', 'input', 'target', 'defaults', 'dag', 'group', 'task', 'on']
const isDeclaration = (kind: number): boolean => kind >= t.Import && kind <= t.On
const inputTypes: ReadonlySet<string> = new Set(t.inputTypes)
const shortened = (image: string): string => {
  const line = image.split('\n', 1)[0]!
  return line.length > 24 || line.length < image.length ? `${line.slice(0, 24)}…` : line
}

/** A string that keeps no longer one. */
export function copyOf(text: string): string {
  return ` ${text}`.slice(1)
}

/** Longest word that a string engine copies when it is cut out. */
const shortWordLength = 12
/** Short words that were met before: most of them come again and again. */
const words: string[] = new Array(1024).fill('')

/** A word of a text, made once only. */
function shortWord(text: string, start: number, end: number): string {
  const length = end - start
  let hash = length
  for (let i = start; i < end; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0
  const at = (hash ^ (hash >>> 10)) & 1023
  const known = words[at]!
  if (known.length === length && text.startsWith(known, start)) return known
  const word = text.slice(start, end)
  words[at] = word
  return word
}
