import type { Container } from './placement.ts'
import { bodyOf } from './placement.ts'
import { endOfInterpolation, isClosedString, isClosedText, scanString } from './scan.ts'
import { firstWhere } from './search.ts'
import type { Span } from './span.ts'
import * as t from './tokens.ts'
import type { Nearby, Statement, Token, Tree } from './tree.ts'

/** What could be written at a place of a text, whether or not the text around it is finished. */
export interface Cursor {
  readonly offset: number
  /** The word that the place stands in or after; empty where there is none. */
  readonly word: Span
  /** Statements whose bodies hold the place, from the outside in. */
  readonly blocks: readonly Statement[]
  readonly container: Container
  readonly place: CursorPlace
}

export type CursorPlace =
  /** Nothing that could be offered: a name, a comment, a number. */
  | { readonly kind: 'nothing' }
  /** A statement may begin. */
  | { readonly kind: 'statement' }
  /** The engine of a task or of `defaults`. */
  | { readonly kind: 'engine' }
  /** The type of an input. */
  | { readonly kind: 'type' }
  /** The target of `on`. */
  | { readonly kind: 'target' }
  /** After a task or group, where `->` may follow. */
  | { readonly kind: 'arrow' }
  /** A task or group; `path`: the words before the last dot. */
  | { readonly kind: 'node'; readonly path: readonly string[]; readonly statement: Statement }
  /** A value. */
  | ValuePlace
  /** The key of a map's entry. */
  | { readonly kind: 'key'; readonly statement: Statement; readonly steps: readonly ValueStep[]; readonly brace: number }
  /** Inside a string or text; `start` and `end` are those of its content. */
  | { readonly kind: 'quoted'; readonly value: ValuePlace; readonly content: Span; readonly isText: boolean }
  /** The path of an import; the span of its content. */
  | { readonly kind: 'import'; readonly content: Span }

export interface ValuePlace {
  readonly kind: 'value'
  /** The property, `let` or `input` that the value belongs to. */
  readonly statement: Statement
  /** The way from its value inwards. */
  readonly steps: readonly ValueStep[]
  /** Words before the last dot. */
  readonly path: readonly string[]
}

export type ValueStep =
  | { readonly kind: 'item' }
  | { readonly kind: 'entry'; readonly key: string }
  | { readonly kind: 'argument'; readonly name: string; readonly index: number }
  | { readonly kind: 'interpolation' }

const nothing: CursorPlace = { kind: 'nothing' }

/** Finds what could be written at an offset. Goes by tokens, so that it works in text that is being typed. */
export function cursorAt(tree: Tree, offset: number): Cursor {
  const near = tree.near(offset)
  const token = tokenAt(near, offset)
  const word = token && isWord(token) ? { start: token.start, end: token.end } : { start: offset, end: offset }
  const quoted = token && (token.kind === t.StringLiteral || token.kind === t.Text) ? token : null
  const around = surroundings(tree, near, quoted ? quoted.start : word.start)
  const base = { offset, word, blocks: around.blocks, container: around.container }
  if (isInComment(near, offset) || (token && token.kind === t.Numeric)) return { ...base, place: nothing }
  if (!quoted) return { ...base, place: placeOf(tree, around, word.start) }
  return inString(tree.text, base, placeOf(tree, around, quoted.start), quoted)
}

interface Surroundings {
  readonly blocks: readonly Statement[]
  readonly container: Container
  /** The last statement of the innermost block that begins before the place. */
  readonly statement: Statement | null
  /** Brackets of the statement's value that are open at the place, from the outside in: places in `tokens`. */
  readonly open: readonly number[]
  /** Tokens before the place, without brackets that were only missing. */
  readonly tokens: readonly Token[]
}

function surroundings(tree: Tree, near: Nearby, at: number): Surroundings {
  const tokens: Token[] = []
  const open: number[] = []
  // A closer that was missing stands right after the last token: it counts only if something was written after it.
  let waiting = 0
  for (const token of near.tokens) {
    if (token.start >= at || token.end > at) break
    if (token.image === '') {
      waiting++
      continue
    }
    for (; waiting > 0; waiting--) open.pop()
    if (t.isOpener(token.kind)) open.push(tokens.length)
    else if (t.isCloser(token.kind)) open.pop()
    tokens.push(token)
  }
  const blocks: Statement[] = []
  let container: Container = 'file'
  let items = tree.items
  for (let bracket = open[0]; bracket !== undefined; bracket = open[0]) {
    const start = tokens[bracket]!.start
    const holder = items.find(item => bodyOf(item)?.body.start === start)
    const body = holder && bodyOf(holder)
    if (!body?.body.present) break
    blocks.push(holder!)
    container = body.container
    items = body.body.items
    open.shift()
  }
  const statement = items.findLast(item => item.start < at) ?? null
  return { blocks, container, statement, open, tokens }
}

function placeOf(tree: Tree, around: Surroundings, at: number): CursorPlace {
  const { statement, open, tokens } = around
  const previous = tokens[tokens.length - 1]
  if (!statement || !previous || previous.start < statement.start) return { kind: 'statement' }
  const path = pathBefore(tokens)
  if (statement.kind === 'edges' || isEdgeLike(statement, previous)) return edgePlace(tree, around, at, path)
  if (statement.kind !== 'property' && statement.kind !== 'let' && statement.kind !== 'input')
    return open.length > 0 ? nothing : headPlace(tree, statement, previous, at)
  if (open.length > 0) return bracketPlace(tree, around, at, path)
  const value: CursorPlace = { kind: 'value', statement, steps: [], path }
  const type = previous.kind
  if (type === t.Dot || expectsOperand(previous)) return value
  if (type === t.Colon) return statement.kind === 'input' && !hasEquals(tokens, statement) ? { kind: 'type' } : value
  if (type === t.Comma) return { kind: 'statement' }
  if (t.isKeyword(previous.kind) && previous.start === statement.start && statement.kind !== 'property') return nothing
  // Another property may follow in the same line.
  return isOnNewLine(tree.text, previous, at) || (statement.kind === 'property' && at > previous.end) ? { kind: 'statement' } : nothing
}

/** After the head of a declaration, or after its body. */
function headPlace(tree: Tree, statement: Statement, previous: Token, at: number): CursorPlace {
  if (previous.start === statement.start && t.isKeyword(previous.kind)) {
    if (statement.kind === 'on') return { kind: 'target' }
    if (statement.kind === 'defaults') return { kind: 'engine' }
    if (statement.kind !== 'junk') return nothing
  }
  if (previous.kind === t.Colon) return statement.kind === 'task' ? { kind: 'engine' } : nothing
  if (isOnNewLine(tree.text, previous, at)) return { kind: 'statement' }
  return statement.kind === 'junk' && isWord(previous) && !t.isKeyword(previous.kind) ? { kind: 'arrow' } : nothing
}

/** A list at the start of a statement, or a word with a dot, is going to be an edge. */
function isEdgeLike(statement: Statement, previous: Token): boolean {
  return statement.kind === 'junk' && (previous.kind === t.Dot || previous.kind === t.Arrow)
}

function edgePlace(tree: Tree, { statement, tokens, open }: Surroundings, at: number, path: readonly string[]): CursorPlace {
  const previous = tokens[tokens.length - 1]!
  const node: CursorPlace = { kind: 'node', path, statement: statement! }
  const type = previous.kind
  if (type === t.Arrow || type === t.Dot || (open.length > 0 && (type === t.LBracket || type === t.Comma))) return node
  if (open.length > 0) return nothing
  return isOnNewLine(tree.text, previous, at) ? { kind: 'statement' } : { kind: 'arrow' }
}

/** Inside brackets of a value. */
function bracketPlace(tree: Tree, around: Surroundings, at: number, path: readonly string[]): CursorPlace {
  const { statement, tokens, open } = around
  const previous = tokens[tokens.length - 1]!
  const inMap = tokens[open[open.length - 1]!]!.kind === t.LBrace
  const steps = open.map((bracket, i) => stepOf(tokens, bracket, open[i + 1] ?? tokens.length))
  const value: CursorPlace = { kind: 'value', statement: statement!, steps: steps.filter(step => step !== null), path }
  const key: CursorPlace = {
    kind: 'key',
    statement: statement!,
    steps: steps.slice(0, -1).filter(step => step !== null),
    brace: tokens[open[open.length - 1]!]!.start,
  }
  switch (previous.kind) {
    case t.LBrace:
      return key
    case t.Comma:
      return inMap ? key : value
    case t.LBracket:
    case t.LParen:
    case t.Colon:
    case t.Dot:
      return value
    default:
      if (expectsOperand(previous)) return value
      return inMap && isOnNewLine(tree.text, previous, at) ? key : nothing
  }
}

/** What a bracket adds to the way inwards: `until` is the next bracket, or the place itself. */
function stepOf(tokens: readonly Token[], bracket: number, until: number): ValueStep | null {
  const type = tokens[bracket]!.kind
  if (type === t.LBracket) return { kind: 'item' }
  if (type === t.LParen) {
    const before = tokens[bracket - 1]
    const isCall = before !== undefined && isWord(before) && before.end === tokens[bracket]!.start
    return isCall ? { kind: 'argument', name: before.image, index: commasIn(tokens, bracket, until) } : null
  }
  const colon = lastAtLevel(tokens, bracket, until)
  const key = tokens[colon - 1]
  return { kind: 'entry', key: colon > 0 && key ? key.image.replace(/^"|"$/g, '') : '' }
}

/** Place of the last `:` directly in a map whose key is a word or string; -1: there is none. */
function lastAtLevel(tokens: readonly Token[], bracket: number, until: number): number {
  let depth = 0
  for (let i = until - 1; i > bracket; i--) {
    const type = tokens[i]!.kind
    if (t.isCloser(type)) depth++
    else if (t.isOpener(type)) depth--
    else if (depth === 0 && type === t.Colon && (isWord(tokens[i - 1]!) || tokens[i - 1]!.kind === t.StringLiteral)) return i
  }
  return -1
}

function commasIn(tokens: readonly Token[], bracket: number, until: number): number {
  let depth = 0
  let commas = 0
  for (let i = bracket + 1; i < until; i++) {
    const type = tokens[i]!.kind
    if (t.isOpener(type)) depth++
    else if (t.isCloser(type)) depth--
    else if (depth === 0 && type === t.Comma) commas++
  }
  return commas
}

/** The place in a string: its content, or an interpolation of it. */
function inString(text: string, base: Omit<Cursor, 'place'>, place: CursorPlace, token: Token): Cursor {
  const isText = token.kind === t.Text
  const quote = isText ? 3 : 1
  const closed = isText ? isClosedText(token.image) : isClosedString(token.image)
  const end = token.end - (closed ? quote : 0)
  const inside = isText ? null : interpolationAt(text, token.start + 1, end, base.offset)
  if (place.kind === 'value' && inside !== null) {
    const before = text.slice(inside, base.offset)
    const path = /(?:^|[^\w.])((?:[A-Za-z_]\w*\.)+)\w*$/.exec(before)?.[1]?.slice(0, -1).split('.') ?? []
    const start = base.offset - /\w*$/.exec(before)![0].length
    const word = { start, end: base.offset + /^\w*/.exec(text.slice(base.offset, end))![0].length }
    return { ...base, word, place: { ...place, steps: [...place.steps, { kind: 'interpolation' }], path } }
  }
  const content = { start: Math.min(token.start + quote, end), end }
  if (base.offset < content.start || base.offset > content.end) return { ...base, place: nothing }
  const word = { start: base.offset, end: base.offset }
  if (place.kind === 'value') return { ...base, word, place: { kind: 'quoted', value: place, content, isText } }
  const isImport = !isText && /\bimport[ \t]*$/.test(text.slice(Math.max(0, token.start - 40), token.start))
  return { ...base, word, place: isImport ? { kind: 'import', content } : nothing }
}

/** Where the innermost `${` that holds the offset begins, its brace excluded; null: the offset is in the string itself. */
function interpolationAt(text: string, start: number, end: number, offset: number): number | null {
  for (let i = start; i < Math.min(offset, end); i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '$' && text[i + 1] === '{') {
      const stop = endOfInterpolation(text, i + 2, end)
      if (offset >= i + 2 && (stop < 0 || offset <= stop)) return nestedAt(text, i + 2, stop < 0 ? end : stop, offset)
      i = stop < 0 ? end : stop
    }
  }
  return null
}

/** Inside an interpolation: the same again where the offset is in a string there. */
function nestedAt(text: string, start: number, end: number, offset: number): number | null {
  for (let i = start; i < offset; i++) {
    if (text[i] !== '"') continue
    const stop = Math.min(scanString(text, i), end)
    if (offset > i && offset < stop) return interpolationAt(text, i + 1, stop, offset)
    i = Math.max(stop - 1, i)
  }
  return start
}

/** The words of a reference before its last dot, where the last token is that dot. */
function pathBefore(tokens: readonly Token[]): string[] {
  const path: string[] = []
  for (let i = tokens.length - 1; tokens[i]?.kind === t.Dot && tokens[i - 1] && isWord(tokens[i - 1]!); i -= 2)
    path.unshift(tokens[i - 1]!.image)
  return path
}

/** The token that the offset is in, or that ends there. Operators and brackets are none: what is written there is new. */
function tokenAt({ tokens }: Nearby, offset: number): Token | null {
  for (let i = firstWhere(tokens.length, i => tokens[i]!.start >= offset) - 1; i >= 0; i--) {
    const token = tokens[i]!
    if (token.image === '') continue
    const end = token.end
    if (token.kind === t.StringLiteral) return offset < end || (offset === end && !isClosedString(token.image)) ? token : null
    if (token.kind === t.Text) return offset < end || (offset === end && !isClosedText(token.image)) ? token : null
    return offset <= end && (isWord(token) || token.kind === t.Numeric) ? token : null
  }
  return null
}

function isInComment({ comments }: Nearby, offset: number): boolean {
  return comments.some(comment => {
    const isLine = comment.image.startsWith('//')
    return comment.start < offset && (isLine ? offset <= comment.end : offset < comment.end)
  })
}

function isOnNewLine(text: string, previous: Token, at: number): boolean {
  return text.slice(previous.end, at).includes('\n')
}

function hasEquals(tokens: readonly Token[], statement: Statement): boolean {
  for (let i = tokens.length - 1; i >= 0 && tokens[i]!.start >= statement.start; i--) if (tokens[i]!.kind === t.Equals) return true
  return false
}

const isWord = ({ kind }: Token): boolean => t.isWord(kind)

const expectsOperand = ({ kind }: Token): boolean =>
  kind === t.Equals || kind === t.Question || t.isBinaryOperator(kind) || t.isPrefixOperator(kind)
