import * as t from '../tokens.ts'
import type { Piece } from './pieces.ts'
import { words } from './token-classes.ts'

/** Whether a blank stands between two pieces of one line. */
export function isApart(before: Piece, piece: Piece): boolean {
  switch (piece.type) {
    case t.Dot:
    case t.RBracket:
    case t.RParen:
      return false
    case t.RBrace:
      return before.type !== t.LBrace
    case t.LParen:
      if (words.has(before.type)) return false
      break
    case t.Colon:
      if (!piece.isConditionalColon) return before.isComment
      break
  }
  return before.type !== t.Dot && before.type !== t.LBracket && before.type !== t.LParen && !before.isPrefix
}
