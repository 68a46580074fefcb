import type { Diagnostic, Related } from '../diagnostics.ts'
import type { FileSpan } from '../span.ts'
import type { TextChange } from '../text-change.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * Moves diagnostics of unchanged parts of a file to where they stand after a change. `false`: one of them stands in the changed part of
 * the text. Several edits make one change, and what stands between two of them may be anywhere in it.
 */
export function moveAll(diagnostics: readonly Diagnostic[], file: string, change: TextChange): boolean {
  let areKnown = true
  for (const diagnostic of diagnostics) {
    areKnown = move(diagnostic, file, change) && areKnown
    for (const related of diagnostic.related) areKnown = move(related, file, change) && areKnown
  }
  return areKnown
}

function move(span: FileSpan | Related, file: string, { start, oldEnd, newEnd }: TextChange): boolean {
  if (span.file !== file || span.end <= start) return true
  // Nobody else keeps these: they were made for this analysis.
  const open: Mutable<FileSpan> = span
  const isBehind = open.start >= oldEnd
  const isAround = open.start < start && open.end > oldEnd
  if (isBehind) open.start += newEnd - oldEnd
  if (isBehind || isAround) open.end += newEnd - oldEnd
  return isBehind || isAround
}
