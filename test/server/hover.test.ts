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

test('nothing on what says nothing', () => {
  for (const source of ['let a = $01', 'dag d {$0}', '$0', '// so$0me']) checkHover(source)
})
