import { LineIndex } from '#language'
import { describeNote, importPyDag, severityOfNote } from '#language/import'
import { rangeOf } from '../convert.ts'
import type { ImportParams, ImportResult } from '../protocol.ts'

/** A pyDag document as a `.dag` file, and what a person should look at. */
export function importResult({ text, name }: ImportParams): ImportResult {
  const imported = importPyDag(text, { name })
  const lines = new LineIndex(text)
  const notes = imported.notes.map(note => ({
    range: rangeOf(lines, note),
    severity: severityOfNote(note),
    code: note.code,
    message: describeNote(note),
  }))
  return imported.kind === 'refused' ? { kind: 'refused', notes } : { kind: 'imported', text: imported.text, files: imported.files, notes }
}
