import type { Span } from '../span.ts'
import { bracesIn, isQuoted } from './placeholders.ts'
import { isMeaningful, type SqlToken, tokenizeSql } from './tokens.ts'

/**
 * Doubled braces that stand for single ones against the intent: those of a quoted text, or of all that is outside quotes, fit
 * together as they are written, and no more once they are replaced. Of each the first that does not fit.
 */
export function loneBraces(script: string): Span[] {
  const outside: Brace[] = []
  const found: Span[] = []
  for (const token of tokenizeSql(script, 'template')) {
    if (!isMeaningful(token)) continue
    if (isQuoted(token)) found.push(...lone(bracesOf(script, token)))
    else if (token.kind !== 'word' && token.kind !== 'number') outside.push(...bracesOf(script, token))
  }
  return [...found, ...lone(outside)].sort((a, b) => a.start - b.start)
}

interface Brace extends Span {
  readonly opens: boolean
  /** Its place among two that become one; 0 of one that stands alone. */
  readonly pair: number
}

function bracesOf(script: string, token: SqlToken): Brace[] {
  const pieces = bracesIn(script, token)
  const braces: Brace[] = []
  for (let at = token.start, next = 0; at < token.end; at++) {
    const piece = pieces[next]
    if (piece !== undefined && piece.start === at) {
      next++
      const opens = script[at] === '{'
      // A placeholder opens and closes.
      if (piece.name === null) for (const start of [at, at + 1]) braces.push({ start: at, end: piece.end, opens, pair: start - at + 1 })
      at = piece.end - 1
    } else if (script[at] === '{' || script[at] === '}') {
      braces.push({ start: at, end: at + 1, opens: script[at] === '{', pair: 0 })
    }
  }
  return braces
}

function lone(braces: readonly Brace[]): Span[] {
  if (misfit(braces) !== null) return []
  const replaced = braces.filter(brace => brace.pair !== 2)
  const at = misfit(replaced)
  if (at === null) return []
  const doubled = replaced.filter(brace => brace.pair !== 0)
  const brace = doubled.find(one => one.start >= at.start) ?? doubled.at(-1)
  return brace === undefined ? [] : [{ start: brace.start, end: brace.end }]
}

/** The first brace that has no other; null where all have. */
function misfit(braces: readonly Brace[]): Brace | null {
  const open: Brace[] = []
  for (const brace of braces) {
    if (brace.opens) open.push(brace)
    else if (open.pop() === undefined) return brace
  }
  return open[0] ?? null
}
