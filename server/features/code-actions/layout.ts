import type { Edit, Span, tree } from '#language'
import { insertion } from './edits.ts'

/** How a text is laid out: where its lines begin and how they are indented; and edits that fit into that. */
export class Layout {
  readonly text: string
  /** What ends its lines. */
  readonly eol: string
  /** One step of indentation. */
  readonly step: string

  constructor(text: string) {
    this.text = text
    this.eol = text.includes('\r\n') ? '\r\n' : '\n'
    this.step = /^(\t+| +)\S/m.exec(text)?.[1]?.startsWith('\t') ? '\t' : '  '
  }

  lineStart(offset: number): number {
    return offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1
  }

  /** The end of the line's content. */
  lineEnd(offset: number): number {
    const at = this.text.indexOf('\n', offset)
    const end = at < 0 ? this.text.length : at
    return end > offset && this.text[end - 1] === '\r' ? end - 1 : end
  }

  indentation(offset: number): string {
    return /^[ \t]*/.exec(this.text.slice(this.lineStart(offset), this.lineEnd(this.lineStart(offset))))![0]
  }

  isFirstOnLine(offset: number): boolean {
    return /^[ \t]*$/.test(this.text.slice(this.lineStart(offset), offset))
  }

  /** Whether nothing but a comma and a comment follows on the line. */
  isLastOnLine(offset: number): boolean {
    return /^[ \t]*,?[ \t]*(\/\/.*)?$/.test(this.text.slice(offset, this.lineEnd(offset)))
  }

  isOnOneLine({ start, end }: Span): boolean {
    return !this.text.slice(start, end).includes('\n')
  }

  /** Takes a statement, an entry or an item out, with its comma, its line where it stands alone, and its documentation. */
  removal(span: Span): Edit {
    const comma = /^\s*,/.exec(this.text.slice(span.end))?.[0] ?? ''
    const end = span.end + comma.length
    if (this.isFirstOnLine(span.start) && this.isLastOnLine(end)) {
      const start = this.#startOfDocumentation(this.lineStart(span.start))
      const stop = this.lineEnd(end)
      const next = this.text.startsWith('\r\n', stop) ? stop + 2 : Math.min(stop + 1, this.text.length)
      if (next > stop || start === 0) return { start, end: next, text: '' }
      return { start: this.text[start - 2] === '\r' ? start - 2 : start - 1, end: stop, text: '' }
    }
    const after = /^[ \t]*/.exec(this.text.slice(end))![0].length
    const isBeforeCloser = /^[ \t]*([\]})]|\r?\n|$)/.test(this.text.slice(end))
    if (!isBeforeCloser) return { start: span.start, end: end + after, text: '' }
    const before = /\s*,?\s*$/.exec(this.text.slice(0, span.start))![0]
    if (before.includes(',')) return { start: span.start - before.trimStart().length - leading(before), end: span.end, text: '' }
    const blanks = /[ \t]*$/.exec(this.text.slice(0, span.start))![0].length
    return { start: span.start - blanks, end, text: '' }
  }

  /** Lines of `///` right above a line. */
  #startOfDocumentation(start: number): number {
    let at = start
    while (at > 0) {
      const above = this.lineStart(at - 1)
      if (!/^[ \t]*\/\/\//.test(this.text.slice(above, at))) break
      at = above
    }
    return at
  }

  /** The lines with a line end and an indentation between them. Two blanks at their beginning are a step. */
  join(lines: readonly string[], indentation: string): string {
    return lines.map(line => line.replace(/^(?: {2})+/, blanks => this.step.repeat(blanks.length / 2))).join(this.eol + indentation)
  }

  /** Puts a statement into a body, given by its lines. `after`: behind that one; the last one without it. */
  intoBody(body: tree.Body, lines: readonly string[], after?: tree.Statement | null): Edit[] {
    const outer = this.indentation(body.start)
    const items = body.items
    const anchor = after ?? items[items.length - 1] ?? null
    const close = body.end - 1
    if (!anchor) {
      const isBlank = /^\s*$/.test(this.text.slice(body.start + 1, close))
      const indentation = outer + this.step
      if (!isBlank) return [insertion(this.lineStart(close), indentation + this.join(lines, indentation) + this.eol)]
      if (lines.length === 1 && this.isOnOneLine(body)) return [{ start: body.start + 1, end: close, text: ` ${lines[0]} ` }]
      return [{ start: body.start + 1, end: close, text: this.eol + indentation + this.join(lines, indentation) + this.eol + outer }]
    }
    const indentation = this.isFirstOnLine(anchor.start) ? this.indentation(anchor.start) : outer + this.step
    if (this.isLastOnLine(anchor.end)) return [insertion(this.lineEnd(anchor.end), this.eol + indentation + this.join(lines, indentation))]
    const comma = /^[ \t]*,/.exec(this.text.slice(anchor.end))?.[0] ?? ''
    const wants = anchor.kind === 'property' && isProperty(lines) && comma === ''
    return [insertion(anchor.end + comma.length, `${wants ? ',' : ''} ${lines.map(line => line.trim()).join(' ')}`)]
  }

  /** Puts an entry or an item at the end of a map or list. */
  intoBrackets(brackets: Span, items: readonly Span[], text: string): Edit[] {
    const last = items[items.length - 1]
    const inner = { start: brackets.start + 1, end: brackets.end - 1 }
    if (!last) {
      const pad = this.text[brackets.start] === '{' ? ' ' : ''
      return /^\s*$/.test(this.text.slice(inner.start, inner.end))
        ? [{ ...inner, text: pad + text + pad }]
        : [insertion(inner.start, `${pad}${text}${this.eol}`)]
    }
    const comma = /^\s*,/.exec(this.text.slice(last.end))?.[0] ?? ''
    const end = last.end + comma.length
    if (this.isFirstOnLine(last.start) && this.isLastOnLine(end)) {
      const line = insertion(this.lineEnd(end), this.eol + this.indentation(last.start) + text + (comma === '' ? '' : ','))
      return comma === '' ? [insertion(last.end, ','), line] : [line]
    }
    return [insertion(end, comma === '' ? `, ${text}` : ` ${text}${/^\s*[\]}]/.test(this.text.slice(end)) ? '' : ','}`)]
  }
}

const leading = (blanks: string): number => blanks.length - blanks.trimStart().length
const isProperty = (lines: readonly string[]): boolean => /^\w+\s*:/.test(lines[0]!)
