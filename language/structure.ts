import { type Around, type Closing, checkBalance, closingOf } from './balanced.ts'
import type { SyntaxFact } from './diagnostics.ts'
import * as h from './heads.ts'
import type { Tokens } from './lexer.ts'
import { nestingLimit } from './scan.ts'
import * as t from './tokens.ts'

/** Balanced tokens: a range of the array that they came from, and what is wrong with their brackets. */
export interface Balanced extends h.TokenRange {
  readonly problems: readonly SyntaxFact[]
  /** Whether a `?` directly in a file, dag or group waits for its `:`. */
  readonly hasOpenQuestion: boolean
}

const none: readonly SyntaxFact[] = []

/**
 * Makes the brackets of the tokens from `from` on balance before they are parsed, so that a missing one costs its own list, map or task
 * and never the tasks after it. Missing closers are inserted (zero characters wide), closers of nothing are left out; both are reported. A
 * declaration's head (`task name: engine {`) inside a list, a map or another task shows that these were not closed. Tokens that balance
 * stay where they are; else the new ones are put behind them.
 */
export function balance(tokens: Tokens, from: number, text: string, depth = 0): Balanced {
  const range = { from, to: tokens.length }
  const { isBalanced, hasOpenQuestion } = checkBalance(tokens, range, range.to, text, depth, [], 0)
  if (isBalanced) return { ...range, problems: none, hasOpenQuestion }
  const first = balanceAs('plain', tokens, range, text, depth)
  // Only where braces do not balance is the indentation asked which one it is.
  if (first.problems.every(isUnclosedValue)) return first
  const mode = first.problems.some(({ reason }) => reason === 'syntax/unopened')
    ? 'more-closers'
    : first.problems.some(({ reason }) => reason === 'syntax/unclosed')
      ? 'more-openers'
      : 'plain'
  if (mode === 'plain') return first
  tokens.length = range.to
  return balanceAs(mode, tokens, range, text, depth)
}

/** A `[` or `(` that the next statement, or the end of its own, has closed: of it nothing is known beyond the two places. */
export const isUnclosedValue = (fact: SyntaxFact): boolean =>
  fact.reason === 'syntax/unclosed' && fact.data.open !== '{' && fact.related.length === 1

/** Repaired tokens: those up to `stop` balance, the others are as they were. */
export interface Repaired extends Balanced {
  readonly stop: number
}

/**
 * What `balance` does with a part of a file whose braces balance, up to the token `stop`; `null` where more is wrong than brackets of
 * values that are not closed. `around`: what is open before the first token; `after`: how many brackets shall be open before `stop`.
 */
export function repair(
  tokens: Tokens,
  range: h.TokenRange,
  stop: number,
  text: string,
  around: readonly Around[],
  after: number,
): Repaired | null {
  const balancer = new Balancer(tokens, range, text, 0, 'plain')
  balancer.enter(around)
  balancer.take(stop)
  if (!balancer.isBetweenStatements(after) || !balancer.problems.every(isUnclosedValue)) return null
  const end = tokens.length
  for (let at = stop; at < range.to; at++) tokens.push(tokens.kinds[at]!, tokens.starts[at]!, tokens.ends[at]!)
  return { from: range.to, stop: end, to: tokens.length, problems: balancer.problems, hasOpenQuestion: balancer.hasOpenQuestion }
}

type Mode = 'plain' | 'more-openers' | 'more-closers'

function balanceAs(mode: Mode, tokens: Tokens, range: h.TokenRange, text: string, depth: number): Balanced {
  const balancer = new Balancer(tokens, range, text, depth, mode)
  balancer.run()
  const { problems } = balancer
  // What the indentation tells of one place, it tells of all.
  const hasOpenQuestion = mode !== 'plain' || balancer.hasOpenQuestion
  return { from: range.to, to: tokens.length, problems, hasOpenQuestion }
}

interface Open {
  /** Of the bracket; one that was missing is empty. */
  readonly start: number
  readonly end: number
  readonly role: number
  /** `?` that wait for their `:`. */
  questions: number
  /** Of its line; `null` until it is asked for. */
  indentation: number | null
}

/** Reads a range of tokens and puts the balanced ones behind it. */
class Balancer {
  readonly problems: SyntaxFact[] = []
  /** Whether a `?` directly in a file, dag or group waits for its `:`, or did until its bracket or another statement ended that. */
  hasOpenQuestion = false
  readonly #tokens: Tokens
  readonly #range: h.TokenRange
  readonly #text: string
  readonly #stack: Open[] = []
  /** What the next `{` of a head opens, and which one it is. */
  #pending: { readonly role: number; readonly brace: number } | null = null
  #at = 0
  /** Brackets, and `?` that wait for their `:`, around the current token; those around the whole text too. */
  #depth: number
  #isTooDeep = false
  /** What is outside all brackets. */
  readonly #file = { questions: 0 }

  readonly #mode: Mode
  /** A head whose `{` is missing: what it would hold, and its last token. */
  #braceless: { readonly role: number; readonly last: number } | null = null

  constructor(tokens: Tokens, range: h.TokenRange, text: string, depth: number, mode: Mode) {
    this.#tokens = tokens
    this.#range = range
    this.#text = text
    this.#depth = depth
    this.#mode = mode
  }

  run(): void {
    this.take(this.#range.to)
    while (this.#stack.length > 0) this.#insertCloser(-1)
    this.#notice(this.#file.questions, h.inFile)
  }

  /** Begins inside of brackets that are open. */
  enter(around: readonly Around[]): void {
    for (const { role, start } of around) this.#stack.push({ start, end: start + 1, role, questions: 0, indentation: null })
    this.#depth += around.length
  }

  /** Reads the tokens up to one. */
  take(stop: number): void {
    for (this.#at = this.#range.from; this.#at < stop; this.#at++) {
      if (t.isKeyword(this.#kind())) this.#declaration()
      this.#strayStatement()
      this.#take()
      if (this.#braceless?.last === this.#at) this.#insertOpener(this.#braceless.role)
    }
  }

  /** Whether nothing is begun, in so many brackets that are all bodies of dags and groups. */
  isBetweenStatements(depth: number): boolean {
    this.#notice(this.#file.questions, h.inFile)
    for (const { questions, role } of this.#stack) this.#notice(questions, role)
    return this.#stack.length === depth && this.#pending === null && this.#stack.every(({ role }) => role <= h.inGroup)
  }

  #notice(questions: number, role: number): void {
    if (questions > 0 && role <= h.inGroup) this.hasOpenQuestion = true
  }

  #kind(ahead = 0): number {
    return h.kindAt(this.#tokens, this.#range, this.#at + ahead)
  }

  #start(ahead = 0): number {
    return this.#tokens.starts[this.#at + ahead]!
  }

  #end(): number {
    return this.#tokens.ends[this.#at]!
  }

  #take(): void {
    const kind = this.#kind()
    if (kind === t.LBrace) this.#open(this.#start(), this.#end(), this.#braceRole())
    else if (kind === t.LBracket) this.#open(this.#start(), this.#end(), h.inList)
    else if (kind === t.LParen) this.#open(this.#start(), this.#end(), h.inParen)
    else if (t.isCloser(kind)) this.#close(kind)
    else if (this.#count(kind)) this.#put()
  }

  /** Takes the current token over. */
  #put(): void {
    this.#tokens.push(this.#kind(), this.#start(), this.#end())
  }

  /** Counts a `?` or its `:`; false for a `?` that would be nested too deep, which is left out. */
  #count(kind: number): boolean {
    const top = this.#top() ?? this.#file
    if (kind === t.Question) {
      if (this.#depth >= nestingLimit) {
        if (!this.#isTooDeep) this.#tooDeep(this.#start(), this.#end())
        this.#isTooDeep = true
        return false
      }
      top.questions++
      this.#depth++
    } else if (kind === t.Colon && top.questions > 0) {
      top.questions--
      this.#depth--
    }
    return true
  }

  #top(): Open | undefined {
    return this.#stack[this.#stack.length - 1]
  }

  #braceRole(): number {
    const pending = this.#pending
    if (pending?.brace !== this.#at) {
      if (this.#lastKind() === t.Colon || this.#inValue()) return h.inMap
      return this.#stack.length === 0 ? h.inDag : h.roleOfMisspelled(this.#tokens, this.#range, this.#at, this.#text)
    }
    this.#pending = null
    return pending.role
  }

  /** The kind of the last token that was put. */
  #lastKind(): number {
    const { kinds, length } = this.#tokens
    return length > this.#range.to ? kinds[length - 1]! : t.End
  }

  #inValue(): boolean {
    const last = this.#lastKind()
    if (last === t.End) return false
    const top = this.#top()
    return (top !== undefined && !h.isBody(top.role)) || last === t.Equals || last === t.Comma
  }

  #open(start: number, end: number, role: number): void {
    if (this.#depth >= nestingLimit) {
      this.#skipDeep(start, end)
      return
    }
    this.#stack.push({ start, end, role, questions: 0, indentation: null })
    this.#depth++
    this.#tokens.push(role <= h.inMap ? t.LBrace : role === h.inList ? t.LBracket : t.LParen, start, end)
  }

  #pop(): Open {
    const open = this.#stack.pop()!
    this.#notice(open.questions, open.role)
    this.#depth -= 1 + open.questions
    return open
  }

  #tooDeep(start: number, end: number): void {
    this.problems.push({ reason: 'syntax/nesting', data: { limit: nestingLimit }, start, end, related: [] })
  }

  /** Leaves out what is nested too deep, up to the closer that fits. */
  #skipDeep(start: number, end: number): void {
    this.#tooDeep(start, end)
    let depth = 0
    for (; this.#at < this.#range.to; this.#at++) {
      const kind = this.#kind()
      if (t.isOpener(kind)) depth++
      else if (t.isCloser(kind) && --depth === 0) return
    }
  }

  #close(kind: number): void {
    if (this.#mode === 'more-openers' && kind === t.RBrace) this.#closeDeeper()
    let depth = this.#stack.length - 1
    while (depth >= 0 && h.closerOfRole(this.#stack[depth]!.role) !== kind) {
      // A `]` or `)` closes nothing beyond the braces around it.
      if (kind !== t.RBrace && h.closerOfRole(this.#stack[depth]!.role) === t.RBrace) depth = 0
      depth--
    }
    if (depth < 0 || this.#isTooEarly(this.#stack[depth]!)) {
      const span = { start: this.#start(), end: this.#end() }
      this.problems.push({ reason: 'syntax/unopened', data: { close: this.#text.slice(span.start, span.end) }, ...span, related: [] })
      return
    }
    while (this.#stack.length - 1 > depth) this.#insertCloser(this.#at)
    this.#pop()
    this.#put()
  }

  /** A `}` at a line's start that is as far left as an outer block closes that one: the deeper ones inside were not closed. */
  #closeDeeper(): void {
    if (!h.isFirstOnLine(this.#text, this.#start())) return
    const indentation = h.indentationAt(this.#text, this.#start())
    if (!this.#stack.some(open => h.isBody(open.role) && this.#indentationOf(open) === indentation)) return
    while (this.#indentationOf(this.#top()!) > indentation) this.#insertCloser(this.#at)
  }

  /** Where there are too many `}`, one of a dag or group over several lines must stand where its declaration does. */
  #isTooEarly(open: Open): boolean {
    if (this.#mode !== 'more-closers' || (open.role !== h.inDag && open.role !== h.inGroup)) return false
    const start = this.#start()
    if (!this.#text.slice(open.start, start).includes('\n')) return false
    return !h.isFirstOnLine(this.#text, start) || h.indentationAt(this.#text, start) !== this.#indentationOf(open)
  }

  #indentationOf(open: Open): number {
    open.indentation ??= h.indentationAt(this.#text, open.start)
    return open.indentation
  }

  #insertOpener(role: number): void {
    const start = this.#start()
    const end = this.#end()
    this.problems.push({ reason: 'syntax/expected', data: { what: '`{`', found: 'the end of the line' }, start, end, related: [] })
    this.#braceless = null
    this.#open(end, end, role)
  }

  /** Closes the innermost bracket before the token that shows it; -1: before the end. */
  #insertCloser(noticed: number): void {
    const open = this.#pop()
    const { ends, starts, length } = this.#tokens
    const at = length > this.#range.to ? ends[length - 1]! : 0
    const kind = h.closerOfRole(open.role)
    this.#tokens.push(kind, at, at)
    if (open.start === open.end) return
    this.problems.push({
      reason: 'syntax/unclosed',
      data: { open: this.#text.slice(open.start, open.end), close: kind === t.RBrace ? '}' : kind === t.RBracket ? ']' : ')' },
      start: open.start,
      end: open.end,
      related: noticed < 0 ? [] : [{ note: 'noticed', data: {}, start: starts[noticed]!, end: this.#tokens.ends[noticed]! }],
    })
  }

  /** A head that cannot stand here shows what was not closed before it. */
  #declaration(): void {
    const keyword = this.#kind()
    const brace = h.braceOfHead(this.#tokens, this.#range, this.#at)
    if (brace === h.noHead && !this.#isHeadWithoutBrace()) return
    if (brace >= 0) this.#pending = { role: h.roleOfHead(keyword), brace }
    const around = this.#top() ?? this.#file
    this.#notice(around.questions, this.#top()?.role ?? h.inFile)
    this.#depth -= around.questions
    around.questions = 0
    while (this.#stack.length > 0 && !h.isBody(this.#top()!.role)) this.#insertCloser(this.#at)
    while (this.#stack.length > 0 && this.#mustClose(keyword, this.#top()!)) this.#insertCloser(this.#at)
  }

  #mustClose(head: number, open: Open): boolean {
    const isInner = this.#mode === 'more-openers' && (head === t.Task || head === t.Group) && open.role === h.inGroup
    const closing: Closing = isInner ? 'left' : closingOf(head, open.role)
    if (closing !== 'left') return closing === 'always'
    return h.isFirstOnLine(this.#text, this.#start()) && h.indentationAt(this.#text, this.#start()) <= this.#indentationOf(open)
  }

  /** `dag d`, `group g` or `task t: engine` by itself on a line, where a `}` more than `{` says that it has a body. */
  #isHeadWithoutBrace(): boolean {
    if (this.#mode !== 'more-closers' || !h.isFirstOnLine(this.#text, this.#start())) return false
    const head = this.#kind()
    if ((head !== t.Dag && head !== t.Group && head !== t.Task) || !t.isWord(this.#kind(1))) return false
    const isWhole = head !== t.Task || (this.#kind(2) === t.Colon && t.isWord(this.#kind(3)))
    const ahead = head === t.Task ? 3 : 1
    if (!isWhole || this.#kind(ahead + 1) === t.End || !h.isFirstOnLine(this.#text, this.#start(ahead + 1))) return false
    this.#braceless = { role: h.roleOfHead(head), last: this.#at + ahead }
    return true
  }

  /** `key:` at a line's start in a list, and `->` in any bracket of a value, show that the bracket was not closed. */
  #strayStatement(): void {
    const top = this.#top()
    if (!top || h.isBody(top.role)) return
    const { role, questions } = top
    const at = this.#at
    if (role !== h.inMap && questions === 0 && h.beginsProperty(this.#tokens, this.#range, at, this.#text))
      this.#closeValues(open => open === h.inList || open === h.inParen)
    else if (this.#kind() === t.Arrow || h.beginsEdge(this.#tokens, this.#range, at, this.#text)) this.#closeValues(open => !h.isBody(open))
  }

  #closeValues(isValue: (role: number) => boolean): void {
    while (this.#stack.length > 0 && isValue(this.#top()!.role)) this.#insertCloser(this.#at)
  }
}
