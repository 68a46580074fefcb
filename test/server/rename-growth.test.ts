import { test } from 'node:test'
import { rename } from '../../server/features/rename/rename.ts'
import { checkGrowth } from '../language/check-growth.ts'
import { fixture } from './fixture.ts'

/** A file whose tasks all use one `let` and one script. */
function renameIn(tasks: number, what: string, to: string): () => unknown {
  const each = (i: number): string => `  task t${i}: bq { script: "s.sql", params: { p, day: ${i} }, after: [t${Math.max(i - 1, 0)}] }\n`
  const source = `let p = 1\ndag d {\n${Array.from({ length: tasks }, (_, i) => each(i)).join('')}}\n`
  const { analyzed, project, text } = fixture(source, { 's.sql': 'select {day}, {p}' })
  const offset = text.indexOf(what)
  return () => rename(analyzed, offset, to, project)
}

test('renaming what all tasks use takes time in proportion to the tasks', () => checkGrowth(250, tasks => renameIn(tasks, 'p', 'q')))
test('renaming a param of a script that all tasks share does so too', () => checkGrowth(250, tasks => renameIn(tasks, 'day', 'date')))
