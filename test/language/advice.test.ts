import { describe, test } from 'node:test'
import { checkMarks } from './check.ts'

const tasks = (...names: string[]): string => names.map(name => `  task ${name}: shell { run: "true" }`).join('\n')

function table(code: string, sources: Readonly<Record<string, string>>): void {
  describe(code, () => {
    for (const [title, source] of Object.entries(sources)) test(title, () => checkMarks(source, { only: [code, 'syntax', 'cycle'] }))
  })
}

table('redundant-edge', {
  'a longer path joins the same ends': `dag d {
${tasks('a', 'b', 'c')}
  a -> b -> c
  a -> c            //! redundant-edge@8
}`,
  'written with after': `dag d {
${tasks('a', 'b')}
  task c: shell { run: "true" after: [a, b] }     //! redundant-edge@39
  a -> b
}`,
  'a path of edges of all kinds, through groups': `dag d {
  task a: js { script: "a.mjs" }
  task b: js { script: "a.mjs" params: { x: a.x } }
  group g { task e: shell { run: "true" } task f: shell { run: "true" } }
  task c: shell { run: "true" after: [g] }
  b -> g
  a -> c            //! redundant-edge
}`,
  'the same edge twice, at the second': `dag d {
  a -> b
${tasks('a')}
  task b: shell { run: "true" after: [a] }        //! redundant-edge@39
  a -> b            //! redundant-edge@8
}`,
  'a later task with another trigger keeps it': `dag d {
${tasks('a', 'c')}
  task b: shell { run: "true" trigger: all_done }
  a -> b -> c
  a -> c
}`,
  'so does the last one': `dag d {
${tasks('a', 'b')}
  task c: shell { run: "true" trigger: none_failed }
  a -> b -> c
  a -> c
}`,
  'the first may have any': `dag d {
${tasks('u', 'b', 'c')}
  task a: shell { run: "true" trigger: all_done after: [u] }
  a -> b -> c
  a -> c            //! redundant-edge
}`,
  'on one target is enough to keep it': `dag d {
${tasks('a', 'c')}
  task b: shell { run: "true" on local { trigger: all_done } }
  a -> b -> c
  a -> c
}`,
  'another path is without that task': `dag d {
${tasks('a', 'c', 'x')}
  task b: shell { run: "true" trigger: all_done }
  a -> b -> c
  a -> x -> c
  a -> c            //! redundant-edge
}`,
  'parts of products, groups and matrices are none': `dag d {
${tasks('a', 'b', 'c', 'x')}
  task m: js { script: "a.mjs" matrix: { n: [1] } params: { n } }
  group g { task e: shell { run: "true" } }
  a -> b -> c
  [a, x] -> c
  a -> [c]          //! redundant-edge
  b -> m
  a -> m
  b -> g
  a -> g
}`,
  'beside an output it is none': `dag d {
  task a: js { script: "a.mjs" }
${tasks('b')}
  task c: js { script: "a.mjs" params: { x: a.x } }
  a -> b -> c
  a -> c
}`,
  'nothing is said of cycles': `dag d {
${tasks('a', 'b', 'c')}
  a -> b -> c
  a -> c
  c -> a            //! cycle
}`,
})

table('unused-let', {
  'in dags and groups, not at the top': `let top = 1
dag d {
  let a = 1         //! unused-let@7
  let b = a2
  let a2 = 1
  group g {
    let c = 1       //! unused-let@9
    let e = 1
    task t: js { script: "a.mjs" params: { e, b } }
  }
}`,
  'used in any place': `dag d {
  let a = 1
  let b = "a.mjs"
  let c = [1]
  let e = true
  let f = 1m
  let g = 2
  let h = "x"
  retries: g
  input i: number = a
  defaults { timeout: f }
  task t: js { script: b matrix: { n: c } when: e params: { x: "\${h}\${n}\${i}" } on local { params: { n } } }
}`,
  'a shadowed one is not used': `dag d {
  let a = 1         //! unused-let
  group g { let a = 2 task t: js { script: "a.mjs" params: { a } } }
}`,
})

table('secret-in-text', {
  'secret() where others see it': `dag d {
  let token = secret("TOKEN")
  let through = "x\${token}"
  description: secret("A")                                                   //! secret-in-text@16
  task a: shell { run: "curl \${secret("A")}" }                               //! secret-in-text@32
  task b: bq { sql: "select '\${token}'" }                                    //! secret-in-text@32
  task c: bq { sql: "select @t" params: { t: secret("A"), token, u: 1 } }    //! secret-in-text@46, secret-in-text@59
  task e: http { url: "https://x?\${through}" }                               //! secret-in-text@36
  task f: python { run: "1" args: [secret("A")] }                            //! secret-in-text@36
  task g: bq { sql: "select 1" labels: { x: secret("A") } location: token }  //! secret-in-text@45, secret-in-text@69
  task h: shell { run: "true" on local { run: secret("A") } }                //! secret-in-text@47
  group g2 { description: token task t: shell { run: "true" } }              //! secret-in-text@27
}`,
  'secret() where they do not': `dag d {
  task a: shell { run: "true" env: { T: secret("A") } params: { t: secret("A") } }
  task b: http { url: "https://x" headers: { authorization: secret("A") } body: secret("B") }
  task c: js { script: "a.mjs" params: { t: secret("A") } }
}`,
  'literals that look like keys': `dag d {
  task a: shell { run: "AWS=AKIAIOSFODNN7EXAMPLE" }                          //! secret-in-text@29
  task b: js { script: "a.mjs" params: { k: "AIza${'x'.repeat(35)}" } }   //! secret-in-text
  task c: http { url: "https://x" headers: { a: "Bearer ghp_${'a1'.repeat(18)}" } }   //! secret-in-text
  task e: shell { run: """
    echo "-----BEGIN RSA PRIVATE KEY-----"                                   //! secret-in-text@11
    """ }
  task f: shell { run: "export AWS_SECRET_ACCESS_KEY=${'wJalrXUtnF'.repeat(4)}" }   //! secret-in-text
  task g: shell { run: "AKIASHORT AIza ghp_short aws_secret_access_key=no" }
}`,
})

table('text-interpolation', {
  'known names in texts': `let project = "p"
dag d {
  input day: string = "x"
  task up: js { script: "a.mjs" }
  task a: bq { sql: """
    select '\${project}', '\${day}', '\${target.name}', '\${up.rows}', '\${run.id}'   //! text-interpolation@13, text-interpolation@27, text-interpolation@37, text-interpolation@55, text-interpolation@69
    """ }
  task b: shell { run: """
    echo \${unknown} \${project:-x} $project \${target} \${run} \${up}
    """ }
  task c: shell { run: """
    echo \${project}
    """ params: { project } }
  task e: bq { sql: """
    select '\${project}'   //! text-interpolation
    """ params: { project } }
  task f: js { script: "a.mjs" matrix: { n: [1] } params: { x: """\${n}""" } }   //! text-interpolation
}`,
})

table('braces', {
  'doubled by a value that ends with two': `dag d {
  task a: bq { sql: """
    select json_value('{"a": {"b": 1}}', '$.a.b'), '{"n": {p}}', '{{"a": 1} }'   //! braces@37, braces@67
    """ params: { p: 1 } }
  task b: bq { sql: """
    select '{{"a": {{"b": 1}}}}', '{"a": {"b": 1} }', r'x{{2}}', '}}', '{{', '{p}', '{{{p}}}', '{"n": {{p}}}', '{"n":{p} }'
    """ params: { p: 1 } }
  task c: bq { dialect: "duckdb" sql: """
    select {'a': {'b': 1}} as x   //! braces@25
    """ }
  task e: bq { dialect: "duckdb" sql: """
    select {'a': {'b': 1} } as x, {{'a': {{'b': 1}}}} as y -- }}
    """ }
}`,
})

table('date-arithmetic', {
  'a date that becomes a text outside quotes': `let day = 2026-01-31
dag d {
  task up: js { script: "a.mjs" }
  task a: bq { sql: """
    select {d} as a, '{d}' as b, \`t{d}\` as c, date '{d}' as e, @d as f /* {d} */   //! date-arithmetic@12
    where x = {d} and y={e} and z > {later}   //! date-arithmetic@15, date-arithmetic@25, date-arithmetic@37
    """ params: { d: day, e: run.date, later: day + 1d } }
  task b: bq { sql: "select * from p.s.events_{d} where n = {n} and f = {f} and o = {o} and s = {s}"
    params: { d: day, n: 1, f: format(day, "yyyyMMdd"), o: up.rows, s: day - 2026-01-01 > 1h } }
  task c: bq { script: "two.sql" params: { first: day, second: day } }   //! date-arithmetic@24
  task e: bq { script: "two.sql" params: { second: day } matrix: { n: [2026-01-01] } on local { params: { first: n, second: n } } }   //! date-arithmetic
  task f: bq { sql: "select {d}" }   //! date-arithmetic
  defaults bq { params: { d: day } }
}`,
})

table('no-local-stand-in', {
  'of spark': `target prod { project: "p" }
dag d {
  task a: spark { script: "a.py" cluster: "c" }                                    //! no-local-stand-in@11
  task b: spark { script: "a.py" cluster: "c" on local { engine: shell run: "true" } }
  task c: spark { script: "a.py" cluster: "c" on prod { region: "r" } }            //! no-local-stand-in@11
  task e: shell { run: "true" }
}`,
})

test('two matrices that cross too often', () =>
  checkMarks(
    `dag d {
  task a: js { script: "a.mjs" matrix: { n: range(1, 2000) } params: { n } }
  task b: js { script: "a.mjs" matrix: { m: range(1, 2000) } params: { m } }
  task c: js { script: "a.mjs" matrix: { n: range(1, 2000) } params: { n } }
  a -> c
  a -> b            //! wrong-type@8
}`,
    { only: ['wrong-type'] },
  ))
