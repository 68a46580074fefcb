import type { Span } from '../span.ts'
import { isQuotedKind, PLACEHOLDER, type SqlToken, templateTokens } from './tokens.ts'

/** A place in a script that wants the value of a param. */
export interface Placeholder {
  readonly name: string
  /** With its braces, or with its `@`. */
  readonly span: Span
  /** `{name}` is replaced by text, `@name` binds a typed parameter. */
  readonly kind: 'text' | 'parameter'
  /** Whether it stands inside a string, a bytes literal or a name in backticks. */
  readonly quoted: boolean
}

/** All placeholders of a script, in order. Those in comments do not count; `{{` and `}}` are braces. */
export function placeholders(sql: string): Placeholder[] {
  const found: Placeholder[] = []
  for (const token of templateTokens(sql)) {
    if (token.kind === 'placeholder') {
      found.push({ name: sql.slice(token.start + 1, token.end - 1), span: span(token), kind: 'text', quoted: false })
    } else if (token.kind === 'parameter') {
      found.push({ name: sql.slice(token.start + 1, token.end), span: span(token), kind: 'parameter', quoted: false })
    } else if (isQuoted(token)) {
      for (const piece of bracesIn(sql, token)) {
        if (piece.name === null) continue
        found.push({ name: piece.name, span: { start: piece.start, end: piece.end }, kind: 'text', quoted: true })
      }
    }
  }
  return found
}

/** Whether placeholders inside the token are written with respect to its quotes. */
export function isQuoted(token: SqlToken): boolean {
  return isQuotedKind(token.kind)
}

/** Placeholders (with a name) and doubled braces (without) inside one token. */
export function bracesIn(text: string, token: Span): (Span & { readonly name: string | null })[] {
  const found: (Span & { readonly name: string | null })[] = []
  for (let at = token.start; at < token.end; at++) {
    const code = text.charCodeAt(at)
    if (code !== 0x7b && code !== 0x7d) continue
    PLACEHOLDER.lastIndex = at
    const match = PLACEHOLDER.exec(text)
    if (!match || PLACEHOLDER.lastIndex > token.end) continue
    found.push({ start: at, end: PLACEHOLDER.lastIndex, name: match[1] ?? null })
    at = PLACEHOLDER.lastIndex - 1
  }
  return found
}

function span(token: SqlToken): Span {
  return { start: token.start, end: token.end }
}
