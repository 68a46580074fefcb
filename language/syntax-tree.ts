import type { Around } from './balanced.ts'
import type { SyntaxFact } from './diagnostics.ts'
import type { Findings } from './findings.ts'
import { inDag, inGroup, type TokenRange } from './heads.ts'
import { lex, lexFile, Tokens } from './lexer.ts'
import type { Unit } from './node.ts'
import { firstWhere } from './search.ts'
import { balance, isUnclosedValue, repair } from './structure.ts'
import { LBrace } from './tokens.ts'
import type { Nearby, Statement, Token, Tree, TreeChange } from './tree.ts'

/** A tree; what not everybody asks for is made when it is asked for. */
export class SyntaxTree implements Tree {
  readonly text: string
  /** These are those of the tree that this one follows, with what was changed in them. */
  readonly items: Statement[]
  readonly units: Unit[]
  readonly findings: Findings
  /** What is wrong with brackets. */
  readonly brackets: readonly SyntaxFact[]
  /** Whether what is written in one place cannot mean something else in another: braces balance, and nothing is open to the end. */
  readonly isRegular: boolean
  readonly change: TreeChange | null
  #problems: readonly SyntaxFact[] | null = null
  #tokens: readonly Token[] | null = null
  #comments: readonly Token[] | null = null

  constructor(
    text: string,
    items: Statement[],
    units: Unit[],
    findings: Findings,
    brackets: readonly SyntaxFact[],
    isSettled: boolean,
    change: TreeChange | null,
  ) {
    this.text = text
    this.items = items
    this.units = units
    this.findings = findings
    this.brackets = brackets
    const isClosed = brackets.every(isUnclosedValue) && findings.openComments.length === 0 && !findings.hasOpenText
    this.isRegular = isSettled && isClosed && text.charCodeAt(0) !== 0xfeff
    this.change = change
  }

  get problems(): readonly SyntaxFact[] {
    this.#problems ??= this.#gather()
    return this.#problems
  }

  get tokens(): readonly Token[] {
    if (this.#tokens === null) this.#lex()
    return this.#tokens!
  }

  get comments(): readonly Token[] {
    if (this.#comments === null) this.#lex()
    return this.#comments!
  }

  near(offset: number): Nearby {
    // What is open to the end, or missing, may be anywhere.
    if (!this.isRegular) return this
    const { units, text } = this
    const last = firstWhere(units.length, i => units[i]!.at > offset) - 1
    const first = units[last - 1]
    const tokens = new Tokens()
    const comments = new Tokens()
    lex(text, first ? first.at : 0, units[last + 2]?.at ?? text.length, 0, tokens, comments)
    const around = blocksAround(first)
    const range = this.#balanced(tokens, first, units[last + 2], around)
    if (!range) return this
    const open = around.map(({ start }): Token => ({ kind: LBrace, start, end: start + 1, image: '{' }))
    return { tokens: [...open, ...listOf(tokens, range.from, range.to, text)], comments: listOf(comments, 0, comments.length, text) }
  }

  /** Tokens from a unit to another, with the closers that are missing; `null` where more of the text tells which ones these are. */
  #balanced(tokens: Tokens, first: Unit | undefined, end: Unit | undefined, around: readonly Around[]): TokenRange | null {
    const range = { from: 0, to: tokens.length }
    const isIn = ({ start }: SyntaxFact): boolean => (!first || start >= first.at) && (!end || start < end.at)
    if (!this.brackets.some(isIn)) return range
    return repair(tokens, range, range.to, this.text, around, blocksAround(end).length)
  }

  #lex(): void {
    const tokens = new Tokens()
    const comments = new Tokens()
    lexFile(this.text, tokens, comments)
    const { from, to } = balance(tokens, 0, this.text)
    this.#tokens = listOf(tokens, from, to, this.text)
    this.#comments = listOf(comments, 0, comments.length, this.text)
  }

  #gather(): readonly SyntaxFact[] {
    const found: SyntaxFact[] = []
    this.findings.report(this.text, fact => found.push(fact))
    for (const fact of this.brackets) found.push(fact)
    for (const { facts, at, factsAt } of this.units)
      if (facts !== null) for (const fact of facts) found.push(at === factsAt ? fact : moved(fact, at - factsAt))
    return found.sort((a, b) => a.start - b.start || a.end - b.end)
  }
}

/** Bodies of dags and groups that a unit is in, from the outside in. */
function blocksAround(unit: Unit | undefined): Around[] {
  const around: Around[] = []
  for (let parent = unit?.parent; parent; { parent } = parent) {
    const { node } = parent
    if (node?.kind === 'dag' || node?.kind === 'group')
      around.unshift({ role: node.kind === 'dag' ? inDag : inGroup, start: node.body.start })
  }
  return around
}

function listOf({ kinds, starts, ends }: Tokens, from: number, to: number, text: string): Token[] {
  const list: Token[] = []
  for (let i = from; i < to; i++) {
    const start = starts[i]!
    const end = ends[i]!
    list.push({ kind: kinds[i]!, start, end, image: text.slice(start, end) })
  }
  return list
}

/** The same at another place. */
export function moved(fact: SyntaxFact, by: number): SyntaxFact {
  const related = fact.related.map(each => ({ ...each, start: each.start + by, end: each.end + by }))
  return { ...fact, start: fact.start + by, end: fact.end + by, related }
}
