import { Cursor, ParseStop } from './cursor.ts'
import { parseExpression } from './parse-expression.ts'
import { parseQuery } from './parse-query.ts'
import type { StatementPiece } from './statements.ts'
import type { Expression, Name, Query, SqlFault } from './syntax.ts'

/** A script as a tree: its statements, and the blocks around them. */
export type ScriptNode =
  | { readonly kind: 'statement'; readonly piece: StatementPiece }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly ScriptNode[] }
  /** `before` is asked before each round, `after` after it: the loop ends where one is false, or the other true. */
  | { readonly kind: 'loop'; readonly before: Expression | null; readonly after: Expression | null; readonly body: readonly ScriptNode[] }
  | { readonly kind: 'for'; readonly name: Name; readonly query: Query; readonly body: readonly ScriptNode[] }
  | { readonly kind: 'block'; readonly body: readonly ScriptNode[] }

export interface Branch {
  readonly condition: Expression
  readonly body: readonly ScriptNode[]
}

export type ParsedScript = { readonly ok: true; readonly nodes: readonly ScriptNode[] } | { readonly ok: false; readonly fault: SqlFault }

/** Puts the pieces of a script together. Never throws. */
export function parseScript(text: string, pieces: readonly StatementPiece[]): ParsedScript {
  try {
    const reader = new PieceReader(text, pieces)
    const nodes = reader.nodes()
    const left = reader.peek()
    if (left)
      return { ok: false, fault: { kind: 'syntax', message: 'a block ends here that was not begun', start: left.start, end: left.end } }
    return { ok: true, nodes }
  } catch (error) {
    if (error instanceof ParseStop) return { ok: false, fault: error.fault }
    throw error
  }
}

class PieceReader {
  readonly #text: string
  readonly #pieces: readonly StatementPiece[]
  #at = 0

  constructor(text: string, pieces: readonly StatementPiece[]) {
    this.#text = text
    this.#pieces = pieces
  }

  peek(): StatementPiece | undefined {
    return this.#pieces[this.#at]
  }

  /** Statements and blocks, up to a word that ends or parts the block around them. */
  nodes(): ScriptNode[] {
    const nodes: ScriptNode[] = []
    for (let piece = this.peek(); piece; piece = this.peek()) {
      if (!piece.control) {
        this.#at++
        nodes.push({ kind: 'statement', piece })
        continue
      }
      const cursor = this.#cursor(piece)
      const word = cursor.word() ?? ''
      if (cursor.word(1) === ':') cursor.unsupported(cursor.peek()!, 'a label')
      if (!OPENERS.has(word)) return nodes
      this.#at++
      nodes.push(this.#block(word, cursor, piece))
    }
    return nodes
  }

  #block(word: string, cursor: Cursor, piece: StatementPiece): ScriptNode {
    cursor.next()
    switch (word) {
      case 'IF': {
        const branches = [this.#branch(cursor, null)]
        return { kind: 'if', branches, otherwise: this.#branches('ELSEIF', 'IF', null, branches, piece) }
      }
      case 'CASE': {
        const operand = cursor.is('WHEN') ? null : parseExpression(cursor)
        cursor.expect('WHEN')
        const branches = [this.#branch(cursor, operand)]
        return { kind: 'if', branches, otherwise: this.#branches('WHEN', 'CASE', operand, branches, piece) }
      }
      case 'WHILE': {
        const before = parseExpression(cursor)
        this.#expectEnd(cursor, 'DO')
        return { kind: 'loop', before, after: null, body: this.#body('WHILE', piece) }
      }
      case 'LOOP':
        return { kind: 'loop', before: null, after: null, body: this.#body('LOOP', piece) }
      case 'REPEAT': {
        const body = this.nodes()
        const until = this.#take('UNTIL', piece)
        const after = parseExpression(until)
        until.expect('END', 'REPEAT')
        return { kind: 'loop', before: null, after, body }
      }
      case 'FOR': {
        const name = cursor.name('a variable')
        cursor.expect('IN', '(')
        const query = parseQuery(cursor)
        cursor.expect(')')
        this.#expectEnd(cursor, 'DO')
        return { kind: 'for', name, query, body: this.#body('FOR', piece) }
      }
      default: {
        const body = this.nodes()
        const next = this.peek()
        if (next && this.#cursor(next).is('EXCEPTION')) this.#cursor(next).unsupported(next, 'an exception handler')
        this.#take('END', piece)
        return { kind: 'block', body }
      }
    }
  }

  #branch(cursor: Cursor, operand: Expression | null): Branch {
    const value = parseExpression(cursor)
    this.#expectEnd(cursor, 'THEN')
    const condition: Expression = operand
      ? { kind: 'binary', operator: '=', left: operand, right: value, start: value.start, end: value.end }
      : value
    return { condition, body: this.nodes() }
  }

  /** The further branches of a block up to its end; answers what ELSE says. */
  #branches(word: string, block: string, operand: Expression | null, branches: Branch[], opener: StatementPiece): readonly ScriptNode[] {
    for (;;) {
      const next = this.peek()
      const cursor = next && this.#cursor(next)
      if (!cursor?.accept(word)) break
      this.#at++
      branches.push(this.#branch(cursor, operand))
    }
    const next = this.peek()
    let otherwise: readonly ScriptNode[] = []
    if (next && this.#cursor(next).is('ELSE')) {
      this.#at++
      otherwise = this.nodes()
    }
    this.#take('END', opener).expect(block)
    return otherwise
  }

  #body(block: string, opener: StatementPiece): readonly ScriptNode[] {
    const body = this.nodes()
    this.#take('END', opener).expect(block)
    return body
  }

  #take(word: string, opener: StatementPiece): Cursor {
    const piece = this.peek()
    const cursor = piece && this.#cursor(piece)
    if (!cursor?.accept(word)) return this.#cursor(opener).failAt('syntax', piece ?? opener, `${word} is missing: a block is not closed`)
    this.#at++
    return cursor
  }

  #expectEnd(cursor: Cursor, word: string): void {
    cursor.expect(word)
    if (!cursor.done) cursor.fail('a statement is expected')
  }

  #cursor(piece: StatementPiece): Cursor {
    return new Cursor(this.#text, piece.tokens, piece.end)
  }
}

const OPENERS: ReadonlySet<string> = new Set(['IF', 'CASE', 'WHILE', 'LOOP', 'REPEAT', 'FOR', 'BEGIN'])
