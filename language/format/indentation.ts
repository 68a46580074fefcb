import type { IToken, TokenType } from 'chevrotain'
import * as t from '../tokens.ts'
import type { Tree } from '../tree.ts'
import { indentationOf, startOfLine } from './columns.ts'
import { type Edit, leastEdits } from './edits.ts'
import { breakable, closers, openers, operandEnds, unfinished } from './token-classes.ts'

/** The edits that indent the line of an offset; it may be empty, and the text around it unfinished. */
export function indentLine(tree: Tree, offset: number): Edit[] {
  const { text } = tree
  const start = startOfLine(text, offset)
  if (isInside(tree.tokens, start) || isInside(tree.comments, start)) return []
  const blanks = /[ \t]*/y
  blanks.lastIndex = start
  const end = start + blanks.exec(text)![0].length
  return leastEdits(text, { start, end, text: ' '.repeat(indentationAt(tree, start, end)) })
}

/** The same for a `}` that ends at the offset, where it is the first on its line and closes something. */
export function indentCloser(tree: Tree, offset: number): Edit[] {
  const isFirst = /^[ \t]*$/.test(tree.text.slice(startOfLine(tree.text, offset), offset - 1))
  const token = tree.tokens[lastBefore(tree.tokens, offset)]
  const isCloser = token?.tokenType === t.RBrace && token.startOffset === offset - 1
  return isFirst && isCloser ? indentLine(tree, offset) : []
}

/** Whether a line begins inside of a token or comment: its blanks are not the layout's. */
function isInside(tokens: readonly IToken[], lineStart: number): boolean {
  const last = tokens[lastBefore(tokens, lineStart)]
  return last !== undefined && last.startOffset + last.image.length > lineStart
}

function indentationAt({ text, tokens }: Tree, lineStart: number, contentStart: number): number {
  let at = lastBefore(tokens, lineStart)
  while (tokens[at]?.image === '') at--
  const next = tokens[lastBefore(tokens, contentStart + 1)]
  const first = next?.startOffset === contentStart && next.image !== '' ? next.tokenType : null
  const closed = first && openerOf.get(first)
  const around = openAt(tokens, at, closed ?? null)
  const outside = around < 0 ? 0 : indentationOf(text, tokens[around]!.startOffset)
  if (closed) return outside
  const inside = around < 0 ? 0 : outside + 2
  // What begins in the line of its bracket is not indented any further in the next.
  const isOnOwnLine = around < 0 || around === at || text.slice(tokens[around]!.startOffset, tokens[around + 1]!.startOffset).includes('\n')
  return goesOn(tokens[at], first) && isOnOwnLine ? inside + 2 : inside
}

/** Place of the innermost bracket that is open after a token, or of the innermost of type `closed`; -1: there is none. */
function openAt(tokens: readonly IToken[], at: number, closed: TokenType | null): number {
  const wanted: TokenType[] = closed ? [closed] : []
  for (let i = at; i >= 0; i--) {
    const token = tokens[i]!
    const type = token.tokenType
    // A bracket that was never closed is open, whatever was taken for its end.
    if (closers.has(type) && token.image !== '') wanted.push(openerOf.get(type)!)
    else if (openers.has(type)) {
      if (wanted.length === 0 || (wanted.length === 1 && closed === type)) return i
      // Between a bracket and its end, one of another kind was not closed.
      if (wanted[wanted.length - 1] === type) wanted.pop()
    }
  }
  return -1
}

const openerOf: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.RBrace, t.LBrace],
  [t.RBracket, t.LBracket],
  [t.RParen, t.LParen],
])

/** Whether a line goes on with what the line before left unfinished. */
function goesOn(last: IToken | undefined, first: TokenType | null): boolean {
  if (!last) return false
  if (unfinished.has(last.tokenType)) return true
  return first !== null && breakable.has(first) && operandEnds.has(last.tokenType)
}

/** Place of the last token that begins before an offset; -1: there is none. */
function lastBefore(tokens: readonly IToken[], offset: number): number {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (tokens[middle]!.startOffset < offset) low = middle + 1
    else high = middle
  }
  return low - 1
}
