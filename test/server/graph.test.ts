import assert from 'node:assert/strict'
import { test } from 'node:test'
import { graphResult } from '../../server/features/graph.ts'
import { fixture } from './fixture.ts'

/** Fingerprints by task. */
const prints = (source: string, files: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(graphResult(fixture(source, files).analyzed).dags.flatMap(dag => dag.tasks.map(task => [task.name, task.fingerprint])))

const base = `let project = "p"
target prod { bucket: "b" }
dag d {
  task a: bq { sql: "select @x", params: { x: project } }
  task b: bq { script: "b.sql", params: { y: "\${target.bucket}/1" }, matrix: { n: [1, 2] } }
  a -> b
}
`
const files = { 'b.sql': 'select @y' }

/** Which tasks are another work after an edit. */
function checkChanges(from: string, to: string, expected: readonly string[], after: Readonly<Record<string, string>> = files): void {
  assert.ok(base.includes(from), `there is no ${from}`)
  const before = prints(base, files)
  const now = prints(base.replace(from, to), after)
  assert.deepEqual(
    Object.keys(now).filter(name => before[name] !== now[name]),
    expected,
  )
}

test('comments, spacing, places, order and names of lets are no change', () => {
  checkChanges('let project', '// some words\n\n\nlet   project', [])
  checkChanges(
    'task a: bq { sql: "select @x", params: { x: project } }',
    'task a: bq {\n  params: { x: project, }\n  /// now\n  sql: "select @x"\n }',
    [],
  )
  checkChanges('a -> b', 'task c: js { script: "b.sql" }\n  a -> c -> b', ['c'])
  checkChanges('sql: "select @x"', 'sql: """select @x"""', [])
  checkChanges('sql: "select @x"', 'description: "Hm.", owner: "me", retries: 3, sql: "select @x"', [])
})

test('scripts, params, lets, targets, engines and files are a change of what uses them', () => {
  checkChanges('select @x', 'select @x + 1', ['a'])
  checkChanges('"p"', '"q"', ['a'])
  checkChanges('bucket: "b"', 'bucket: "c"', ['b[1]', 'b[2]'])
  checkChanges('task a: bq {', 'task a: bq { location: "EU",', ['a'])
  checkChanges('dag d {', 'dag d {\n  defaults bq { location: "EU" }', ['a', 'b[1]', 'b[2]'])
  checkChanges('sql: "select @x"', 'sql: "select @x", on prod { params: { x: 2 } }', ['a'])
  checkChanges('sql: "select @x"', 'sql: "select @x", when: 1 == 2', ['a'])
  checkChanges('dag d', 'dag d', ['b[1]', 'b[2]'], { 'b.sql': 'select @y + 1' })
})

test('a new instance leaves the others as they are', () => {
  checkChanges('[1, 2]', '[1, 2, 3]', ['b[3]'])
})

test('says what may be missing, and what may be given', () => {
  const result = graphResult(fixture('dag d {\n  input n: number\n  task a: js { script: \n').analyzed)
  assert.equal(result.complete, false)
  assert.ok((result.errors ?? 0) > 0)
  assert.deepEqual(result.dags[0]?.inputs, [{ name: 'n', type: 'number', defaultText: null }])
  assert.equal(graphResult(fixture('dag d {\n  task a: js { script: "none.js" }\n}\n').analyzed).complete, true)
})
