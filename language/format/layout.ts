import * as t from '../tokens.ts'
import { columnAfter } from './columns.ts'
import { moveText } from './multiline.ts'
import type { Bracket, Piece } from './pieces.ts'
import { isApart } from './spacing.ts'
import { isBreakable, isLineComment } from './token-classes.ts'

/** Columns of a line that lists, maps, calls and short blocks keep to; only they can be broken. */
export const widest = 120

/** What stands before a piece, and the piece. */
export interface Placed {
  /** Line ends before it; -1: the gap is left as it is. */
  readonly lines: number
  /** The gap, as it is written out. */
  gap: string
  text: string
  /** Where the piece begins. */
  readonly column: number
}

/** What of the source the layout goes by. */
export interface Source {
  readonly text: string
  readonly pieces: readonly Piece[]
  /** Lines that a comment silences, 1 for each: on them and beside them line ends stay where they are. */
  readonly silenced: Uint8Array
  /** What ends a line that is new. */
  readonly eol: string
}

/** Decides about every gap, from the first piece to the last. */
export function layOut(source: Source): Placed[] {
  const layout = new Layout(source)
  layout.run()
  return layout.placed
}

class Layout {
  readonly placed: Placed[] = []
  readonly #source: Source
  readonly #pieces: readonly Piece[]
  #column = 0
  /** Blanks before the current line. */
  #indentation = 0
  /** Up to here all is on one line. */
  #flatUntil = -1

  constructor(source: Source) {
    this.#source = source
    this.#pieces = source.pieces
  }

  run(): void {
    for (let from = 0; from < this.#pieces.length; ) {
      let to = from
      while (this.#pieces[to]!.isComment && to + 1 < this.#pieces.length) to++
      this.#placeRun(from, to)
      from = to + 1
    }
  }

  /** Places comments and the token after them. */
  #placeRun(from: number, to: number): void {
    const lines = [this.#linesBefore(from, from, to)]
    for (let i = from + 1; i <= to; i++) lines.push(this.#linesBefore(i, from, to))
    const { role, bracket, isComment } = this.#pieces[to]!
    const hasLine = lines.some(count => count !== 0)
    const breaks = role !== 'within' && bracket.isBroken && !hasLine && from > 0 && !isComment && !this.#isOnSilencedLine(from)
    if (breaks) lines[this.#breakAt(from, to) - from] = 1
    const comma = this.#commaAt(from, to, hasLine || breaks)
    for (let i = from; i <= to; i++) this.#place(i, lines[i - from]!, i === comma)
  }

  /** Line ends before a piece, as far as the source decides it. */
  #linesBefore(i: number, from: number, to: number): number {
    const before = this.#pieces[i - 1]
    const piece = this.#pieces[i]!
    if (this.#isVerbatimAt(i)) return -1
    if (!before) return 0
    const written = Math.min(piece.line - before.endLine, 2)
    const { silenced } = this.#source
    if (before.isIgnore) return Math.max(written, 1)
    if (silenced[before.endLine] || silenced[piece.line]) return written
    const least = isLineComment(before.image) ? 1 : 0
    if (piece.role === 'within') {
      if (from < to || piece.isComment) return Math.max(written, least)
      return this.#mayBreak(before, piece) ? Math.min(written, 1) : 0
    }
    if (!piece.bracket.isBroken) return least
    if (piece.role === 'open' && i === from) return Math.min(written, 1)
    if (piece.role === 'close' && i === to && !piece.isComment) return from < to || before.isComment ? 1 : Math.min(written, 1)
    return Math.max(written, least)
  }

  /** Whether the gap before a piece is left as it is. */
  #isVerbatimAt(i: number): boolean {
    const before = this.#pieces[i - 1]
    const piece = this.#pieces[i]!
    return piece.isLeft || piece.isGapStrange || (before?.isLeft === true && before.endLine === piece.line)
  }

  #isOnSilencedLine(i: number): boolean {
    const piece = this.#pieces[i]!
    return this.#source.silenced[piece.line] === 1 && piece.line === this.#pieces[i - 1]!.endLine
  }

  /** Where a line that was not ended between two parts ends now: behind the comma, and what was written before it stays before it. */
  #breakAt(from: number, to: number): number {
    const role = this.#pieces[to]!.role
    if (role === 'open') return from
    if (role === 'close') return to
    for (let i = from; i <= to; i++) if (this.#pieces[i]!.hasComma) return i
    return to
  }

  /** The piece that a comma goes before, directly after what precedes it; -1: there is none. */
  #commaAt(from: number, to: number, hasLine: boolean): number {
    const { role, bracket, isBetweenProperties } = this.#pieces[to]!
    if (!this.#wantsComma(role, bracket, hasLine, isBetweenProperties)) return -1
    let written = to
    while (written >= from && !this.#pieces[written]!.hasComma) written--
    // A comma in a gap that is left as it is is there already.
    if (written >= from && this.#isVerbatimAt(written)) return -1
    const isBehind = written > from && this.#pieces[written - 1]!.line === this.#pieces[from - 1]!.endLine
    const at = isBehind && !isLineComment(this.#pieces[written - 1]!.image) ? written : from
    return this.#isVerbatimAt(at) ? -1 : at
  }

  #wantsComma(role: Piece['role'], bracket: Bracket, hasLine: boolean, isBetweenProperties: boolean): boolean {
    const isList = bracket.kind === 'list' || bracket.kind === 'call'
    if (role === 'close') return isList && bracket.parts > 0 && hasLine
    if (role !== 'between') return false
    return isList || (!hasLine && (bracket.kind === 'map' || isBetweenProperties))
  }

  #place(i: number, lines: number, comma: boolean): void {
    const before = this.#pieces[i - 1]
    const piece = this.#pieces[i]!
    const { text, eol } = this.#source
    const written = text.slice(before?.end ?? startOf(text), piece.start)
    let gap = comma ? ',' : ''
    if (lines < 0) {
      gap = written
      if (gap.includes('\n')) this.#indentation = columnAfter(0, /[^\n]*$/.exec(gap)![0])
    } else if (lines > 0) {
      this.#indentation = this.#indentationOf(piece)
      gap += lineEndOf(written, eol).repeat(lines) + ' '.repeat(this.#indentation)
    } else if (before && isApart(before, piece)) gap += ' '
    this.#column = columnAfter(this.#column, gap)
    const column = this.#column
    const image = piece.kind === t.Text && !piece.isLeft ? moveText(piece.image, this.#indentation + 2) : piece.image
    if (piece.opens) this.#decide(i, piece.opens)
    this.#column = columnAfter(this.#column, image)
    this.placed.push({ lines, gap, text: image, column })
  }

  /** A line is indented by two columns more than the line in which the bracket around it begins; what goes on in it by two more. */
  #indentationOf({ role, bracket, isComment, kind }: Piece): number {
    if (role === 'close' && !isComment && t.isCloser(kind)) return bracket.indentation
    if (role !== 'within') return bracket.indentation + 2
    return bracket.indentation + (bracket.isBroken ? 4 : 2)
  }

  /** Where a person may end a line within a part. */
  #mayBreak(before: Piece, piece: Piece): boolean {
    const isOperator = (each: Piece): boolean => (isBreakable(each.kind) && !each.isPrefix) || each.isConditionalColon
    return isOperator(before) || isOperator(piece)
  }

  #decide(i: number, bracket: Bracket): void {
    bracket.indentation = this.#indentation
    bracket.isBroken = i > this.#flatUntil && this.#isBroken(i, bracket)
  }

  #isBroken(i: number, bracket: Bracket): boolean {
    const opener = this.#pieces[i]!
    if (bracket.close <= i + 1) return false
    const isOnOneLine = this.#pieces[bracket.close]!.line === opener.line
    if (isOnOneLine && (opener.isLeft || this.#source.silenced[opener.line] === 1)) return false
    switch (bracket.kind) {
      case 'body':
        return !(isOnOneLine && isShort(bracket)) || !this.#fits(i, bracket.close)
      case 'list':
      case 'map':
        return !isOnOneLine || !this.#fits(i, bracket.close)
      case 'call':
        return isOnOneLine ? !this.#fits(i, bracket.close) : bracket.hasLines
      case 'paren':
        return bracket.hasLines
      case 'file':
        return true
    }
  }

  /** Whether a bracket has room on the current line, with what follows it up to the next place where the line may end. */
  #fits(open: number, close: number): boolean {
    let column = this.#column
    for (let i = open; i <= close; i++) {
      const piece = this.#pieces[i]!
      if (i > open) column += this.#flatGap(this.#pieces[i - 1]!, piece)
      column += piece.image.length
      if (column > widest) return false
    }
    if (column + this.#widthAfter(close, column) > widest) return false
    this.#flatUntil = close
    return true
  }

  #flatGap(before: Piece, piece: Piece): number {
    const comma = piece.role === 'between' && !piece.isComment && piece.bracket.kind !== 'file' ? 1 : 0
    return comma + (isApart(before, piece) ? 1 : 0)
  }

  #widthAfter(close: number, column: number): number {
    let width = 0
    for (let i = close + 1; i < this.#pieces.length && column + width <= widest; i++) {
      const before = this.#pieces[i - 1]!
      const piece = this.#pieces[i]!
      if (piece.isComment || piece.isLeft) break
      if (piece.role !== 'within' && piece.bracket.isBroken && !this.#isOnSilencedLine(i))
        return width + (this.#wantsComma(piece.role, piece.bracket, true, false) ? 1 : 0)
      if (piece.role === 'within' && piece.line > before.endLine && this.#mayBreak(before, piece)) break
      width += this.#flatGap(before, piece) + piece.image.length
      if (piece.opens && piece.opens.close > i + 1) break
    }
    return width
  }
}

/** A block that may stand on one line: it belongs to no dag or group, and has one property at most. */
function isShort({ holder, parts, lastStatement }: Bracket): boolean {
  return holder !== 'dag' && holder !== 'group' && (parts === 0 || (parts === 1 && lastStatement === 'property'))
}

/** The first line end of a gap, or what a new one is. */
export function lineEndOf(gap: string, eol: string): string {
  const newline = gap.indexOf('\n')
  return newline < 0 ? eol : gap[newline - 1] === '\r' ? '\r\n' : '\n'
}

/** Where a text begins, behind its byte order mark. */
export function startOf(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0
}
