import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRefused, checkRename, preparedAt } from './rename.ts'

test('a task, in edges, after, outputs and through its group', () => {
  checkRename(
    `dag d {
  group g {
    task on$0e: bq { sql: "select 1" }
    task two: shell { run: "x", after: [one] }
  }
  task three: js { script: "x", when: g.one.rows > 0, params: { n: "\${g.one.rows} one" } }
  g.one -> three
}`,
    'uno',
    `dag d {
  group g {
    task uno: bq { sql: "select 1" }
    task two: shell { run: "x", after: [uno] }
  }
  task three: js { script: "x", when: g.uno.rows > 0, params: { n: "\${g.uno.rows} one" } }
  g.uno -> three
}`,
  )
})

test('a group, an input, a let of a group, a dag', () => {
  checkRename(
    'dag d { group g { task a: js {} }\n task b: js {}\n g$0 -> b\n g.a -> b }',
    'all',
    'dag d { group all { task a: js {} }\n task b: js {}\n all -> b\n all.a -> b }',
  )
  checkRename(
    'dag d { input ye$0ar: number = 1\n task a: js { params: { y: year + 1 }, when: year > 2 } }',
    'since',
    'dag d { input since: number = 1\n task a: js { params: { y: since + 1 }, when: since > 2 } }',
  )
  checkRename(
    'let n = 1\ndag d { group g { let n = 2\n task a: js { params: { x: $0n } } }\n task b: js { params: { x: n } } }',
    'm',
    'let n = 1\ndag d { group g { let m = 2\n task a: js { params: { x: m } } }\n task b: js { params: { x: n } } }',
  )
  checkRename('dag o$0ld { task a: js {} }', 'fresh', 'dag fresh { task a: js {} }')
})

test('a shorthand keeps its key, and comes back', () => {
  const long = 'let folder = "p"\ndag d { task a: js { params: { folder, x: [{ folder }] } } }'
  const short = 'let dir = "p"\ndag d { task a: js { params: { folder: dir, x: [{ folder: dir }] } } }'
  checkRename(long.replace('folder =', 'fol$0der ='), 'dir', short)
  checkRename(short.replace('folder: dir,', 'folder: d$0ir,'), 'folder', long)
  checkRename(long.replace('{ folder,', '{ fol$0der,'), 'dir', short)
})

test('a matrix variable, also where its list is a shorthand', () => {
  checkRename(
    'let n = [1, 2]\ndag d { task a: js { matrix: { n }, params: { x: $0n, y: "${n}" } } }',
    'm',
    'let n = [1, 2]\ndag d { task a: js { matrix: { m: n }, params: { x: m, y: "${m}" } } }',
  )
  checkRename(
    'let n = [1, 2]\ndag d { task a: js { matrix: { n$0: [3] }, params: { n } } }',
    'm',
    'let n = [1, 2]\ndag d { task a: js { matrix: { m: [3] }, params: { n: m } } }',
  )
})

test('matrix variables that a let of another file holds', () => {
  checkRename(
    'import "lib.dag"\ndag d { task a: js { matrix: all, params: { x: $0n } }\n task b: js { matrix: all, params: { n } } }',
    'm',
    'import "lib.dag"\ndag d { task a: js { matrix: all, params: { x: m } }\n task b: js { matrix: all, params: { n: m } } }',
    { 'lib.dag': 'let all = { n: [1, 2] }\n' },
    { 'lib.dag': 'let all = { m: [1, 2] }\n' },
  )
  checkRefused('let all = { n: [1] }\ndag d { task a: js { matrix: all, params: { x: $0n, all } } }', 'm', /key of `all`/)
})

test('imports: what another file declares, and what other files use, open or not', () => {
  const lib = 'let shared = 1\nlet twice = shared * 2\n'
  const files = {
    'lib.dag': lib,
    'deep/other.dag': 'import "../lib.dag"\ndag o { task a: js { params: { shared } } }\n',
    'apart.dag': 'let shared = 2\nlet b = shared\n',
  }
  const others = {
    'lib.dag': 'let common = 1\nlet twice = common * 2\n',
    'deep/other.dag': 'import "../lib.dag"\ndag o { task a: js { params: { shared: common } } }\n',
  }
  checkRename('import "lib.dag"\nlet a = sha$0red', 'common', 'import "lib.dag"\nlet a = common', files, others)
  const chain = { ...files, 'main2.dag': 'import "main.dag"\nlet c = "${own}"\n' }
  checkRename('import "lib.dag"\nlet ow$0n = 1', 'mine', 'import "lib.dag"\nlet mine = 1', chain, {
    'main2.dag': 'import "main.dag"\nlet c = "${mine}"\n',
  })
})

test('a target, in the tasks of all files and where its name is compared', () => {
  checkRename(
    'import "lib.dag"\ndag d { task a: js { on pro$0d { retries: 1 }\n when: target.name == "prod" } }',
    'live',
    'import "lib.dag"\ndag d { task a: js { on live { retries: 1 }\n when: target.name == "live" } }',
    { 'lib.dag': 'target prod {}\n', 'other.dag': 'import "lib.dag"\ndag o { task a: js { on prod {} } }\n' },
    { 'lib.dag': 'target live {}\n', 'other.dag': 'import "lib.dag"\ndag o { task a: js { on live {} } }\n' },
  )
  checkRefused('target lo$0cal {}', 'home', /`local` always exists/)
  checkRefused('target prod$0 {}', 'local', /`local` is declared already/)
  checkRefused('dag d { task a: js { on no$0ne {} } }', 'some', /No target is called `none`/)
})

test('a param, with the placeholders of SQL in the file', () => {
  checkRename(
    `dag d {
  task a: bq {
    sql: """
      -- {day} stays in a comment
      select '{day}', @day, \`{day}.t\`, {{day}}
      """
    params: { da$0y: 1 }
    when: params.day > 0
  }
}`,
    'date',
    `dag d {
  task a: bq {
    sql: """
      -- {day} stays in a comment
      select '{date}', @date, \`{date}.t\`, {{day}}
      """
    params: { date: 1 }
    when: params.date > 0
  }
}`,
  )
  checkRename(
    'let day = 1\nlet q = "select {day}"\ndag d { task a: bq { sql: q, params: { day }, when: params.da$0y > 0 } }',
    'on',
    'let day = 1\nlet q = "select {on}"\ndag d { task a: bq { sql: q, params: { on: day }, when: params.on > 0 } }',
  )
  checkRename(
    'dag d { task a: bq { sql: "select @d$0ay", params: { "day": 1 } } }',
    'date',
    'dag d { task a: bq { sql: "select @date", params: { "date": 1 } } }',
  )
})

test('a param, with the script file and all tasks that share it', () => {
  const files = {
    'a.sql': 'select {day}, @day -- {day}\n',
    'other.dag': 'dag o { task x: bq { script: "a.sql", params: { day: 2 } } }\n',
    'apart.dag': 'dag o { task x: bq { sql: "select {day}", params: { day: 2 } } }\n',
  }
  checkRename(
    `let day = 3
dag d {
  task a: bq { script: "a.sql", params: { da$0y: 1 } }
  task b: bq { sql: file("a.sql"), params: { day } }
  task c: bq { sql: "select {day}", params: { day } }
  task e: spark { script: "x.py", cluster: "c", params: { day }
    on local { engine: bq, script: "a.sql", params: { day: 4 } }
  }
}`,
    'date',
    `let day = 3
dag d {
  task a: bq { script: "a.sql", params: { date: 1 } }
  task b: bq { sql: file("a.sql"), params: { date: day } }
  task c: bq { sql: "select {day}", params: { day } }
  task e: spark { script: "x.py", cluster: "c", params: { day }
    on local { engine: bq, script: "a.sql", params: { date: 4 } }
  }
}`,
    files,
    { 'a.sql': 'select {date}, @date -- {day}\n', 'other.dag': 'dag o { task x: bq { script: "a.sql", params: { date: 2 } } }\n' },
  )
})

test('a param of defaults, with the placeholders of all tasks that have it', () => {
  const text = (name: string): string => `import "lib.dag"\ndag o { task x: bq { sql: """\r\n    select \\ "{${name}}"\r\n    """ } }\n`
  checkRename(
    'import "lib.dag"\ndag d { task a: bq { sql: "select {da$0y}" }\n task b: bq { sql: "select 1, @day", params: { day: 2 } } }',
    'date',
    'import "lib.dag"\ndag d { task a: bq { sql: "select {date}" }\n task b: bq { sql: "select 1, @day", params: { day: 2 } } }',
    { 'lib.dag': 'let day = 1\ndefaults bq { params: { day } }\n', 'other.dag': text('day') },
    { 'lib.dag': 'let day = 1\ndefaults bq { params: { date: day } }\n', 'other.dag': text('date') },
  )
  checkRename(
    'dag d { task a: bq { sql: "select \\"{day}\\" + @day", params: { da$0y: 1 } } }',
    'date',
    'dag d { task a: bq { sql: "select \\"{date}\\" + @date", params: { date: 1 } } }',
  )
})

test('params that cannot be followed are refused', () => {
  checkRefused('dag d { task a: shell { run: "echo $day", params: { da$0y: 1 } } }', 'date', /script of `shell`/)
  checkRefused('dag d { task a: bq { script: "gs://b/a.sql", params: { da$0y: 1 } } }', 'date', /cannot be read here/)
  checkRefused('dag d { task a: bq { sql: "select {day}" + "", params: { da$0y: 1 } } }', 'date', /put together/)
  checkRefused(
    'let p = { day: 1 }\ndag d { task a: bq { script: "a.sql", params: { da$0y: 1 } }\n task b: bq { script: "a.sql", params: p } }',
    'date',
    /`b` uses the same script/,
    { 'a.sql': 'select {day}' },
  )
  checkRefused('dag d { task a: bq { sql: "select {day}", params: { da$0y: 1, date: 2 } } }', 'date', /declared already/)
  checkRefused('dag d { task a: bq { sql: "select {day}, {date}", params: { da$0y: 1 } } }', 'date', /wants `date` already/)
})

test('names that are none, that are taken, or that belong to the language', () => {
  const source = 'dag d { let n = 1\n task a$0: js {}\n task b: js { after: [a] } }'
  checkRefused(source, '1st', /no name/)
  checkRefused(source, 'a-b', /no name/)
  checkRefused(source, '', /no name/)
  checkRefused(source, 'task', /word of the language/)
  checkRefused(source, 'b', /`b` is declared already \(main\.dag:3\)/)
  checkRefused(source, 'n', /`n` is declared already \(main\.dag:1\)/)
  checkRefused('import "lib.dag"\nlet o$0wn = 1', 'shared', /`shared` is declared already \(lib\.dag\)/, { 'lib.dag': 'let shared = 1' })
  checkRefused('dag a$0 {}\ndag b {}', 'b', /declared already \(main\.dag:2\)/)
  checkRefused('dag d { task a: js { matrix: { n$0: [1], m: [2] } } }', 'm', /declared already/)
})

test('a name that would be captured, or would capture another, is refused', () => {
  checkRefused('let a = 1\ndag d { let b = 2\n task t: js { params: { x: $0a } } }', 'b', /Then `b` would mean the let `b` \(main\.dag:3\)/)
  checkRefused('let a = 1\ndag d { let b$0 = 2\n task t: js { params: { x: a } } }', 'a', /Then `a` would mean the let `a` \(main\.dag:3\)/)
  checkRefused('dag d { task a$0: js {}\n task t: js { params: { x: run.id } } }', 'run', /would mean the task `run`/)
  checkRefused('dag d { task a$0: js {}\n task t: js { after: [b] } }', 'b', /means nothing yet/)
  checkRefused('let a$0 = 1', 'b', /`b` of "lib\.dag" is declared already/, {
    'lib.dag': 'let b = 1',
    'both.dag': 'import "main.dag"\nimport "lib.dag"',
  })
  checkRefused(
    'dag d { task a: js { matrix: { n$0: [1, 2] } }\n task b: js { matrix: { n: [1, 2] } }\n a -> b }',
    'm',
    /`n` pairs instances/,
  )
})

test('the second of two declarations of one name is renamed by itself', () => {
  checkRename(
    'dag d { task a: js {}\n task a$0: js {}\n a -> b\n task b: js {} }',
    'c',
    'dag d { task a: js {}\n task c: js {}\n a -> b\n task b: js {} }',
  )
})

test('what a rename would replace, and what has no other name', () => {
  assert.equal(preparedAt('dag d { task a: bq { sql: "select {d$0ay}", params: { day: 1 } } }'), 'day')
  assert.equal(preparedAt('dag d { task a: bq { sql: "select @da$0y", params: { day: 1 } } }'), 'day')
  assert.equal(preparedAt('dag d { task one: js {}\n on$0e -> one }'), 'one')
  assert.match(preparedAt('dag d { ta$0sk one: js {} }'), /nothing to rename/)
  assert.match(preparedAt('dag d { task one: j$0s {} }'), /`js` is a word of the language/)
  assert.match(preparedAt('dag d { task one: js { ret$0ries: 1 } }'), /`retries` is a word/)
  assert.match(preparedAt('let a = r$0un.id'), /`run` is a word/)
  assert.match(preparedAt('let a = run.i$0d'), /`id` is a word/)
  assert.match(preparedAt('dag d { task a: bq { sql: "x" }\n task b: js { when: a.ro$0ws > 0 } }'), /`rows` is an output/)
  assert.match(preparedAt('target prod { b: 1 }\nlet a = target.b$0'), /entry of targets/)
  assert.match(preparedAt('import "li$0b.dag"', { 'lib.dag': '' }), /This is a path/)
  assert.match(preparedAt('dag d { task a: shell { run: "x", params: { da$0y: 1 } } }'), /script of `shell`/)
})
