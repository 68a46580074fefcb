import assert from 'node:assert/strict'
import { test } from 'node:test'
import { complete } from '../../server/features/completion/completion.ts'
import type { Suggestion } from '../../server/features/completion/suggestion.ts'
import { fixture } from './fixture.ts'

const none = '(nothing)'

/**
 * Labels at `$0`, best first. `expected`: all of them; or the first ones, then `…` and others that are there too, then `!` and
 * some that are not.
 */
function checkCompletion(source: string, expected: string, files: Readonly<Record<string, string>> = {}): readonly Suggestion[] {
  const { analyzed, workspace, offset } = fixture(source, files)
  const sorted = [...complete(analyzed, workspace, offset).suggestions].sort(
    (a, b) => (a.rank ?? 5) - (b.rank ?? 5) || (a.label < b.label ? -1 : 1),
  )
  const labels = sorted.map(suggestion => suggestion.label)
  const [, first, others, lacking] = /^([^…!]*)(…[^!]*)?(!.*)?$/.exec(expected)!
  const words = (text: string | undefined): string[] => (text ?? '').split(/[ …!]+/).filter(Boolean)
  if (first === none) assert.deepEqual(labels, [])
  else assert.deepEqual(others === undefined && lacking === undefined ? labels : labels.slice(0, words(first).length), words(first))
  for (const label of words(others)) assert.ok(labels.includes(label), `${label} is missing: ${labels.join(' ')}`)
  for (const label of words(lacking)) assert.ok(!labels.includes(label), `${label} is there: ${labels.join(' ')}`)
  return sorted
}

const dag = (content: string): string => `dag d {\n${content}\n}\n`
const js = (...names: readonly string[]): string => names.map(name => `task ${name}: js { script: "x" }\n`).join('')
const tasks = 'task a: bq { sql: "select 1" }\ntask b: shell { run: "x" }\ngroup g { task c: js { script: "c.js" } }\n'

test('tasks and groups after an arrow', () => {
  checkCompletion(dag(`${tasks}a -> $0`), 'b g … ! c select')
  checkCompletion(dag(`${tasks}a -> b$0`), 'b g … ! c')
  checkCompletion(dag(`${tasks}a -> [b, $0]`), 'g … ! b c')
  checkCompletion(dag(`${tasks}[a, $0] -> b`), 'g')
  checkCompletion(dag(`${tasks}a -> g.$0`), 'c')
  checkCompletion(dag(`${tasks}g.$0`), 'c')
  checkCompletion(dag(`${tasks}a -> $0\ntask last: shell { run: "x" }`), 'b g last … ! c')
  checkCompletion(`dag d {\n${tasks}a -> $0`, 'b g … ! c')
})

test('what would close a cycle is not offered', () => {
  checkCompletion(dag(`${tasks}a -> b\nb -> $0`), 'g')
  checkCompletion(dag(`${js('a', 'c')}task b: js { script: "b", after: [a] }\nb -> $0`), 'c')
  checkCompletion(dag(`${js('c')}task a: js { script: "a", after: [$0] }\ntask b: js { script: "b", after: [a] }`), 'c')
  checkCompletion(dag(`group g { ${js('c')} }\n${js('a', 'z')}\na -> g\ng.c -> $0`), 'z')
  // Also of what follows the place, of a group's own `after`, and of outputs.
  checkCompletion(dag(`${js('a', 'b', 'c', 'z')}b -> c\na -> $0 -> b`), 'z')
  checkCompletion(dag(`group g { after: [$0]\n${js('c')} }\n${js('a', 'z')}g -> a`), 'z')
  checkCompletion(dag(`task a: js { script: "x", params: { rows: $0 } }\n${js('b', 'c')}a -> b`), '… c ! a b')
  checkCompletion(dag(`task a: js { script: "x", params: { rows: g.$0 } }\ngroup g { ${js('b', 'c')} }\na -> g.b`), 'c')
})

test('an edge that is there is offered while its end is written anew', () => {
  checkCompletion(dag(`${tasks}a -> b$0`), 'b g … ! c')
  checkCompletion(dag('task a: js { script: "x" }\ntask b: js { script: "x", after: [a$0] }'), 'a')
})

test('of thousands of names those that fit to what is typed, and more as it goes on', () => {
  const many = Array.from({ length: 3000 }, (_, i) => `task step_${i}: js { script: "a" }`).join('\n')
  const labels = checkCompletion(dag(`${many}\nstep_1 -> step_29$0`), '… step_29 step_295 step_2999 ! step_30').map(each => each.label)
  assert.equal(labels.length, 200)
})

test('a blank is written after a sign that has none', () => {
  assert.equal(checkCompletion(dag(`${tasks}a ->$0`), 'b … ')[0]!.insert, ' b')
  assert.equal(checkCompletion(dag('task a:$0'), 'bq … ')[0]!.insert, ' bq')
})

test('tasks and groups before an arrow that is there, and nothing else', () => {
  const edges = `${js('a', 'b', 'z')}a -> b\n`
  for (const text of [`${edges}b$0 -> a`, `${edges}$0 -> a`, `${edges}$0-> a -> b`, `${edges}$0\n -> a`, `${edges}$0 -> [a, z]`])
    checkCompletion(dag(text), text.includes('z]') ? '' : 'z')
  checkCompletion(dag(`${edges}z$0 ->`), 'a b z')
  checkCompletion(dag(`group g { ${js('c', 'z')} }\n${js('a')}a -> g.c\ng.$0 -> a`), 'z')
  checkCompletion(dag(`group g { ${js('c', 'z')}\nc -> z\n$0 -> c }`), '')
})

test('the arrow after a task', () => {
  checkCompletion(dag(`${tasks}a $0`), '->')
  checkCompletion(dag(`${tasks}[a, b] $0`), '->')
  checkCompletion(dag(`${tasks}a -> b $0`), '->')
  checkCompletion('let a = 1 $0', none)
})

test('tasks in after', () => {
  checkCompletion(dag(`${tasks}task z: bq { after: [$0] }`), 'a b g')
  checkCompletion(dag(`${tasks}task z: bq {\n after: [a, $0\n}`), 'b g … ! z')
  assert.equal(checkCompletion(dag(`${tasks}task z: bq { after: $0 }`), 'a b g')[0]!.insert, '[a]')
  checkCompletion(dag(`${tasks}group h { after: [$0]\n task y: js {} }`), 'a b … g')
})

test('engines', () => {
  checkCompletion(dag('task a: $0'), 'bq spark iac shell python js http')
  checkCompletion(dag('task a: sh$0 {\n}'), 'bq … shell')
  checkCompletion('defaults $0 {\n}', 'bq … http')
  checkCompletion(dag('task a: spark { on local { engine: $0 } }'), 'bq … shell')
})

test('properties that are not set, required ones first', () => {
  checkCompletion(dag('task a: bq {\n $0\n}'), 'script sql … location retries after on ! run cluster')
  checkCompletion(dag('task a: bq {\n sql: "x"\n $0\n}'), ' … location ! sql script')
  checkCompletion(dag('task a: spark {\n scr$0\n}'), 'cluster script … region')
  checkCompletion(dag('task a: bq {\n sql: "x"\n $0'), ' … location ! sql script')
  checkCompletion(dag('task a: bq {\n script: "x"\n $0\ntask b: bq { sql: "y" }'), ' … location ! script')
  checkCompletion(dag('task a: spark { on local {\n engine: bq\n $0\n} }'), ' … sql script location ! matrix after engine cluster')
  checkCompletion(dag('schedule: "0 6 * * *"\n$0'), ' … start timezone limits task group let input ! schedule dag target')
  checkCompletion(dag('group g {\n$0\n}'), ' … when after task let defaults ! input schedule')
  checkCompletion('target prod {\n project: "p"\n $0\n}', ' … location confirm ! project')
  checkCompletion('defaults bq {\n$0\n}', ' … location retries ! matrix after cluster')
  checkCompletion('defaults {\n$0\n}', ' … location retries cluster ! matrix after')
  assert.equal(checkCompletion(dag('task a: bq {\n $0: "x"\n}'), 'script … ')[0]!.insert, undefined)
})

test('another property in the same line', () => {
  checkCompletion(dag('task q: bq { sql: "x" $0 }'), 'destination … params when ! sql script')
  checkCompletion(dag('task q: bq { sql: "x" p$0 }'), '… params')
  checkCompletion(dag('task q: iac { action: create c$0 }'), 'cluster … config')
  checkCompletion(dag('task q: shell { retries: 2 r$0 }'), 'run … retry_delay')
  checkCompletion(dag('description: "a" ow$0'), '… owner')
  checkCompletion(dag('task q: shell { retries: 2r$0 }'), none)
  checkCompletion(dag('task q: shell { run: "x" params: { a: 1 $0 } }'), none)
})

test('declarations at the top of a file', () => {
  checkCompletion('$0', 'dag defaults import let target')
  checkCompletion('da$0', 'dag … ')
  checkCompletion('let a = 1\n$0', 'dag … ')
})

test('nothing where a name is made up', () => {
  for (const source of [
    'dag $0',
    dag('task $0'),
    dag('group $0'),
    'let $0',
    dag('input $0'),
    'target $0',
    '// $0',
    '/* $0 */',
    dag('retries: 1$0'),
  ])
    checkCompletion(source, none)
})

test('words of a list, booleans, limits, zones', () => {
  checkCompletion(dag('task a: iac { action: $0 }'), 'create delete start stop')
  checkCompletion(dag('task a: iac { action: "$0" }'), 'create delete start stop')
  checkCompletion(dag('task a: bq { trigger: all$0 }'), 'all_success none_failed all_done any_success any_failed')
  checkCompletion(dag('parallelism: $0'), 'auto … len')
  checkCompletion(dag('catchup: $0'), 'false true … ! null')
  const limits = 'limits: { warehouse: 4, api: 2 }\n'
  assert.equal(checkCompletion(dag(`${limits}task a: bq { limit: $0 }`), 'api warehouse … ')[0]!.insert, '"api"')
  checkCompletion(dag(`${limits}task a: bq { limit: "$0" }`), 'api warehouse')
  checkCompletion(dag('timezone: "$0"'), 'UTC … Europe/Berlin')
})

test('targets after on, and types of inputs', () => {
  checkCompletion(`target prod {}\ntarget test {}\n${dag('task a: bq { on $0 }')}`, 'local prod test')
  checkCompletion(`target prod {}\n${dag('task a: bq { on prod {}\non $0 {} }')}`, 'local')
  checkCompletion(dag('input n: $0'), 'string number boolean date duration size list map')
})

test('names and functions in values, the nearest first', () => {
  const names = 'let top = 1\ndag d {\ninput year: number\nlet inner = 2\n'
  checkCompletion(`${names}task a: bq { matrix: { n: [1] }\n retries: $0 } }`, 'n inner year top … run target len ! a')
  checkCompletion(`${names}task a: bq { params: { x: $0 } } }`, ' … inner year top env')
  checkCompletion(`${names}task a: bq { params: { x: inner + $0 } } }`, ' … inner year')
  checkCompletion(`${names}task a: bq { labels: { x: "a\${in$0}" } } }`, ' … inner year len')
  checkCompletion(`${names}task a: bq { labels: { x: "a\${$0`, ' … inner year len')
  checkCompletion(`${names}let other = $0 }`, ' … inner year ! other')
  checkCompletion(`${names}task a: bq { when: len($0) } }`, ' … inner params')
  checkCompletion(`${names}task a: bq { matrix: { n: [$0] } } }`, ' … inner ! n')
})

test('keys of a map: names that stand for themselves, and what the script wants', () => {
  const source = dag('let project = "p"\ntask a: bq {\n script: "a.sql"\n params: { day: 1, $0 }\n}')
  const found = checkCompletion(source, 'project table … ! day', { 'a.sql': 'select @day from {project}.{table}' })
  assert.deepEqual(
    found.slice(0, 2).map(suggestion => suggestion.insert),
    ['project', 'table: '],
  )
  checkCompletion(dag('let p = 1\nlimits: { $0 }'), none)
  checkCompletion(dag('let p = 1\ntask a: bq { matrix: { $0 } }'), none)
})

test('what follows a dot', () => {
  checkCompletion(dag(`${tasks}task z: js { when: a.$0 }`), 'rows bytes_processed bytes_billed job_id')
  checkCompletion(dag(`${tasks}task z: js { when: a.ro$0 > 0 }`), 'rows … ')
  checkCompletion(dag(`${tasks}task z: js { params: { x: g.$0 } }`), 'c')
  checkCompletion(dag('task z: js { params: { x: run.$0 } }'), 'id date end attempt')
  checkCompletion(`target t { mine: 1 }\n${dag('task z: js { params: { x: target.$0 } }')}`, 'mine name … project location')
  checkCompletion(dag('let m = { one: 1, two: { three: 3 } }\ntask z: js { params: { x: m.$0 } }'), 'one two')
  checkCompletion(dag(`let m = { one: 1, two: { three: 3 } }\ntask z: js { params: { x: "\${m.two.$0}" } }`), 'three')
  checkCompletion(dag('task z: js { matrix: { p: [{ name: "x", year: 1 }] }\n params: { x: p.$0 } }'), 'name year')
  checkCompletion(dag('task z: js { params: { one: 1 }\n when: params.$0 }'), 'one')
})

test('paths of scripts, by the extension of the engine', () => {
  const files = { 'a.sql': '', 'b.py': '', 'sub/c.sql': '', 'lib.dag': '', 'cluster.yaml': '' }
  checkCompletion(dag('task a: bq { script: "$0" }'), 'a.sql sub/', files)
  checkCompletion(dag('task a: bq { script: "sub/$0" }'), 'c.sql', files)
  checkCompletion(dag('task a: bq { script: "$0'), 'a.sql sub/', files)
  checkCompletion(dag('task a: python { script: "$0" }'), 'b.py sub/', files)
  checkCompletion(dag('task a: iac { config: "$0" }'), 'cluster.yaml sub/', files)
  checkCompletion('import "$0"', 'lib.dag sub/', files)
  checkCompletion('let a = file("$0")', 'a.sql … sub/', files)
  checkCompletion('let a = "$0"', none, files)
})

test('params in the text of a script', () => {
  const params = 'params: { day: 1, table: "t" }'
  checkCompletion(dag(`task a: bq { ${params}\n sql: """\n select @$0\n """ }`), 'day table')
  const open = checkCompletion(dag(`task a: bq { ${params}\n sql: """\n from {ta$0\n """ }`), 'day table')
  assert.equal(open[0]!.insert, 'day}')
  checkCompletion(dag(`task a: bq { ${params}\n sql: """\n select $0\n """ }`), none)
  checkCompletion(dag(`task a: shell { ${params}\n run: "echo $$0" }`), 'day table')
})

test('what the environment calls params in a script that stands in the document', () => {
  const params = 'params: { day: 1, Big: "t" }'
  const python = (text: string): string => dag(`task a: python { ${params}\n run: """\n import os\n ${text}\n """ }`)
  checkCompletion(python('os.environ["DAGLINE_PARAM_$0"]'), 'DAGLINE_PARAM_BIG DAGLINE_PARAM_DAY')
  checkCompletion(python('os.environ["D$0'), 'DAGLINE_PARAM_BIG DAGLINE_PARAM_DAY')
  checkCompletion(python('da$0'), none)
  checkCompletion(dag(`task a: shell { ${params}\n run: "printenv DAG$0" }`), 'DAGLINE_PARAM_BIG DAGLINE_PARAM_DAY')
  checkCompletion(dag(`task a: shell { ${params}\n run: "echo $D$0" }`), 'Big DAGLINE_PARAM_BIG DAGLINE_PARAM_DAY day')
  checkCompletion(dag(`task a: python { run: "1" on prod { params: { n: 1 } run: "D$0" } }`), 'DAGLINE_PARAM_N')
  checkCompletion(dag('task a: bq { params: { day: 1 }, sql: "select D$0" }'), none)
})

test('after a blank that nobody asked for, only where a word must follow', () => {
  const count = (source: string): number => {
    const { analyzed, workspace, offset } = fixture(source)
    return complete(analyzed, workspace, offset, true).suggestions.length
  }
  assert.ok(count(dag('task a: $0')) > 0)
  assert.ok(count(dag(`${tasks}a -> $0`)) > 0)
  assert.ok(count(dag('task a: shell {\ntrigger: $0\n}')) > 0)
  assert.equal(count(dag(' $0')), 0)
  assert.equal(count(dag('task a: shell {\n  $0\n}')), 0)
  assert.equal(count(dag('task $0')), 0)
})
