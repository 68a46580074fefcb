import type { Diagnostic, Related } from '../diagnostics.ts'
import type { FileSpan } from '../span.ts'
import type { TextChange } from '../text-change.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Moves diagnostics of unchanged parts of a file to where they stand after a change. */
export function moveAll(diagnostics: readonly Diagnostic[], file: string, change: TextChange): void {
  for (const diagnostic of diagnostics) {
    move(diagnostic, file, change)
    for (const related of diagnostic.related) move(related, file, change)
  }
}

function move(span: FileSpan | Related, file: string, { oldEnd, newEnd }: TextChange): void {
  if (span.file !== file) return
  // Nobody else keeps these: they were made for this analysis.
  const open: Mutable<FileSpan> = span
  const isBehind = open.start >= oldEnd
  if (isBehind) open.start += newEnd - oldEnd
  if (open.end > oldEnd || isBehind) open.end += newEnd - oldEnd
}
