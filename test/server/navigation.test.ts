import assert from 'node:assert/strict'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { neighboursOf, taskItemAt } from '../../server/features/call-hierarchy.ts'
import { edited, editsByFile } from '../../server/features/edits.ts'
import { pathEdits } from '../../server/features/file-rename.ts'
import { links } from '../../server/features/links.ts'
import { selectionSteps } from '../../server/features/selection.ts'
import { findSymbols } from '../../server/features/workspace-symbols.ts'
import { fixture, folder } from './fixture.ts'

type Files = Readonly<Record<string, string>>
type Moves = Readonly<Record<string, string>>

const nameOf = (file: string): string => relative(folder, file).replaceAll('\\', '/')

/** When files or folders move, that gives these texts; those of files are by their old names. */
function checkMoves(moves: Moves, source: string, expected: string, files: Files = {}, others: Files = {}): void {
  const { project, workspace, text } = fixture(source, files)
  const edits = pathEdits(
    project.files.all(),
    Object.entries(moves).map(([from, to]) => ({ from: join(folder, from), to: join(folder, to) })),
    workspace.path!,
  )
  const changed = [...editsByFile(edits)].map(([file, list]) => [nameOf(file), edited(workspace.glance(file)!, list)])
  assert.deepEqual({ 'main.dag': text, ...Object.fromEntries(changed) }, { 'main.dag': expected, ...others })
}

/** Paths that lead to a file, with that file. */
function checkLinks(source: string, files: Files, ...expected: readonly string[]): void {
  const { analyzed, workspace, text } = fixture(source, files)
  const found = links(analyzed, workspace).map(({ start, end, target }) => `${text.slice(start, end)} ${nameOf(target)}`)
  assert.deepEqual(found, expected)
}

/** What is selected from `$0` on, step by step. */
function checkSelection(source: string, ...expected: readonly string[]): void {
  const { analyzed, offset, text } = fixture(source)
  const steps = selectionSteps(analyzed, offset).map(({ start, end }) => text.slice(start, end))
  assert.deepEqual(steps, [...expected, text])
}

/** Tasks before and after the one at `$0`, each with the words that say so. */
function checkNeighbours(source: string, upstream: Files, downstream: Files): void {
  const { analyzed, offset, text } = fixture(source)
  const item = taskItemAt(analyzed, offset)
  assert.ok(item)
  const found = (side: 'upstream' | 'downstream'): Record<string, string> =>
    Object.fromEntries(
      neighboursOf(analyzed, item.dag, item.name, side).map(({ item: { name }, places }) => [
        name,
        places.map(({ start, end }) => text.slice(start, end)).join(' '),
      ]),
    )
  assert.deepEqual([found('upstream'), found('downstream')], [upstream, downstream])
}

const named = `import "lib/base.dag"
let q = file("sql/a.sql")
defaults bq { script: "sql/b.sql" }
dag d {
  task a: bq { script: target.name == "x" ? "sql/a.sql" : "gs://bucket/sql/a.sql" }
  task b: iac { action: create, cluster: "c", config: "./conf/c.yaml" }
  task c: bq { matrix: { n: [1] }, script: "sql/\${n}.sql" }
}`

test('a moved script, configuration or import is followed', () => {
  checkMoves({ 'sql/a.sql': 'sql/z.sql' }, named, named.replaceAll('"sql/a.sql"', '"sql/z.sql"'))
  checkMoves({ 'conf/c.yaml': 'c.yaml' }, named, named.replace('./conf/c.yaml', './c.yaml'))
  checkMoves({ 'lib/base.dag': 'base.dag' }, named, named.replace('lib/base.dag', 'base.dag'))
  checkMoves({ 'other.sql': 'else.sql' }, named, named)
})

test('a moved folder takes what is in it along, also where the name of the file is computed', () => {
  checkMoves({ sql: 'queries/all' }, named, named.replaceAll('"sql/', '"queries/all/'))
  checkMoves({ sql: 'my "own" $' }, 'let a = file("sql/a.sql")', 'let a = file("my \\"own\\" $/a.sql")')
})

test('a moved .dag file keeps its own paths, and those that import it follow', () => {
  const files = { 'lib/base.dag': 'let q = file("../sql/a.sql")\nlet r = file("b.sql")\n', 'deep/x.dag': 'import "../lib/base.dag"\n' }
  checkMoves({ 'lib/base.dag': 'base.dag' }, '', '', files, {
    'lib/base.dag': 'let q = file("sql/a.sql")\nlet r = file("lib/b.sql")\n',
    'deep/x.dag': 'import "../base.dag"\n',
  })
  checkMoves({ lib: 'deep/lib' }, '', '', files, {
    'lib/base.dag': 'let q = file("../../sql/a.sql")\nlet r = file("b.sql")\n',
    'deep/x.dag': 'import "lib/base.dag"\n',
  })
  checkMoves({ 'main.dag': 'deep/main.dag' }, named, named.replaceAll(/"(?:\.\/)?(lib|sql|conf)\//g, '"../$1/'))
})

test('paths are links, but for those that diagnostics know to lead nowhere', () => {
  const files = { 'lib/base.dag': '', 'sql/a.sql': '', 'conf/c.yaml': '' }
  const all = [
    'lib/base.dag lib/base.dag',
    'sql/a.sql sql/a.sql',
    'sql/b.sql sql/b.sql',
    'sql/a.sql sql/a.sql',
    './conf/c.yaml conf/c.yaml',
  ]
  checkLinks(named, files, ...all)
  const [, , ofNoTask] = all
  checkLinks(named.replace('target.name == "x"', 'true'), {}, ofNoTask!)
  const elsewhere = 'import "../out.dag"\ndag d { task a: bq { script: "gs://b/a.sql" }\n task b: bq { script: "b.sql" } }'
  checkLinks(elsewhere, { 'b.sql': '' }, 'b.sql b.sql')
})

test('symbols of all files, the nearest first', () => {
  const { project } = fixture('dag sales { group tables { task stage: bq {} }\n input since: date }', {
    'lib.dag': 'let stages = 1\ntarget prod {}\n',
    'deep/er.dag': 'dag s_t_a_g_e {}',
    'node_modules/no.dag': 'dag stage {}',
    '.hidden/no.dag': 'dag stage {}',
    'note.txt': 'dag stage {}',
  })
  const found = (query: string): string[] =>
    findSymbols(project.files.all(), query).map(({ name, kind, container, file }) => `${nameOf(file)} ${kind} ${container} ${name}`)
  assert.deepEqual(found('Stage'), ['main.dag task sales.tables stage', 'lib.dag let  stages', 'deep/er.dag dag  s_t_a_g_e'])
  assert.deepEqual(found('prod'), ['lib.dag target  prod'])
  assert.equal(found('').length, 7)
})

test('a file is looked at again when its stamp has changed, and no other is', () => {
  const { project, workspace } = fixture('dag d {}', { 'a.dag': 'let a = 1', 'b.dag': 'let b = 1' })
  const before = project.files.all()
  const main = workspace.documentOf(join(folder, 'main.dag'))!
  workspace.opened({ uri: main.uri, version: 2, getText: () => 'dag e {}' })
  const after = project.files.all()
  assert.deepEqual(
    after.filter(each => !before.includes(each)).map(each => nameOf(each.file)),
    ['main.dag'],
  )
  assert.deepEqual(
    findSymbols(after, '').map(each => each.name),
    ['a', 'b', 'e'],
  )
})

test('a selection grows from the word to the file', () => {
  checkSelection(
    'dag d { task one: js { params: { a: [x.y$0, 2] } } }',
    'y',
    'x.y',
    'x.y, 2',
    '[x.y, 2]',
    'a: [x.y, 2]',
    '{ a: [x.y, 2] }',
    'params: { a: [x.y, 2] }',
    '{ params: { a: [x.y, 2] } }',
    'task one: js { params: { a: [x.y, 2] } }',
    '{ task one: js { params: { a: [x.y, 2] } } }',
  )
  checkSelection(
    'let a = "one ${b +$0 c} two"\nlet z = 1',
    'b + c',
    '${b + c}',
    'one ${b + c} two',
    '"one ${b + c} two"',
    'let a = "one ${b + c} two"',
  )
  checkSelection('dag d {\n  [a, b$0] -> c\n}', 'b', 'a, b', '[a, b]', '[a, b] -> c', '{\n  [a, b] -> c\n}')
  checkSelection('let a = 1 // so$0me text', 'some', '// some text')
  checkSelection('let q = """\n  one\n  tw$0o 2\n  """', 'two', 'two 2', 'one\n  two 2', '"""\n  one\n  two 2\n  """')
})

test('tasks upstream and downstream, with what says so', () => {
  checkNeighbours(
    `dag d {
  task a: js {}
  task b: js { after: [a] }
  group g { task c: js {}
    task e: js { when: b.rows > 0 }
    c -> e
  }
  task f: js { matrix: { n: [1, 2] } }
  a -> b$0 -> g -> f
}`,
    { a: 'a b' },
    { 'g.c': 'g', 'g.e': 'b.rows g' },
  )
  const grouped = 'dag d { task a: js {}\n group g { task c: js {} }\n task f: js { matrix: { n: [1, 2] }, after: [g] }\n a -> g -> f }'
  checkNeighbours(grouped.replace('task c', 'task c$0'), { a: 'g' }, { f: 'g f' })
  checkNeighbours(grouped.replace('task f', 'task f$0'), { 'g.c': 'g f' }, {})
})

test('there is no call hierarchy of what is no task', () => {
  const { analyzed, offset } = fixture('dag d { group g$0 { task a: js {} } }')
  assert.equal(taskItemAt(analyzed, offset), null)
  assert.deepEqual(neighboursOf(analyzed, 'd', 'gone', 'upstream'), [])
})
