import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { versionOf } from '#language'
import { analyzed, checkMarks } from './check.ts'

describe('targets and overrides', () => {
  test('every version is checked', () =>
    checkMarks(`target prod { project: "p" }
target staging { project: "q" }
dag d {
  task a: shell { run: "true" on prod { retries: "x" } on staging { bogus: 1 } }   //! wrong-type@50, unknown-property@69
  task b: bq { sql: "select 1" on prod { sql: "select {n}" } }                     //! missing-param@55
  task c: js { script: "a.mjs" on staging { script: "nosuch.mjs" } }               //! script-not-found@53
  task e: shell { run: "true" on prod { when: nosuch } }                           //! unknown-name@47
  task f: shell { run: "true" on prod { trigger: sometimes } }                     //! wrong-type@50
}
`))
  test('an unknown target', () =>
    checkMarks(`target prod { project: "p" }
dag d {
  task a: shell { run: "true" on prdo { retries: 1 } }       //! unknown-name@34
  task b: shell { run: "true" on nosuch { retries: "x" } }   //! unknown-name@34, wrong-type@52
  task c: shell { run: "true" on local { retries: 1 } }
}
`))
  test('after and matrix are the same everywhere', () =>
    checkMarks(`dag d {
  task a: shell { run: "true" }
  task b: shell { run: "true" on local { after: [a] } }                //! unknown-property@42
  task c: js { script: "a.mjs" matrix: { n: [1] } params: { n } on local { matrix: { n: [2] } } }   //! unknown-property@76
}
`))
  test('a new engine drops the own properties of the old one', () =>
    checkMarks(`target prod { project: "p" }
dag d {
  task a: spark { script: "a.py" cluster: "c" region: "r" retries: 1 params: { x: 1 }
    on local { engine: shell run: "true" }
    on prod { engine: bq }                                   //! missing-property
  }
  task b: spark { script: "a.py" cluster: "c" on local { engine: bq script: "a.sql" jars: [] } }      //! unknown-property@85
  task c: bq { sql: "select {x}" params: { x: 1 } on local { engine: shell run: "echo $x" } }
  task e: bq { sql: "select 1" on local { engine: js script: "a.mjs" } }
  task f: nosuch { x: 1 on local { engine: shell run: "true" } }      //! unknown-engine
}
`))
  test('engine is one static word', () =>
    checkMarks(`dag d {
  task a: shell { run: "true" on local { engine: "js" script: "a.mjs" } }
  task b: shell { run: "true" on local { engine: env("E") } }         //! wrong-type@50
  task c: shell { run: "true" on local { engine: 1 } }                //! wrong-type@50
  task e: shell { run: "true" on local { engine: nosuch } }           //! unknown-engine@50
  task f: shell { run: "true" on local { engine: "no\${1}" } }         //! wrong-type@50
  task g: shell { run: "true" engine: js }                            //! unknown-property@31
}
`))
  test('params are replaced whole', () =>
    checkMarks(`dag d {
  task a: bq { sql: "select {x}, {y}" params: { x: 1, y: 2 } on local { params: { x: 1 } } }    //! missing-param@34
  task b: bq { sql: "select {x}" params: { x: 1, y: 2 } on local { sql: "select {y}" } }
  task c: bq { sql: "select {x}" params: { x: 1, y: 2 } on local { sql: "select 1" } }          //! unused-param@50
}
`))
  test('entries of targets', () =>
    checkMarks(`target prod { zone: "z" location: "US" }
let a = target.zone
let b = target.nosuch            //! unknown-name@16
let c = target.project
let e = target.region
let f = target.name
let g = target.zone.x
let h = "\${target.zone}" + 1     //! wrong-type
target dev { zone: target.name }
`))
  test('the chosen target stands for target', () => {
    const source = (mark: string): string =>
      `target prod { n: 1 }\ntarget dev { n: "x" }\ndag d {\n  task t: shell { run: "true" retries: target.n }   ${mark}\n}\n`
    checkMarks(source(''), { target: 'prod' })
    checkMarks(source('//! wrong-type'), { target: 'dev' })
    checkMarks(source(''))
  })
  test('one that only another target has is none here', () =>
    checkMarks(`target prod { zone: "z" }
dag d {
  task a: js { script: "a.mjs" params: { x: target.zone } when: target.zone == null }
}
`))
  test('local may be declared', () =>
    checkMarks(`target local { project: "mine" zone: "z" }
dag d { task t: shell { run: "true" when: target.project == "mine" on local { retries: 1 } } }
`))
})

describe('which value wins', () => {
  const source = `import "lib.dag"
target prod { location: "target" region: "target" }
defaults bq { labels: { from: "file bq" } location: "file bq" }
defaults { labels: { from: "file" } timeout: 3m description: "file" }
dag d {
  retries: 7
  cache: true
  defaults bq { timeout: 2m }
  defaults { owner: "dag" description: "dag" }
  group g {
    defaults { description: "group" }
    defaults bq { owner: "group bq" retries: 3 }
    task a: bq { sql: "select 1" description: "task" on prod { description: "on" } }
    task b: bq { sql: "select 1" }
  }
  task c: bq { sql: "select 1" }
  task e: spark { script: "a.py" cluster: "c" on local { engine: bq sql: "select 1" } }
  task f: shell { run: "true" cache: false }
}
`
  const files = { 'lib.dag': 'defaults bq { priority: batch timeout: 9m }\ndefaults { slots: 5 timeout: 8m }' }
  const { file } = analyzed(source, { files })
  /** Source text of a property's effective value; null where it has none. */
  const effective = (task: string, target: string | null, name: string): string | null => {
    const model = file.dags[0]!.tasks.find(each => each.name === task)!
    const found = versionOf(model, target).properties.get(name)
    return found ? found.file.tree.text.slice(found.value.start, found.value.end) : null
  }
  const rows: readonly (readonly [task: string, target: string | null, name: string, wanted: string | null])[] = [
    ['a', null, 'description', '"task"'],
    ['a', 'prod', 'description', '"on"'],
    ['a', 'local', 'description', '"task"'],
    ['b', null, 'description', '"group"'],
    ['c', null, 'description', '"dag"'],
    ['b', null, 'owner', '"group bq"'],
    ['c', null, 'owner', '"dag"'],
    ['b', null, 'retries', '3'],
    ['c', null, 'retries', '7'],
    ['f', null, 'retries', '7'],
    ['f', null, 'cache', 'false'],
    ['c', null, 'cache', 'true'],
    ['c', null, 'timeout', '2m'],
    ['f', null, 'timeout', '3m'],
    ['c', null, 'labels', '{ from: "file bq" }'],
    ['f', null, 'labels', null],
    ['c', null, 'slots', '5'],
    ['c', null, 'priority', 'batch'],
    ['f', null, 'priority', null],
    ['c', 'prod', 'location', '"file bq"'],
    ['e', 'prod', 'region', '"target"'],
    ['e', null, 'region', null],
    ['e', 'prod', 'timeout', '3m'],
    ['e', 'local', 'timeout', '2m'],
    ['e', 'local', 'cluster', null],
    ['e', 'local', 'script', null],
    ['e', 'local', 'sql', '"select 1"'],
  ]
  for (const [task, target, name, wanted] of rows)
    test(`${name} of ${task} on ${target ?? 'any target'}`, () => assert.equal(effective(task, target, name), wanted))
})
