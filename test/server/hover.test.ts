import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hover } from '../../server/features/hover.ts'
import { fixture } from './fixture.ts'

/** The hover at `$0`: the code on its first line, then each paragraph. */
function checkHover(source: string, ...expected: readonly string[]): void {
  const { analyzed, offset } = fixture(source, { 'a.sql': '' })
  const markdown = hover(analyzed, offset)?.markdown ?? ''
  const parts = markdown.replace(/^```dagline\n([\s\S]*?)\n```/, '$1').split('\n\n')
  assert.deepEqual(markdown === '' ? [] : parts, expected)
}

test('a task: engine, documentation, instances and neighbours', () => {
  checkHover(
    `dag d {
  task zero: js { script: "x" }
  /// Counts **rows**.
  /// Twice.
  task on$0e: bq { sql: "select 1", matrix: { n: [1, 2] } }
  group g { task in: js { script: "x" } }
  zero -> one -> g
}`,
    'task one: bq',
    'Counts **rows**.\nTwice.',
    '2 instances · starts after `zero` · before `g.in`',
    '```sql\nselect 1\n```',
  )
  checkHover('dag d { task on$0e: js { description: "Says it." } }', 'task one: js', 'Says it.')
})

test('documentation ends at an empty line, and four slashes are none', () => {
  checkHover('/// Far away.\n\n/// Near.\nlet on$0e = 1', 'let one = 1', 'Near.')
  checkHover('//// A ruler.\nlet on$0e = 1', 'let one = 1')
})

test('a let: its value, as far as it is known', () => {
  checkHover('let a = 1\nlet b$0 = a + 2', 'let b = a + 2', 'Is `3`.')
  checkHover(`let a = 1\nlet b = "x\${a}"\ndag d { task t: js { params: { $0b } } }`, `let b = "x\${a}"`, 'Is `"x1"`.')
  checkHover(
    'let a = en$0v("HOME")',
    'env(name: string, fallback?): string',
    'An environment variable, or the fallback where it is not set.',
  )
  checkHover('let $0a = env("HOME")', 'let a = env("HOME")', 'Known when a run starts.')
  checkHover('let $0a = secret("x")', 'let a = secret("x")', 'Known when the task starts.')
  checkHover('let $0a = target.project', 'let a = target.project', 'Is `"local"`, unless the run says otherwise.')
})

test('inputs, matrix variables, params', () => {
  checkHover(
    'dag d {\n  /// Which years.\n  input years: list = [2021]\n  let x = ye$0ars\n}',
    'input years: list = [2021]',
    'Which years.',
  )
  checkHover('dag d { input $0n: number }', 'input n: number', 'A run must be given a value.')
  checkHover('dag d { task t: js { matrix: { n: [1, 2] }, params: { x: $0n } } }', 'n', 'One of `[1, 2]`.')
  checkHover('dag d { task t: js { params: { $0x: 1 + 1 } } }', 'x: 1 + 1', 'Is `2`.', 'Param of `t`.')
})

test('properties, engines, targets, entries, outputs, files', () => {
  checkHover('dag d { task t: iac { act$0ion: create } }', 'action: create | delete | start | stop', 'What to do with the cluster.')
  checkHover(
    'dag d { task t: htt$0p {} }',
    'http',
    'A request over HTTP. Outputs: `status`, `body`, `headers`.',
    'Needs `url`.',
    'Gives `status`, `body`, `headers`.',
  )
  checkHover('target prod { project: "p" }\ndag d { task t: js { on pro$0d {} } }', 'target prod', '- `project`: `"p"`')
  checkHover('target prod { bucket: "p" }\nlet a = target.buc$0ket', 'target.bucket', '- `prod`: `"p"`')
  checkHover('let a = run.$0id', 'run.id', 'The name of the run.')
  checkHover('dag d { task t: bq {}\ntask u: js { when: t.ro$0ws > 0 } }', 't.rows', 'Output of `t`. Known when the task has ended.')
  checkHover('dag $0d {\n description: "All."\n task a: js {}\n task b: js {}\n a -> b\n}', 'dag d', 'All.', '2 tasks, 1 edge')
  checkHover('dag d { group $0g { task a: js {} } }', 'group g', '1 task')
})

test('a task: how many tasks come before and after it on any path', () => {
  const tasks = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(name => `task ${name}: js { script: "x" }`).join('\n')
  checkHover(
    `dag d {\n${tasks.replace('task c', 'task $0c')}\na -> b -> c -> [d, e] -> f\n}`,
    'task c: js',
    'Starts after `b` (2 in all) · before `d`, `e` (3 in all)',
  )
  checkHover(`dag d {\n${tasks}\n[b, c, d, e, f, g] -> $0h\n}`, 'task h: js', 'Starts after `b`, `c`, `d`, `e`, `f` and 1 more')
})

test('a schedule: its next five times in the time zone of the dag, from its start', () => {
  const dag = (schedule: string): string =>
    `dag d {\n ${schedule}\n start: 2100-03-27\n timezone: "Europe/Berlin"\n task t: js { script: "x" }\n}`
  const times = [
    'Next, in Europe/Berlin:',
    '- Sat 2100-03-27 00:00',
    '- Sun 2100-03-28 00:00',
    '- Mon 2100-03-29 00:00',
    '- Tue 2100-03-30 00:00',
    '- Wed 2100-03-31 00:00',
  ].join('\n')
  checkHover(dag('schedule: "0 0 $0* * *"'), times)
  checkHover(
    dag('sch$0edule: "0 0 * * *"'),
    'schedule: cron schedule',
    'When the dag runs: a cron schedule of five fields, in `timezone`.',
    times,
  )
  checkHover(dag('schedule: "0 0 30 2 $0*"'), 'It never comes.')
  checkHover(dag('schedule: "0 0 $0*"'))
})

test('the script of a `bq` task, with what is known filled in', () => {
  const shown = (sql: string): string => `\`\`\`sql\n${sql}\n\`\`\``
  checkHover(
    `dag d {
  input day: date
  let table = "p.d.t"
  task t: bq { s$0ql: "select * from {table} where n > @least and d = @day and s = '{name}'", params: { table, least: 2 + 1, day, name: env("X") } }
}`,
    'sql: string',
    'The SQL to run, in the file itself. Data reaches it through `params`.',
    shown("-- @least is 3\nselect * from p.d.t where n > @least and d = @day and s = '{name}'"),
  )
  checkHover(
    `dag d { task t: bq { s$0ql: "select '{key}'", params: { key: secret("k") } } }`,
    'sql: string',
    'The SQL to run, in the file itself. Data reaches it through `params`.',
    shown("select '{key}'"),
  )
  checkHover('dag d { task $0t: bq { sql: "select 1 as `a```b`" } }', 'task t: bq', '````sql\nselect 1 as `a```b`\n````')
})

test('of a long script the beginning is shown', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `  select ${i};`).join('\n')
  const { analyzed, offset } = fixture(`dag d {\n task $0t: bq {\n  sql: """\n${lines}\n  """\n }\n}`)
  const markdown = hover(analyzed, offset)!.markdown
  assert.match(markdown, /select 11;\n…\n```$/)
  assert.doesNotMatch(markdown, /select 12;/)
})

test('nothing on what says nothing', () => {
  for (const source of ['let a = $01', 'dag d {$0}', '$0', '// so$0me']) checkHover(source)
})

test('the variable of a param', () => {
  checkHover(
    'dag d { let x = 2 task a: python { run: "DAGLINE_PARAM_$0N", params: { n: x + 1 } } }',
    'n: x + 1',
    'Is `3`.',
    'Param of `a`.',
  )
})
