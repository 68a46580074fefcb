import assert from 'node:assert/strict'
import { relative } from 'node:path'
import { edited, editsByFile } from '../../server/features/edits.ts'
import { prepareRename, rename } from '../../server/features/rename/rename.ts'
import { type Fixture, fixture, folder } from './fixture.ts'

export type Files = Readonly<Record<string, string>>

/** The texts of the files that a rename changes, by their names; the document is `main.dag`. */
export function renamed({ analyzed, offset, project, workspace }: Fixture, to: string): Record<string, string> {
  const prepared = prepareRename(analyzed, offset)
  assert.equal(prepared.kind, 'prepared', prepared.kind === 'refused' ? prepared.message : '')
  const found = rename(analyzed, offset, to, project)
  assert.equal(found.kind, 'renamed', found.kind === 'refused' ? found.message : '')
  return Object.fromEntries(
    [...editsByFile(found.edits)].map(([file, edits]) => [
      relative(folder, file).replaceAll('\\', '/'),
      edited(workspace.glance(file)!, edits),
    ]),
  )
}

/** The name at `$0` becomes `to`: that gives `expected`, and these texts of other files. */
export function checkRename(source: string, to: string, expected: string, files: Files = {}, others: Files = {}): void {
  const made = fixture(source, files)
  assert.deepEqual({ 'main.dag': made.text, ...renamed(made, to) }, { 'main.dag': expected, ...others })
}

/** The name at `$0` cannot become `to`; `why` is in the reason. */
export function checkRefused(source: string, to: string, why: RegExp, files: Files = {}): void {
  const { analyzed, offset, project } = fixture(source, files)
  const found = rename(analyzed, offset, to, project)
  assert.match(found.kind === 'refused' ? found.message : JSON.stringify(found.edits), why)
}

/** Whether the name at `$0` can be renamed: the text that would be replaced, else the reason. */
export function preparedAt(source: string, files: Files = {}): string {
  const { analyzed, offset, text } = fixture(source, files)
  const found = prepareRename(analyzed, offset)
  if (found.kind === 'refused') return found.message
  assert.equal(text.slice(found.span.start, found.span.end), found.name)
  return found.name
}
