import assert from 'node:assert/strict'
import test from 'node:test'
import { parseStatement, splitStatements, tokenizeSql } from '#language/sql'

function parse(sql: string): string[] {
  return splitStatements(tokenizeSql(sql, 'rendered')).map(piece => {
    if (piece.control) return `control ${sql.slice(piece.start, piece.end)}`
    const parsed = parseStatement(sql, piece.tokens, piece.end)
    return parsed.ok
      ? `${piece.conditional ? 'conditional ' : ''}${parsed.statement.kind}`
      : `${parsed.fault.kind} ${sql.slice(parsed.fault.start, parsed.fault.end)}`
  })
}

const cases: [string, string[]][] = [
  ['select 1', ['query']],
  ['select 1;; select 2;', ['query', 'query']],
  ['', []],
  ['-- nothing', []],
  ['selec 1', ['syntax selec']],
  ['select 1 as', ['syntax as']],
  ['select from t', ['syntax from']],
  ['select (1', ['syntax 1']],
  ["select 'a", ["syntax '"]],
  ['select 1 2', ['syntax 2']],
  ['select 1x', ['syntax 1x']],
  ['select a,, b from t', ['syntax ,']],
  ['select 1 union select 2', ['syntax select']],
  ["select '\\q'", ["syntax '\\q'"]],
  ['update p.d.t set a = 1', ['syntax 1']],
  ['delete from t', ['syntax t']],
  ['select * from a b c', ['syntax c']],
  ['insert into a-b-348214.c.d (x) select 1', ['insert']],
  ['insert a.b values (1, default), (2, null)', ['insert']],
  [
    'create or replace table a-1.b.2020_x (id int64 not null options(description="x"), s array<struct<a int64, b string>>) partition by date(ts) cluster by id options(expiration_timestamp=null)',
    ['create-table'],
  ],
  ['create table if not exists a.b as (select 1 as x)', ['create-table']],
  ['create view a.b as select 1 as x', ['create-view']],
  ['drop table if exists a.b', ['drop']],
  ['alter table a.b add column c int64, drop column if exists d', ['alter-table']],
  ["load data overwrite a.b (x int64) from files (format='CSV', uris=['x.csv'])", ['load-data']],
  [
    'merge a.b t using s on t.x = s.x when matched then update set y = 1 when not matched by source then delete when not matched then insert row',
    ['merge'],
  ],
  ['create or replace procedure a.p() begin select 1; end; select 2', ['unsupported create or replace procedure', 'query']],
  [
    "create procedure a.p(x int64) begin declare y int64; if x > 1 then select case when x = 1 then if(x > 0, 1, 2) else 3 end; end if; for r in (select 1) do call a.q(); end for; exception when error then select 'end'; end; select 2",
    ['unsupported create procedure', 'query'],
  ],
  ['create procedure a.p() select 1; select 2', ['unsupported create procedure', 'query']],
  [
    'l: begin select 1; loop break l; end loop; end l; select 2',
    ['control l: begin', 'query', 'control loop', 'unsupported l', 'control end loop', 'control end l', 'query'],
  ],
  [
    'l: repeat select 1; until true end repeat l; select 2',
    ['control l: repeat', 'conditional query', 'control until true end repeat l', 'query'],
  ],
  ["create view a.v(x options(description='x'), y) as select 1, 2", ['create-view']],
  ['drop all row access policies on a.b', ['unsupported drop all']],
  ['select * from a.b full union all by name select * from a.c', ['unsupported full']],
  ['select * from a.b left outer union all corresponding select * from a.c', ['unsupported left']],
  ['select 1 union all strict corresponding by (x) select 2', ['unsupported strict']],
  ['select * from a.b match_recognize (order by x) as m', ['unsupported match_recognize']],
  ['select * from a.b as t match_recognize (order by x)', ['unsupported match_recognize']],
  ['select * from a.b full outer join a.c using (x)', ['query']],
  ['truncate table a.b', ['truncate']],
  ['select ((select 1) + 1), ((select 1) union all (select 2))', ['query']],
  ['select a[offset(0)].b.c, x.* except (y), safe.substr(a, 1), array<int64>[], struct<a int64>(1) from t', ['query']],
  ['select cast(a as numeric(10, 2)), interval 1 day, date "2020-01-01", extract(week(monday) from d) from t', ['query']],
  [
    'select * from a.b as t, t.items as i left join unnest(i.x) as y with offset o on true where a not in unnest([1]) and b not like "x"',
    ['query'],
  ],
  [
    'select 1 from t qualify row_number() over (partition by a order by b desc nulls last rows between 1 preceding and current row) = 1',
    ['query'],
  ],
  ['select * from t pivot (sum(x) for y in (1)) unpivot (v for k in (a, b as "c")) as u', ['query']],
  ['select * from t |> where x = 1', ['unsupported |>']],
  ['create temp function f(x int64, y any type) returns string as (concat(x, y))', ['create-function']],
  ['create function f() returns int64 language js as """1"""', ['unsupported language']],
  [
    'declare x, y int64 default 1; set x = 2; set (x, y) = (select as struct 1, 2); raise using message = "no"',
    ['declare', 'set', 'set', 'raise'],
  ],
  ['execute immediate "select ?" into x using 1 as y', ['execute']],
  ['a: loop', ['control a: loop']],
  ['call p.d.q()', ['unsupported call']],
  ['create table a.b like c.d; create table a.b clone c.d; create table a.b copy c.d', ['create-table', 'create-table', 'create-table']],
  ['alter table a.b alter column c set data type numeric, alter column c drop not null', ['alter-table']],
  ['select a from t group by rollup (a, b)', ['query']],
  ['select any_value(a having max b), x like any ("a", "b") from t', ['query']],
  [
    'if a then select 1; else select case when b then 1 end; end if; select 2',
    ['control if a then', 'conditional query', 'control else', 'conditional query', 'control end if', 'query'],
  ],
  [
    'begin select 1; exception when error then select 2; end',
    ['control begin', 'query', 'control exception when error then', 'query', 'control end'],
  ],
  ['begin transaction; select 1; commit transaction', ['transaction', 'query', 'transaction']],
  [
    'while x do select 1; end while; loop break; end loop',
    ['control while x do', 'conditional query', 'control end while', 'control loop', 'conditional jump', 'control end loop'],
  ],
]

for (const [sql, expected] of cases) test(`parses ${JSON.stringify(sql.slice(0, 70))}`, () => assert.deepEqual(parse(sql), expected))

test('no nesting overflows', () => {
  for (const sql of [
    `select ${'('.repeat(50_000)}1${')'.repeat(50_000)}`,
    `select ${'not '.repeat(50_000)}true`,
    `select ${'case when '.repeat(20_000)}`,
  ]) {
    assert.match(parse(sql)[0] ?? '', /^(unsupported|syntax)/)
  }
  assert.match(parse(`select ${'1 + '.repeat(50_000)}1`)[0] ?? '', /^unsupported/)
})
