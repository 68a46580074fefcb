import { readFileSync } from 'node:fs'
import type { Place, Span } from '#language'
import type { Attempt, AttemptFailure } from './engine.ts'
import { scriptFile, textOf } from './script-process.ts'

/** The text of a script before its placeholders are filled, and where its parts stand. */
export interface SqlScript {
  readonly text: string
  place(span: Span): Place
}

/** The SQL of a task: its `sql`, else the file that `script` names. */
export async function readSqlScript(attempt: Attempt): Promise<SqlScript | AttemptFailure> {
  const sql = textOf(attempt.properties, 'sql')
  if (sql !== undefined) {
    return { text: sql, place: span => placeInSource(attempt, span) }
  }
  const file = scriptFile(attempt)
  if (typeof file !== 'string') return file
  // As the language reads files: without a byte order mark. Line ends stay, so that places are the file's.
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  const { LineIndex } = await import('#language')
  const lines = new LineIndex(text)
  return { text, place: span => lines.place(file, span) }
}

function placeInSource(attempt: Attempt, span: Span): Place {
  const start = attempt.placeInText('sql', span.start)
  const end = attempt.placeInText('sql', span.end)
  if (!start) return attempt.placeOf('sql')
  return { ...start, endLine: end?.line ?? start.endLine, endColumn: end?.column ?? start.endColumn }
}
