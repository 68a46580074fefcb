import type { IToken, TokenType } from 'chevrotain'
import type { SyntaxFact } from './diagnostics.ts'
import { nestingLimit } from './scan.ts'
import * as t from './tokens.ts'

/**
 * Makes the brackets of a token stream balance before it is parsed, so that a missing one costs its own list, map or task and
 * never the tasks after it. Missing closers are inserted (zero characters wide), closers of nothing are left out; both are
 * reported. A declaration's head (`task name: engine {`) inside a list, a map or another task shows that these were not closed.
 */
export function balance(tokens: readonly IToken[], text: string, depth = 0): { tokens: IToken[]; problems: SyntaxFact[] } {
  const first = balanceAs('plain', tokens, text, depth)
  const has = (reason: string): boolean => first.problems.some(problem => problem.reason === reason)
  // Only where braces do not balance is the indentation asked which one it is.
  if (has('syntax/unopened')) return balanceAs('more-closers', tokens, text, depth)
  return has('syntax/unclosed') ? balanceAs('more-openers', tokens, text, depth) : first
}

type Mode = 'plain' | 'more-openers' | 'more-closers'

function balanceAs(mode: Mode, tokens: readonly IToken[], text: string, depth: number): { tokens: IToken[]; problems: SyntaxFact[] } {
  const balancer = new Balancer(tokens, text, depth, mode)
  balancer.run()
  return { tokens: balancer.out, problems: balancer.problems }
}

type Role = 'dag' | 'group' | 'task' | 'block' | 'map' | 'list' | 'paren'
interface Open {
  readonly token: IToken
  readonly role: Role
  /** `?` that wait for their `:`. */
  questions: number
  /** Of its line; `null` until it is asked for. */
  indentation: number | null
}
type Head = 'dag' | 'group' | 'task' | 'on' | 'let' | 'input' | 'defaults' | 'target' | 'import'

const closerOf: Record<Role, { readonly type: TokenType; readonly image: string }> = {
  dag: { type: t.RBrace, image: '}' },
  group: { type: t.RBrace, image: '}' },
  task: { type: t.RBrace, image: '}' },
  block: { type: t.RBrace, image: '}' },
  map: { type: t.RBrace, image: '}' },
  list: { type: t.RBracket, image: ']' },
  paren: { type: t.RParen, image: ')' },
}

const heads: ReadonlyMap<TokenType, Head> = new Map<TokenType, Head>([
  [t.Dag, 'dag'],
  [t.Group, 'group'],
  [t.Task, 'task'],
  [t.On, 'on'],
  [t.Target, 'target'],
  [t.Defaults, 'defaults'],
])

const isBody = (role: Role): boolean => role === 'dag' || role === 'group' || role === 'task' || role === 'block'

class Balancer {
  readonly out: IToken[] = []
  readonly problems: SyntaxFact[] = []
  readonly #tokens: readonly IToken[]
  readonly #text: string
  readonly #stack: Open[] = []
  /** The head that the next `{` opens. */
  #pending: { readonly head: Head; readonly brace: number } | null = null
  #at = 0
  /** Brackets, and `?` that wait for their `:`, around the current token; those around the whole text too. */
  #depth: number
  #isTooDeep = false
  /** What is outside all brackets. */
  readonly #file = { questions: 0 }

  readonly #mode: Mode
  /** A head whose `{` is missing: its kind, and its last token. */
  #braceless: { readonly role: Role; readonly last: number } | null = null

  constructor(tokens: readonly IToken[], text: string, depth: number, mode: Mode) {
    this.#tokens = tokens
    this.#text = text
    this.#depth = depth
    this.#mode = mode
  }

  run(): void {
    for (this.#at = 0; this.#at < this.#tokens.length; this.#at++) {
      const token = this.#tokens[this.#at]!
      if (isKeyword(token)) this.#declaration(token)
      this.#strayStatement(token)
      this.#take(token)
      if (this.#braceless?.last === this.#at) this.#insertOpener(this.#braceless.role)
    }
    while (this.#stack.length > 0) this.#insertCloser(null)
  }

  #take(token: IToken): void {
    switch (token.tokenType) {
      case t.LBrace:
        this.#open(token, this.#braceRole())
        break
      case t.LBracket:
        this.#open(token, 'list')
        break
      case t.LParen:
        this.#open(token, 'paren')
        break
      case t.RBrace:
      case t.RBracket:
      case t.RParen:
        this.#close(token)
        break
      default:
        if (this.#count(token)) this.out.push(token)
    }
  }

  /** Counts a `?` or its `:`; false for a `?` that would be nested too deep, which is left out. */
  #count(token: IToken): boolean {
    const type = token.tokenType
    const top = this.#top() ?? this.#file
    if (type === t.Question) {
      if (this.#depth >= nestingLimit) {
        if (!this.#isTooDeep) this.#tooDeep(token)
        this.#isTooDeep = true
        return false
      }
      top.questions++
      this.#depth++
    } else if (type === t.Colon && top.questions > 0) {
      top.questions--
      this.#depth--
    }
    return true
  }

  #top(): Open | undefined {
    return this.#stack[this.#stack.length - 1]
  }

  #braceRole(): Role {
    const pending = this.#pending
    if (pending?.brace !== this.#at) return this.#out1()?.tokenType === t.Colon || this.#inValue() ? 'map' : this.#misspelledRole()
    this.#pending = null
    switch (pending.head) {
      case 'dag':
      case 'group':
      case 'task':
        return pending.head
      default:
        return 'block'
    }
  }

  /** Of a declaration whose keyword is no keyword: `tsk a: shell {`, `grup g {`. */
  #misspelledRole(): Role {
    if (this.#stack.length === 0) return 'dag'
    const before = (count: number): TokenType | undefined => this.#tokens[this.#at - count]?.tokenType
    if (before(2) === t.Colon && this.#isWord(this.#at - 3) && before(4) === t.Identifier) return 'task'
    const isHead = before(1) === t.Identifier && before(2) === t.Identifier
    return isHead && !this.#text.slice(this.#tokens[this.#at - 2]!.startOffset, this.#tokens[this.#at]!.startOffset).includes('\n')
      ? 'group'
      : 'block'
  }

  #out1(): IToken | undefined {
    return this.out[this.out.length - 1]
  }

  #inValue(): boolean {
    const last = this.#out1()
    if (!last) return false
    const role = this.#top()?.role
    return role === 'list' || role === 'paren' || role === 'map' || last.tokenType === t.Equals || last.tokenType === t.Comma
  }

  #open(token: IToken, role: Role): void {
    if (this.#depth >= nestingLimit) {
      this.#skipDeep(token)
      return
    }
    this.#stack.push({ token, role, questions: 0, indentation: null })
    this.#depth++
    this.out.push(token)
  }

  #pop(): Open {
    const open = this.#stack.pop()!
    this.#depth -= 1 + open.questions
    return open
  }

  #tooDeep(token: IToken): void {
    const span = { start: token.startOffset, end: endOf(token) }
    this.problems.push({ reason: 'syntax/nesting', data: { limit: nestingLimit }, related: [], ...span })
  }

  /** Leaves out what is nested too deep, up to the closer that fits. */
  #skipDeep(token: IToken): void {
    this.#tooDeep(token)
    let depth = 0
    for (; this.#at < this.#tokens.length; this.#at++) {
      const type = this.#tokens[this.#at]!.tokenType
      if (type === t.LBrace || type === t.LBracket || type === t.LParen) depth++
      else if ((type === t.RBrace || type === t.RBracket || type === t.RParen) && --depth === 0) return
    }
  }

  #close(token: IToken): void {
    const fits = (open: Open): boolean => closerOf[open.role].type === token.tokenType
    if (this.#mode === 'more-openers' && token.tokenType === t.RBrace) this.#closeDeeper(token)
    let depth = this.#stack.length - 1
    while (depth >= 0 && !fits(this.#stack[depth]!)) {
      // A `]` or `)` closes nothing beyond the braces around it.
      if (token.tokenType !== t.RBrace && closerOf[this.#stack[depth]!.role].type === t.RBrace) depth = 0
      depth--
    }
    if (depth < 0 || this.#isTooEarly(token, this.#stack[depth]!)) {
      this.problems.push({
        reason: 'syntax/unopened',
        data: { close: token.image },
        start: token.startOffset,
        end: endOf(token),
        related: [],
      })
      return
    }
    while (this.#stack.length - 1 > depth) this.#insertCloser(token)
    this.#pop()
    this.out.push(token)
  }

  /** A `}` at a line's start that is as far left as an outer block closes that one: the deeper ones inside were not closed. */
  #closeDeeper(token: IToken): void {
    if (!isFirstOnLine(this.#text, token.startOffset)) return
    const indentation = indentationAt(this.#text, token.startOffset)
    if (!this.#stack.some(open => isBody(open.role) && this.#indentationOf(open) === indentation)) return
    while (this.#indentationOf(this.#top()!) > indentation) this.#insertCloser(token)
  }

  /** Where there are too many `}`, one of a dag or group over several lines must stand where its declaration does. */
  #isTooEarly(token: IToken, open: Open): boolean {
    if (this.#mode !== 'more-closers' || (open.role !== 'dag' && open.role !== 'group')) return false
    if (!this.#text.slice(open.token.startOffset, token.startOffset).includes('\n')) return false
    return !isFirstOnLine(this.#text, token.startOffset) || indentationAt(this.#text, token.startOffset) !== this.#indentationOf(open)
  }

  #indentationOf(open: Open): number {
    open.indentation ??= indentationAt(this.#text, open.token.startOffset)
    return open.indentation
  }

  #insertOpener(role: Role): void {
    const last = this.#tokens[this.#at]!
    const at = endOf(last)
    const type = t.LBrace
    const token = { image: '', startOffset: at, endOffset: at - 1, tokenType: type, tokenTypeIdx: type.tokenTypeIdx! } as IToken
    this.problems.push({
      reason: 'syntax/expected',
      data: { what: '`{`', found: 'the end of the line' },
      start: last.startOffset,
      end: at,
      related: [],
    })
    this.#braceless = null
    this.#open(token, role)
  }

  /** Closes the innermost bracket before `noticed`. */
  #insertCloser(noticed: IToken | null): void {
    const open = this.#pop()
    const closer = closerOf[open.role]
    const previous = this.#out1()
    const at = previous ? endOf(previous) : 0
    this.out.push({
      image: '',
      startOffset: at,
      endOffset: at - 1,
      tokenType: closer.type,
      tokenTypeIdx: closer.type.tokenTypeIdx!,
    } as IToken)
    if (open.token.image === '') return
    this.problems.push({
      reason: 'syntax/unclosed',
      data: { open: open.token.image, close: closer.image },
      start: open.token.startOffset,
      end: endOf(open.token),
      related: noticed ? [{ note: 'noticed', data: {}, start: noticed.startOffset, end: endOf(noticed) }] : [],
    })
  }

  /** A head that cannot stand here shows what was not closed before it. */
  #declaration(token: IToken): void {
    const found = this.#headAt(this.#at) ?? this.#headWithoutBrace()
    if (!found) return
    const { head, brace } = found
    if (brace >= 0) this.#pending = { head, brace }
    const around = this.#top() ?? this.#file
    this.#depth -= around.questions
    around.questions = 0
    while (this.#stack.length > 0 && !isBody(this.#top()!.role)) this.#insertCloser(token)
    while (this.#stack.length > 0 && this.#mustClose(head, this.#top()!, token)) this.#insertCloser(token)
  }

  #mustClose(head: Head, open: Open, token: IToken): boolean {
    const isLeft = (): boolean =>
      isFirstOnLine(this.#text, token.startOffset) && indentationAt(this.#text, token.startOffset) <= this.#indentationOf(open)
    switch (head) {
      case 'dag':
        return true
      case 'task':
      case 'group':
        return open.role === 'task' || open.role === 'block' || (this.#mode === 'more-openers' && open.role === 'group' && isLeft())
      case 'on':
        return open.role === 'block'
      case 'let':
      case 'input':
      case 'defaults':
        return (open.role === 'task' || open.role === 'block') && isLeft()
      case 'target':
      case 'import':
        return isLeft()
    }
  }

  /** `dag d`, `group g` or `task t: engine` by itself on a line, where a `}` more than `{` says that it has a body. */
  #headWithoutBrace(): { head: Head; brace: number } | null {
    if (this.#mode !== 'more-closers' || !isFirstOnLine(this.#text, this.#tokens[this.#at]!.startOffset)) return null
    const head = heads.get(this.#tokens[this.#at]!.tokenType)
    if ((head !== 'dag' && head !== 'group' && head !== 'task') || !this.#isWord(this.#at + 1)) return null
    const isWhole = head !== 'task' || (this.#tokens[this.#at + 2]?.tokenType === t.Colon && this.#isWord(this.#at + 3))
    const last = this.#at + (head === 'task' ? 3 : 1)
    const next = this.#tokens[last + 1]
    if (!isWhole || !next || !isFirstOnLine(this.#text, next.startOffset)) return null
    this.#braceless = { role: head, last }
    return { head, brace: -1 }
  }

  /** The declaration whose head begins at token `i`, and where its `{` is (-1: it has none). */
  #headAt(i: number): { head: Head; brace: number } | null {
    const type = (at: number): TokenType | undefined => this.#tokens[at]?.tokenType
    if (type(i - 1) === t.Dot) return null
    // `task : engine {` lacks its name only; any other word before a colon is a key.
    if (type(i + 1) === t.Colon)
      return type(i) === t.Task && this.#isWord(i + 2) && type(i + 3) === t.LBrace ? { head: 'task', brace: i + 3 } : null
    const isWord = this.#isWord(i + 1)
    switch (type(i)) {
      case t.Let:
        return isWord && type(i + 2) === t.Equals ? { head: 'let', brace: -1 } : null
      case t.Input:
        return isWord && type(i + 2) === t.Colon ? { head: 'input', brace: -1 } : null
      case t.Import:
        return type(i + 1) === t.StringLiteral ? { head: 'import', brace: -1 } : null
    }
    const head = heads.get(this.#tokens[i]!.tokenType)
    if (!head) return null
    // A name may be wrong or missing while it is typed: what matters is the brace.
    let brace = i + 1
    if (isWord || type(brace) === t.StringLiteral || type(brace) === t.Numeric) brace++
    if (head === 'task' && type(brace) === t.Colon) {
      brace++
      if (this.#isWord(brace)) brace++
    }
    return type(brace) === t.LBrace ? { head, brace } : null
  }

  #isWord(at: number): boolean {
    const token = this.#tokens[at]
    return token !== undefined && (token.tokenType === t.Identifier || isKeyword(token))
  }

  /** `key:` at a line's start in a list, and `->` in any bracket of a value, show that the bracket was not closed. */
  #strayStatement(token: IToken): void {
    const role = this.#top()?.role
    if (role !== 'list' && role !== 'paren' && role !== 'map') return
    if (role !== 'map' && this.#beginsProperty(token)) this.#closeValues(token, open => open === 'list' || open === 'paren')
    else if (token.tokenType === t.Arrow || this.#beginsEdge()) this.#closeValues(token, open => !isBody(open))
  }

  /** `key:` at a line's start, where no `?` waits for the `:`. */
  #beginsProperty(token: IToken): boolean {
    const isKey = this.#tokens[this.#at + 1]?.tokenType === t.Colon && this.#top()!.questions === 0 && this.#isWord(this.#at)
    return isKey && isFirstOnLine(this.#text, token.startOffset)
  }

  #closeValues(token: IToken, isValue: (role: Role) => boolean): void {
    while (this.#stack.length > 0 && isValue(this.#top()!.role)) this.#insertCloser(token)
  }

  /** `name.name ->` at a line's start. */
  #beginsEdge(): boolean {
    const first = this.#tokens[this.#at]!
    if (first.tokenType !== t.Identifier || !isFirstOnLine(this.#text, first.startOffset)) return false
    let i = this.#at + 1
    while (this.#tokens[i]?.tokenType === t.Dot) i += 2
    return this.#tokens[i]?.tokenType === t.Arrow
  }
}

/** Whether a token is a word of the language. */
export function isKeyword(token: IToken): boolean {
  return keywordTypes.has(token.tokenType)
}

const keywordTypes: ReadonlySet<TokenType> = new Set(t.vocabulary.filter(type => type.CATEGORIES?.includes(t.Keyword) === true))

/** The offset after a token; `image` of an inserted one is empty. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

function isFirstOnLine(text: string, offset: number): boolean {
  for (let i = offset - 1; i >= 0; i--) {
    const c = text.charCodeAt(i)
    if (c === 10) return true
    if (c !== 32 && c !== 9 && c !== 13) return false
  }
  return true
}

function indentationAt(text: string, offset: number): number {
  let i = lineStart(text, offset)
  const start = i
  while (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9) i++
  return i - start
}
