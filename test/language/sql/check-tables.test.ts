import assert from 'node:assert/strict'
import test from 'node:test'
import { checkTables, scriptTables, type TableTask } from '#language/sql'

interface Given {
  readonly sql?: string
  readonly after?: readonly number[]
  readonly writes?: readonly string[]
  readonly reads?: readonly string[]
  readonly unseen?: boolean
}

/** Facts as `code task text`. A string is a `bq` task after the one before it. */
function check(...given: (string | Given)[]): string[] {
  const all = given.map((g, i): Given => (typeof g === 'string' ? { sql: g, after: i > 0 ? [i - 1] : [] } : g))
  const tasks = all.map(
    (g): TableTask => ({
      script: g.sql === undefined ? null : scriptTables(g.sql),
      unseen: g.unseen ?? false,
      reads: g.reads ?? [],
      writes: g.writes ?? [],
    }),
  )
  const links = { order: all.map((_, i) => i), upstreams: (task: number) => all[task]!.after ?? [] }
  return checkTables(tasks, links, 'p').map(f => {
    const sql = all[f.task]?.sql
    return `${f.code} ${f.task} ${f.span && sql ? sql.slice(f.span.start, f.span.end) : f.table}`
  })
}

const made = 'create or replace table p.d.t as select 1 as x, 2 as y'

const cases: [string, (string | Given)[], string[]][] = [
  ['two unordered creations race', [{ sql: made }, { writes: ['p.d.t'] }], ['race 1 p.d.t']],
  ['a read and an unordered write race', [{ sql: made }, { sql: 'select x from d.t' }], ['race 1 d.t']],
  ['ordered tasks do not race', [made, 'select x from p.d.t'], []],
  ['a path through another task orders', [{ writes: ['p.d.t'] }, { after: [0] }, { writes: ['p.d.t'], after: [1] }], []],
  [
    'two inserts do not race',
    [made, { sql: 'insert into p.d.t (x) select 1', after: [0] }, { sql: 'insert p.d.t (x) values (2)', after: [0] }],
    [],
  ],
  [
    'an insert and an update race',
    [made, { sql: 'insert into p.d.t (x) select 1', after: [0] }, { sql: 'update p.d.t set x = 1 where true', after: [0] }],
    ['race 2 p.d.t'],
  ],
  ['two reads do not race', [{ sql: 'select 1 from p.q.t' }, { sql: 'select 2 from p.q.t' }], []],
  ['temporary tables do not race', [{ sql: 'create temp table t as select 1 as x' }, { sql: 'create temp table t as select 1 as x' }], []],
  ['a common table is no table', [{ sql: made }, { sql: 'with t as (select 1 as x) select x from t' }], []],
  ['a table read before its creation', ['select x from p.d.t', made], ['read-before-write 0 p.d.t']],
  ['a table replaced by itself', ['create or replace table p.d.t as select * from p.d.t'], []],
  ['a table that nobody makes, in a dataset that is made', [made, 'select 1 from p.d.other'], ['unknown-table 1 p.d.other']],
  ['a table of a foreign dataset', [made, 'select y from p.other.t', 'insert into q.d.t (y) select x from p.d.t'], []],
  ['a dropped table', [made, 'drop table p.d.t', 'select x from p.d.t'], ['unknown-table 2 p.d.t']],
  ['a table dropped and made again', [made, 'drop table p.d.t', made, 'select x from p.d.t'], []],
  ['a table that somebody unseen may make', [made, { unseen: true }, 'select 1 from p.d.other'], []],
  ['a table that a declaration makes', [made, { writes: ['p.d.other'], after: [0] }, 'select 1 from p.d.other'], []],
  ['an unknown column', [made, 'select x, z from p.d.t'], ['unknown-column 1 z']],
  [
    'an unknown column of an alias',
    [made, 'select a.z from p.d.t as a where a.y = 1 and exists (select 1 from p.d.t as b where b.x = a.x)'],
    ['unknown-column 1 z'],
  ],
  ['a dropped column', [made, 'alter table p.d.t drop column y', 'select x, y from p.d.t'], ['unknown-column 2 y']],
  [
    'an added and a renamed column',
    [made, 'alter table p.d.t add column z int64', 'alter table p.d.t rename column x to w', 'select w, y, z from p.d.t'],
    [],
  ],
  [
    'columns through a star',
    [made, 'create or replace table p.d.u as select * except (y), 3 as z from p.d.t', 'select x, z, y from p.d.u'],
    ['unknown-column 2 y'],
  ],
  [
    'the name of the table before a column that is set',
    [
      made,
      'update p.d.t a set a.x = 1, y = 2 where true',
      'update p.d.t set t.x = 1, T.q = 2 where true',
      'merge p.d.t T using (select 1 as i) S on T.x = S.i when matched then update set T.x = 1, t.y = S.i',
    ],
    ['unknown-column 2 q'],
  ],
  [
    'names that the star of a struct gives',
    ['create table p.d.t (a struct<x int64>, b string)', 'select a.*, b as bb from p.d.t order by x, bb', 'select b from p.d.t order by x'],
    ['unknown-column 2 x'],
  ],
  [
    'what the head of a loop reads',
    [{ sql: 'insert p.d.t values (1)' }, { sql: 'for r in (select * from p.d.t) do select 1; end for' }],
    ['race 1 p.d.t'],
  ],
  [
    'what the head of an IF reads',
    [{ sql: 'insert p.d.t values (1)' }, { sql: 'if exists (select 1 from p.d.t) then select 2; end if' }],
    ['race 1 p.d.t'],
  ],
  ['columns of a common table', [made, 'with a as (select x as k from p.d.t) select k, x from a'], ['unknown-column 1 x']],
  ['columns of an insert', [made, 'insert into p.d.t (x, q) select 1, 2'], ['unknown-column 1 q']],
  ['columns that a file brings', ["load data overwrite p.d.t from files (format='CSV', uris=['x'])", 'select anything from p.d.t'], []],
  [
    'columns of a file that says them',
    ["load data overwrite p.d.t (x int64) from files (format='CSV', uris=['x'])", 'select x, y from p.d.t'],
    ['unknown-column 1 y'],
  ],
  ['columns beside a table that is not known', [made, 'select q from p.d.t join p.other.u using (x)'], []],
  [
    'elements of arrays and parts of dates',
    [made, 'select e, o, date_trunc(current_date(), month) as m from p.d.t, unnest([x]) as e with offset o order by m'],
    [],
  ],
  ['a conditional creation', ['if true then create table p.d.t as select 1 as x; end if', 'select y from p.d.t'], []],
]

for (const [title, given, expected] of cases) test(title, () => assert.deepEqual(check(...given), expected))

test('what is wrong in a script is told only where it is certain', () => {
  const faults = (sql: string): number => scriptTables(sql).faults.length
  assert.equal(faults('selec 1'), 1)
  assert.equal(faults('select * from t |> where x'), 0)
  assert.equal(faults('select 1 dagline_unknown_value 2 3'), 0)
  assert.equal(faults('create function f() returns int64 language js as "1"'), 0)
})

test('tasks are ordered in linear space', () => {
  const tasks = Array.from(
    { length: 100_000 },
    (_, i): TableTask => ({
      script: null,
      unseen: false,
      reads: [],
      writes: i % 50_000 === 0 ? ['p.d.t'] : [],
    }),
  )
  const links = { order: tasks.map((_, i) => i), upstreams: (task: number) => (task > 0 ? [task - 1] : []) }
  assert.deepEqual(checkTables(tasks, links, 'p'), [])
})

test('a brace too many at the end leaves the tables of its statement known, and is told with what to write', () => {
  for (const [sql, at] of [
    ['create table d.t as select 1 as a }', 34],
    ['create table d.t as select 1 as a; }', 35],
    ['create table d.t as select 1 as a\n}}\n', 34],
  ] as const) {
    const { statements, complete, faults } = scriptTables(sql)
    assert.deepEqual(
      statements.flatMap(one => one.effects.map(effect => effect.table.parts.join('.'))),
      ['d.t'],
      sql,
    )
    assert.equal(complete, false)
    assert.deepEqual([faults.length, faults[0]?.start], [1, at], sql)
    assert.match(faults[0]!.message, /^.* is expected before "}"; a placeholder is written \{name\}/)
  }
  assert.match(scriptTables('select { x } as a').faults[0]!.message, /before "\{"; a placeholder is written \{name\}, without blanks/)
})
