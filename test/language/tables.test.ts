import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { describe as describeDiagnostic } from '#language'
import { analyzed, checkMarks } from './check.ts'

describe('tables', () => {
  test('two writers without a path between them race', () =>
    checkMarks(`dag d {
  task a: shell { run: "true" writes: ["p.d.t"] }
  task b: shell { run: "true" writes: ["p.d.t"] }                                                   //! race@40
  task c: bq { sql: "create or replace table p.d.{name} as select 1 as x" params: { name: "t" } }   //! race@46
}
`))
  test('a destination is written', () =>
    checkMarks(`dag d {
  task a: bq { sql: "select 1 as x" destination: "p.d.t" }
  task b: bq { sql: "select 2 as x" destination: "p.d.t" }   //! race@50
  task c: bq { sql: "select x from p.d.t" after: [a, b] }
}
`))
  test('a path between them, at any length, is enough', () =>
    checkMarks(`dag d {
  task a: shell { run: "true" writes: ["p.d.t"] }
  task between: shell { run: "true" }
  task b: bq { sql: "select x from p.d.t" }
  a -> between -> b
}
`))
  test('instances of one matrix are ordered by nothing', () =>
    checkMarks(`dag d {
  task make: bq { sql: "create or replace table p.d.t (x int64)" }
  task a: bq { matrix: { n: [1, 2] } sql: "insert into p.d.t (x) select @n" params: { n } }
  task b: bq { matrix: { n: [1, 2] } sql: "update p.d.t set x = @n where true" params: { n } }   //! race@51
  make -> a -> b
}
`))
  test('a race of two matrix tasks is told once, however many tables it is for', () => {
    const sql = 'sql: "create or replace table ds.x{j} as select 1 as n" params: { j }'
    const source = `dag d {
  task a: bq { matrix: { i: [1, 2], j: range(1, 50) } ${sql} }
  task b: bq { matrix: { k: [1, 2], j: range(1, 50) } ${sql} }
}
`
    const races = analyzed(source).diagnostics.flatMap(each =>
      each.reason === 'race/tasks' ? [`${each.data.task} ${each.data.other}`] : [],
    )
    assert.deepEqual(races, ['a a', 'b a'])
  })

  test('what is read before it is created', () =>
    checkMarks(`dag d {
  task a: bq { sql: "select x from p.d.t" }                          //! read-before-write@36
  task b: bq { sql: "create table p.d.t as select 1 as x" }
  a -> b
}
`))
  test('tables and columns that are not there', () =>
    checkMarks(`dag d {
  task make: bq { sql: "create or replace table p.d.t as select 1 as x, 2 as y" }
  task a: bq { sql: "select x, nosuch from p.d.t" }                  //! unknown-column@32
  task b: bq { sql: "select x from p.d.missing" }                    //! unknown-table@36
  task c: bq { sql: "select x from p.elsewhere.missing" }
  make -> [a, b, c]
}
`))
  test('SQL that BigQuery would not take', () =>
    checkMarks(`dag d {
  task a: bq { sql: "selec 1 as x" }                                 //! sql-syntax@22
  task b: bq { sql: "select {n} from" params: { n: 1 } }             //! sql-syntax
  task c: bq { sql: "select 1 as x" }
}
`))
  test('nothing is said of what cannot be seen', () =>
    checkMarks(`dag d {
  input name: string
  task a: bq { sql: "create or replace table p.d.{name} as select 1 as x" params: { name } }
  task b: bq { sql: "create or replace table p.d.{name} as select 1 as x" params: { name } }
  task c: bq { script: "gs://bucket/script.sql" }
  task e: bq { sql: "select x from p.d.anything" }
  task f: bq { sql: "from t select it" dialect: duckdb }
}
`))
  test('a column is told with its table, where there is one', () => {
    const messages = (sql: string): string[] => {
      const text = `dag d { task a: bq { sql: "create table p.d.t as select 1 as x; create table p.d.u as select 1 as y; ${sql}" } }`
      return analyzed(text).diagnostics.map(describeDiagnostic)
    }
    assert.deepEqual(messages('select z from p.d.t'), ['`p.d.t` has no column `z`'])
    assert.deepEqual(messages('select z from (select x from p.d.t)'), ['no table here has a column `z`'])
    assert.deepEqual(messages('select z from p.d.t cross join p.d.u'), ['no table here has a column `z`'])
  })
})
