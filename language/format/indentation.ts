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
  if (isInside(tree, start)) return []
  const blanks = /[ \t]*/y
  blanks.lastIndex = start
  const end = start + blanks.exec(text)![0].length
  const wanted = indentationAt(tree, start, end)
  return leastEdits(text, { start, end, text: ' '.repeat(wanted) })
}

/** The same for a `}` that ends at the offset, where it is the first on its line and closes something. */
export function indentCloser(tree: Tree, offset: number): Edit[] {
  const start = startOfLine(tree.text, offset)
  const isFirst = /^[ \t]*$/.test(tree.text.slice(start, offset - 1))
  const isCloser = tree.tokens.some(token => token.startOffset === offset - 1 && token.tokenType === t.RBrace && token.image !== '')
  return isFirst && isCloser ? indentLine(tree, offset) : []
}

/** Whether a line begins inside of a token or comment: its blanks are not the layout's. */
function isInside({ tokens, comments }: Tree, lineStart: number): boolean {
  const holds = ({ startOffset, image }: IToken): boolean => startOffset < lineStart && startOffset + image.length > lineStart
  return tokens.some(holds) || comments.some(holds)
}

function indentationAt({ text, tokens }: Tree, lineStart: number, contentStart: number): number {
  const open: IToken[] = []
  let last: IToken | null = null
  let next: IToken | null = null
  for (const token of tokens) {
    if (token.image === '') continue
    if (token.startOffset >= lineStart) {
      next = token
      break
    }
    last = token
    if (openers.has(token.tokenType)) open.push(token)
    else if (closers.has(token.tokenType)) closeTo(open, token)
  }
  const first = next?.startOffset === contentStart ? next.tokenType : null
  if (first && closers.has(first)) closeTo(open, next!, false)
  const around = open[open.length - 1]
  const outside = around ? indentationOf(text, around.startOffset) : 0
  if (around && first && closers.has(first)) return outside
  const inside = around ? outside + 2 : 0
  return goesOn(last, first) ? inside + 2 : inside
}

/** Leaves what a closing bracket closes on top, or takes it away too. */
function closeTo(open: IToken[], closer: IToken, isTaken = true): void {
  const type = openerOf.get(closer.tokenType)
  const at = open.findLastIndex(token => token.tokenType === type)
  if (at >= 0) open.length = isTaken ? at : at + 1
}

const openerOf: ReadonlyMap<TokenType, TokenType> = new Map([
  [t.RBrace, t.LBrace],
  [t.RBracket, t.LBracket],
  [t.RParen, t.LParen],
])

/** Whether a line goes on with what the line before left unfinished. */
function goesOn(last: IToken | null, first: TokenType | null): boolean {
  if (!last) return false
  if (unfinished.has(last.tokenType)) return true
  return first !== null && breakable.has(first) && operandEnds.has(last.tokenType)
}
