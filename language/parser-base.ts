import { EmbeddedActionsParser, EOF, type IToken, type ParserMethod, type TokenType } from 'chevrotain'
import type { SyntaxFact } from './diagnostics.ts'
import { LiteralNode, MapEntry, MissingNode, Name, ReferenceNode, type StringNode } from './expression-nodes.ts'
import { Origin } from './node.ts'
import { type RawPart, splitString } from './strings.ts'
import { endOf, isKeyword } from './structure.ts'
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
export interface Deferred {
  readonly kind: 'value' | 'statements'
  /** Of a value with its brackets, of statements without. */
  readonly tokens: IToken[]
  readonly depth: number
  readonly end: number
  readonly origin: Origin
  readonly hasUnits: boolean
  /** Takes the result; nobody has seen the node yet. */
  readonly fill: (result: tree.Expression | readonly tree.Statement[]) => void
}
/** Deepest nesting of brackets in one parse: each level takes some thirty frames of the stack. */
export const bracketsAtOnce = 24

export type StatementClass = tree.StatementKind

/** What the rules of statements and of expressions share: where the parser stands, what begins there, and how it reports. */
export class ParserBase extends EmbeddedActionsParser {
  text = ''
  /** Offset after the last token: where the end of input is reported. */
  endOffset = 0
  problems: SyntaxFact[] = []
  strings: OpenString[] = []
  deferred: Deferred[] = []
  /** Of the unit that the current token is in. */
  origin = new Origin(0)
  /** Whether each statement here is a unit. */
  protected hasUnits = true
  /** Brackets of values around the current token. */
  protected values = 0
  /** `?` that wait for a `:`. */
  protected questions = 0
  /** Brackets, strings and `?` of values around the current token. */
  protected depth = 0
  /** Brackets that this parse is in. */
  protected brackets = 0

  constructor() {
    super(t.vocabulary, { recoveryEnabled: false, maxLookahead: 1, nodeLocationTracking: 'none', skipValidations: true })
  }

  /** Makes the parser ready for one text. */
  begin(text: string, tokens: IToken[], endOffset: number, depth: number, origin: Origin, hasUnits: boolean): void {
    this.text = text
    this.endOffset = endOffset
    this.problems = []
    this.strings = []
    this.deferred = []
    this.origin = origin
    this.hasUnits = hasUnits
    this.values = 0
    this.questions = 0
    this.depth = depth
    this.brackets = 0
    this.input = tokens
  }

  /** One token, or a bracket with all that is in it. */
  protected readonly junk: ParserMethod<[], void> = this.RULE('junk', (): void => {
    this.OR([{ ALT: () => this.CONSUME(t.Loose) }, { ALT: () => this.SUBRULE(this.bracket) }])
  })

  /** A bracket with all that is in it, as tokens. */
  protected readonly bracket: ParserMethod<[], IToken[]> = this.RULE('bracket', (): IToken[] => {
    const tokens = [this.CONSUME(t.Opener)]
    let depth = 1
    this.MANY({
      GATE: () => depth > 0,
      DEF: () => {
        const token = this.CONSUME(t.Any)
        this.ACTION(() => {
          tokens.push(token)
          depth += closers.has(token.tokenType) ? -1 : brackets.has(token.tokenType) ? 1 : 0
        })
      },
    })
    return tokens
  })

  protected start(): number {
    const token = this.LA(1)
    return token.tokenType === EOF ? this.endOffset : token.startOffset
  }

  protected end(): number {
    const token = this.LA(0)
    return token && token.tokenType !== EOF ? endOf(token) : 0
  }

  protected name(token: IToken): tree.Name {
    return new Name(this.origin, token.startOffset, endOf(token), token.image)
  }

  protected constant(token: IToken, value: tree.LiteralNode['value']): tree.Expression {
    return new LiteralNode(this.origin, token.startOffset, endOf(token), value)
  }

  /** What stands here may be the next statement: then a value or name before it is missing. */
  protected beginsStatement(): boolean {
    const first = this.LA(1)
    const second = this.LA(2)
    if (this.isKeyOfNextLine()) return true
    if (this.values > 0 || !declarations.has(first.tokenType)) return false
    const isHead =
      second.tokenType === t.Identifier || isKeyword(second) || second.tokenType === t.StringLiteral || second.tokenType === t.LBrace
    return isHead && !this.isNewLine(first, second)
  }

  /** `task name` on a new line, also inside the brackets of a value. */
  protected beginsDeclaration(): boolean {
    return declarations.has(this.LA(1).tokenType) && this.isWord(2) && this.isNewLine(this.LA(0), this.LA(1))
  }

  /** A name or word that is missing: the next line begins a statement. */
  protected isNextStatement(): boolean {
    return this.isKeyOfNextLine() || (this.isNewLine(this.LA(0), this.LA(1)) && this.beginsStatement())
  }

  /** `key:` on a new line, where no `?` waits for a `:`. */
  protected isKeyOfNextLine(): boolean {
    const first = this.LA(1)
    if (!this.isWord(1) || this.LA(2).tokenType !== t.Colon || this.questions > 0) return false
    return this.isNewLine(this.LA(0), first) && !this.isHeadFrom(1)
  }

  protected isWord(ahead: number): boolean {
    const token = this.LA(ahead)
    return token.tokenType === t.Identifier || isKeyword(token)
  }

  /** `name: engine {` or `name: type`: the rest of a declaration whose first word stands on a line of its own. */
  private isHeadFrom(ahead: number): boolean {
    const before = this.LA(ahead - 1).tokenType
    if (before === t.Task) return this.isWord(ahead + 2) && this.LA(ahead + 3).tokenType === t.LBrace
    return before === t.Input && isInputType(this.LA(ahead + 2).image)
  }

  protected isNewLine(before: IToken, after: IToken): boolean {
    if (!before || before.tokenType === EOF) return true
    for (let i = endOf(before); i < after.startOffset; i++) if (this.text.charCodeAt(i) === 10) return true
    return false
  }

  protected beginsValue(): boolean {
    const token = this.LA(1)
    return valueStarts.has(token.tokenType) || isKeyword(token)
  }

  protected classify(): StatementClass {
    const first = this.LA(1)
    const second = this.LA(2).tokenType
    if (first.tokenType === t.LBracket) return 'edges'
    if (first.tokenType !== t.Identifier && !isKeyword(first)) return 'junk'
    if (second === t.Colon) return this.namelessHead(first.tokenType) ?? 'property'
    if (second === t.Dot || second === t.Arrow) return 'edges'
    return declarations.get(first.tokenType) ?? 'junk'
  }

  /** `task : engine {` and `input : type`, whose name is missing, are no properties. */
  private namelessHead(first: TokenType): 'task' | 'input' | null {
    if (first === t.Task && this.isWord(3) && this.LA(4).tokenType === t.LBrace) return 'task'
    return first === t.Input && isInputType(this.LA(3).image) ? 'input' : null
  }

  /** What a declaration whose keyword is no keyword seems to be. */
  protected misspelledHead(): 'dag' | 'group' | 'task' | null {
    if (this.LA(1).tokenType !== t.Identifier) return null
    const outside = this.brackets === 0
    if (this.LA(2).tokenType === t.LBrace) return outside ? 'dag' : null
    if (!this.isWord(2) || this.isNewLine(this.LA(1), this.LA(2))) return null
    if (this.LA(3).tokenType === t.LBrace) return outside ? 'dag' : 'group'
    return this.LA(3).tokenType === t.Colon && this.isWord(4) && this.LA(5).tokenType === t.LBrace ? 'task' : null
  }

  protected reserved(token: IToken): void {
    this.problems.push({
      reason: 'reserved-name/name',
      data: { name: token.image },
      start: token.startOffset,
      end: endOf(token),
      related: [],
    })
  }

  protected badName(token: IToken): tree.Name {
    return this.ACTION(() => {
      this.report('a name', token)
      return new Name(this.origin, token.startOffset, endOf(token), token.image.replace(/^"|"$/g, ''))
    })
  }

  protected nothing(what: string): null {
    this.expected(what)
    return null
  }

  protected missing(what: string | null): tree.MissingNode {
    if (what !== null) this.expected(what)
    const end = this.end()
    return new MissingNode(this.origin, end, end)
  }

  protected expected(what: string): void {
    this.report(what, this.LA(1), false)
  }

  /** `here`: what stands there is wrong; else something is missing before it. */
  protected report(what: string, token: IToken, here = true): void {
    const before = this.LA(0)
    const isEnd = token.tokenType === EOF || token.image === ''
    const hasBefore = before && before.tokenType !== EOF && before.image !== ''
    // What is missing at a line's end is missing there, and not at the next line's first word.
    const isBehind = isEnd || (!here && hasBefore && this.isNewLine(before, token))
    const behind = hasBefore ? endOf(before) : token.tokenType === EOF ? this.endOffset : token.startOffset
    const end = isBehind ? behind : endOf(token)
    const start = isBehind ? Math.max(0, end - 1) : token.startOffset
    const last = this.problems[this.problems.length - 1]
    if (last?.reason === 'syntax/expected' && last.start === start) return
    const found = token.tokenType === EOF ? 'the end' : token.image === '' ? 'the end of the bracket' : `\`${shortened(token.image)}\``
    this.problems.push({ reason: 'syntax/expected', data: { what, found }, start, end, related: [] })
  }

  /** Reports what is missing, unless something else was reported since there were so many problems. */
  protected expectedSince(problems: number, what: string): void {
    if (this.problems.length === problems) this.expected(what)
  }

  /** How many tokens stand on this line before one of these types; 0 where there is none, or it is next. */
  protected tokensBefore(types: ReadonlySet<TokenType>): number {
    for (let i = 1; ; i++) {
      const token = this.LA(i)
      if (token.tokenType === EOF || this.isNewLine(this.LA(i - 1), token)) return 0
      if (types.has(token.tokenType)) return i - 1
      if (brackets.has(token.tokenType)) return 0
    }
  }

  /** The key of a map's entry: a word, or a string without interpolation. */
  protected keyOf(token: IToken): tree.Name {
    return token.tokenType === t.StringLiteral ? this.stringKey(token) : this.name(token)
  }

  protected stringKey(token: IToken): tree.Name {
    const raw = splitString(this.origin, token.image, token.startOffset, fact => this.problems.push(fact))
    if (raw.some(part => part.kind === 'source')) this.report('a key without ${…}', token)
    const text = raw.map(part => (part.kind === 'characters' ? part.value : '')).join('')
    return new Name(this.origin, token.startOffset, endOf(token), text)
  }

  protected shorthand(token: IToken, key: tree.Name): tree.MapEntry {
    if (token.tokenType === t.StringLiteral) this.expected('`:`')
    else if (isKeyword(token)) this.reserved(token)
    const { start, end } = key
    const isWord = token.tokenType !== t.StringLiteral
    const value = isWord ? new ReferenceNode(this.origin, start, end, [key]) : new MissingNode(this.origin, start, end)
    return new MapEntry(this.origin, start, end, key, isWord, value)
  }

  /** Watches the commas of a list or map; `lines`: a line end may stand for one. */
  protected separators(what: string, lines: boolean): { item(): void; comma(expected: string): void } {
    let open = false
    return {
      item: () => {
        const token = this.LA(1)
        if (open && !(lines && this.isNewLine(this.LA(0), token)))
          this.problems.push({
            reason: 'syntax/separator',
            data: { where: what },
            start: token.startOffset,
            end: endOf(token),
            related: [],
          })
        open = true
      },
      comma: expected => {
        if (!open) this.report(expected, this.LA(0))
        open = false
      },
    }
  }
}

const declarations: ReadonlyMap<TokenType, StatementClass> = new Map<TokenType, StatementClass>([
  [t.Import, 'import'],
  [t.Let, 'let'],
  [t.Input, 'input'],
  [t.Target, 'target'],
  [t.Defaults, 'defaults'],
  [t.Dag, 'dag'],
  [t.Group, 'group'],
  [t.Task, 'task'],
  [t.On, 'on'],
])
const brackets: ReadonlySet<TokenType> = new Set([t.LBrace, t.RBrace, t.LBracket, t.RBracket, t.LParen, t.RParen])
const closers: ReadonlySet<TokenType> = new Set([t.RBrace, t.RBracket, t.RParen])
const isInputType = (word: string): boolean => (t.inputTypes as readonly string[]).includes(word)
const valueStarts: ReadonlySet<TokenType> = new Set([
  t.StringLiteral,
  t.Text,
  t.Numeric,
  t.LBracket,
  t.LBrace,
  t.LParen,
  t.Identifier,
  t.Minus,
  t.Not,
])
const shortened = (image: string): string => {
  const line = image.split('\n', 1)[0]!
  return line.length > 24 || line.length < image.length ? `${line.slice(0, 24)}…` : line
}
