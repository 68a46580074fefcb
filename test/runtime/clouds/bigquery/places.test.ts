import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { LineIndex, type Place } from '#language'
import { locatedMessage, offsetOf, positionOf } from '../../../../runtime/clouds/bigquery/positions.ts'
import { block, type CloudRuntime, cloudRuntime } from './cloud-folder.ts'

test('a position counts code points and expands tabs, as GoogleSQL does', () => {
  const text = 'select\t😀x,\r\n\ty\rz'
  const at = (offset: number): string => Object.values(positionOf(text, offset)).join(':')
  assert.deepEqual([0, 6, 7, 9, 10, 11, 13, 14, 15, 16].map(at), ['1:1', '1:7', '1:9', '1:10', '1:11', '1:12', '2:1', '2:9', '2:10', '3:1'])
  assert.equal(text.slice(offsetOf(text, { line: 2, column: 9 })), 'y\rz')
  // Inside what a tab stands for, and beyond the text.
  assert.equal(offsetOf(text, { line: 2, column: 4 }), 13)
  assert.equal(offsetOf(text, { line: 9, column: 1 }), text.length)
  assert.equal(offsetOf(text, { line: 1, column: 99 }), 11)
})

test('the position of an offset leads back to it', () => {
  const text = fc.array(fc.constantFrom('a', ' ', '\t', '\n', '\r\n', '\r', 'ü', '😀'), { maxLength: 30 })
  fc.assert(
    fc.property(text, pieces => {
      const whole = pieces.join('')
      let offset = 0
      for (const piece of pieces) {
        const split = piece === '\n' && whole[offset - 1] === '\r'
        if (!split) assert.equal(offsetOf(whole, positionOf(whole, offset)), offset, JSON.stringify([whole, offset]))
        offset += piece.length
      }
    }),
    { seed: 11, numRuns: 500 },
  )
})

test('a message is told without its position', () => {
  assert.deepEqual(locatedMessage('Unrecognized name: x; Did you mean y? at [2:8]'), {
    message: 'Unrecognized name: x; Did you mean y?',
    position: { line: 2, column: 8 },
  })
  assert.deepEqual(locatedMessage('division by zero: 1 / 0'), { message: 'division by zero: 1 / 0', position: null })
})

/** What the place of a task's failure underlines, in its file. */
async function marked(runtime: CloudRuntime, body: string): Promise<{ text: string; code: string; message: string; place: Place }> {
  const error = (await runtime.run(body)).error('a')
  assert.ok(error?.place, JSON.stringify(error))
  const text = readFileSync(error.place.file, 'utf8')
  const lines = new LineIndex(text)
  const { line, column, endLine, endColumn } = error.place
  return {
    text: text.slice(lines.offset(line - 1, column - 1), lines.offset(endLine - 1, endColumn - 1)),
    code: error.code,
    message: error.message,
    place: error.place,
  }
}

test('a fault is placed in the text of the file, past placeholders that are longer, shorter and of several lines', async t => {
  const runtime = await cloudRuntime(t)
  const sql = block(`select {short} as a, '{long}' as b,
  '{lines}' as c, @none as d, {{}} as e from unnest([1]) as x where wrong = 1`).replace(', {{}} as e', '')
  const params = 'params: { short: 1, long: "a value that is much longer than its name", lines: "one\\ntwo\\nthree", none: null }'
  const found = await marked(runtime, `task a: bq { sql: ${sql} ${params} }`)
  assert.equal(found.text, 'wrong')
  assert.equal(found.code, 'sql-error')
  assert.doesNotMatch(found.message, /\[\d+:\d+\]/)
})

test('a fault inside a value is placed at its placeholder', async t => {
  const runtime = await cloudRuntime(t)
  const found = await marked(runtime, 'task a: bq { sql: "select 1 as x, {columns} as z" params: { columns: "2 as y, absent" } }')
  assert.equal(found.text, '{columns}')
})

test('a fault in a file is placed in the file, with its line ends and byte order mark', async t => {
  const script = "\ufeff-- ünï 😀\r\nselect {n} as n,\r\n\t'😀' as smile, absent as a\r\n"
  const runtime = await cloudRuntime(t, { files: { 'a.sql': script } })
  const error = (await runtime.run('task a: bq { script: "a.sql" params: { n: 123456 } }')).error('a')
  assert.match(error?.place?.file ?? '', /a\.sql$/)
  assert.deepEqual([error?.place?.line, error?.place?.column, error?.place?.endColumn], [3, 17, 23])
})

test('a syntax fault, a table and a dataset that are not there have names and places of their own', async t => {
  const runtime = await cloudRuntime(t)
  // A name that only a run knows, so that no check has seen it.
  const syntax = await marked(runtime, 'task a: bq { sql: "select 1 as {name}" params: { name: env("DAGLINE_ABSENT", "from") } }')
  assert.deepEqual([syntax.code, syntax.text], ['sql-syntax', '{name}'])
  const table = await marked(
    runtime,
    'task a: bq { sql: "select 1 as x union all select x from {table}" params: { table: "demo.absent" } }',
  )
  assert.deepEqual([table.code, table.text], ['table-not-found', '{table}'])
  const dataset = await marked(runtime, 'task a: bq { sql: "select 1 as x union all select x from nowhere.t" }')
  assert.deepEqual([dataset.code, dataset.text], ['not-found', 'nowhere'])
  assert.match(dataset.message, /was not found in location EU\. `location` of the task or its target says where the job runs; it is EU\.$/)
})

test('a fault of a later statement is placed there, and tells that the script is half done', async t => {
  const runtime = await cloudRuntime(t)
  const sql = block('create table demo.t as select 1 as x;\ninsert into demo.t values (2);\nselect 1 / (x - x) as bad from demo.t;')
  const found = await marked(runtime, `task a: bq { sql: ${sql} retries: 3 retry_delay: 0s }`)
  assert.match(found.text, /^select/)
  assert.match(found.message, /The script had done 2 statements before, so it is not tried again\.$/)
  assert.equal(runtime.server.jobs.length, 1)
})

test('what cannot be sent is told at its place, and nothing is sent', async t => {
  const runtime = await cloudRuntime(t)
  const cases: readonly (readonly [string, string, string])[] = [
    ['sql: "select @m as x" params: { m: { a: 1 } }', '@m', 'sql-unsupported'],
    ['sql: "select @l as x" params: { l: [1, "a"] }', '@l', 'sql-unsupported'],
    ['sql: "select 1 as {name}" params: { name: env("DAGLINE_ABSENT", "a b") }', '{name}', 'unsafe-param'],
    ['sql: "select 1" labels: { Team: "x" }', '{ Team: "x" }', 'wrong-label'],
    ['sql: "select 1" destination: "table"', '"table"', 'wrong-type'],
  ]
  for (const [properties, text, code] of cases) {
    const found = await marked(runtime, `task a: bq { ${properties} }`)
    assert.deepEqual([found.text, found.code], [text, code], properties)
  }
  assert.equal(runtime.server.jobs.length, 0)
})
