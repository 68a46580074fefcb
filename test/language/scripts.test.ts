import { describe, test } from 'node:test'
import { checkMarks } from './check.ts'

describe('scripts', () => {
  test('that are not there', () =>
    checkMarks(`dag d {
  task a: bq { script: "nosuch.sql" }                        //! script-not-found@24
  task b: js { script: "../a.mjs" }                          //! script-not-found@24
  task c: python { script: "/etc/passwd" }                   //! script-not-found@28
  task e: shell { script: "lib/nosuch.sh" }                  //! script-not-found@27
  task f: spark { script: "nosuch.py" cluster: "c" }         //! script-not-found@27
  task g: iac { action: create cluster: "c" config: "nosuch.yaml" }     //! script-not-found@53
  task h: js { script: "gs://bucket/x.mjs" }
  task i: bq { script: "s3://bucket/x.sql" params: { x: 1 } }
  task j: python { script: "db://x" }
  task k: js { script: "\${target.name}/x.mjs" }              //! script-not-found@24
  task l: js { script: "\${env("HOME")}/x.mjs" }
  task m: iac { action: stop cluster: "c" config: "nosuch.yaml" }       //! script-not-found
}
`))
  test('as in defaults, where the default is', () =>
    checkMarks(`defaults js { script: "nosuch.mjs" }                     //! script-not-found@23
dag d { task a: js { } task b: js { } }
`))
})

describe('placeholders and params', () => {
  test('without a value, in the text of the file', () =>
    checkMarks(`dag d {
  task a: bq { sql: "select {x}, @y, '{z}' from t" params: { x: 1 } }      //! missing-param@34, missing-param@39
  task b: bq {
    params: { n: 1 }
    sql: """
      select {n} as n,
             {absent} as m                    //! missing-param@14
      """
  }
  task c: bq { sql: "select '\\n{x}'" }        //! missing-param@32
  task e: bq { sql: "select {x}" + "" }       //! missing-param
  let q = "select {x}"
  task f: bq { sql: q }                       //! missing-param@21
  task g: bq { sql: "select {x}" params: ps } //! missing-param@29
  let ps = { y: 1 }
  task h: bq { sql: "select {x}" params: up.all }
  task up: js { script: "a.mjs" }
}
`))
  test('in a script, at its name', () =>
    checkMarks(`dag d {
  task a: bq { script: "two.sql" }                                         //! missing-param@24, missing-param@24
  task b: bq { script: "two.sql" params: { first: 1 } }                    //! missing-param@24
  task c: bq { script: "two.sql" params: { first: 1, second: 2 } }
  task e: bq { script: "two.sql" params: { first: 1, second: 2, x: 3 } }   //! unused-param@65
}
`))
  test('what is no placeholder', () =>
    checkMarks(`dag d {
  task a: bq { sql: "select '{{x}}', '{{' -- {y} @z" }
  task b: bq { sql: """
    select 1 /* {x}
      @y */ # {z}
    """ }
  task c: shell { run: "echo {x} @y" }
  task e: bq { sql: "select @@project_id" }
  task f: bq { sql: "select 'a@b.c'" }
}
`))
  test('not used, of bq only', () =>
    checkMarks(`dag d {
  task a: bq { sql: "select 1" params: { x: 1, y: 2 } }                    //! unused-param@42, unused-param@48
  task b: bq { sql: "select @x -- {y}" params: { x: 1, y: 2 } }            //! unused-param@56
  task c: shell { run: "true" params: { x: 1 } }
  task e: python { run: "1" params: { x: 1 } }
  task f: js { script: "a.mjs" params: { x: 1 } }
  task g: bq { script: "gs://b/x.sql" params: { x: 1 } }
  task h: bq { script: "nosuch.sql" params: { x: 1 } }                     //! script-not-found
  task i: bq { sql: up.sql params: { x: 1 } }
  task up: js { script: "a.mjs" }
  task j: bq { sql: "select 1" params: { x: 1 } when: params.x == 1 }
}
`))
  test('in any instance', () =>
    checkMarks(`dag d {
  task a: bq { matrix: { f: ["a.sql", "two.sql"] } script: f params: { first: 1, second: 2, x: f } }    //! unused-param
  task b: bq { matrix: { f: ["a.sql", "two.sql"] } script: f params: { first: 1 } }                     //! missing-param
}
`))
})

describe('comments that silence', () => {
  test('warnings and hints of the next line', () =>
    checkMarks(`dag d {
  // dagline-ignore unused-param: kept for later
  task a: bq { sql: "select 1" params: { x: 1 } }
  // dagline-ignore unused-param:
  task b: bq { sql: "select 1" params: { x: 1 } }            //! unused-param
  // dagline-ignore unused-param
  task c: bq { sql: "select 1" params: { x: 1 } }            //! unused-param
  // dagline-ignore never-runs: another code
  task e: bq { sql: "select 1" params: { x: 1 } }            //! unused-param
  // dagline-ignore unused-param: not the next line

  task f: bq { sql: "select 1" params: { x: 1 } }            //! unused-param
  // dagline-ignore never-runs: one
  // dagline-ignore unused-param: and another
  task g: bq { sql: "select 1" params: { x: 1 } when: false }
  // dagline-ignore unknown-name: errors stay
  task h: js { script: "a.mjs" params: { x: nosuch } }       //! unknown-name
  task i: bq {
    sql: "select 1"
    // dagline-ignore unused-param: where it is reported
    params: { x: 1 }
  }
}
`))

  test('also of a text whose head is below', () =>
    checkMarks(
      `let s = "// dagline-ignore text-interpolation: no comment"
dag d {
  let y = 1
  task a: shell {
    // dagline-ignore text-interpolation: the shell has its own y
    run: """
      echo
      echo \${y}
      """
  }
  task b: bq {
    params: { x: 1 } // dagline-ignore text-interpolation: at the end of a line
    sql: """
      select @x, \${y}
      """
  }
  // dagline-ignore text-interpolation: not above the text
  task c: shell {
    run: """
      echo \${y}                                           //! text-interpolation
      """
    env: {
      // dagline-ignore text-interpolation: above the entry
      A: """
        \${y}
        """
      B: """
        \${y}                                              //! text-interpolation
        """
    }
  }
  task e: shell { run: """
    // dagline-ignore text-interpolation: a text has no comments
    echo \${y}                                             //! text-interpolation
    """ }
}
`,
      { only: ['text-interpolation'] },
    ))
})
