import assert from 'node:assert/strict'
import test from 'node:test'
import type { Value } from '#language'
import { sqlFolder } from './sql-folder.ts'

const into = { destination: 'p.dest' }

test('a destination takes the result of the query, in place of what was there', async t => {
  const sql = await sqlFolder(t)
  const first = await sql.run('select 1 as a, "x" as b union all select 2, "y"', { ...into, preview: 10 })
  assert.ok(first.kind === 'success')
  assert.deepEqual([first.rows, first.preview?.total], [2, 2])
  assert.deepEqual(await sql.table('local.p.dest'), {
    columns: [
      { name: 'a', type: 'INT64' },
      { name: 'b', type: 'STRING' },
    ],
    rows: [
      ['1', 'x'],
      ['2', 'y'],
    ],
    total: 2,
  })
  // It may read what it replaces, and a column without a name has one.
  assert.equal(await sql.rows('select sum(a), max(b) from p.dest', into), 1)
  assert.deepEqual((await sql.table('local.p.dest'))?.columns, [
    { name: 'f0_', type: 'INT64' },
    { name: 'f1_', type: 'STRING' },
  ])
})

test('a failed query leaves the destination as it was', async t => {
  const sql = await sqlFolder(t)
  await sql.rows('select 1 as a', into)
  const failed = await sql.fault('select 1 as a, cast(x as int64) as b from unnest(["1", "q"]) as x', into)
  assert.equal(failed.code, 'sql-error')
  assert.deepEqual((await sql.table('local.p.dest'))?.rows, [['1']])
})

test('functions may stand before the query, other statements may not', async t => {
  const sql = await sqlFolder(t)
  assert.equal(await sql.rows('create temp function twice(x int64) as (x * 2); select twice(4) as a', into), 1)
  assert.deepEqual((await sql.table('local.p.dest'))?.rows, [['8']])
  const message = 'A task with a destination runs one query, whose result the table takes, and no other statement beside it.'
  for (const [script, at] of [
    ['create table p.other as select 1 as a', 'create table p.other as select 1 as a'],
    ['select 1 as a; select 2 as a', 'select 2 as a'],
    ['declare x int64; select x', 'declare x int64'],
    ['create temp function f() as (1)', 'create temp function f() as (1)'],
  ] as const) {
    assert.deepEqual(await sql.fault(script, into), { code: 'sql-error', message, at })
  }
  assert.equal((await sql.fault('if true then select 1; end if', into)).message, message)
})

test('what is kept of a query with a list as a param has the names and types of its columns', async t => {
  const sql = await sqlFolder(t)
  const l: Value = { type: 'list', items: [{ type: 'number', value: 1 }] }
  const query = 'select x as a, x + 1 as b from unnest([1, 2, 3]) x where x in unnest(@l)'
  const result = await sql.run(query, { params: { l }, preview: 10 })
  assert.deepEqual(result.kind === 'success' && result.preview, {
    columns: [
      { name: 'a', type: 'INT64' },
      { name: 'b', type: 'INT64' },
    ],
    rows: [['1', '2']],
    total: 1,
  })
  const twice = await sql.fault('select 1 as a, 2 as a from unnest([1]) x where x in unnest(@l)', { params: { l } })
  assert.equal(twice.message, 'Duplicate column names in the result are not supported: a.')
})
