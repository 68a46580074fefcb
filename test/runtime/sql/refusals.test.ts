import assert from 'node:assert/strict'
import test from 'node:test'
import { sqlFolder } from './sql-folder.ts'

/** What is not run, the code of its fault, and the place at which it is told. */
const refusals: readonly [string, string, string][] = [
  // Not here: a sentence says what to do.
  ['select * from t tablesample system (1 percent)', 'sql-unsupported', 'tablesample'],
  ['select 1 from p.d.t_*', 'sql-unsupported', 'p.d.t_*'],
  ['select 1 from `p.d.t_*`', 'sql-unsupported', '`p.d.t_*`'],
  ['select 1 from `p.d.t$20200101`', 'sql-unsupported', '`p.d.t$20200101`'],
  ['select 1 from p.d.INFORMATION_SCHEMA.TABLES', 'sql-unsupported', 'p.d.INFORMATION_SCHEMA.TABLES'],
  ['select 1 from t', 'sql-unsupported', 't'],
  ['select 1 from p.d.t for system_time as of current_timestamp()', 'sql-unsupported', 'for'],
  ['select * from p.d.f(1)', 'sql-unsupported', 'p.d.f'],
  ['select @@error.message', 'sql-unsupported', '@@error'],
  ['select ?', 'sql-unsupported', '?'],
  ["select safe_cast('2024-03-05 01:02:03 EST' as timestamp)", 'sql-unsupported', 'select'],
  ["select json_value('{\"a\":1', '$.a')", 'sql-unsupported', 'select'],
  ['commit transaction', 'sql-error', 'commit transaction'],
  ['begin transaction; begin transaction', 'sql-error', 'begin transaction'],
  ['begin transaction; select 1; commit; commit', 'sql-error', 'commit'],
  ['begin transaction; select 1', 'sql-unsupported', 'begin transaction'],
  // What BigQuery takes is not said to be wrong.
  ["select timestamp '2020-01-02' - timestamp '2020-01-01'", 'sql-unsupported', "timestamp '2020-01-02' - timestamp '2020-01-01'"],
  ["select date '2020-01-02' - date '2020-01-01'", 'sql-unsupported', "date '2020-01-02' - date '2020-01-01'"],
  ["select instr('banana', 'a', -1, 2)", 'sql-unsupported', 'select'],
  ["select instr(b'abc', b'b')", 'sql-unsupported', "instr(b'abc', b'b')"],
  ["select replace(b'abc', b'b', b'x')", 'sql-unsupported', "replace(b'abc', b'b', b'x')"],
  ["select regexp_extract(b'ab', 'a')", 'sql-unsupported', "regexp_extract(b'ab', 'a')"],
  ["select regexp_extract('ab', 'x*', 1, 3)", 'sql-unsupported', 'select'],
  ["select array_to_string([b'a'], b',')", 'sql-unsupported', "array_to_string([b'a'], b',')"],
  ["select b'a' & b'b'", 'sql-unsupported', "b'a' & b'b'"],
  ["select ~b'a'", 'sql-unsupported', "~b'a'"],
  ["select b'a' like b'%'", 'sql-unsupported', "b'a' like b'%'"],
  ["select string_agg(x) from unnest([b'a']) as x", 'sql-unsupported', 'string_agg(x)'],
  ['select to_json_string(1, true)', 'sql-unsupported', 'to_json_string(1, true)'],
  ["select time(timestamp '2020-01-01', 'UTC')", 'sql-unsupported', "time(timestamp '2020-01-01', 'UTC')"],
  ["select round(2.5, 0, 'ROUND_HALF_EVEN')", 'sql-unsupported', "round(2.5, 0, 'ROUND_HALF_EVEN')"],
  ['export data options (uri="x") as select 1', 'sql-unsupported', 'export'],
  ['create function p.d.f() as (1)', 'sql-unsupported', 'p.d.f'],
  ['create temp function f() returns int64 language js as "1"', 'sql-unsupported', 'language'],
  ['create procedure p.d.f() begin select 1; end', 'sql-unsupported', 'create procedure'],
  ['create materialized view p.d.v as select 1 as x', 'sql-unsupported', 'create materialized view p.d.v as select 1 as x'],
  ['call p.d.f()', 'sql-unsupported', 'call'],
  ['begin select 1; exception when error then select 2; end', 'sql-unsupported', 'exception when error then'],
  ['rollback transaction', 'sql-unsupported', 'rollback transaction'],
  ['a: loop break; end loop', 'sql-unsupported', 'a'],
  ['execute immediate "select ?" using 1', 'sql-unsupported', '1'],
  ['create table p.d.t (x int64); alter table p.d.t set default collate "x"', 'sql-unsupported', 'set'],
  ['create table p.d.t (x string(10))', 'sql-unsupported', 'string(10)'],
  ['create table p.d.t (x bignumeric)', 'sql-unsupported', 'bignumeric'],
  ['create table p.d.t (x geography)', 'sql-unsupported', 'geography'],
  ['create table p.d.t (x int64) partition by _partitiondate', 'sql-unsupported', '_partitiondate'],
  ['select cast(1 as bignumeric)', 'sql-unsupported', 'bignumeric'],
  ['select bignumeric "1"', 'sql-unsupported', 'bignumeric "1"'],
  ['select interval 1 day', 'sql-unsupported', 'interval 1 day'],
  ['select numeric "10000000000000000000000" * x from (select numeric "1" as x)', 'sql-unsupported', 'select'],
  ['select numeric "10000000000000000000000" / x from (select numeric "3" as x)', 'sql-unsupported', 'select'],
  ['select sqrt(numeric "2")', 'sql-unsupported', 'sqrt(numeric "2")'],
  ['select farm_fingerprint("a")', 'sql-unsupported', 'farm_fingerprint'],
  ['select approx_quantiles(x, 2) from unnest([1]) as x', 'sql-unsupported', 'approx_quantiles'],
  ['select ml.predict(1)', 'sql-unsupported', 'ml.predict'],
  ['select format("%x", 1)', 'sql-unsupported', '"%x"'],
  ['select format(concat("%", "d"), 1)', 'sql-unsupported', 'concat("%", "d")'],
  ['select format_date("%H", current_date())', 'sql-unsupported', '"%H"'],
  ['select parse_date("%j", "1")', 'sql-unsupported', '"%j"'],
  ['select regexp_extract("ab", r"(a)(b)")', 'sql-unsupported', 'r"(a)(b)"'],
  ['select regexp_contains("a", concat("a", "b"))', 'sql-unsupported', 'concat("a", "b")'],
  ['select json_value("x", "$[*]")', 'sql-unsupported', '"$[*]"'],
  ['select timestamp_trunc(current_timestamp(), day, "+05:00")', 'sql-unsupported', '"+05:00"'],
  ['select date_trunc(current_date(), decade)', 'sql-unsupported', 'decade'],
  ['select [1] = [1]', 'sql-unsupported', '[1] = [1]'],
  ['select struct(1 as a) = struct(1 as a)', 'sql-unsupported', 'struct(1 as a) = struct(1 as a)'],
  ['select safe.upper(lower("a"))', 'sql-unsupported', 'safe.upper'],
  ['select 9223372036854775808', 'sql-unsupported', '9223372036854775808'],
  ['select x from (select 1 as k) as a left join (select 1 as k) as x on true', 'sql-unsupported', 'x'],
  ['select 1 group by grouping sets ((1), ())', 'sql-unsupported', 'grouping'],
  // Wrong for BigQuery too.
  ['select upper(1)', 'sql-error', 'upper(1)'],
  ["select '1' = 1", 'sql-error', "'1' = 1"],
  ['select x + 1 from (select "a" as x)', 'sql-error', 'x + 1'],
  ['select 1 as x, 2 as X', 'sql-error', 'select 1 as x, 2 as X'],
  ['create table p.d.t as select 1 as x, 2 as X', 'sql-error', 'select 1 as x, 2 as X'],
  ['select nope from (select 1 as x)', 'sql-error', 'nope'],
  ['select a.nope from (select 1 as x) as a', 'sql-error', 'nope'],
  ['select x from (select 1 as x) as a, (select 2 as x) as b', 'sql-error', 'x'],
  ['select 1 from (select 1 as x) as a, (select 2 as x) as a', 'sql-error', '(select 1 as x) as a, (select 2 as x) as a'],
  ['select * except (y) from (select 1 as x)', 'sql-error', 'y'],
  ['select 1 order by 2', 'sql-error', '2'],
  ['select lag(1)', 'sql-error', 'lag'],
  ['select cast(date "2020-01-01" as int64)', 'sql-error', 'cast(date "2020-01-01" as int64)'],
  ['select date "2020-02-30"', 'sql-error', 'date "2020-02-30"'],
  ['select 1 union all select "a"', 'sql-error', 'select 1 union all select "a"'],
  ['select 1 union all select 1, 2', 'sql-error', 'select 1, 2'],
  ['select (select 1, 2)', 'sql-error', '(select 1, 2)'],
  ['select 1 from (select 1 as x) where x', 'sql-error', 'x'],
  ['select x, count(*) from (select 1 as x)', 'sql-error', 'select'],
  ['select 1 / 0', 'sql-error', 'select'],
  ['select cast("a" as int64)', 'sql-error', 'select'],
  ['declare x int64; declare x int64', 'sql-error', 'x'],
  ['set x = 1', 'sql-error', 'x'],
  ['if 1 then select 1; end if', 'sql-error', '1'],
  ['while true do select 1;', 'sql-syntax', 'while true do'],
  ['drop table p.d.nope', 'table-not-found', 'p.d.nope'],
  ['select 1 from p.d.nope', 'table-not-found', 'p.d.nope'],
  ["select 'a", 'sql-syntax', "'"],
  ['', 'sql-syntax', ''],
]

test('what cannot be right is refused at its place', async t => {
  const sql = await sqlFolder(t)
  for (const [script, code, at] of refusals) {
    const fault = await sql.fault(script)
    assert.deepEqual([script, fault.code, fault.at], [script, code, at])
  }
})

test('a mistake is told in the words of BigQuery', async t => {
  const sql = await sqlFolder(t)
  await sql.rows('create table p.d.t (id int64 not null, name string)')
  const cases: readonly [string, RegExp][] = [
    ['select nam from p.d.t', /^Unrecognized name: nam; did you mean name\?$/],
    ['select id = name as x from p.d.t', /^No matching signature for operator = for argument types: INT64, STRING\.$/],
    ['insert into p.d.t values ("a", "b")', /^Value has type STRING which cannot be inserted into column id, which has type INT64\.$/],
    ['insert into p.d.t (name) values ("b")', /^Required field id cannot be null\.$/],
    ['insert into p.d.t select 1', /^Inserted row has wrong column count; has 1, expected 2\.$/],
    ['select 9223372036854775807 + id as x from (select 1 as id)', /^Int64 overflow/],
    ['select 1 / 0 as x', /^Division by zero\.$/],
    ['select id, count(*) as n from p.d.t', /neither grouped nor aggregated/],
    ['select (select x from unnest([1, 2]) as x) as y', /^Scalar subquery produced more than one element\.$/],
    ['create table p.d.t (x int64)', /^Already exists: table t\.$/],
    ['select farm_fingerprint(name) as x from p.d.t', /does not run on the local target: use MD5 or SHA256/],
  ]
  for (const [script, message] of cases) assert.match((await sql.fault(script)).message, message, script)
})

test('a mistake of a later statement is placed there', async t => {
  const sql = await sqlFolder(t)
  const script = `create table p.d.t as select 1 as x;
    if (select count(*) from p.d.t) > 0 then
      select x from p.d.t where y = 1;
    end if`
  assert.deepEqual([(await sql.fault(script)).code, (await sql.fault(script)).at], ['sql-error', 'y'])
  assert.equal(await sql.table('p.d.t'), null)
})
