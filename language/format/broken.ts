import type { SyntaxFact } from '../diagnostics.ts'
import { bodyOf } from '../placement.ts'
import { firstWhere } from '../search.ts'
import type { LineIndex, Span } from '../span.ts'
import type { Statement, Tree } from '../tree.ts'

const unbalanced: ReadonlySet<SyntaxFact['reason']> = new Set<SyntaxFact['reason']>([
  'syntax/unclosed',
  'syntax/unopened',
  'syntax/unclosed-text',
  'syntax/nesting',
])

/**
 * The first bracket or quote without its other one, where there is any: then it is a guess what is inside of what, and the guess
 * goes by indentation, so no line may be moved.
 */
export function whyRefused({ problems, tokens }: Tree): SyntaxFact | null {
  const found = problems.find(problem => unbalanced.has(problem.reason))
  if (found) return found
  return tokens.some(token => token.image === '') ? (problems[0] ?? null) : null
}

/**
 * Lines that are left as they are, 1 for each: those of the smallest statements that hold a syntax error, and of what shares a line
 * with them. Null where there are none.
 */
export function linesToLeave(tree: Tree, lines: LineIndex): Uint8Array | null {
  if (tree.problems.length === 0) return null
  const marked = new Uint8Array(lines.lines)
  const lineOf = (offset: number): number => lines.position(offset).line
  const problems = tree.problems.map(problem => whereToLeave(tree.items, problem))
  const ranges = problems.map(({ start, end }) => ({ first: lineOf(start), last: lineOf(end) })).sort((a, b) => a.first - b.first)
  new Leaver(tree, lineOf, marked).leave(tree.items, { start: 0, end: tree.text.length }, ranges)
  return marked
}

/** A statement in a place where it cannot stand may be taken for the end of the block around it, by its indentation: so all of the block is left. */
function whereToLeave(items: readonly Statement[], problem: SyntaxFact): Span {
  if (problem.reason !== 'syntax/misplaced') return problem
  let around: Statement | null = null
  for (let inside = items; ; ) {
    const holder = lastFrom(inside, problem.start)
    if (!holder || holder.start === problem.start || holder.end <= problem.start) return around ?? problem
    around = holder
    inside = bodyOf(holder)?.body.items ?? []
  }
}

/** The last statement that begins at an offset or before. */
function lastFrom(items: readonly Statement[], offset: number): Statement | null {
  return items[firstWhere(items.length, index => items[index]!.start > offset) - 1] ?? null
}

interface Lines {
  readonly first: number
  readonly last: number
}

/** What shares lines: statements and comments of one block. */
interface Cluster extends Lines {
  /** Where it is one statement alone. */
  readonly statement: Statement | null
}

class Leaver {
  readonly #tree: Tree
  readonly #lineOf: (offset: number) => number
  readonly #marked: Uint8Array

  constructor(tree: Tree, lineOf: (offset: number) => number, marked: Uint8Array) {
    this.#tree = tree
    this.#lineOf = lineOf
    this.#marked = marked
  }

  /** Marks the lines of broken statements in a block; false: they reach the line of one of its braces, so all of the block is to be left. */
  leave(items: readonly Statement[], inside: Span, problems: readonly Lines[], braces?: Lines): boolean {
    let next = 0
    for (const cluster of this.#clusters(items, inside)) {
      // What is between the statements is no piece of the text that could be moved.
      while (next < problems.length && problems[next]!.last < cluster.first) this.#mark(problems[next++]!)
      const own: Lines[] = []
      for (; next < problems.length && problems[next]!.first <= cluster.last; next++) own.push(problems[next]!)
      if (own.length === 0 || this.#leaveInside(cluster, own)) continue
      const reached: Lines = {
        first: Math.min(cluster.first, ...own.map(lines => lines.first)),
        last: own.reduce((last, lines) => Math.max(last, lines.last), cluster.last),
      }
      if (braces && (reached.first <= braces.first || reached.last >= braces.last)) return false
      this.#mark(reached)
    }
    for (; next < problems.length; next++) this.#mark(problems[next]!)
    return true
  }

  #mark({ first, last }: Lines): void {
    this.#marked.fill(1, first, last + 1)
  }

  /** Whether all that is broken is inside of the one statement's braces, and so marked there. */
  #leaveInside({ statement, first, last }: Cluster, problems: readonly Lines[]): boolean {
    const body = statement && bodyOf(statement)?.body
    if (!body?.present) return false
    const braces = { first: this.#lineOf(body.start), last: this.#lineOf(body.end - 1) }
    if (problems.some(lines => lines.first <= braces.first || lines.last >= braces.last) || braces.last < last || braces.first < first)
      return false
    return this.leave(body.items, { start: body.start + 1, end: body.end - 1 }, problems, braces)
  }

  /** Statements and comments of a block, those together that share a line. */
  *#clusters(items: readonly Statement[], inside: Span): Iterable<Cluster> {
    let open: Cluster | null = null
    for (const { span, statement } of this.#parts(items, inside)) {
      const first = this.#lineOf(span.start)
      const last = this.#lineOf(span.end)
      if (open && first <= open.last) open = { first: open.first, last: Math.max(open.last, last), statement: null }
      else {
        if (open) yield open
        open = { first, last, statement }
      }
    }
    if (open) yield open
  }

  *#parts(items: readonly Statement[], inside: Span): Iterable<{ readonly span: Span; readonly statement: Statement | null }> {
    const comments = this.#tree.comments
    let at = this.#firstCommentFrom(inside.start)
    const upTo = function* (offset: number): Iterable<{ readonly span: Span; readonly statement: null }> {
      for (; at < comments.length && comments[at]!.start < offset; at++) {
        yield { span: comments[at]!, statement: null }
      }
    }
    for (const statement of items) {
      yield* upTo(statement.start)
      yield { span: statement, statement }
      at = Math.max(at, this.#firstCommentFrom(statement.end))
    }
    yield* upTo(inside.end)
  }

  #firstCommentFrom(offset: number): number {
    const comments = this.#tree.comments
    return firstWhere(comments.length, index => comments[index]!.start >= offset)
  }
}
