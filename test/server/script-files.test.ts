import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { describe, describeRelated } from '../../language/index.ts'
import { scriptDiagnostics } from '../../server/features/script-files/diagnostics.ts'
import { scriptCompletion, scriptDefinitions, scriptHover } from '../../server/features/script-files/params.ts'
import { type ScriptFile, usersOf } from '../../server/features/script-files/users.ts'
import { fixture, folder, underlined } from './fixture.ts'

interface Opened extends ScriptFile {
  readonly offset: number
}

/** A script with marks taken out, beside `main.dag`. `name`: of the script. */
function open(dag: string, marked: string, name = 'a.sql', files: Readonly<Record<string, string>> = {}): Opened {
  const offset = marked.indexOf('$0')
  const text = marked.replace('$0', '')
  const { project } = fixture(dag, { ...files, [name]: text })
  const file = join(folder, name)
  return { file, text, users: usersOf(file, project.some(project.naming(file))), offset }
}

/** What is reported, as `text: message (related; related)`; `--^^^` lines, or `#^^^` lines in Python, underline where. */
function checkDiagnostics(
  dag: string,
  script: string,
  expected: readonly string[],
  name = 'a.sql',
  files?: Readonly<Record<string, string>>,
) {
  const opened = open(dag, script, name, files)
  const found = scriptDiagnostics(opened)
  const related = (at: (typeof found)[number]): string => at.related.map(describeRelated).join('; ')
  assert.deepEqual(
    found.map(each => `${opened.text.slice(each.start, each.end)}: ${describe(each)} (${related(each)})`),
    expected,
  )
  const marks = underlined(script.replaceAll(/^(?:--|# )(?=[ ^]*$)/gm, '//'))
  if (marks.length > 0)
    assert.deepEqual(
      found.map(({ start, end }) => ({ start, end })),
      marks,
    )
}

/** The places that a word leads to, as `file:text`. */
function definitionsAt(dag: string, script: string, name?: string, files: Readonly<Record<string, string>> = {}): string[] {
  const opened = open(dag, script, name, files)
  return (scriptDefinitions(opened, opened.offset)?.found ?? []).map(each => {
    const text = each.name.file.endsWith('main.dag') ? dag : (files[each.name.file.slice(folder.length + 1)] ?? '')
    return `${each.name.file.slice(folder.length + 1)}:${each.name.start}:${text.slice(each.name.start, each.name.end)}`
  })
}

/** What is offered, as `label = detail`, with what is written where that is more. */
function offeredAt(dag: string, script: string, name?: string): string[] {
  const opened = open(dag, script, name)
  const { suggestions, word } = scriptCompletion(opened, opened.offset)
  for (const { span } of suggestions) assert.deepEqual(span, word)
  return suggestions.map(({ label, detail, insert }) => `${label} = ${detail}${insert === undefined ? '' : ` as ${insert}`}`)
}

const two = `dag d {
  task one: bq { script: "a.sql", params: { day: 1, city: "x" } }
  task two: bq { script: "a.sql", params: { day: 2 } }
}`

test('a placeholder without a param is reported at each of its places, with the tasks that lack it', () => {
  checkDiagnostics(
    two,
    `select {day}, {city}, @city
--            ^^^^^^  ^^^^^`,
    [
      '{city}: no param `city` for this placeholder (`two` runs this script)',
      '@city: no param `city` for this placeholder (`two` runs this script)',
    ],
  )
  checkDiagnostics(two, `select {dya} -- {no}\n`, [
    '{dya}: no param `dya` for this placeholder; did you mean `day`? (`one` runs this script; `two` runs this script)',
  ])
})

test('nothing is reported where all params are there, or where they are computed', () => {
  checkDiagnostics(two, 'select {day}', [])
  checkDiagnostics('dag d {\n  input p: map\n  task t: bq { script: "a.sql", params: p }\n}', 'select {day}', [])
})

test('a file that no task names has no answer', () => {
  const dag = 'dag d { task t: bq { script: "b.sql", params: { day: 1 } } }'
  checkDiagnostics(dag, 'select {day}', [])
  assert.deepEqual(definitionsAt(dag, 'select {d$0ay}'), [])
  assert.deepEqual(offeredAt(dag, 'select {$0'), [])
})

test('a task names its script by defaults of an import, by `on`, or by a matrix', () => {
  checkDiagnostics(
    'import "lib.dag"\ndag d { task t: bq {} }',
    'select {n}',
    ['{n}: no param `n` for this placeholder (`t` runs this script)'],
    'a.sql',
    {
      'lib.dag': 'defaults bq { script: "a.sql" }',
    },
  )
  checkDiagnostics('target cloud {}\ndag d { task t: bq { sql: "select 1", on cloud { script: "a.sql" } } }', 'select {n}', [
    '{n}: no param `n` for this placeholder (`t` runs this script)',
  ])
  checkDiagnostics(
    'dag d { task t: bq { matrix: { m: ["b", "a"] }, script: "${m}.sql" } }',
    'select {n}',
    ['{n}: no param `n` for this placeholder (`t` runs this script)'],
    'a.sql',
    { 'b.sql': 'select 1' },
  )
})

test('a text that a task reads from a file is such a script', () => {
  const dag = 'dag d { task t: bq { sql: file("a.sql"), params: { n: 1 } } }'
  checkDiagnostics(dag, 'select {n}, {nn}', ['{nn}: no param `nn` for this placeholder; did you mean `n`? (`t` runs this script)'])
  assert.deepEqual(definitionsAt(dag, 'select {n$0}'), [`main.dag:${dag.indexOf('n: 1')}:n`])
})

test('closed files of the workspace count too', () => {
  const other = 'dag o { task far: bq { script: "a.sql", params: { n: 1 } } }'
  assert.deepEqual(definitionsAt('dag d { task t: bq { sql: "select 1" } }', 'select {$0n}', 'a.sql', { 'other.dag': other }), [
    `other.dag:${other.indexOf('n: 1')}:n`,
  ])
})

test('a placeholder leads to the params of all tasks that run the script', () => {
  assert.deepEqual(definitionsAt(two, 'select {d$0ay}'), [`main.dag:${two.indexOf('day: 1')}:day`, `main.dag:${two.indexOf('day: 2')}:day`])
  assert.deepEqual(definitionsAt(two, 'select @city$0'), [`main.dag:${two.indexOf('city')}:city`])
  assert.deepEqual(definitionsAt(two, 'sel$0ect {day}'), [])
})

test('a hover says what the param is worth in each task', () => {
  const dag =
    'let n = 2\ndag d {\n  task one: bq { script: "a.sql", params: { day: n + 1 } }\n  task two: bq { script: "a.sql", params: { day: 4 } }\n}'
  const opened = open(dag, 'select {d$0ay}')
  const found = scriptHover(opened, opened.offset)
  assert.deepEqual(found?.span, { start: 7, end: 12 })
  assert.equal(
    found.markdown,
    '```dagline\nday: n + 1\n```\n\nIs `3`.\n\nParam of `one`.\n\n---\n\n```dagline\nday: 4\n```\n\nParam of `two`.',
  )
})

test('behind a brace or an at the params of the tasks are offered', () => {
  assert.deepEqual(offeredAt(two, 'select {$0'), ['day = 1 or 2 as day}', 'city = "x" as city}'])
  assert.deepEqual(offeredAt(two, 'select {d$0}'), ['day = 1 or 2', 'city = "x"'])
  assert.deepEqual(offeredAt(two, 'select @$0'), ['day = 1 or 2', 'city = "x"'])
  assert.deepEqual(offeredAt(two, 'select {{$0'), [])
  assert.deepEqual(offeredAt(two, 'select @@$0'), [])
  assert.deepEqual(offeredAt(two, 'sel$0'), [])
})

const python = 'dag d { task t: python { script: "a.py", params: { day: 1 }, env: { DAGLINE_PARAM_OWN: "x" } } }'

test('Python reads params from its environment', () => {
  checkDiagnostics(
    python,
    `print(os.environ["DAGLINE_PARAM_DAY"], os.environ['DAGLINE_PARAM_CITY'])
#                                                  ^^^^^^^^^^^^^^^^^^
os.environ["DAGLINE_PARAM_OWN"], os.environ.get("DAGLINE_PARAM_X"), os.getenv("DAGLINE_PARAM_X")
os.environ["DAGLINE_PARAM_X"] = "set"  # os.environ["DAGLINE_PARAM_Y"]
# os.environ["DAGLINE_PARAM_X"]
`,
    ['DAGLINE_PARAM_CITY: no param `CITY` for this placeholder (`t` runs this script)'],
    'a.py',
  )
  assert.deepEqual(definitionsAt(python, 'os.environ["DAGLINE_PAR$0AM_DAY"]', 'a.py'), [`main.dag:${python.indexOf('day')}:day`])
  assert.deepEqual(offeredAt(python, 'os.environ["DAG$0"]', 'a.py'), ['DAGLINE_PARAM_DAY = 1'])
  assert.deepEqual(offeredAt(python, 'x = {$0', 'a.py'), [])
})

test('a script of another engine has placeholders of its own', () => {
  const spark = 'dag d { task t: spark { script: "a.py", cluster: "c", params: { day: 1 } } }'
  checkDiagnostics(spark, 'os.environ["DAGLINE_PARAM_X"]', [], 'a.py')
  assert.deepEqual(offeredAt(spark, 'os.environ["DAG$0"]', 'a.py'), [])
})
