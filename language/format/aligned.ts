import { columnOf } from './columns.ts'
import type { Placed } from './layout.ts'
import { moveComment } from './multiline.ts'
import type { Piece } from './pieces.ts'

interface Trailing {
  readonly place: Placed
  readonly piece: Piece
  /** Where the code before it ends, as it is written out. */
  readonly codeEnd: number
  /** Blanks before it in the source. */
  readonly blanks: number
  readonly column: number
}

/**
 * Gives comments at the ends of lines the blanks that they were written with; those that stood one below the other, with no empty
 * line between, still do. Behind a line that was a part of another one there is one blank. Comments over several lines move as a whole.
 */
export function alignComments(text: string, pieces: readonly Piece[], placed: readonly Placed[]): void {
  let group: Trailing[] = []
  const settleGroup = (): void => {
    settle(text, group)
    group = []
  }
  let isNewLine = false
  for (const [i, place] of placed.entries()) {
    const piece = pieces[i]!
    if (place.lines !== 0) isNewLine = i > 0 && piece.line === pieces[i - 1]!.endLine
    if (place.lines > 1 || place.lines < 0) settleGroup()
    if (place.lines === 0 && piece.isComment && i > 0 && placed[i + 1]?.lines !== 0) {
      const comment = trailing(text, place, piece)
      if (isNewLine || group[0]?.column !== comment.column) settleGroup()
      if (isNewLine) settle(text, [{ ...comment, blanks: 1 }])
      else group.push(comment)
    } else if (piece.line < piece.endLine && piece.isComment && place.lines >= 0)
      place.text = moveComment(piece.image, place.column - columnOf(text, piece.start))
  }
  settleGroup()
}

function trailing(text: string, place: Placed, piece: Piece): Trailing {
  let codeEnd = piece.start
  while (codeEnd > 0 && /[ \t\f\v\u00a0\ufeff]/.test(text[codeEnd - 1]!)) codeEnd--
  const own = columnOf(text, piece.start)
  return {
    place,
    piece,
    codeEnd: place.column - (place.gap.length - place.gap.trimEnd().length),
    blanks: Math.max(1, own - columnOf(text, codeEnd)),
    column: own,
  }
}

function settle(text: string, group: readonly Trailing[]): void {
  const least = group.reduce((least, { blanks }) => Math.min(least, blanks), Number.POSITIVE_INFINITY)
  const end = group.reduce((end, { codeEnd }) => Math.max(end, codeEnd), 0)
  for (const { place, piece, codeEnd } of group) {
    place.gap = place.gap.trimEnd() + ' '.repeat(end + least - codeEnd)
    place.text = moveComment(piece.image, end + least - columnOf(text, piece.start))
  }
}
