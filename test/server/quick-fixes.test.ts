import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actionsAt, checkAction, selected, titlesAt } from './code-actions.ts'
import { checkFile, checkFix, tasks, titles } from './quick-fixes.ts'

test('did you mean', () => {
  checkFix(`${tasks('one', 'two')}  one -> tw$0p`, 'Replace with `two`', `${tasks('one', 'two')}  one -> two`)
  checkFix('  task a: shel$0 { run: "true" }', 'Replace with `shell`', '  task a: shell { run: "true" }')
  checkFix('  task a: shell { run: "true", retrie$0: 1 }', 'Replace with `retries`', '  task a: shell { run: "true", retries: 1 }')
  checkFix(
    '  let days = 1\n  task a: shell { run: "true", params: { n: day$0, days } }',
    'Replace with `days`',
    '  let days = 1\n  task a: shell { run: "true", params: { n: days, days } }',
  )
  checkFix(
    '  task a: shell { run: "true", params: { n: lowr$0("A") } }',
    'Replace with `lower`',
    '  task a: shell { run: "true", params: { n: lower("A") } }',
  )
  checkFix(
    '  task a: shell { run: "true", trigger: all_don$0 }',
    'Replace with `all_done`',
    '  task a: shell { run: "true", trigger: all_done }',
  )
  checkFix(
    '  task a: shell { run: "true", trigger: "all_don$0" }',
    'Replace with `all_done`',
    '  task a: shell { run: "true", trigger: "all_done" }',
  )
  checkFix(
    '  limits: { warehouse: 2 }\n  task a: shell { run: "true", limit: "warehose$0" }',
    'Replace with `warehouse`',
    '  limits: { warehouse: 2 }\n  task a: shell { run: "true", limit: "warehouse" }',
  )
  checkFile(
    'dag d {\n  task a: shell { run: "true" on prd$0 { retries: 1 } }\n}\ntarget prod {}\n',
    'Replace with `prod`',
    'dag d {\n  task a: shell { run: "true" on prod { retries: 1 } }\n}\ntarget prod {}\n',
  )
})

test('what is not needed once something else is gone is no new fault', () => {
  checkFix('  let x = 1\n  let $0y = x\n  task a: shell { run: "true" }', 'Remove `let y`', '  let x = 1\n  task a: shell { run: "true" }')
  checkFix(
    '  let x = 1\n  task a: bq { sql: "select @v", params: { $0x, v: 2 } }',
    'Remove `x`',
    '  let x = 1\n  task a: bq { sql: "select @v", params: { v: 2 } }',
  )
})

test('a task, target or limit that is not there yet', () => {
  checkFix(
    `${tasks('one')}  one -> lo$0ad`,
    'Create the task `load`',
    `${tasks('one')}  task load: shell {\n    run: "echo load"\n  }\n  one -> load`,
  )
  checkFix(
    '  group g {\n    task one: bq {\n      sql: "select 1"\n    }\n    one -> lo$0ad\n  }',
    'Create the task `load`',
    '  group g {\n    task one: bq {\n      sql: "select 1"\n    }\n    task load: bq {\n      sql: """\n        select 1\n        """\n    }\n    one -> load\n  }',
  )
  checkFile('dag $0d {\n}\n', 'Create the task `start`', 'dag d {\n  task start: shell {\n    run: "echo start"\n  }\n}\n')
  checkFile(
    'dag d {\n  task a: shell { run: "true" on tes$0t { retries: 1 } }\n}\n',
    'Create the target `test`',
    'dag d {\n  task a: shell { run: "true" on test { retries: 1 } }\n}\n\ntarget test {\n}\n',
  )
  checkFix(
    '  owner: "x"\n  task a: shell { run: "true", limit: $0"warehouse" }',
    'Declare the limit `warehouse`',
    '  owner: "x"\n  limits: { warehouse: 1 }\n  task a: shell { run: "true", limit: "warehouse" }',
  )
  checkFix('  task a: shell { run: "true", limit: $0house }', 'Replace with `"house"`', '  task a: shell { run: "true", limit: "house" }')
})

test('names that are taken or reserved', () => {
  checkFix(
    '  task tas$0k: shell { run: "true" }\n  task b: shell { run: "true" }\n  task -> b',
    'Rename to `task_`',
    '  task task_: shell { run: "true" }\n  task b: shell { run: "true" }\n  task_ -> b',
  )
  checkFix(`${tasks('a', '$0a')}`, 'Rename to `a2`', `${tasks('a', 'a2')}`)
  checkFix('  task a: shell { run: "true" ru$0n: "x" }', 'Remove `run`', '  task a: shell { run: "true" }')
  checkFix('  task a: bq {\n    sql: "select 1"\n    $0script: "a.sql"\n  }', 'Remove `sql`', '  task a: bq {\n    script: "a.sql"\n  }', {
    'a.sql': 'select 1',
  })
})

test('what an engine needs', () => {
  checkFix('  task $0a: bq {}', 'Add `sql`', '  task a: bq {\n    sql: """\n      select 1\n      """\n  }')
  checkFix(
    '  task $0a: python {\n    retries: 1\n  }',
    `Add \`run: "print('a')"\``,
    `  task a: python {\n    retries: 1\n    run: "print('a')"\n  }`,
  )
  checkFix(
    '  task $0a: http { retries: 1 }',
    'Add `url: "https://example.com"`',
    '  task a: http { retries: 1, url: "https://example.com" }',
  )
  checkFix('  task $0a: js {}', 'Add `script: "a.js"`', '  task a: js { script: "a.js" }', { 'a.js': '' })
  checkFix('  task $0a: js {}', 'Add `script: "a.js"`', '  task a: js { script: "a.js" }')
  checkFix(
    '  task $0a: iac {\n    action: create\n    cluster: "x"\n  }',
    'Add `config: "c.yaml"`',
    '  task a: iac {\n    action: create\n    cluster: "x"\n    config: "c.yaml"\n  }',
    { 'c.yaml': '' },
  )
})

test('files', () => {
  checkFix('  task a: js { script: "$0rn.js" }', 'Replace with `run.js`', '  task a: js { script: "run.js" }', { 'run.js': '' })
  const made = checkAction(
    'quickfix',
    'dag d { task a: js { script: "$0new.js" } }',
    'Create "new.js"',
    'dag d { task a: js { script: "new.js" } }',
  )
  assert.match(made.creates ?? '', /new\.js$/)
  const imported = checkAction('quickfix', 'import "$0far/lib.dag"\n', 'Create "far/lib.dag"', 'import "far/lib.dag"\n')
  assert.match(imported.creates ?? '', /far.lib\.dag$/)
  checkFile('dag d { task a: bq { script: "$0laod.sql" } }', 'Replace with `load.sql`', 'dag d { task a: bq { script: "load.sql" } }', {
    'load.sql': 'select 1',
  })
  checkFile('import "li$0.dag"\n', 'Replace with `lib.dag`', 'import "lib.dag"\n', { 'lib.dag': '' })
})

test('params', () => {
  checkFix(
    '  let project = "p"\n  task a: bq { sql: "select {proj$0ect}" }',
    'Add `params: { project }`',
    '  let project = "p"\n  task a: bq { sql: "select {project}", params: { project } }',
  )
  checkFix(
    '  task a: bq {\n    sql: "select @x + @$0y"\n    params: {\n      x: 1,\n    }\n  }',
    'Add `params: { y: "y" }`',
    '  task a: bq {\n    sql: "select @x + @y"\n    params: {\n      x: 1,\n      y: "y",\n    }\n  }',
  )
  checkFix(
    '  task a: bq {\n    sql: "select @x + @$0y"\n    params: {\n      x: 1 // one\n    }\n  }',
    'Add `params: { y: "y" }`',
    '  task a: bq {\n    sql: "select @x + @y"\n    params: {\n      x: 1, // one\n      y: "y"\n    }\n  }',
  )
  checkFix(
    '  task a: bq { sql: "select @dat$0", params: { date: 1 } }',
    'Replace with `@date`',
    '  task a: bq { sql: "select @date", params: { date: 1 } }',
  )
  checkFix('  task a: bq { script: "$0a.sql" }', 'Add `params: { n: "n" }`', '  task a: bq { script: "a.sql", params: { n: "n" } }', {
    'a.sql': 'select @n',
  })
  checkFix('  task a: bq { sql: "select 1", params: { n$0: 1 } }', 'Remove `n`', '  task a: bq { sql: "select 1" }')
  checkFix(
    '  task a: bq { sql: "select @m", params: { m: 1, n$0: 1 } }',
    'Remove `n`',
    '  task a: bq { sql: "select @m", params: { m: 1 } }',
  )
  checkFix(
    '  task a: bq { sql: "select @m", params: { n$0: 1, m: 1 } }',
    'Remove `n`',
    '  task a: bq { sql: "select @m", params: { m: 1 } }',
  )
  checkFix('  /// Says.\n  let x$0 = 1\n  task a: shell { run: "true" }', 'Remove `let x`', '  task a: shell { run: "true" }')
  checkFix(
    '  let x = "p"\n  task a: bq {\n    sql: """\n      select ${$0x}\n      """\n  }',
    'Pass `x` by params',
    '  let x = "p"\n  task a: bq {\n    sql: """\n      select {x}\n      """\n    params: { x }\n  }',
  )
  checkFix(
    '  task a: shell {\n    run: """\n      echo ${$0target.project}\n      """\n  }',
    'Pass `project` by params',
    '  task a: shell {\n    run: """\n      echo ${project}\n      """\n    params: { project: target.project }\n  }',
  )
})

test('values', () => {
  checkFix('  task a: shell { run: "true", retries: $0"3" }', 'Take the quotes away', '  task a: shell { run: "true", retries: 3 }')
  checkFix('  task a: shell { run: "true", owner: $03 }', 'Put it in quotes', '  task a: shell { run: "true", owner: "3" }')
  checkFix('  task a: shell { run: "true", tags: $0"x" }', 'Make it a list', '  task a: shell { run: "true", tags: ["x"] }')
  checkFix(
    '  task a: http {\n    url: "https://x"\n    headers: { auth: "$0AKIAABCDEFGHIJKLMNOP" }\n  }',
    'Read it with `secret("auth")`',
    '  task a: http {\n    url: "https://x"\n    headers: { auth: secret("auth") }\n  }',
  )
  checkFix(
    '  task a: http { url: "https://x", body: "key=$0AKIAABCDEFGHIJKLMNOP;" }',
    'Read it with `secret("body")`',
    '  task a: http { url: "https://x", body: "key=${secret("body")};" }',
  )
  checkFix(
    '  task a: spark$0 {\n    script: "a.py"\n    cluster: "c"\n  }',
    'Add `on local`',
    '  task a: spark {\n    script: "a.py"\n    cluster: "c"\n    on local {\n      engine: shell\n      run: "echo a"\n    }\n  }',
    { 'a.py': '' },
  )
})

test('a cycle is broken at any edge of it', () => {
  const before = `${tasks('a', 'b', 'c')}  a -> b -> c -> $0a`
  checkFix(before, 'Remove the edge `a -> b`', `${tasks('a', 'b', 'c')}  b -> c -> a`)
  checkFix(before, 'Remove the edge `b -> c`', `${tasks('a', 'b', 'c')}  a -> b\n  c -> a`)
  checkFix(before, 'Remove the edge `c -> a`', `${tasks('a', 'b', 'c')}  a -> b -> c`)
  checkFix(`${tasks('a', 'b')}  a -> b\n  b -> $0a`, 'Remove the edge `b -> a`', `${tasks('a', 'b')}  a -> b`)
  checkFix(`${tasks('a', 'b', 'c')}  [a, b] -> c\n  c -> $0b`, 'Remove the edge `b -> c`', `${tasks('a', 'b', 'c')}  a -> c\n  c -> b`)
  checkFix(
    '  task a: shell { run: "true", after: [b] }\n  task b: shell { run: "true", after: [$0a] }',
    'Remove the edge `b -> a`',
    '  task a: shell { run: "true" }\n  task b: shell { run: "true", after: [a] }',
  )
})

test('an output that is read makes an edge that no fix takes away', () => {
  assert.deepEqual(titles('  task a: shell { run: "true", params: { x: b.y } }\n  task b: shell { run: "true", after: [$0a] }'), [
    'Remove the edge `a -> b`',
  ])
})

test('edges that say nothing', () => {
  checkFix(`${tasks('a', 'b', 'c')}  a -> b -> c\n  a -> $0c`, 'Remove the edge `a -> c`', `${tasks('a', 'b', 'c')}  a -> b -> c`)
  checkFix(`${tasks('a', 'b')}  a -> b // why\n  a -> $0b // again`, 'Remove the edge `a -> b`', `${tasks('a', 'b')}  a -> b // why`)
  checkFix(`${tasks('a')}  a -> $0a`, 'Remove the edge `a -> a`', tasks('a').trimEnd())
  checkFix(`${tasks('a', 'b')}  a -> [$0a, b]`, 'Remove the edge `a -> a`', `${tasks('a', 'b')}  a -> b`)
  checkFix(
    '  task a: shell { run: "true" }\n  task b: shell { run: "true", after: [a, $0b] }',
    'Remove the edge `b -> b`',
    '  task a: shell { run: "true" }\n  task b: shell { run: "true", after: [a] }',
  )
})

test('tasks that share a table', () => {
  const writer = '  task a: bq { sql: "create or replace table d.t as select 1 as x" }'
  checkFix(
    `${writer}\n  task b: bq { sql: "select x from $0d.t" }`,
    'Add `a -> b`',
    `${writer}\n  task b: bq { sql: "select x from d.t" }\n  a -> b`,
  )
  checkFix(
    `${writer}\n  task b: bq { sql: "select x from $0d.t" }\n  b -> a`,
    'Turn around to `a -> b`',
    `${writer}\n  task b: bq { sql: "select x from d.t" }\n  a -> b`,
  )
  checkFix(
    `  group g {\n  ${writer}\n  }\n  group h {\n    task b: bq { sql: "select x from $0d.t" }\n  }`,
    'Add `g.a -> h.b`',
    `  group g {\n  ${writer}\n  }\n  group h {\n    task b: bq { sql: "select x from d.t" }\n  }\n  g.a -> h.b`,
  )
})

test('an edge is added where it mends something, and not the other way round', () => {
  const reader = 'task b: bq { sql: "select x from d.t" }'
  const writer = 'task a: bq { sql: "create or replace table $0d.t as select 1 as x" }'
  assert.deepEqual(titles(`  ${reader}\n  ${writer}`), ['Add `a -> b`', 'Silence `race` on this line'])
})

test('of several tasks that race for a table each edge is offered, and the order of all', () => {
  const three = (edges = '') => `  task a: bq { sql: "create or replace table ds.t as select 1 as x" }
  task m: bq { sql: "insert $0ds.t select 2" }
  task z: bq { sql: "select * from ds.t" }${edges}`
  const all = 'Order all tasks that touch `local.ds.t`: `a -> m -> z`'
  const plain = three().replace('$0', '')
  assert.deepEqual(titles(three()), ['Add `a -> m`', 'Add `m -> a`', all, 'Silence `race` on this line'])
  checkFix(three(), 'Add `a -> m`', `${plain}\n  a -> m`)
  checkFix(three(), all, `${plain}\n  a -> m -> z`)
  checkFix(three('\n  m -> z'), all, `${plain}\n  m -> z\n  a -> m`)
  checkFix(three('\n  m -> z'), 'Add `a -> m`', `${plain}\n  m -> z\n  a -> m`)
})

test('who only adds rows or reads needs no order among its like', () => {
  const source = `  task r: bq { sql: "select x from ds.t" }
  task s: bq { sql: "select x from ds.t" }
  group load {
    task i: bq { sql: "insert ds.t select 2" }
    task j: bq { sql: "insert ds.t select 3" }
  }
  task made: bq { sql: "create or replace table $0ds.t as select 1 as x" }`
  checkFix(
    source,
    'Order all tasks that touch `local.ds.t`: `made -> [load.i, load.j] -> [r, s]`',
    `${source.replace('$0', '')}\n  made -> [load.i, load.j] -> [r, s]`,
  )
})

test('what makes a table comes first, wherever it stands', () => {
  const source = '  task b: bq { sql: "insert d.t select 1" }\n  task a: bq { sql: "create or replace table $0d.t as select 1 as x" }'
  assert.deepEqual(titles(source).slice(0, 2), ['Add `a -> b`', 'Add `b -> a`'])
})

test('a comment silences warnings and hints, where a comment can stand', () => {
  checkFix(
    '  task a: bq { sql: "select 1", params: { n$0: 1 } }',
    'Silence `unused-param` on this line',
    '  // dagline-ignore unused-param: this is meant so\n  task a: bq { sql: "select 1", params: { n: 1 } }',
  )
  const body = (comment: string, cursor = '') =>
    `  let x = 1\n  task a: bq {\n${comment}    sql: """\n      select 1,\n        \${${cursor}x}\n      """\n  }`
  checkFix(
    body('', '$0'),
    'Silence `text-interpolation` in this text',
    body('    // dagline-ignore text-interpolation: this is meant so\n'),
  )
  assert.ok(!titles('  task a: shel$0 { run: "true" }').some(title => title.startsWith('Silence')))
})

test('all params that are missing, at once', () => {
  const files = { 'load.sql': 'select {table}, @day' }
  const source = '  let table = "t"\n  task a: bq { script: $0"load.sql" }'
  checkFix(
    source,
    'Add all params that are missing',
    '  let table = "t"\n  task a: bq { script: "load.sql", params: { day: "day", table } }',
    files,
  )
  assert.ok(!titles(source, { 'load.sql': 'select @day' }).includes('Add all params that are missing'))
})

test('a property of several lines is one line between others', () => {
  checkFix('  task a$0: bq { retries: 1 }', 'Add `sql: "select 1"`', '  task a: bq { retries: 1, sql: "select 1" }')
})

test('no comma behind a sign or a dot', () => {
  const sources = ['cost-$0center: 1', 'A.$0B: 1'].map(entry => `  task a: shell { run: "true", env: { ${entry} } }`)
  for (const source of sources) {
    assert.ok(!titles(source).includes('Insert `,`'))
    assert.deepEqual(titlesAt('source.fixAll', `dag d {\n${source}\n}\n`), [])
  }
})

test('fix all also mends what is uncovered by it', () => {
  const title = 'Fix all that changes nothing of what runs'
  const source = `dag d {
  let x = 1
  let y = x
  let z = y
  let p = 2
  task a: bq { sql: "select @v", params: { p, v: 2 } }
  task b: shell { run: "true", after: [a] }
  a -> b
}
`
  const expected = `dag d {
  task a: bq { sql: "select @v", params: { v: 2 } }
  task b: shell { run: "true", after: [a] }
}
`
  checkAction('source.fixAll', `$0${source}`, title, expected)
  assert.deepEqual(titlesAt('source.fixAll', '$0dag d { task a: shell { run: nosuch'), [])
})

test('brackets, quotes and separators that are missing', () => {
  checkFix('  task a: shell { run: "true", tags: $0["x", "y" }', 'Insert `]`', '  task a: shell { run: "true", tags: ["x", "y"] }')
  checkFix(
    '  task a: shell $0{\n    run: "true"\n  task b: shell { run: "true" }',
    'Insert `}`',
    '  task a: shell {\n    run: "true"\n  }\n  task b: shell { run: "true" }',
  )
  checkFile('dag d $0{\n  task a: shell { run: "true" }\n', 'Insert `}`', 'dag d {\n  task a: shell { run: "true" }\n}\n')
  checkFix(
    '  task a: shell {\n    tags: $0["x"\n    run: "true"\n  }',
    'Insert `]`',
    '  task a: shell {\n    tags: ["x"]\n    run: "true"\n  }',
  )
  checkFix('  task a: shell { run: $0"true }', 'Insert `"`', '  task a: shell { run: "true" }')
  checkFix('  task a: shell { run: "true", tags: ["x" $0"y"] }', 'Insert `,`', '  task a: shell { run: "true", tags: ["x", "y"] }')
  checkFix('  task a: shell { run: "true", tags: ["x",$0, "y"] }', 'Remove `,`', '  task a: shell { run: "true", tags: ["x", "y"] }')
  checkFix(
    '  task a: shell {\n    run: $0"""\n      echo\n  }\n  task b: shell { run: "true" }',
    'Insert `"""`',
    '  task a: shell {\n    run: """\n      echo\n      """\n  }\n  task b: shell { run: "true" }',
  )
  checkFix('  let x = "1"\n  task a: shell { run: "echo $0${x" }', 'Insert `}`', '  let x = "1"\n  task a: shell { run: "echo ${x}" }')
  checkFix('  task a: shell { run: "true" }\n  /$0* why', 'Insert `*/`', '  task a: shell { run: "true" }\n  /* why */')
  checkFile('dag d {\n  task a: shell { run: "true" }\n}\n$0}\n', 'Remove `}`', 'dag d {\n  task a: shell { run: "true" }\n}\n')
})

test('other slips of the syntax', () => {
  checkFix('  t$0sk a: shell { run: "true" }', 'Replace with `task`', '  task a: shell { run: "true" }')
  checkFix('  task a: shell { run: "true", timeout: 10m$0in }', 'Replace with `10m`', '  task a: shell { run: "true", timeout: 10m }')
  checkFix('  budget: 10g$0b\n  task a: shell { run: "true" }', 'Replace with `10GB`', '  budget: 10GB\n  task a: shell { run: "true" }')
  checkFix('  task a: shell { run: "\\$0d" }', 'Write the backslash twice', '  task a: shell { run: "\\\\d" }')
  checkFix("  task a: shell { run: $0'true' }", 'Replace with `"true"`', '  task a: shell { run: "true" }')
  checkFile('let a$0: 1\n', 'Replace with `=`', 'let a = 1\n')
  checkFile('let a $01\n', 'Insert `=`', 'let a = 1\n')
  checkFile('import $0a.dag\n', 'Replace with `"a.dag"`', 'import "a.dag"\n', { 'a.dag': '' })
  checkFix('  task $0"a": shell { run: "true" }', 'Replace with `a`', '  task a: shell { run: "true" }')
  checkFix('  task a $0shell { run: "true" }', 'Insert `:`', '  task a: shell { run: "true" }')
  checkFix(
    '  task a: shell { run: """\n    x\n  $0 y\n    """ }',
    'Indent the line like the closing quotes',
    '  task a: shell { run: """\n    x\n    y\n    """ }',
  )
  checkFix(
    '  task a: shell { run: "true", params: { x: 1$0; y: 2 } }',
    'Replace with `,`',
    '  task a: shell { run: "true", params: { x: 1, y: 2 } }',
  )
  checkFix('  $0# why\n  task a: shell { run: "true" }', 'Replace with `//`', '  // why\n  task a: shell { run: "true" }')
  checkFix('  own$0er = "me"\n  task a: shell { run: "true" }', 'Replace with `:`', '  owner: "me"\n  task a: shell { run: "true" }')
  checkFix(
    '  task a: shell { run: "true", params: { aa $0= 1 } }',
    'Replace with `:`',
    '  task a: shell { run: "true", params: { aa: 1 } }',
  )
  checkFix(`${tasks('a', 'b')}  $0a => b`, 'Replace with `->`', `${tasks('a', 'b')}  a -> b`)
  checkFix(`${tasks('a', 'b')}  $0a b`, 'Insert `->`', `${tasks('a', 'b')}  a -> b`)
  checkFix(
    '  schedule: $00 6 * * 1-5 // early\n  task a: shell { run: "true" }',
    'Put it in quotes',
    '  schedule: "0 6 * * 1-5" // early\n  task a: shell { run: "true" }',
  )
  checkFix('  task a: shell { run: "true"$0; }', 'Remove `;`', '  task a: shell { run: "true" }')
})

test('the obvious fix is preferred, and none of several', () => {
  const preferred = (inside: string): string[] =>
    actionsAt(selected(`dag d {\n${inside}\n}\n`), 'quickfix').flatMap(action => (action.isPreferred ? [action.title] : []))
  assert.deepEqual(preferred(`${tasks('one', 'two')}  one -> tw$0p`), ['Replace with `two`'])
  assert.deepEqual(preferred(`${tasks('a', 'b')}  a -> b -> $0a`), [])
})

test('in a text that is too large to try them, fixes are offered, and none is preferred', () => {
  const source = `dag d {\n${tasks('one', 'two')}  one -> tw$0p\n}\n/*${'x'.repeat(400_000)}*/\n`
  const actions = actionsAt(selected(source), 'quickfix')
  assert.deepEqual(
    actions.map(({ title, isPreferred }) => [title, isPreferred]),
    [
      ['Replace with `two`', false],
      ['Create the task `twp`', false],
    ],
  )
})
