import { firstWhere } from '../search.ts'
import * as t from '../tokens.ts'
import type { Token, Tree } from '../tree.ts'
import { indentationOf, startOfLine } from './columns.ts'
import { type Edit, leastEdits } from './edits.ts'
import { endsOperand, isBreakable, isUnfinished } from './token-classes.ts'

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
  const isCloser = token?.kind === t.RBrace && token.start === offset - 1
  return isFirst && isCloser ? indentLine(tree, offset) : []
}

/** Whether a line begins inside of a token or comment: its blanks are not the layout's. */
function isInside(tokens: readonly Token[], lineStart: number): boolean {
  const last = tokens[lastBefore(tokens, lineStart)]
  return last !== undefined && last.end > lineStart
}

function indentationAt({ text, tokens }: Tree, lineStart: number, contentStart: number): number {
  let at = lastBefore(tokens, lineStart)
  while (tokens[at]?.image === '') at--
  const next = tokens[lastBefore(tokens, contentStart + 1)]
  const first = next?.start === contentStart && next.image !== '' ? next.kind : null
  const closed = first !== null && t.isCloser(first) ? openerOf(first) : null
  const around = openAt(tokens, at, closed)
  const outside = around < 0 ? 0 : indentationOf(text, tokens[around]!.start)
  if (closed !== null) return outside
  const inside = around < 0 ? 0 : outside + 2
  // What begins in the line of its bracket is not indented any further in the next.
  const isOnOwnLine = around < 0 || around === at || text.slice(tokens[around]!.start, tokens[around + 1]!.start).includes('\n')
  return goesOn(tokens[at], first) && isOnOwnLine ? inside + 2 : inside
}

/** Place of the innermost bracket that is open after a token, or of the innermost of kind `closed`; -1: there is none. */
function openAt(tokens: readonly Token[], at: number, closed: number | null): number {
  const wanted = closed === null ? [] : [closed]
  for (let i = at; i >= 0; i--) {
    const { kind, image } = tokens[i]!
    // A bracket that was never closed is open, whatever was taken for its end.
    if (t.isCloser(kind) && image !== '') wanted.push(openerOf(kind))
    else if (t.isOpener(kind)) {
      if (wanted.length === 0 || (wanted.length === 1 && closed === kind)) return i
      // Between a bracket and its end, one of another kind was not closed.
      if (wanted[wanted.length - 1] === kind) wanted.pop()
    }
  }
  return -1
}

/** The opener of a closer. */
const openerOf = (closer: number): number => closer - (t.RBrace - t.LBrace)

/** Whether a line goes on with what the line before left unfinished. */
function goesOn(last: Token | undefined, first: number | null): boolean {
  if (!last) return false
  if (isUnfinished(last.kind)) return true
  return first !== null && isBreakable(first) && endsOperand(last.kind)
}

/** Place of the last token that begins before an offset; -1: there is none. */
function lastBefore(tokens: readonly Token[], offset: number): number {
  return firstWhere(tokens.length, index => tokens[index]!.start >= offset) - 1
}
