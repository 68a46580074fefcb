import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Value } from '#language'
import { sqlFolder } from './sql-folder.ts'

test('rows are those of the last statement', async t => {
  const sql = await sqlFolder(t)
  assert.equal(await sql.rows('create or replace table p.d.t as select 1 as x'), null)
  assert.equal(await sql.rows('select 1 as x union all select 2'), 2)
  assert.equal(await sql.rows('insert into p.d.t (x) values (2), (3)'), 2)
  assert.equal(await sql.rows('update p.d.t set x = x + 10 where x > 1'), 2)
  assert.equal(await sql.rows('delete from p.d.t where x = 1'), 1)
  assert.equal(await sql.rows('select 1 as x; insert into p.d.t (x) select 5'), 1)
  assert.equal(await sql.rows('truncate table p.d.t'), 3)
  assert.equal(await sql.rows('drop table p.d.t'), null)
  assert.equal(await sql.rows('select x from unnest([1]) as x where false'), 0)
})

test('names of three, two and one part, dashed and in backticks', async t => {
  const sql = await sqlFolder(t)
  await sql.rows('create table my-project-12.my_data.t1 (x int64, y string)')
  await sql.rows('insert into `my-project-12.my_data.t1` (x) values (1)')
  await sql.rows('insert `my-project-12`.`my_data`.t1 select 2, "b"')
  assert.equal(await sql.rows('select t1.x from my-project-12.my_data.t1 where t1.x > 0'), 2)
  assert.equal(await sql.rows('select a.x from my_data.t1 as a', { project: 'my-project-12' }), 2)
  assert.deepEqual((await sql.fault('select x from t1')).at, 't1')
  assert.equal(await sql.rows('create temp table s as select 1 as x; select x from s; insert into s select 2; select x from s'), 2)
  assert.equal((await sql.fault('select x from s')).code, 'sql-unsupported')
})

test('capital letters of tables count, those of columns do not', async t => {
  const sql = await sqlFolder(t)
  await sql.rows('create table p.d.Sales (Id int64)')
  assert.equal(await sql.rows('select ID from p.d.Sales'), 0)
  const fault = await sql.fault('select id from p.d.sales')
  assert.deepEqual([fault.code, fault.at], ['table-not-found', 'p.d.sales'])
  assert.equal((await sql.fault('create table p.d.SALES (id int64)')).code, 'sql-unsupported')
})

test('a script that fails leaves nothing half done', async t => {
  const sql = await sqlFolder(t)
  await sql.rows('create table p.d.t as select 1 as x')
  const script = 'insert into p.d.t (x) values (2);\ncreate table p.d.u (y int64);\nselect 1 / (x - 2) as z from p.d.t'
  const fault = await sql.fault(script)
  assert.deepEqual([fault.code, fault.message], ['sql-error', 'Division by zero.'])
  assert.equal((await sql.table('p.d.t'))?.total, 1)
  assert.equal(await sql.table('p.d.u'), null)
})

test('a mistake in the last statement is found before the first one runs', async t => {
  const sql = await sqlFolder(t)
  const lines: string[] = []
  const fault = await sql.fault('create table p.d.t (x int64); selec 1', { log: line => lines.push(line) })
  assert.deepEqual([fault.code, fault.at, lines], ['sql-syntax', 'selec', []])
})

test('a script that writes two projects is refused', async t => {
  const sql = await sqlFolder(t)
  const fault = await sql.fault('create table p.d.t (x int64); create table q.d.t (x int64)')
  assert.equal(fault.code, 'sql-unsupported')
  assert.match(fault.message, /"p" and "q"/)
  await sql.rows('create table q.d.t as select 7 as x')
  assert.equal(await sql.rows('create table p.d.t as select x from q.d.t; select x from p.d.t where x = 7'), 1)
})

test('faults are placed in the script before placeholders are replaced', async t => {
  const sql = await sqlFolder(t)
  const fault = await sql.fault("select '{long}' as a,\n  nope({x}) as b", { params: { long: 'x'.repeat(50), x: 1 } })
  assert.deepEqual([fault.code, fault.at], ['sql-unsupported', 'nope'])
  const missing = await sql.fault('select 1, @absent')
  assert.deepEqual([missing.code, missing.at], ['missing-param', '@absent'])
  const unsafe = await sql.fault('select {x}', { params: { x: '1; drop table t' }, phase: 'running' })
  assert.deepEqual([unsafe.code, unsafe.at], ['unsafe-param', '{x}'])
})

test('parameters are bound with their types and never become text', async t => {
  const sql = await sqlFolder(t)
  const day: Value = { type: 'date', ms: Date.UTC(2026, 0, 31), dateOnly: true }
  const moment: Value = { type: 'date', ms: Date.UTC(2026, 0, 31, 6, 30), dateOnly: false }
  const list: Value = {
    type: 'list',
    items: [
      { type: 'number', value: 1 },
      { type: 'number', value: 2 },
    ],
  }
  const result = await sql.run(
    'select @s as s, @n as n, @f as f, @b as b, @d as d, @t as t, @u as u, @l as l, @big as big, @o as o, @z as z, @s as again',
    {
      sample: 1,
      params: {
        s: "it's; drop table t --",
        n: 7,
        f: 1.5,
        b: true,
        d: day,
        t: moment,
        u: { type: 'duration', ms: 90_000 },
        l: list,
        big: { type: 'number', value: 9007199254740992, text: '9007199254740993' },
        o: { type: 'size', bytes: 1024 },
        z: { type: 'null' },
      },
    },
  )
  assert.equal(result.kind, 'success')
  assert.deepEqual(
    result.sample?.columns.map(c => c.type),
    ['STRING', 'INT64', 'FLOAT64', 'BOOL', 'DATE', 'TIMESTAMP', 'INT64', 'ARRAY<INT64>', 'INT64', 'INT64', 'INT64', 'STRING'],
  )
  const s = "it's; drop table t --"
  const row = [s, '7', '1.5', 'true', '2026-01-31', '2026-01-31 06:30:00.000000', '90', ['1', '2'], '9007199254740993', '1024', null, s]
  assert.deepEqual(result.sample?.rows, [row])
  assert.equal(await sql.rows('select x from unnest([1, 2, 3]) as x where x in unnest(@l) limit @n', { params: { l: list, n: 1 } }), 1)
  assert.equal((await sql.fault('select @m', { params: { m: { type: 'map', entries: new Map() } } })).code, 'sql-unsupported')
})

test('tables have the types that BigQuery would give', async t => {
  const sql = await sqlFolder(t)
  await sql.rows(`create table p.d.t as select 1 as i, 2.5 as f, 'x' as s, sum(1) as n, null as z, true as b, date '2020-01-01' as d,
    timestamp '2020-01-01' as t, datetime '2020-01-01' as dt, [1] as l, b'x' as y, count(*) as c, 7 / 2 as q from (select 1)`)
  assert.deepEqual(
    (await sql.table('p.d.t'))?.columns.map(c => `${c.name} ${c.type}`),
    [
      'i INT64',
      'f FLOAT64',
      's STRING',
      'n INT64',
      'z INT64',
      'b BOOL',
      'd DATE',
      't TIMESTAMP',
      'dt DATETIME',
      'l ARRAY<INT64>',
      'y BYTES',
      'c INT64',
      'q FLOAT64',
    ],
  )
})

test('the first rows of a result are kept to be looked at', async t => {
  const sql = await sqlFolder(t)
  const script =
    "select x, [struct(x as a, 'é' as b)] as l, null as n, repeat('y', 5000) as s from unnest(generate_array(1, 30)) as x order by x"
  const result = await sql.run(script, { preview: 2 })
  assert.ok(result.kind === 'success')
  assert.deepEqual(result.preview?.columns, [
    { name: 'x', type: 'INT64' },
    { name: 'l', type: 'ARRAY<STRUCT<a INT64, b STRING>>' },
    { name: 'n', type: 'INT64' },
    { name: 's', type: 'STRING' },
  ])
  const cut = `${'y'.repeat(2000)}…`
  assert.deepEqual(result.preview.rows, [
    ['1', '[{"a":"1","b":"é"}]', null, cut],
    ['2', '[{"a":"2","b":"é"}]', null, cut],
  ])
  assert.equal(result.preview.total, 30)
  const large = await sql.run("select repeat('y', 2000) as s from unnest(generate_array(1, 200)) as x", { preview: 1000 })
  assert.ok(large.kind === 'success')
  assert.deepEqual([large.preview?.total, large.preview!.rows.length < 200], [200, true])
  const native = await sql.run('select 1 as i; select 2::hugeint as h, [1.5::double] as l', { preview: 5, dialect: 'duckdb' })
  assert.ok(native.kind === 'success')
  assert.deepEqual(native.preview?.rows, [['2', '[1.5]']])
  const change = await sql.run('select 1 as x; create table p.d.t (x int64)', { preview: 5 })
  assert.equal(change.kind === 'success' && change.preview, undefined)
})

test('merge changes, adds and deletes rows, and refuses two matches', async t => {
  const sql = await sqlFolder(t)
  await sql.rows("create table p.d.t as select 1 as id, 'a' as v union all select 2, 'b' union all select 3, 'c'")
  const merge = (source: string): string =>
    `merge p.d.t as t using (${source}) as s on t.id = s.id when matched and s.v = 'gone' then delete when matched then update set v = s.v
     when not matched then insert (id, v) values (s.id, s.v) when not matched by source then update set v = 'alone'`
  assert.equal(await sql.rows(merge("select 1 as id, 'x' as v union all select 2, 'gone' union all select 9, 'new'")), 4)
  assert.deepEqual((await sql.table('p.d.t'))?.rows, [
    ['1', 'x'],
    ['3', 'alone'],
    ['9', 'new'],
  ])
  const fault = await sql.fault(merge("select 1 as id, 'x' as v union all select 1, 'y'"))
  assert.match(fault.message, /at most one source row/)
})

test('views, datasets, changes of tables and assertions', async t => {
  const sql = await sqlFolder(t)
  await sql.rows(
    "create schema if not exists p.d; create table p.d.t (id int64 not null, s string default 'x'); insert into p.d.t (id) values (1)",
  )
  await sql.rows('create or replace view p.d.v as select upper(s) as s from p.d.t')
  await sql.rows("assert (select s from p.d.v) = 'X' as 'the view is wrong'")
  assert.match((await sql.fault("assert 1 = 2 as 'numbers differ'")).message, /numbers differ/)
  await sql.rows('alter table p.d.t add column n int64; alter table p.d.t rename column s to t; alter table p.d.t drop column t')
  assert.deepEqual(
    (await sql.table('p.d.t'))?.columns.map(c => c.name),
    ['id', 'n'],
  )
  assert.equal((await sql.fault('insert into p.d.t (id) values (null)')).code, 'sql-error')
  await sql.rows(
    'drop view p.d.v; drop table if exists p.d.nope; alter table p.d.t rename to u; drop schema p.d cascade; create table p.d.w (x int64)',
  )
  assert.equal((await sql.table('p.d.w'))?.total, 0)
  assert.equal(await sql.table('p.d.u'), null)
})

test('files are loaded from inside the workspace only', async t => {
  const sql = await sqlFolder(t)
  mkdirSync(join(sql.folder, 'data'))
  writeFileSync(join(sql.folder, 'data', 'a.csv'), 'id,name\n1,"a, ""b"""\n2,\n')
  writeFileSync(join(sql.folder, 'data', 'b.csv'), 'id,name\n3,c\n')
  writeFileSync(join(sql.folder, 'data', 'n.json'), '{"id": 1, "name": "x"}\n{"id": 2}\n')
  const load = (words: string, uris: string, options = ', skip_leading_rows = 1'): string =>
    `load data ${words} from files (format = 'CSV', uris = [${uris}]${options})`
  assert.equal(await sql.rows(load('overwrite p.d.t (id int64, name string)', "'data/a.csv'")), 2)
  assert.deepEqual((await sql.table('p.d.t'))?.rows, [
    ['1', 'a, "b"'],
    ['2', null],
  ])
  assert.equal(await sql.rows(load('into p.d.t', "'data/b.csv'")), 1)
  assert.equal(await sql.rows(load('overwrite p.d.t (id int64, name string)', "'data/*.csv'")), 3)
  assert.equal(await sql.rows(load('overwrite p.d.auto', "'data/a.csv'")), 2)
  assert.equal(await sql.rows("load data overwrite p.d.j (id int64, name string) from files (format = 'JSON', uris = ['data/n.json'])"), 2)
  const at = async (uris: string): Promise<[string, string]> => {
    const fault = await sql.fault(load('overwrite p.d.t (id int64, name string)', uris))
    return [fault.code, fault.at]
  }
  assert.deepEqual(await at("'data/none.csv'"), ['file-not-found', "'data/none.csv'"])
  assert.deepEqual(await at("'../x.csv'"), ['file-not-found', "'../x.csv'"])
  assert.deepEqual(await at("'gs://b/x.csv'"), ['sql-unsupported', "'gs://b/x.csv'"])
  writeFileSync(join(sql.folder, 'data', 'bad.csv'), 'id,name\nx,y\n')
  assert.deepEqual((await at("'data/bad.csv'"))[0], 'sql-error')
  assert.equal((await sql.table('p.d.t'))?.total, 3)
  const outside = join(tmpdir(), `dagline-outside-${process.pid}.csv`)
  writeFileSync(outside, 'id,name\n1,a\n')
  symlinkSync(outside, join(sql.folder, 'data', 'link.csv'))
  assert.deepEqual(await at("'data/link.csv'"), ['sql-unsupported', "'data/link.csv'"])
})

test('scripts that touch the same tables at once all end right', async t => {
  const sql = await sqlFolder(t)
  await sql.rows('create table p.d.t (x int64)')
  await Promise.all(
    Array.from({ length: 12 }, (_, i) => sql.rows(`insert into p.d.t (x) values (${i}); update p.d.t set x = x + 1 where true`)),
  )
  assert.equal((await sql.table('p.d.t'))?.total, 12)
  await Promise.all(Array.from({ length: 8 }, (_, i) => sql.rows(`create or replace table p.e${i % 2}.t${i} as select ${i} as x`)))
  assert.equal(await sql.rows('select x from p.e1.t7'), 1)
})

test('a script is cancelled in the middle, and others go on', async t => {
  const sql = await sqlFolder(t)
  const abort = new AbortController()
  const endless =
    'select 1 as x; select count(*) as n from unnest(generate_array(1, 1000000)) as a, unnest(generate_array(1, 1000000)) as b where a + b = 3'
  const [result, other] = await Promise.all([
    sql.run(`create table p.d.t (x int64); ${endless}`, { signal: abort.signal, log: () => abort.abort() }),
    sql.rows('select 1 as x'),
  ])
  assert.deepEqual([result.kind === 'failure' && result.code, other], ['cancelled', 1])
  assert.equal(await sql.table('p.d.t'), null)
  const before = await sql.run('select 1', { signal: AbortSignal.abort() })
  assert.equal(before.kind === 'failure' && before.code, 'cancelled')
})

test('a script of the dialect duckdb runs as it is', async t => {
  const sql = await sqlFolder(t)
  const script =
    'create schema if not exists d; create or replace table d.t as select x::integer as x from range($$5$$::int) r(x); insert into d.t values (@n)'
  assert.equal(await sql.rows(script.replaceAll('$$', "'"), { dialect: 'duckdb', params: { n: 9 }, project: 'p' }), 1)
  assert.equal(await sql.rows('select x from d.t', { dialect: 'duckdb', project: 'p' }), 6)
  assert.equal(await sql.rows('select x from p.d.t where x = 9'), 1)
  assert.equal((await sql.fault('selec', { dialect: 'duckdb' })).code, 'sql-error')
})

test('what does not fit into memory goes to the folder of temporary files', async t => {
  const sql = await sqlFolder(t)
  const script = `set memory_limit = '40MB'; set preserve_insertion_order = false;
    create temp table large as select hash(i) as k, repeat('x', 200) || i as s from range(300000) as t(i);
    select count(*) as n, current_setting('temp_directory') as d from (select * from large order by k, s) as ordered`
  const result = await sql.run(script, { dialect: 'duckdb', preview: 1 })
  assert.ok(result.kind === 'success', JSON.stringify(result))
  assert.deepEqual(result.preview?.rows, [['300000', join(sql.folder, '.dagline', 'tmp', 'sql')]])
})

test('a script uses as many processors as it has slots', async t => {
  const sql = await sqlFolder(t)
  const threads = async (slots?: number): Promise<unknown> => {
    const result = await sql.run("select current_setting('threads') as n", { dialect: 'duckdb', preview: 1, ...(slots ? { slots } : {}) })
    return result.kind === 'success' ? result.preview?.rows[0]?.[0] : result
  }
  assert.equal(await threads(), '1')
  assert.equal(await threads(3), '3')
  assert.equal(await threads(), '1')
})
