import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { attach, endRuntimeOf, follow, makeRuntimeFolder } from '../process/runtime-process.ts'
import { atEnd, makeFolder } from '../workspace.ts'
import { dagline, eventsOf, startDagline } from './dagline.ts'

const waits =
  'dag d {\n  task a: shell { run: "echo up; while [ ! -e go ]; do sleep 0.01; done" }\n  task b: shell { run: "true" after: [a] }\n}\n'

test('run prints its tasks as they go, and a summary with the run’s id last', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { task a: shell { run: "echo hello" } task b: shell { run: "true" after: [a] when: false } }',
  })
  const { status, out, err } = await dagline(t, folder, ['run', 'x.dag'])
  assert.deepEqual([status, err], [0, ''])
  const lines = out.trim().split('\n')
  assert.match(lines[0]!, /^Run \d{8}-\d{6}-\w{4}: d on local, 2 tasks$/)
  assert.ok(lines.includes('a | hello'))
  assert.ok(lines.some(line => /^b: – skipped \(Its `when` is false\.\)$/.test(line)))
  assert.match(lines.at(-1)!, /^✓ success: 1 success, 1 skipped in .* · run \d{8}-\d{6}-\w{4}$/)
})

test('run --json prints one event a line, the first and last those of the run', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { input n: number = 1 input l: list = [] task a: js { script: "echo.mjs" params: { n, l, day: run.date } } }',
    'echo.mjs': 'export default params => params',
  })
  const { status, out } = await dagline(t, folder, [
    'run',
    'x.dag',
    '--json',
    '--input',
    'n=5',
    'l=[1,"x"]',
    '--date',
    '2026-01-31',
    '--parallelism',
    '3',
  ])
  assert.equal(status, 0)
  const events = eventsOf(out)
  const last = events.at(-1)
  assert.ok(events[0]?.type === 'run-started' && events[0].parallelism === 3)
  assert.ok(last?.type === 'run-finished')
  assert.deepEqual(last.tasks['a']?.outputs, { n: 5, l: [1, 'x'], day: '2026-01-31' })
})

test('--parallelism auto takes away the bound of the dag; what is no number from 1 is refused', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d { parallelism: 999 task a: http { url: "http://127.0.0.1:1" } }' })
  const { out } = await dagline(t, folder, ['run', 'x.dag', '--json', '--parallelism', 'auto'])
  const [first] = eventsOf(out)
  assert.ok(first?.type === 'run-started' && first.parallelism === availableParallelism())
  const { status, err } = await dagline(t, folder, ['run', 'x.dag', '--parallelism', 'all'])
  assert.equal(status, 2)
  assert.match(err, /whole number from 1, or auto/)
})

test('settings that are wrong are told once, and in the log of the runtime', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { task a: shell { run: "true" } }',
    '.dagline/settings.json': '{ "keep_log_runs": 5 }',
  })
  const { status, err } = await dagline(t, folder, ['run', 'x.dag'])
  assert.equal(status, 0)
  assert.match(
    err,
    /^\.dagline[\\/]settings\.json: warning settings: There is no setting "keep_log_runs"\. Settings are keep_logs_runs, .*\n$/,
  )
  assert.match((await dagline(t, folder, ['runs', 'list'])).err, /no setting "keep_log_runs"/)
  await endRuntimeOf(folder)
  const log = readFileSync(join(folder, '.dagline', 'logs', 'runtime.log'), 'utf8')
  assert.equal(log.split('no setting "keep_log_runs"').length, 2, log)
})

test('a program that is missing is told at the task that needs it', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d {\n  task a: shell { run: "true" shell: "nosuch_shell" }\n}\n' })
  const { status, err } = await dagline(t, folder, ['run', 'x.dag'])
  assert.equal(status, 1)
  assert.match(err, /^x\.dag:2:8: error engine-not-ready: a: There is no program nosuch_shell on this machine\. Install it/)
})

test('a failing task is told with its error and place, and the status is 1', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d {\n  task a: shell {\n    run: """\n      true\n      nosuch_program\n      """\n  }\n}\n',
  })
  const { status, out } = await dagline(t, folder, ['run', 'x.dag'])
  assert.equal(status, 1)
  assert.match(out, /^a: ✗ failed/m)
  assert.match(out, /^a: x\.dag:5:7: sh ended with exit code 127: .*nosuch_program/m)
})

test('Ctrl-C ends the children, the state says cancelled, and the status is 130', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': waits })
  const running = startDagline(t, folder, ['run', 'x.dag', '--json'])
  await running.line(line => line.includes('"text":"up"'))
  running.kill('SIGINT')
  const { status, out } = await running.ended
  assert.equal(status, 130)
  const last = eventsOf(out).at(-1)
  assert.ok(last?.type === 'run-finished' && last.state === 'cancelled')
  assert.deepEqual([last.tasks['a']?.state, last.tasks['b']?.state], ['cancelled', 'cancelled'])
  const shown = JSON.parse((await dagline(t, folder, ['runs', 'show', 'last', '--json'])).out) as { run: { state: string } }
  assert.equal(shown.run.state, 'cancelled')
})

test('a run goes on when nobody reads its output any more, and its status is right', async t => {
  const task = (end: string): string => `run: "echo up; while [ ! -e go ]; do sleep 0.01; done; for i in 1 2 3; do echo $i; done; ${end}"`
  const folder = makeRuntimeFolder(t, {
    'good.dag': `dag d { task a: shell { ${task('touch done')} } }`,
    'bad.dag': `dag d { task a: shell { ${task('exit 3')} } }`,
  })
  const runs = ['good.dag', 'bad.dag'].map(file => startDagline(t, folder, ['run', file]))
  for (const run of runs) {
    await run.line(text => text === 'a | up')
    run.leave()
  }
  writeFileSync(join(folder, 'go'), '')
  const ends = await Promise.all(runs.map(run => run.ended))
  assert.deepEqual(
    ends.map(({ status, err }) => [status, err]),
    [
      [0, ''],
      [1, ''],
    ],
  )
  assert.ok(existsSync(join(folder, 'done')))
})

test('a command line that is killed takes its run with it', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': waits })
  const running = startDagline(t, folder, ['run', 'x.dag'])
  const up = await running.line(line => line === 'a | up')
  assert.equal(up, 'a | up')
  const watcher = await attach(t, folder)
  const [record] = (await watcher.request('run/list', { limit: 1 })).runs
  const { finished } = follow(watcher, record!.run)
  await watcher.request('run/attach', { run: record!.run, from: 0 })
  running.kill('SIGKILL')
  assert.equal((await finished).state, 'cancelled')
})

test('a second run of the same dag is refused with the id of the first; a terminal run beside the editor’s just works', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': waits, 'y.dag': 'dag d { task a: shell { run: "true" slots: 0 } }' })
  const editor = await attach(t, folder)
  const answer = await editor.request('run/start', { file: join(folder, 'x.dag'), origin: 'editor' })
  assert.ok(answer.kind === 'started')
  const { finished } = follow(editor, answer.run)
  await editor.request('run/attach', { run: answer.run, from: 0 })
  const refused = await dagline(t, folder, ['run', 'x.dag'])
  assert.equal(refused.status, 1)
  assert.match(refused.err, new RegExp(`d is already running, as run ${answer.run}`))
  assert.equal((await dagline(t, folder, ['run', 'y.dag'])).status, 0)
  const following = startDagline(t, folder, ['runs', 'attach', answer.run, '--json'])
  await following.line(line => line.includes('run-started'))
  writeFileSync(join(folder, 'go'), '')
  assert.equal((await finished).state, 'success')
  const { status, out } = await following.ended
  assert.deepEqual([status, eventsOf(out).at(-1)?.type], [0, 'run-finished'])
})

test('a file with errors prints its diagnostics on standard error, nothing on standard output, and the status is 1', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d {\n  task a: shell { run: "true" after: [nosuch] }\n}\n' })
  const { status, out, err } = await dagline(t, folder, ['run', 'x.dag'])
  assert.deepEqual([status, out], [1, ''])
  assert.match(err, /^x\.dag:2:39: error unknown-name: /)
})

test('what cannot be run is said at its place, and nothing is done', async t => {
  const folder = makeRuntimeFolder(t, {
    'engine.dag': 'dag d {\n  task first: shell { run: "touch ran" }\n  task a: pyhton { run: "true" after: [first] }\n}\n',
    'missing.dag': 'dag d { task first: shell { run: "touch ran" } task a: bq { script: "no such.sql" } }',
    'sql.dag': 'dag d { task first: shell { run: "touch ran" } task a: bq { script: "bad.sql" } }',
    'bad.sql': 'select 1;\n\nselect 1 from\nwhere true\n',
    'latin.dag': '',
  })
  writeFileSync(join(folder, 'latin.dag'), Buffer.from([0x64, 0xe9, 0x66]))
  const table: readonly (readonly [string, number, RegExp])[] = [
    ['engine.dag', 1, /^engine\.dag:3:11: error unknown-engine: .*did you mean `python`/],
    ['missing.dag', 1, /^missing\.dag:1:69: error script-not-found: .*no such\.sql/],
    ['sql.dag', 1, /^sql\.dag:1:69: error sql-syntax: .*bad\.sql:4:1\)$/],
    ['latin.dag', 2, /latin\.dag cannot be read: it is not UTF-8 text\.$/],
    ['.', 2, /cannot be read: it is a folder\.$/],
  ]
  for (const [file, wanted, message] of table) {
    const { status, out, err } = await dagline(t, folder, ['run', file])
    assert.deepEqual([status, out], [wanted, ''], err)
    assert.match(err.trim(), message)
  }
  assert.ok(!existsSync(join(folder, 'ran')))
  assert.match((await dagline(t, folder, ['runs'])).err, /There are no runs/)
})

test('check and run agree on what a path may name: what is below the current folder', async t => {
  const folder = makeRuntimeFolder(t, {
    'dags/x.dag': 'dag d { task a: shell { script: "../shared/a.sh" } }',
    'shared/a.sh': 'echo shared',
  })
  atEnd(t, () => endRuntimeOf(join(folder, 'dags')))
  for (const args of [
    ['check', 'dags/x.dag'],
    ['run', 'dags/x.dag'],
  ]) {
    const { status, err } = await dagline(t, folder, args)
    assert.deepEqual([status, err], [0, ''])
  }
  assert.equal((await dagline(t, join(folder, 'dags'), ['run', 'x.dag'])).status, 1)
})

test('what others write stays on its line', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { task a: js { script: "a.mjs" } }',
    'a.mjs': 'export default () => { throw new Error("one\\ntwo \\u001b[31mred\\u001b[0m") }',
  })
  const { status, out } = await dagline(t, folder, ['run', 'x.dag'])
  assert.equal(status, 1)
  assert.match(out, /^a: a\.mjs:1:\d+: Error: one two red$/m)
})

test('wrong usage is 2, and says what is wrong', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'target t { confirm: true }\ndag d { task a: shell { run: "true" } }' })
  const table: readonly (readonly [readonly string[], RegExp])[] = [
    [['run'], /missing required argument 'FILE'/],
    [['run', 'nosuch.dag'], /There is no file .*nosuch\.dag/],
    [['run', 'x.dag', '--parallelism', '0'], /whole number from 1/],
    [['run', 'x.dag', '--input', 'n'], /--input wants name=value/],
    [['run', 'x.dag', '--only', 'nosuch'], /d has no task nosuch/],
    [['run', 'x.dag', '--target', 't'], /wants its name to be typed/],
    [['run', 'x.dag', '--resume', 'r'], /There is no run r\./],
    [['run', 'x.dag', '--later'], /unknown option '--later'/],
    [['nosuch'], /unknown command 'nosuch'/],
    [['runs', 'show', 'nosuch'], /There is no run nosuch/],
  ]
  for (const [args, expected] of table) {
    const { status, out, err } = await dagline(t, folder, args)
    assert.deepEqual([status, out], [2, ''], `${args.join(' ')}: ${err}`)
    assert.match(err, expected)
  }
  assert.equal((await dagline(t, folder, ['run', 'x.dag', '--target', 't', '--yes'])).status, 0)
})

test('a dry run says what would run, and leaves nothing behind', async t => {
  const folder = makeFolder(t, {
    'x.dag':
      'dag d { group g { task a: shell { run: "touch ran" } } task b: shell { run: "true" after: [g] } task c: shell { run: "true" } }',
  })
  const text = await dagline(t, folder, ['run', 'x.dag', '--dry-run', '--until', 'b'])
  assert.deepEqual([text.status, text.out], [0, 'd on local would run 2 tasks:\n  g.a (shell)\n  b (shell) after g.a\n'])
  const json = await dagline(t, folder, ['run', 'x.dag', '--dry-run', '--json', '--only', 'c'])
  assert.deepEqual(JSON.parse(json.out), { dag: 'd', target: 'local', tasks: [{ name: 'c', engine: 'shell', after: [] }] })
  assert.ok(!existsSync(join(folder, 'ran')) && !existsSync(join(folder, '.dagline')))
})

test('every command has help with an example', async t => {
  const folder = makeFolder(t)
  assert.match((await dagline(t, folder, ['--help'])).out, /run .*\n.*runs/s)
  for (const args of [
    ['run'],
    ['runs'],
    ['runs', 'list'],
    ['runs', 'show'],
    ['runs', 'logs'],
    ['runs', 'attach'],
    ['runs', 'cancel'],
    ['cache', 'list'],
    ['cache', 'clear'],
    ['script', 'put'],
    ['script', 'get'],
    ['engines'],
  ]) {
    const { status, out } = await dagline(t, folder, [...args, '--help'])
    assert.equal(status, 0)
    assert.match(out, /Example:\n {2}dagline /, args.join(' '))
  }
})

test('instances of a matrix are chosen by their names, in quotes', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag':
      'dag d { task first: js { script: "echo.mjs" } task each: js { matrix: { name: ["a", "b c"], n: [1, 2] } script: "echo.mjs" params: { name, n } after: [first] } task last: js { script: "echo.mjs" after: [each] } }',
    'echo.mjs': 'export default params => params',
  })
  const chosen = async (...args: string[]): Promise<unknown> => {
    const { status, out, err } = await dagline(t, folder, ['run', 'x.dag', '--json', ...args])
    assert.deepEqual([status, err], [0, ''])
    const last = eventsOf(out).at(-1)
    assert.ok(last?.type === 'run-finished')
    return Object.fromEntries(Object.entries(last.tasks).map(([name, { outputs }]) => [name, outputs]))
  }
  assert.deepEqual(await chosen('--only', 'each[b c,2]'), { 'each[b c,2]': { name: 'b c', n: 2 } })
  assert.deepEqual(Object.keys((await chosen('--from', 'each[a,1]')) as object), ['each[a,1]', 'last'])
  assert.deepEqual(Object.keys((await chosen('--from', 'each', '--until', 'each[a,2]')) as object), ['each[a,2]'])
})
