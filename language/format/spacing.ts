import * as t from '../tokens.ts'
import type { Piece } from './pieces.ts'

/** Whether a blank stands between two pieces of one line. */
export function isApart(before: Piece, piece: Piece): boolean {
  switch (piece.kind) {
    case t.Dot:
    case t.RBracket:
    case t.RParen:
      return false
    case t.RBrace:
      return before.kind !== t.LBrace
    case t.LParen:
      if (t.isWord(before.kind)) return false
      break
    case t.Colon:
      if (!piece.isConditionalColon) return before.isComment
      break
  }
  return before.kind !== t.Dot && before.kind !== t.LBracket && before.kind !== t.LParen && !before.isPrefix
}
