import { codeOf, type Diagnostic, severityOf } from '#language'
import { insertion } from './edits.ts'
import type { Fix, Places } from './fix.ts'
import { silenceReason, titles } from './titles.ts'

/** A comment above the line that silences a warning or a hint; of what is inside a text of several lines above the text. */
export function silence(diagnostic: Diagnostic, places: Places): Fix[] {
  const { layout, text } = places
  const code = codeOf(diagnostic)
  if (severityOf(code) === 'error') return []
  const line = layout.lineStart(diagnostic.start)
  const around = places.at(diagnostic.start).expressions.find(node => node.kind === 'text' && node.start < line)
  const start = around ? layout.lineStart(around.start) : line
  const indentation = layout.indentation(start)
  const comment = `${indentation}// dagline-ignore ${code}: ${silenceReason}${layout.eol}`
  // Documentation stays right above what it documents only if the comment is above the documentation, and then it is not above the line.
  const isDocumented = /\/\/\/[^\n]*\r?\n$/.test(text.slice(0, start))
  const title = around ? titles.silenceText(code) : titles.silence(code)
  return isDocumented ? [] : [{ title, edits: [insertion(start, comment)], choice: true }]
}
