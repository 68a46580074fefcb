import { describe, test } from 'node:test'
import { checkMarks } from './check.ts'

/** A property of a task, with values that it takes and values that it does not. */
interface Row {
  readonly good: readonly string[]
  readonly bad: readonly string[]
}
const string: Row = {
  good: ['"x"', '"""x"""', '"a" + "b"', 'run.id', 'target.name', 'up.x', 'env("A")'],
  bad: ['1', 'true', 'null', '[]', '{}', '1h', '2026-01-01', '1GB', 'run.date'],
}
const strings: Row = {
  good: ['["a", "b"]', '[]', '["a"] + ["b"]', 'split("a b", " ")'],
  bad: ['"x"', '1', '{}', 'null', '[1]', '["a", null]'],
}
const map: Row = { good: ['{}', '{ a: 1, "b c": "x" }'], bad: ['[]', '"x"', '1', 'null'] }
const boolean: Row = { good: ['true', 'false || true', '1 == 1', 'up.ok'], bad: ['1', '"true"', 'null', '[]'] }
const count: Row = { good: ['0', '3', '1 + 1', 'up.n'], bad: ['-1', '1.5', '"1"', 'null', 'true', '1h'] }
const duration: Row = {
  good: ['0s', '250ms', '1h30m', '2m * 2', 'up.t', 'run.end - run.date'],
  bad: ['10', '"1h"', 'null', '-1s', '1s - 2s', '1GB'],
}
const size: Row = { good: ['0B', '10GB', '1MiB * 2'], bad: ['10', '"1GB"', '1h', '-1GB', 'null'] }

const common: Readonly<Record<string, Row>> = {
  description: string,
  owner: string,
  tags: strings,
  params: map,
  when: boolean,
  trigger: {
    good: ['all_success', 'none_failed', 'all_done', 'any_success', 'any_failed', '"all_done"'],
    bad: ['sometimes', '"sometimes"', '1', 'null', '[]', 'All_done'],
  },
  retries: count,
  retry_delay: duration,
  retry_backoff: { good: ['1', '2', '1.5'], bad: ['0', '0.5', '-1', '"2"', '1h'] },
  on_interrupt: { good: ['rerun', 'fail', '"fail"'], bad: ['stop', '1', 'true'] },
  timeout: { good: ['1ms', '1h', 'up.t'], bad: [...duration.bad, '0s', '1s - 1s'] },
  cache: { good: ['true', 'false', '1d'], bad: ['1', '"1d"', 'null', '1GB', '-1d'] },
  slots: count,
  duration,
  reads: { good: ['["p.d.t"]', '[]', '["p.${target.name}.t"]'], bad: ['"p.d.t"', '[1]', 'null', '["p.${up.x}"]', '[up.x]'] },
  writes: { good: ['["p.d.t"]', '[]'], bad: ['"p.d.t"', '[1]', '[secret("X")]'] },
  after: { good: ['[up]', '[]', '[up, g, g.inner]'], bad: ['up', '"up"', '["up"]', '[1]', '{}'] },
  limit: { good: ['"warehouse"'], bad: ['1', 'null'] },
}

/** Of each engine: what a task of it needs, and its own properties. */
const engines: Readonly<Record<string, { readonly needs: Readonly<Record<string, string>>; readonly own: Readonly<Record<string, Row>> }>> =
  {
    bq: {
      needs: { sql: '"select 1 as x"' },
      own: {
        sql: { good: ['"select 2"', '"""select 2"""'], bad: ['1', 'null', '[]'] },
        location: string,
        labels: map,
        maximum_bytes_billed: size,
        destination: string,
        priority: { good: ['interactive', 'batch', '"batch"'], bad: ['slow', '1'] },
        dialect: { good: ['bigquery', 'duckdb'], bad: ['postgres', 'true'] },
      },
    },
    spark: {
      needs: { script: '"a.py"', cluster: '"c"' },
      own: {
        cluster: { good: ['"x"', 'target.name'], bad: ['1', 'null', 'up.cluster', 'secret("X")'] },
        region: string,
        jars: { good: ['["a.jar"]', '[]'], bad: ['"a.jar"', '{}', '1'] },
        py_files: { good: ['["a.py"]'], bad: ['"a.py"'] },
        properties: map,
        args: { good: ['["--x", "1"]'], bad: ['"x"'] },
      },
    },
    iac: {
      needs: { action: 'delete', cluster: '"c"' },
      own: {
        action: { good: ['delete', 'start', 'stop', '"stop"'], bad: ['explode', '1', '"explode"'] },
        config: { good: ['"c.yaml"'], bad: ['1', '{}'] },
        region: string,
        idle_delete_ttl: duration,
      },
    },
    shell: {
      needs: { run: '"true"' },
      own: { run: { good: ['"x"', '"echo ${up.x}"'], bad: ['1', '[]'] }, shell: string, cwd: string, env: map },
    },
    python: { needs: { run: '"1"' }, own: { python: string, cwd: string, env: map, args: { good: ['["a"]'], bad: ['"a"'] } } },
    js: {
      needs: { script: '"a.mjs"' },
      own: {
        export: string,
        script: { good: ['"a.mjs"', '"gs://b/x.mjs"', '"s3://b/x"', '"db://x"', 'target.script'], bad: ['1', 'up.x', 'secret("X")'] },
      },
    },
    http: {
      needs: { url: '"https://x"' },
      own: {
        url: string,
        method: string,
        headers: map,
        body: { good: ['"x"', '{ a: 1 }'], bad: ['1', '[]', 'null'] },
        expect: { good: ['200', '[200, 201]', '[]'], bad: ['"200"', '["200"]', 'true', '{}'] },
      },
    },
  }

function source(engine: string, needs: Readonly<Record<string, string>>, lines: readonly string[]): string {
  const rest = Object.entries(needs).map(([name, value]) => `${name}: ${value}`)
  return `target prod { script: "a.mjs" }
dag d {
  limits: { warehouse: 4 }
  task up: js { script: "a.mjs" }
  group g { task inner: shell { run: "true" } }
${lines.map((line, i) => `  task t${i}: ${engine} { ${rest.join(' ')}\n    ${line}\n  }`).join('\n')}
}
`
}

function checkRow(engine: string, needs: Readonly<Record<string, string>>, name: string, row: Row): void {
  const others = Object.fromEntries(Object.entries(needs).filter(([key]) => key !== name))
  const lines = [...row.good.map(value => `${name}: ${value}`), ...row.bad.map(value => `${name}: ${value} //! wrong-type`)]
  // Whether a param is used has its own tests.
  checkMarks(source(engine, others, lines), {
    only: ['wrong-type', 'syntax', 'unknown-name', 'unknown-property', 'missing-property', 'duplicate-name'],
  })
}

describe('properties of every task', () => {
  for (const [engine, { needs }] of Object.entries(engines))
    for (const [name, row] of Object.entries(common)) test(`${name} of ${engine}`, () => checkRow(engine, needs, name, row))
})
describe('properties of engines', () => {
  for (const [engine, { needs, own }] of Object.entries(engines))
    for (const [name, row] of Object.entries(own)) test(`${name} of ${engine}`, () => checkRow(engine, needs, name, row))
})

describe('properties that an engine does not have', () => {
  const all = [...new Set(Object.values(engines).flatMap(({ own, needs }) => [...Object.keys(own), ...Object.keys(needs)]))]
  for (const [engine, { needs, own }] of Object.entries(engines)) {
    const has = new Set([
      ...Object.keys(own),
      ...Object.keys(needs),
      ...(engine === 'bq' || engine === 'shell' || engine === 'python' ? ['script'] : []),
    ])
    const others = all.filter(name => !has.has(name))
    test(`${engine} has no ${others.join(', ')}`, () =>
      checkMarks(
        source(
          engine,
          needs,
          others.map(name => `${name}: "x" //! unknown-property@5`),
        ),
        { only: ['unknown-property', 'syntax', 'wrong-type'] },
      ))
  }
  test('nothing is said of an engine that is not known', () =>
    checkMarks(`dag d {
  task a: airflow { bash: "true" x: nosuch }      //! unknown-engine@11
  task b: Bq { sql: "select 1" }                  //! unknown-engine@11
  defaults airflow { x: 1 }                       //! unknown-engine@12
  task c: shell { run: "x" on local { engine: airflow x: 1 } }      //! unknown-engine@47
}
`))
})

describe('what is needed', () => {
  test('by each engine', () =>
    checkMarks(`dag d {
  task a: bq { }                                  //! missing-property@8
  task b: spark { }                               //! missing-property@8, missing-property@8
  task c: spark { script: "a.py" }                //! missing-property@8
  task e: iac { cluster: "c" }                    //! missing-property@8
  task f: iac { action: delete }                  //! missing-property@8
  task g: iac { action: create cluster: "c" }     //! missing-property@8
  task h: iac { action: "create" cluster: "c" config: "c.yaml" }
  task i: shell { }                               //! missing-property@8
  task j: python { }                              //! missing-property@8
  task k: js { }                                  //! missing-property@8
  task l: http { method: "GET" }                  //! missing-property@8
}
`))
  test('may come from defaults', () =>
    checkMarks(`defaults iac { cluster: "c" }
dag d {
  defaults { script: "a.py" }
  defaults spark { cluster: "c" }
  task a: spark { }
  task b: python { }
  group g { defaults http { url: "https://x" } task c: http { } }
  task e: http { }                                //! missing-property
  task f: iac { action: stop }
  task h: python { run: "1" }
}
`))
  test('on every target', () =>
    checkMarks(`target prod { project: "p" }
dag d {
  task a: shell { run: "true" on prod { engine: bq } }               //! missing-property
  task b: shell { on prod { run: "true" } }                          //! missing-property@8
  task c: spark { cluster: "c" on local { engine: shell run: "x" } } //! missing-property@8
  task e: iac { action: stop cluster: "c" on prod { action: create } }    //! missing-property
  task f: bq { sql: "select 1" on prod { engine: js script: "a.mjs" } }
  task g: spark { script: "a.py" cluster: "c" on local { engine: bq sql: "select 1" } }
}
`))
})

describe('dags, groups, targets', () => {
  test('properties of a dag', () =>
    checkMarks(`dag good {
  description: "x" owner: "x" tags: ["x"] schedule: "0 6 * * *" start: 2026-01-01 timezone: "Europe/Berlin" catchup: true parallelism: 4
  limits: { a: 1 } on_failure: stop budget: 1TB script_cache: 1h timeout: 2h retries: 2 cache: 1d
  task t: shell { run: "true" }
}
dag good2 { parallelism: auto on_failure: "continue" start: 2026-01-01T06:00:00Z cache: true task t: shell { run: "true" } }
dag bad {
  description: 1                        //! wrong-type@16
  owner: []                             //! wrong-type@10
  tags: "x"                             //! wrong-type@9
  schedule: 6                           //! wrong-type@13
  start: "2026-01-01"                   //! wrong-type@10
  timezone: "Mars/Olympus"              //! wrong-type@13
  catchup: 1                            //! wrong-type@12
  parallelism: 0                        //! wrong-type@16
  limits: { a: "x" }                    //! wrong-type@16
  on_failure: panic                     //! wrong-type@15
  budget: 100                           //! wrong-type@11
  script_cache: 60                      //! wrong-type@17
  timeout: 60                           //! wrong-type@12
  retries: -1                           //! wrong-type@12
  cache: "x"                            //! wrong-type@10
  bogus: 1                              //! unknown-property@3
  trigger: all_done                     //! unknown-property@3
  when: true                            //! unknown-property@3
  params: {}                            //! unknown-property@3
  task t: shell { run: "true" }
}
`))
  test('what could never be', () =>
    checkMarks(`dag none {
  timeout: 0s                           //! wrong-type@12
  limits: {
    a: 0                                //! wrong-type@8
    b: -1                               //! wrong-type@8
    c: 1.5                              //! wrong-type@8
    d: 1
  }
  task t: shell { run: "true" timeout: 0s }        //! wrong-type@40
  task u: shell { run: "true" timeout: 1s - 1s }   //! wrong-type@40
  task v: shell { run: "true" timeout: 1ms retry_delay: 0s duration: 0s }
}
`))
  test('their phase', () =>
    checkMarks(`dag d {
  task up: js { script: "a.mjs" }
  description: up.x                     //! wrong-type@16
  retries: up.n                         //! wrong-type@12
  owner: secret("X")                    //! wrong-type@10
  parallelism: up.n                     //! wrong-type@16
  limits: { a: up.n }                   //! wrong-type@16
  schedule: env("CRON")                 //! wrong-type@13
  budget: target.budget
  start: run.date - 1d
  input n: number = up.n                //! wrong-type@21
}
target local { budget: 1TB }
`))
  test('properties of a group', () =>
    checkMarks(`dag d {
  task x: shell { run: "true" }
  group g {
    description: "x" owner: "x" tags: ["a"] after: [x] when: x.ok == 1
    retries: 1                          //! unknown-property@5
    matrix: { n: [1] }                  //! unknown-property@5
    params: {}                          //! unknown-property@5
    task a: shell { run: "true" }
  }
  group h {
    description: 1                      //! wrong-type@18
    tags: 1                             //! wrong-type@11
    after: x                            //! wrong-type@12
    when: 1                             //! wrong-type@11
    task a: shell { run: "true" }
  }
  group i {
    when: 1 > 2                         //! never-runs@11
    task a: shell { run: "true" }
  }
}
`))
  test('properties of a target', () =>
    checkMarks(`target prod {
  project: "p" location: "US" region: "r" credentials: "k.json" staging: "b" logs: "gs://b/l" secrets: "gcp" confirm: true
  bigquery_endpoint: "http://localhost:1" dataproc_endpoint: "localhost:2" storage_endpoint: "http://localhost:3"
  mine: { a: [1] } other: 1h
}
target bad {
  project: 1                            //! wrong-type@12
  location: []                          //! wrong-type@13
  confirm: "yes"                        //! wrong-type@12
  secrets: "vault"                      //! wrong-type@12
  mine: nosuch                          //! unknown-name@9
  own: input_                           //! unknown-name@8
}
`))
  test('properties of defaults', () =>
    checkMarks(`defaults bq { location: "US" sql: "x" timeout: 1m labels: {} }
defaults { location: "US" run: "x" cluster: "c" retries: 1 }
defaults shell {
  sql: "x"                              //! unknown-property@3
  location: "US"                        //! unknown-property@3
  retries: "x"                          //! wrong-type@12
  matrix: { n: [1] }                    //! unknown-property@3
  after: []                             //! unknown-property@3
  bogus: 1                              //! unknown-property@3
  when: false                           //! never-runs@9
}
dag d { defaults { bogus: 1 } task t: shell { run: "true" } }     //! unknown-property
`))
})

describe('cron', () => {
  const good = [
    '* * * * *',
    '0 6 * * *',
    '*/15 0-6,12 1,15 * 1-5',
    '0 0 29 2 *',
    '0 0 * * 7',
    '0 0 * JAN MON',
    '0 0 1 1 0',
    '59 23 31 12 6',
    '  0   6 * * * ',
  ]
  const bad = [
    '',
    '0 6 * *',
    '0 6 * * * *',
    '60 * * * *',
    '0 24 * * *',
    '0 0 0 * *',
    '0 0 32 * *',
    '0 0 1 13 *',
    '0 0 * * 8',
    'a b c d e',
    '@daily',
    '-1 * * * *',
    '*/0 * * * *',
    '5-1 * * * *',
    '0 0 * * MOO',
    '0 0 * * 1-',
    '1,,2 * * * *',
    '0 0 */ * *',
    '0.5 * * * *',
  ]
  for (const pattern of good)
    test(`"${pattern}" is one`, () => checkMarks(`dag d { schedule: "${pattern}" task t: shell { run: "true" } }`))
  for (const pattern of bad)
    test(`"${pattern}" is none`, () =>
      checkMarks(`dag d {\n  schedule: "${pattern}" //! invalid-cron@13\n  task t: shell { run: "true" }\n}`))
  test('from a let', () =>
    checkMarks('let hour = 25\ndag d {\n  schedule: "0 ${hour} * * *"  //! invalid-cron@13\n  task t: shell { run: "true" }\n}'))
})

describe('words', () => {
  test('are looked up in their list only, and a string is equal', () =>
    checkMarks(`let create = "delete"
let all_done = 1
let auto = 2
let stop = "x"
dag d {
  parallelism: auto
  on_failure: stop
  task up: shell { run: "true" }
  task a: iac { action: create cluster: "c" config: "c.yaml" trigger: all_done on_interrupt: "rerun" after: [up] }
  task b: iac { action: "create" cluster: "c" }           //! missing-property
  task c: iac { action: 1 == 1 ? start : stop cluster: "c" }
  task shell: shell { run: "true" trigger: shell }        //! wrong-type
  let n = 3
  task e: shell { run: "true" retries: n slots: 0 }
}
dag e { parallelism: n let n = 2 task t: shell { run: "true" } }
`))
  test('limits', () =>
    checkMarks(`dag d {
  limits: { warehouse: 4 }
  task a: shell { run: "true" limit: "warehouse" }
  task b: shell { run: "true" limit: "other" }            //! unknown-name@38
}
dag e {
  task a: shell { run: "true" limit: "warehouse" }        //! unknown-name@38
}
`))
})

describe('empty', () => {
  test('dags', () =>
    checkMarks(`dag a { }                                 //! empty-dag@5
dag b { owner: "x" let x = 1 }            //! empty-dag@5
dag c { group g { group h { } } }         //! empty-dag@5
dag e { group g { group h { task t: shell { run: "true" } } } }
dag f { task t: js { script: "a.mjs" matrix: { n: [] } } }     //! empty-matrix
`))
  test('never runs', () =>
    checkMarks(`let no = false
dag d {
  input on_: boolean = false
  task a: shell { run: "true" when: false }               //! never-runs@37
  task b: shell { run: "true" when: no && nosuch == 1 }   //! never-runs@37, unknown-name@43
  task c: shell { run: "true" when: on_ }
  task e: shell { run: "true" when: target.name == "x" }
  task f: shell { run: "true" when: true on local { when: 1 == 2 } }   //! never-runs@59
  task g: shell { run: "true" when: null }                //! wrong-type
}
`))
})
