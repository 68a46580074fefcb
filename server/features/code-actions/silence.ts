import { codeOf, type Diagnostic, severityOf } from '#language'
import { insertion } from './edits.ts'
import type { Fix, Places } from './fix.ts'
import { silenceReason, titles } from './titles.ts'

/** A comment above the line that silences a warning or a hint; none can stand inside a text of several lines. */
export function silence(diagnostic: Diagnostic, places: Places): Fix[] {
  const { layout, text } = places
  const code = codeOf(diagnostic)
  if (severityOf(code) === 'error') return []
  const start = layout.lineStart(diagnostic.start)
  const isInside = places.at(diagnostic.start).expressions.some(node => node.kind === 'text' && node.start < start)
  if (isInside) return []
  const indentation = layout.indentation(diagnostic.start)
  const comment = `${indentation}// dagline-ignore ${code}: ${silenceReason}${layout.eol}`
  // Documentation stays right above what it documents only if the comment is above the documentation, and then it is not above the line.
  const isDocumented = /\/\/\/[^\n]*\r?\n$/.test(text.slice(0, start))
  return isDocumented ? [] : [{ title: titles.silence(code), edits: [insertion(start, comment)], choice: true }]
}
