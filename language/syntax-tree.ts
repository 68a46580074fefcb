import type { SyntaxFact } from './diagnostics.ts'
import { lexFile, Tokens } from './lexer.ts'
import type { Unit } from './node.ts'
import { balance } from './structure.ts'
import type { Statement, Token, Tree } from './tree.ts'

/** A tree; what not everybody asks for is made when it is asked for. */
export class SyntaxTree implements Tree {
  readonly text: string
  readonly items: readonly Statement[]
  readonly units: readonly Unit[]
  /** What is wrong, and belongs to no unit. */
  readonly loose: readonly SyntaxFact[]
  #problems: readonly SyntaxFact[] | null = null
  #tokens: readonly Token[] | null = null
  #comments: readonly Token[] | null = null

  constructor(text: string, items: readonly Statement[], units: readonly Unit[], loose: readonly SyntaxFact[]) {
    this.text = text
    this.items = items
    this.units = units
    this.loose = loose
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

  #lex(): void {
    const tokens = new Tokens()
    const comments = new Tokens()
    lexFile(this.text, tokens, comments)
    const { from, to } = balance(tokens, 0, this.text)
    this.#tokens = listOf(tokens, from, to, this.text)
    this.#comments = listOf(comments, 0, comments.length, this.text)
  }

  #gather(): readonly SyntaxFact[] {
    const found = [...this.loose]
    for (const { facts, at, factsAt } of this.units)
      if (facts !== null) for (const fact of facts) found.push(at === factsAt ? fact : moved(fact, at - factsAt))
    return found.sort((a, b) => a.start - b.start || a.end - b.end)
  }
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

function moved(fact: SyntaxFact, by: number): SyntaxFact {
  const related = fact.related.map(each => ({ ...each, start: each.start + by, end: each.end + by }))
  return { ...fact, start: fact.start + by, end: fact.end + by, related }
}
