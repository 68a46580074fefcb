import assert from 'node:assert/strict'
import test from 'node:test'
import { sqlFolder } from './sql-folder.ts'

/** Scripts, and the rows of their last query. */
const scripts: readonly [string, string, readonly (readonly unknown[])[]][] = [
  ['variables', "declare x int64 default 5; declare y string; set y = concat('a', cast(x as string)); select x, y", [['5', 'a5']]],
  ['several variables at once', 'declare a, b int64 default 1; set (a, b) = (select as struct 2, a + 2); select a, b', [['2', '3']]],
  ['a variable of a query', 'declare n default (select count(*) from unnest([1, 2])); select n + 1 as n', [['3']]],
  ['a variable of a param', 'declare n default @p * 2; select n as n', [['14']]],
  ['columns before variables', 'declare x int64 default 1; select x from (select 5 as x)', [['5']]],
  [
    'a struct and an array',
    "declare s struct<a int64, b string> default (1, 'x'); declare l default [1, 2]; select s.b, l[offset(1)] as e",
    [['x', '2']],
  ],
  ['LIMIT of a variable', 'declare n int64 default 1; select x from unnest([1, 2]) as x order by x limit n', [['1']]],
  ['IF', 'declare x int64 default 2; if x > 5 then select 1 as r; elseif x > 1 then select 2 as r; else select 3 as r; end if', [['2']]],
  ['IF of NULL', 'if cast(null as bool) then select 1 as r; else select 2 as r; end if', [['2']]],
  ['CASE of a value', "declare x int64 default 2; case x when 1 then select 'a' as r; when 2 then select 'b' as r; end case", [['b']]],
  ['CASE of conditions', "declare x int64; case when x is null then select 'a' as r; else select 'b' as r; end case", [['a']]],
  [
    'WHILE with CONTINUE',
    'declare i, s int64 default 0; while i < 5 do set i = i + 1; if mod(i, 2) = 0 then continue; end if; set s = s + i; end while; select s',
    [['9']],
  ],
  ['LOOP with BREAK', 'declare i int64 default 0; loop set i = i + 1; if i >= 3 then break; end if; end loop; select i', [['3']]],
  ['REPEAT', 'declare i int64 default 0; repeat set i = i + 1; until i >= 4 end repeat; select i', [['4']]],
  [
    'FOR',
    "declare s string default ''; for r in (select x, 'n' as n from unnest([3, 1, 2]) as x order by x) do set s = concat(s, r.n, r.x); end for; select s",
    [['n1n2n3']],
  ],
  [
    'FOR over rows that the loop changes',
    'create temp table t as select 1 as x; for r in (select x from t) do insert into t select r.x + 1; end for; select count(*) as n from t',
    [['2']],
  ],
  ['BEGIN and END', 'begin declare x int64 default 1; select x; end', [['1']]],
  ['RETURN', 'select 1 as x; return; select 2 as x', [['1']]],
  ['transactions', 'begin transaction; create temp table t as select 1 as x; commit transaction; select x from t', [['1']]],
  ['EXECUTE IMMEDIATE', "declare t string default 'select 7 as x'; execute immediate t", [['7']]],
  ['EXECUTE IMMEDIATE INTO', "declare a, b int64; execute immediate 'select 1, 2' into a, b; select a + b as s", [['3']]],
  [
    'functions',
    'create temp function half(x float64) as (x / 2); create temp function twice(f any type) returns int64 as (f * 2); select half(3) as a, twice(4) as b, half(twice(1)) as c',
    [['1.5', '8', '1']],
  ],
  [
    'a function of a query',
    'create temp function m(l array<int64>) as ((select max(x) from unnest(l) as x)); select m([1, 5, 2]) as a',
    [['5']],
  ],
  ['temporary tables', 'create temp table t (x int64, y string default "q"); insert t (x) values (1); select * from t', [['1', 'q']]],
]

for (const [title, script, rows] of scripts) {
  test(`a script has ${title}`, async t => {
    const sql = await sqlFolder(t)
    const result = await sql.run(script, { sample: 100, params: { p: 7 } })
    assert.deepEqual(result.kind === 'success' ? result.sample?.rows : result, rows)
  })
}

test('what a script says itself is told as it is written', async t => {
  const sql = await sqlFolder(t)
  const said = async (script: string): Promise<string> => (await sql.fault(script)).message
  assert.equal(await said("raise using message = 'orders: none'"), 'orders: none')
  assert.equal(await said("raise using message = ''"), 'RAISE ended the script.')
  assert.equal(await said('raise'), 'RAISE ended the script.')
  assert.equal(await said("select error('dbt: two\\n  lines')"), 'dbt: two\n  lines')
  assert.equal(
    await said("select error('Invalid Input Error: x does not run on the local target')"),
    'Invalid Input Error: x does not run on the local target',
  )
  assert.equal(await said("assert 1 = 2 as 'ids are unique'"), 'Assertion failed: ids are unique')
})

test('a text that does not fit its format is told in words of BigQuery', async t => {
  const sql = await sqlFolder(t)
  const said = async (query: string): Promise<string> => (await sql.fault(query)).message
  assert.equal(await said("select parse_date('%F', '2020-13-02')"), 'Failed to parse input string "2020-13-02" by the format "%Y-%m-%d".')
  assert.equal(
    await said("select parse_timestamp('%Y-%m-%d %H:%M', concat('no', '\\n\"time\"'))"),
    'Failed to parse input string "no\\n\\"time\\"" by the format "%Y-%m-%d %H:%M".',
  )
  const long = await said(`select parse_datetime('%Y-%m', repeat('x', 1000))`)
  assert.ok(long.length < 200 && long.includes('x…"'), long)
})

test('a script that raises leaves nothing behind, and says why', async t => {
  const sql = await sqlFolder(t)
  const fault = await sql.fault("create table p.d.t as select 1 as x;\nraise using message = concat('no ', 'more')")
  assert.deepEqual([fault.code, fault.message, fault.at], ['sql-error', 'no more', "raise using message = concat('no ', 'more')"])
  assert.equal(await sql.table('p.d.t'), null)
})

test('what an executed text does wrong is told where it is executed', async t => {
  const sql = await sqlFolder(t)
  const fault = await sql.fault("select 1 as x;\nexecute immediate concat('select ', 'nope')")
  assert.match(fault.message, /^In the executed statement: Unrecognized name: nope/)
  assert.equal(fault.at, "execute immediate concat('select ', 'nope')")
  assert.match((await sql.fault("execute immediate 'select 1; select 2'")).message, /exactly one statement/)
  assert.match(
    (await sql.fault("declare x int64; execute immediate 'select y from unnest([1, 2]) as y' into x")).message,
    /one row at most/,
  )
})

test('an endless loop is cancelled', async t => {
  const sql = await sqlFolder(t)
  const controller = new AbortController()
  const result = sql.run('declare i int64 default 0; loop set i = i + 1; select i; end loop', {
    signal: controller.signal,
    log: () => controller.abort(),
  })
  const ended = await result
  assert.equal(ended.kind === 'failure' && ended.code, 'cancelled')
})
