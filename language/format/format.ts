import type { SyntaxFact } from '../diagnostics.ts'
import { parse } from '../parse.ts'
import { LineIndex, type Span } from '../span.ts'
import type { Tree } from '../tree.ts'
import { alignComments } from './aligned.ts'
import { linesToLeave, whyRefused } from './broken.ts'
import { startOfLine } from './columns.ts'
import { applyEdits, type Edit, leastEdits } from './edits.ts'
import { layOut, lineEndOf, startOf } from './layout.ts'
import { isBlank, type Piece, piecesOf } from './pieces.ts'
import { isSameTree } from './same-tree.ts'

export type Formatted =
  /** `left`: syntax errors, whose statements are left as they are. */
  | { readonly kind: 'formatted'; readonly edits: readonly Edit[]; readonly left: readonly SyntaxFact[] }
  /** The text is left as it is, because of this. */
  | { readonly kind: 'refused'; readonly problem: SyntaxFact }

/**
 * The edits that bring a text into the one form that the language has. They never change what it means, and each of them may be
 * made without the others. Linear in the length of the text; never throws.
 */
export function format(tree: Tree): Formatted {
  return formatPart(tree, { start: 0, end: tree.text.length })
}

/** The same for the lines of a part of the text. */
export function formatPart(tree: Tree, part: Span): Formatted {
  const refusal = whyRefused(tree)
  if (refusal) return { kind: 'refused', problem: refusal }
  const lines = wholeLines(tree.text, part)
  const edits = changesOf(tree).flatMap(change => {
    const least = leastEdits(tree.text, change)
    return least.some(edit => touches(edit, lines)) ? least : []
  })
  // How a parser finds its way around an error is not told by the grammar, so there it is tried.
  const first = tree.problems[0]
  if (first && !isSameTree(tree, parse(applyEdits(tree.text, edits)))) return { kind: 'refused', problem: first }
  return { kind: 'formatted', edits, left: tree.problems }
}

/** What becomes of gaps and pieces that are not yet as they are to be. */
function changesOf(tree: Tree): Edit[] {
  const { text } = tree
  const lines = new LineIndex(text)
  const { pieces } = piecesOf(tree, lines, linesToLeave(tree, lines))
  const eol = commonLineEnd(text)
  const placed = layOut({ text, pieces, silenced: silencedLines(pieces, lines), eol })
  alignComments(text, pieces, placed)
  const changes: Edit[] = []
  let at = startOf(text)
  for (const [i, { start, end }] of pieces.entries()) {
    const { gap, text: image } = placed[i]!
    if (start - at !== gap.length || !text.startsWith(gap, at)) changes.push({ start: at, end: start, text: gap })
    if (image !== pieces[i]!.image) changes.push({ start, end, text: image })
    at = end
  }
  const rest = text.slice(at)
  if (isBlank(rest)) changes.push({ start: at, end: text.length, text: pieces.length === 0 ? '' : lineEndOf(rest, eol) })
  return changes
}

function silencedLines(pieces: readonly Piece[], lines: LineIndex): Uint8Array {
  const silenced = new Uint8Array(lines.lines + 1)
  for (const piece of pieces) if (piece.isIgnore) silenced[piece.line + 1] = 1
  return silenced
}

/** The line end that most lines have. */
function commonLineEnd(text: string): string {
  let all = 0
  let withReturn = 0
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
    all++
    if (text[i - 1] === '\r') withReturn++
  }
  return withReturn * 2 > all ? '\r\n' : '\n'
}

function wholeLines(text: string, { start, end }: Span): Span {
  // A selection that ends before the first character of a line does not mean that line.
  const last = end > start && text[end - 1] === '\n' ? end - 1 : end
  const next = text.indexOf('\n', last)
  return { start: startOfLine(text, start), end: next < 0 ? text.length : next }
}

function touches(edit: Span, part: Span): boolean {
  return edit.start <= part.end && edit.end >= part.start
}
