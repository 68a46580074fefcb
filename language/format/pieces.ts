import { isIgnoreComment } from '../ignore.ts'
import { bodyOf } from '../placement.ts'
import type { LineIndex } from '../span.ts'
import * as t from '../tokens.ts'
import type { Statement, StatementKind, Token, Tree } from '../tree.ts'
import { endsOperand, isDocumentation, isLineComment } from './token-classes.ts'

/** A token or comment, and what is known of the gap before it. Commas are none: whether one stands in a gap follows from the layout. */
export interface Piece {
  /** One of `tokens.ts`. */
  readonly kind: number
  readonly image: string
  readonly start: number
  readonly end: number
  readonly isComment: boolean
  /** A comment that silences a diagnostic of the next line. */
  readonly isIgnore: boolean
  /** Lines of its first and last character, from 0. */
  readonly line: number
  readonly endLine: number
  /** It stands on a line that is left as it is. */
  readonly isLeft: boolean
  /** Where the gap before it is; of a comment, where the next token is. */
  readonly role: Role
  /** The bracket around the gap. */
  readonly bracket: Bracket
  /** The bracket that begins with it. */
  readonly opens: Bracket | null
  /** A comma stands in the gap. */
  readonly hasComma: boolean
  /** The gap holds more than blanks, line ends and a comma between two parts of a bracket. */
  readonly isGapStrange: boolean
  /** `-` or `!` before its operand. */
  readonly isPrefix: boolean
  /** Of a conditional, not of a key. */
  readonly isConditionalColon: boolean
  /** The statement before the gap and the one after it are properties. */
  readonly isBetweenProperties: boolean
}

/** Before the first part of a bracket, between two parts, before the closing bracket, or within a part. */
export type Role = 'open' | 'between' | 'close' | 'within'

export interface Bracket {
  readonly kind: 'file' | 'body' | 'list' | 'map' | 'call' | 'paren'
  /** What the body belongs to. */
  readonly holder: StatementKind | null
  /** Place of the closing bracket among the pieces. */
  close: number
  /** Parts of it: statements, entries, values. */
  parts: number
  /** The kind of its last statement. */
  lastStatement: StatementKind | null
  /** A line ends right after the opening bracket, between two parts, or before the closing one. */
  hasLines: boolean
  /** `?` that wait for their `:`. */
  questions: number
  /** Its parts stand on lines of their own. */
  isBroken: boolean
  /** Blanks before the line that it begins in, as it is written out. */
  indentation: number
}

const none: readonly Token[] = []
const gapOfBlanks = /^[ \t\r\n\f\v\u00a0\ufeff]*$/
const carriageReturn = /\r(?!\n)/
/** Brackets with commas between their parts; a property may end with one too. */
const takesCommas: ReadonlySet<Bracket['kind']> = new Set<Bracket['kind']>(['list', 'map', 'call', 'body'])

/** The tokens and comments of a text in their order, and the file as the bracket around them. */
export function piecesOf(tree: Tree, lines: LineIndex, left: Uint8Array | null): { readonly pieces: Piece[]; readonly file: Bracket } {
  const builder = new Builder(tree, lines, left)
  builder.run()
  return { pieces: builder.pieces, file: builder.file }
}

/** What the first token of a run of comments and a token says of its gaps. */
interface Context {
  readonly role: Role
  readonly bracket: Bracket
  readonly isBetweenProperties: boolean
  /** The token is left as it is: a comma before it may keep it apart from what it would else go on with. */
  readonly isBeforeLeft: boolean
}

class Builder {
  readonly pieces: Piece[] = []
  readonly file: Bracket = { ...bracket('file', null), isBroken: true, indentation: -2 }
  readonly #tree: Tree
  readonly #lines: LineIndex
  readonly #left: Uint8Array | null
  /** Statements in the order of the text, and the first that does not begin before the current token. */
  readonly #statements: { readonly kind: StatementKind; readonly start: number; readonly body: number }[] = []
  #statement = 0
  readonly #stack: Bracket[] = [this.file]
  #previous: Token | null = null
  /** Commas since the last piece. */
  #commas: Token[] = []
  #end: number
  #endLine = 0
  /** The line that was asked for last, and where it ends. */
  #line = 0
  #lineEnd: number

  constructor(tree: Tree, lines: LineIndex, left: Uint8Array | null) {
    this.#tree = tree
    this.#lines = lines
    this.#left = left
    this.#end = tree.text.charCodeAt(0) === 0xfeff ? 1 : 0
    this.#lineEnd = lineEndFrom(tree.text, 0)
    this.#note(tree.items)
  }

  run(): void {
    const { tokens, comments } = this.#tree
    let comment = 0
    for (const token of tokens) {
      // A comma that is left as it is stays where it is; any other one only tells that a part ends there.
      if (this.#isSeparator(token)) {
        this.#commas.push(token)
        continue
      }
      const from = comment
      while (comment < comments.length && comments[comment]!.start < token.start) comment++
      this.#takeRun(from === comment ? none : comments.slice(from, comment), token)
    }
    this.#takeRun(comments.slice(comment), null)
  }

  #note(items: readonly Statement[]): void {
    for (const item of items) {
      const body = bodyOf(item)?.body
      this.#statements.push({ kind: item.kind, start: item.start, body: body?.present ? body.start : -1 })
      if (body) this.#note(body.items)
    }
  }

  #takeRun(comments: readonly Token[], token: Token | null): void {
    const context = this.#context(token)
    for (const comment of comments) this.#take(comment, true, context)
    if (!token) return
    this.#take(token, false, context)
    this.#previous = token
  }

  #context(token: Token | null): Context {
    const around = this.#stack[this.#stack.length - 1]!
    const role = token ? this.#roleOf(token, around) : 'close'
    let isBetweenProperties = false
    if (role === 'open' || role === 'between') {
      around.parts++
      around.questions = 0
      const kind = token && this.#statementAt(token.start)
      isBetweenProperties = around.lastStatement === 'property' && kind === 'property'
      around.lastStatement = kind
    }
    const isBeforeLeft = token !== null && this.#isLeftAt(token.start)
    return { role, bracket: around, isBetweenProperties, isBeforeLeft }
  }

  #roleOf(token: Token, around: Bracket): Role {
    if (t.isCloser(token.kind) && around !== this.file) return 'close'
    if (around.parts === 0) return 'open'
    switch (around.kind) {
      case 'file':
      case 'body':
        return this.#statementAt(token.start) ? 'between' : 'within'
      case 'list':
      case 'call':
        return this.#commas.length > 0 ? 'between' : 'within'
      case 'map': {
        // Where a line end stands for the comma, the next key follows a value without an operator.
        const isKey = t.isWord(token.kind) || token.kind === t.StringLiteral
        const follows = isKey && this.#previous !== null && endsOperand(this.#previous.kind)
        return this.#commas.length > 0 || follows ? 'between' : 'within'
      }
      case 'paren':
        return 'within'
    }
  }

  #take(token: Token, isComment: boolean, context: Context): void {
    const { role, bracket: around, isBetweenProperties } = context
    const { kind, start } = token
    const isTrimmed = isComment && isLineComment(token.image) && !isDocumentation(token.image)
    const image = isTrimmed ? token.image.trimEnd() : token.image
    const end = start + image.length
    const line = this.#lineOf(start)
    // Comments of a run share its commas: each stands in the gap that holds it.
    const commas = this.#commas.length === 0 ? none : this.#commas.filter(comma => comma.start < start)
    if (commas.length > 0) this.#commas = this.#commas.slice(commas.length)
    if (role !== 'within' && line > this.#endLine) around.hasLines = true
    const opens = !isComment && t.isOpener(kind) ? this.#open(token) : null
    const isConditionalColon = kind === t.Colon && around.questions > 0
    if (kind === t.Question) around.questions++
    else if (isConditionalColon) around.questions--
    this.pieces.push({
      kind,
      image,
      start,
      end,
      isComment,
      isIgnore: isComment && isIgnoreComment(image),
      line,
      endLine: image.includes('\n') ? this.#lineOf(end) : line,
      isLeft: this.#isLeft(line),
      role,
      bracket: around,
      opens,
      hasComma: commas.length > 0,
      isGapStrange: this.#isStrange(start, commas, context),
      isPrefix: kind === t.Not || (kind === t.Minus && (this.#previous === null || !endsOperand(this.#previous.kind))),
      isConditionalColon,
      isBetweenProperties,
    })
    if (opens) this.#stack.push(opens)
    else if (!isComment && role === 'close') this.#stack.pop()!.close = this.pieces.length - 1
    this.#end = end
    this.#endLine = this.pieces[this.pieces.length - 1]!.endLine
  }

  #open({ kind, start }: Token): Bracket {
    if (kind === t.LBracket) return bracket('list', null)
    if (kind === t.LParen) return bracket(this.#previous !== null && t.isWord(this.#previous.kind) ? 'call' : 'paren', null)
    // What holds a body is the last statement that begins before it.
    this.#statementAt(start)
    const holder = this.#statements[this.#statement - 1]
    return holder?.body === start ? bracket('body', holder.kind) : bracket('map', null)
  }

  /** The kind of the statement that begins at an offset; those that are asked for never come before the last one. */
  #statementAt(offset: number): StatementKind | null {
    while (this.#statement < this.#statements.length && this.#statements[this.#statement]!.start < offset) this.#statement++
    const statement = this.#statements[this.#statement]
    return statement?.start === offset ? statement.kind : null
  }

  #isStrange(start: number, commas: readonly Token[], { role, bracket: around, isBeforeLeft }: Context): boolean {
    if (start === this.#end) return false
    const isSeparated = role === 'between' || role === 'close'
    if (commas.length > 1 || (commas.length === 1 && (isBeforeLeft || !(isSeparated && takesCommas.has(around.kind))))) return true
    // Without the comma it would document the property or entry that comes next.
    const isNamed = around.kind === 'body' || around.kind === 'map'
    if (isNamed && commas.length === 1 && isDocumentation(this.pieces[this.pieces.length - 1]!.image)) return true
    if (commas.length === 0 && start === this.#end + 1 && this.#tree.text[this.#end] === ' ') return false
    const gap = this.#tree.text.slice(this.#end, start)
    return !gapOfBlanks.test(commas.length === 0 ? gap : gap.replace(',', '')) || carriageReturn.test(gap)
  }

  /** The line of an offset; those that are asked for never come before the last one. */
  #lineOf(offset: number): number {
    while (this.#lineEnd < offset) {
      this.#line++
      this.#lineEnd = lineEndFrom(this.#tree.text, this.#lineEnd + 1)
    }
    return this.#line
  }

  #isSeparator(token: Token): boolean {
    return token.kind === t.Comma && !this.#isLeftAt(token.start)
  }

  #isLeftAt(offset: number): boolean {
    return this.#left !== null && this.#isLeft(this.#lines.position(offset).line)
  }

  #isLeft(line: number): boolean {
    return this.#left?.[line] === 1
  }
}

function bracket(kind: Bracket['kind'], holder: StatementKind | null): Bracket {
  return {
    kind,
    holder,
    close: -1,
    parts: 0,
    lastStatement: null,
    hasLines: false,
    questions: 0,
    isBroken: false,
    indentation: 0,
  }
}

/** Whether what the gap after the last piece holds is only blanks. */
export function isBlank(gap: string): boolean {
  return gapOfBlanks.test(gap) && !carriageReturn.test(gap)
}

function lineEndFrom(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  return newline < 0 ? Number.POSITIVE_INFINITY : newline
}
