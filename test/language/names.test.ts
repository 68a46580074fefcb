import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { describe as sentenceOf } from '#language'
import { analyzed, checkEdges, checkMarks } from './check.ts'

describe('look-up', () => {
  test('block by block, from the inside out', () =>
    checkMarks(`let x = "file"
let run = { id: "let" }
dag d {
  let x = "dag"
  input y: string = "input"
  task p: shell { run: "true" when: x == "file" }                    //! never-runs
  task q: shell { run: "true" when: run.id != "let" }                //! never-runs
  group g {
    let x = "group"
    task p: shell { run: "true" when: x == "dag" }                   //! never-runs
    task q: js { script: "a.mjs" matrix: { x: ["matrix"] } params: { x } when: x == "group" }   //! never-runs
    task r: shell { run: "true" when: y == "input" }
  }
  group h {
    when: z == "outer"                                               //! never-runs
    let z = "inner"
    task p: shell { run: "true" }
  }
  let z = "outer"
}
`))
  test('order does not matter', () =>
    checkMarks(`dag d {
  a -> b
  task a: js { script: "a.mjs" params: { x } }
  let x = y
  let y = z
  task b: shell { run: "true" }
}
let z = 1
`))
  test('what cannot be seen', () =>
    checkMarks(`let top = a                                          //! unknown-name@11
let later = inner                                    //! unknown-name@13
dag d {
  let x = n                                          //! unknown-name@11
  task a: js { script: "a.mjs" matrix: { n: [1], m: [n] } params: { n } }    //! unknown-name@54
  task b: js { script: "a.mjs" params: { n } }       //! unknown-name@42
  task c: shell { run: "true" after: [n] }           //! unknown-name@39
  group g { let inner = 1 task e: shell { run: "true" } }
  task f: js { script: "a.mjs" params: { inner, e, x: g.inner } }    //! unknown-name@42, unknown-name@49, unknown-name@57
  e -> a                                             //! unknown-name@3
  g.nosuch -> a                                      //! unknown-name@5
  a.x -> b                                           //! unknown-name@5
}
dag e {
  task g: js { script: "a.mjs" params: { x: a.rows } }     //! unknown-name@45
  a -> g                                             //! unknown-name@3
}
`))
  test('in edges and after only tasks and groups count', () => {
    checkMarks(`let a = 1
dag d {
  let b = 2
  input c: number = 1
  task a: shell { run: "true" }
  group g {
    let a = 3
    task u: shell { run: "true" after: [a] }
    task v: shell { run: "true" }
    a -> v
  }
  b -> a                //! unknown-name@3
  c -> a                //! unknown-name@3
  run -> a              //! unknown-name@3
  params -> a           //! unknown-name@3
}
`)
  })
  test('values that are none', () =>
    checkMarks(`dag d {
  task t: bq { sql: "select 1" }
  group g { task u: shell { run: "true" } }
  let a = t             //! wrong-type@11
  let b = g             //! wrong-type@11
  let c = g.u           //! wrong-type@11
  let e = run           //! wrong-type@11
  let f = t.rows
  let h = g.u.x
  let i = g.nosuch      //! unknown-name@13
  let j = run.nosuch    //! unknown-name@15
  let k = target.nosuch //! unknown-name@18
  let l = target.region
}
target prod { region: "x" }
`))
  test('the own params in when', () =>
    checkMarks(`dag d {
  task a: js { script: "a.mjs" params: { x: 1, m: { y: 2 } } when: params.x == 1 && params.m.y == 2 }
  task b: js { script: "a.mjs" params: { x: 1 } when: params.y == 1 }       //! unknown-name@62
  task c: js { script: "a.mjs" params: { x: params.y } }                    //! unknown-name@45
  task e: js { script: "a.mjs" params: { x: 1 } when: params }              //! wrong-type@55
  task f: js { script: "a.mjs" params: { x: 1 } when: params.x == 2 }       //! never-runs
}
`))
  test('did you mean', () => {
    const near = (source: string): unknown[] =>
      analyzed(source).diagnostics.map(each => /did you mean `([^`]+)`/.exec(sentenceOf(each))?.[1] ?? null)
    assert.deepEqual(near('let dataset = 1\nlet a = datset'), ['dataset'])
    assert.deepEqual(near('dag d { task load: shell { run: "true" } lod -> load }'), ['load'])
    assert.deepEqual(near('dag d { task load: shel { run: "true" } }'), ['shell'])
    assert.deepEqual(near('dag d { task load: shell { run: "true" retires: 1 } }'), ['retries'])
    assert.deepEqual(near('dag d { task load: shell { run: "true" trigger: all_don } }'), ['all_done'])
    assert.deepEqual(near('let a = lowr("x")'), ['lower'])
    assert.deepEqual(near('let a = xyzzy'), [null])
    assert.deepEqual(near('dag d { input n: numbr task t: shell { run: "true" } }'), ['number'])
    assert.deepEqual(near('target prod { } dag d { task t: shell { run: "true" on prdo { } } }'), ['prod'])
    assert.deepEqual(near('dag d { limits: { warehouse: 1 } task t: shell { run: "true" limit: "warehous" } }'), ['warehouse'])
  })
  test('a limit that is named by a bare word', () => {
    const sentences = (value: string): string[] =>
      analyzed(`let two = "warehouse" dag d { limits: { warehouse: 1 } task t: shell { run: "true" limit: ${value} } }`).diagnostics.map(
        sentenceOf,
      )
    assert.deepEqual(sentences('warehouse'), ['unknown name `warehouse`; a limit is named by a string: `"warehouse"`'])
    assert.deepEqual(sentences('two'), [])
  })
})

describe('names that are given twice', () => {
  test('one namespace of a block, at the later one', () =>
    checkMarks(`let a = 1
let a = 2                                   //! duplicate-name@5
target prod { project: "p" }
target prod { project: "q" }                //! duplicate-name@8
dag d {
  let a = 1
  input a: number = 1                       //! duplicate-name@9
  task a: shell { run: "true" }             //! duplicate-name@8
  group a { task t: shell { run: "true" } } //! duplicate-name@9
  task t: shell { run: "true" }
  let t = 1                                 //! duplicate-name@7
  group g {
    task t: shell { run: "true" }
    let t = 2                               //! duplicate-name@9
    task u: shell { run: "true" }
    group u { task t: shell { run: "true" } }   //! duplicate-name@11
  }
}
dag d {                                     //! duplicate-name@5
  task t: shell { run: "true" }
}
`))
  test('shadowing is none', () =>
    checkMarks(`let a = 1
target a { project: "p" }
dag a {
  let a = 1
  group g { let a = 1 task t: js { script: "a.mjs" matrix: { a: [1] } params: { a } } }
}
`))
  test('properties', () =>
    checkMarks(`target prod { project: "p" project: "q" }             //! duplicate-name@28
defaults { retries: 1 retries: 2 }                    //! duplicate-name@23
dag d {
  owner: "a"
  owner: "b"                                          //! duplicate-name@3
  group g { owner: "a" owner: "b" task t: shell { run: "true" } }     //! duplicate-name@24
  task t: shell { run: "true" run: "false" }          //! duplicate-name@31
  task u: shell { run: "true" on prod { retries: 1 retries: 2 } }     //! duplicate-name@52
  let m = { a: 1, "a": 2 }                            //! duplicate-name@19
  task v: js { script: "a.mjs" params: { x: 1, x: 2 } }               //! duplicate-name@48
  task w: shell { run: "true" on prod { retries: 1 } on prod { timeout: 1m } }     //! duplicate-name@57
}
`))
  test('errors of a duplicate are not hidden', () =>
    checkMarks(`target prod { project: "p" }
target prod { project: 1 }                            //! duplicate-name, wrong-type
dag d { task t: shell { run: "true" } }
dag d { task t: shell { run: "true" bogus: 1 } }      //! duplicate-name, unknown-property
dag e {
  task t: shell { run: "true" }
  task t: shell { run: "true" bogus: 1 when: nosuch } //! duplicate-name, unknown-property, unknown-name
  let t = nosuch                                      //! duplicate-name, unknown-name
  group t { task u: shell { bogus: 1 run: "x" } }     //! duplicate-name, unknown-property
  task u: shell { run: "true" on prod { retries: 1 } on prod { bogus: 1, x: nosuch } }  //! duplicate-name, unknown-property, unknown-property
}
`))
  test('exclusive properties, at the second', () =>
    checkMarks(`dag d {
  task a: bq { sql: "select 1" script: "a.sql" }      //! duplicate-name@32
  task b: shell { script: "a.sh" run: "true" }        //! duplicate-name@34
  task c: python { run: "1" script: "a.py" }          //! duplicate-name@29
  task e: bq { sql: "select 1" on local { script: "a.sql" } }
  task f: bq { sql: "select 1" on local { script: "a.sql" sql: "select 2" } }     //! duplicate-name@59
}
`))
})

describe('lets that depend on themselves', () => {
  test('directly and through others, at the last reference in the file', () =>
    checkMarks(`let a = a + 1           //! cycle@9
let b = c
let c = [1, { x: e }]
let e = "\${b}"          //! cycle@12
let f = e + "x"
dag d {
  let x = y
  group g { let y = z let z = x task t: shell { run: "true" } }
  let y = x             //! cycle@11
}
`))
  test('two cycles are two', () => checkMarks('let a = b\nlet b = a  //! cycle\nlet c = e\nlet e = c  //! cycle\n'))
})

test('an output is looked up by the innermost name', () => {
  checkEdges(
    `dag d {
  task x: js { script: "a.mjs" }
  group g {
    let x = { rows: 1 }
    task a: js { script: "a.mjs" params: { n: x.rows } }
    group h {
      task x: js { script: "a.mjs" }
      task b: js { script: "a.mjs" params: { n: x.rows } }
    }
  }
}
`,
    'g.h.x->g.h.b',
  )
})
