import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { type SqlFolder, sqlFolder } from './sql-folder.ts'

/** Runs a script and answers a table's rows, by their first column. */
async function after(sql: SqlFolder, script: string, table = 'p.d.t'): Promise<readonly (readonly (string | null)[])[]> {
  await sql.rows(script)
  const rows = (await sql.table(table))?.rows ?? []
  return [...rows].sort((a, b) => Number(a[0]) - Number(b[0]))
}

async function start(t: TestContext): Promise<SqlFolder> {
  const sql = await sqlFolder(t)
  await sql.rows("create table p.d.t as select 1 as id, 'a' as v union all select 2, 'b' union all select 3, 'c'")
  return sql
}

test('INSERT of values, queries and defaults, each as the column has it', async t => {
  const sql = await start(t)
  assert.deepEqual(
    await after(sql, "create or replace table p.d.t (id int64, n numeric, f float64, d date default '2020-01-01', s string)"),
    [],
  )
  const rows = await after(
    sql,
    "insert p.d.t (id, n, f, d) values (1, 1, 2, '2021-02-03'), (2, 1.25, null, default); insert p.d.t (s, id) select 'x', 3",
  )
  assert.deepEqual(rows, [
    ['1', '1', '2', '2021-02-03', null],
    ['2', '1.25', null, '2020-01-01', null],
    ['3', null, null, '2020-01-01', 'x'],
  ])
})

test('UPDATE with FROM, and no row twice', async t => {
  const sql = await start(t)
  const rows = await after(
    sql,
    "update p.d.t as a set a.v = concat(a.v, s.w) from (select 2 as id, 'z' as w union all select 9, 'y') as s where a.id = s.id",
  )
  assert.deepEqual(rows, [
    ['1', 'a'],
    ['2', 'bz'],
    ['3', 'c'],
  ])
  const fault = await sql.fault("update p.d.t set v = s.w from (select 1 as id, 'p' as w union all select 1, 'q') as s where t.id = s.id")
  assert.equal(fault.message, 'UPDATE/MERGE must match at most one source row for each target row.')
})

test('DELETE with a subquery', async t => {
  const sql = await start(t)
  assert.deepEqual(
    await after(
      sql,
      'delete p.d.t as q where q.id in (select max(id) from p.d.t) or exists (select 1 from unnest([1]) as x where x = q.id)',
    ),
    [['2', 'b']],
  )
})

test('MERGE with every kind of clause', async t => {
  const sql = await start(t)
  const merge = `merge into p.d.t t using (select * from unnest([struct(1 as id, 'x' as v), (2, null), (4, 'n'), (5, 'skip')])) as s on t.id = s.id
    when matched and s.v is null then delete
    when matched then update set v = concat(t.v, s.v)
    when not matched by target and s.v != 'skip' then insert (id, v) values (s.id, upper(s.v))
    when not matched by source and t.id > 2 then update set v = 'gone'`
  assert.deepEqual(await after(sql, merge), [
    ['1', 'ax'],
    ['3', 'gone'],
    ['4', 'N'],
  ])
})

test('MERGE counts only the matches that it would use', async t => {
  const sql = await start(t)
  const source = "(select 1 as id, 'p' as v, true as u union all select 1, 'q', false)"
  assert.deepEqual((await after(sql, `merge p.d.t t using ${source} s on t.id = s.id when matched and s.u then update set v = s.v`))[0], [
    '1',
    'p',
  ])
  const fault = await sql.fault(`merge p.d.t t using ${source} s on t.id = s.id when matched then update set v = s.v`)
  assert.match(fault.message, /at most one source row/)
})

test('MERGE of whole rows, on FALSE, and from a join', async t => {
  const sql = await start(t)
  assert.deepEqual((await after(sql, "merge p.d.t using (select 7 as a, 'r' as b) on false when not matched then insert row")).at(-1), [
    '7',
    'r',
  ])
  const rows = await after(
    sql,
    `merge p.d.t t using (select 1 as id) a join (select 1 as id, 'j' as w) b on a.id = b.id on t.id = a.id when matched then update set v = b.w
     when not matched by source then delete`,
  )
  assert.deepEqual(rows, [['1', 'j']])
})

test('tables like others, and views of others', async t => {
  const sql = await start(t)
  await sql.rows(
    "create table p.d.n (id int64 not null, s string default 'x'); create table p.d.l like p.d.n; insert p.d.l (id) values (5)",
  )
  assert.deepEqual((await sql.table('p.d.l'))?.rows, [['5', 'x']])
  assert.match((await sql.fault('insert p.d.l (s) values ("y")')).message, /cannot be null/)
  await sql.rows(
    'create table p.d.c clone p.d.t; create table p.d.k copy p.d.t; create or replace view p.d.v (a, b) as select id * 2, v from p.d.t',
  )
  assert.deepEqual([(await sql.table('p.d.c'))?.total, (await sql.table('p.d.k'))?.total], [3, 3])
  assert.equal(await sql.rows('select a from p.d.v where b = "c" and a = 6'), 1)
})

test('a table is made anew from itself', async t => {
  const sql = await start(t)
  assert.deepEqual(
    await after(sql, 'create or replace table p.d.t (id numeric, v string) as select cast(id as numeric) + 0.5, v from p.d.t where id < 3'),
    [
      ['1.5', 'a'],
      ['2.5', 'b'],
    ],
  )
  assert.equal((await after(sql, 'create or replace table p.d.t as select * from p.d.t where id < 2')).length, 1)
})

test('columns change their types to wider ones only', async t => {
  const sql = await start(t)
  await sql.rows('alter table p.d.t alter column id set data type numeric, add column z date; alter table p.d.t drop column v')
  assert.deepEqual(
    (await sql.table('p.d.t'))?.columns.map(c => `${c.name} ${c.type}`),
    ['id NUMERIC', 'z DATE'],
  )
  assert.match((await sql.fault('alter table p.d.t alter column id set data type int64')).message, /cannot change from NUMERIC to INT64/)
  assert.equal(await sql.rows('alter table if exists p.d.nope add column x int64'), null)
})
