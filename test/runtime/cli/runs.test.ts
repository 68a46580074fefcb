import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { RuntimeRequests } from '../../../runtime/protocol.ts'
import { addressOf, attach, follow, makeRuntimeFolder, nextEvent, start } from '../process/runtime-process.ts'
import { line, makeFolder, state } from '../workspace.ts'
import { dagline, startDagline } from './dagline.ts'

test('runs lists, shows and prints the logs of what was', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag':
      'dag d { task a: shell { matrix: { n: [1, 2] } run: "echo line $n" params: { n } } task b: shell { run: "echo no >&2; exit 4" } }',
  })
  await dagline(t, folder, ['run', 'x.dag'])
  const { runs } = JSON.parse((await dagline(t, folder, ['runs', '--json'])).out) as {
    runs: { run: string; state: string; origin: string }[]
  }
  assert.deepEqual([runs.length, runs[0]?.state, runs[0]?.origin], [1, 'failed', 'cli'])
  assert.match((await dagline(t, folder, ['runs', 'list'])).out, /✗ failed +d +local .* \d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}x\.dag\n$/)
  const shown = await dagline(t, folder, ['runs', 'show', runs[0]!.run.slice(0, -2)])
  assert.match(shown.out, /✓ success +a\[1\]/)
  assert.match(shown.out, /✗ failed +b .*exit code 4: no/)
  assert.deepEqual((await dagline(t, folder, ['runs', 'logs', 'last'])).out.trim().split('\n').sort(), [
    'a[1] | line 1',
    'a[2] | line 2',
    'b | no',
  ])
  assert.equal((await dagline(t, folder, ['runs', 'logs', 'last', 'a[2]'])).out, 'line 2\n')
  const { lines } = JSON.parse((await dagline(t, folder, ['runs', 'logs', 'last', 'b', '--json'])).out) as {
    lines: { stream: string; text: string }[]
  }
  assert.deepEqual(
    lines.map(line => [line.stream, line.text]),
    [['stderr', 'no']],
  )
  assert.equal((await dagline(t, folder, ['runs', 'logs', 'last', 'nosuch'])).status, 2)
  assert.equal((await dagline(t, folder, ['runs', 'cancel', 'last'])).status, 1)
})

test('runs says that a folder is not there, which is no folder without runs', async t => {
  const folder = makeFolder(t, { file: '' })
  const at = (...words: string[]) => dagline(t, folder, ['runs', ...words])
  const refused = (word: string, why: string) => ({
    status: 2,
    out: '',
    err: `error: option '--folder <DIR>' argument '${word}' is invalid. ${why}\n`,
  })
  for (const words of [['list'], ['list', '--json'], ['show', 'last']])
    assert.deepEqual(await at(...words, '--folder', 'nope'), refused('nope', `There is no folder ${join(folder, 'nope')}.`))
  assert.deepEqual(await at('list', '--folder', 'file'), refused('file', `${join(folder, 'file')} is no folder.`))
  assert.deepEqual(await at('list'), { status: 0, out: '', err: `There are no runs in ${folder} yet.\n` })
})

test('runs rows prints the first rows of what a query answered', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
      task q: bq { sql: "create table s.t as select 1 as n; select x, 'a ' || cast(x as string) as s from unnest([1, 2, null]) as x order by x" }
      task blanks: bq { sql: "select 'a   b' as s" }
      task c: bq { sql: "create table s.u as select 1 as n" }
    }`,
  })
  assert.equal((await dagline(t, folder, ['run', 'x.dag'])).status, 0)
  const { out, err } = await dagline(t, folder, ['runs', 'rows', 'last', 'q'])
  assert.deepEqual([out, err], ['x     s\nNULL  NULL\n1     a 1\n2     a 2\n', '3 rows\n'])
  const { columns, total } = JSON.parse((await dagline(t, folder, ['runs', 'rows', 'last', 'q', '--json'])).out) as {
    columns: unknown
    total: number
  }
  assert.deepEqual(
    [columns, total],
    [
      [
        { name: 'x', type: 'INT64' },
        { name: 's', type: 'STRING' },
      ],
      3,
    ],
  )
  assert.equal((await dagline(t, folder, ['runs', 'rows', 'last', 'c'])).out, 'n\n1\n')
  assert.equal((await dagline(t, folder, ['runs', 'rows', 'last', 'blanks'])).out, 's\na   b\n')
  assert.equal((await dagline(t, folder, ['runs', 'rows', 'last', 'nosuch'])).status, 2)
  const editor = await attach(t, folder)
  const preview = await editor.request('table/preview', { table: 's.t', limit: 10 })
  assert.deepEqual(preview, { columns: [{ name: 'n', type: 'INT64' }], rows: [['1']], total: 1 })
  assert.equal(await editor.request('table/preview', { table: 's.nope', limit: 10 }), null)
})

test('runs cancel ends a run that is going on', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d { task a: shell { run: "sleep 60" } }' })
  const editor = await attach(t, folder)
  const answer = await editor.request('run/start', { file: join(folder, 'x.dag'), origin: 'editor' })
  assert.ok(answer.kind === 'started')
  const { finished } = follow(editor, answer.run)
  await editor.request('run/attach', { run: answer.run, from: 0 })
  const { status, out } = await dagline(t, folder, ['runs', 'cancel', 'last'])
  assert.deepEqual([status, out], [0, `Run ${answer.run} is cancelled.\n`])
  assert.equal((await finished).state, 'cancelled')
})

test('runs cancel ends some tasks of a run, and the rest goes on', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
      task a: shell { matrix: { n: [1, 2] } run: "echo up; while [ ! -e go ]; do sleep 0.01; done" }
      group g { task b: shell { run: "true" after: [a] } }
      task c: shell { run: "true" after: [g] trigger: all_done }
      task quick: shell { run: "echo quick" }
    }`,
  })
  const editor = await attach(t, folder)
  const events = ['a[1]', 'a[2]'].map(name => nextEvent(editor, line(name, 'up')))
  events.push(nextEvent(editor, state('quick', 'success')))
  const { run, finished } = await start(editor, { file: join(folder, 'x.dag'), parallelism: 3, origin: 'editor' })
  await Promise.all(events)
  const cancel = (...tasks: string[]) => dagline(t, folder, ['runs', 'cancel', run, ...tasks])
  assert.deepEqual(await cancel('nope', 'a'), { status: 2, out: '', err: `Run ${run} has no task nope.\n` })
  assert.deepEqual(await cancel('a[1]', 'g'), { status: 0, out: 'a[1] is cancelled.\ng.b is cancelled.\n', err: '' })
  assert.deepEqual(await cancel('a[1]'), { status: 1, out: 'a[1] had ended before: cancelled.\n', err: '' })
  assert.deepEqual(await cancel('quick'), { status: 1, out: 'quick had ended before: success.\n', err: '' })
  writeFileSync(join(folder, 'go'), '')
  const end = await finished
  const states = Object.entries(end.tasks).map(([name, task]) => `${name} ${task.state}`)
  assert.deepEqual(states.sort(), ['a[1] cancelled', 'a[2] success', 'c success', 'g.b cancelled', 'quick success'])
  assert.deepEqual(await cancel('a'), { status: 1, out: '', err: `Run ${run} is not going on: failed.\n` })
  const { out } = await dagline(t, folder, ['runs', 'show', run])
  assert.match(out, /■ cancelled +g\.b +Somebody has cancelled this task\.$/m)
})

test('runs show says why a task is what it is, and how often it was tried', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
      task a: shell { run: "[ -e twice ] || { touch twice; exit 1; }" retries: 1 retry_delay: 0s cache: true }
      task off: shell { run: "true" when: false }
      task after_off: shell { run: "true" after: [off] }
      task bad: shell { run: "exit 3" }
      task lost: shell { run: "true" after: [bad] }
    }`,
  })
  await dagline(t, folder, ['run', 'x.dag'])
  const first = (await dagline(t, folder, ['runs', 'show', 'last'])).out
  assert.match(first, /✓ success +a +\S+ s +\(.* predicted\) +2 attempts$/m)
  assert.match(first, /– skipped +off +Its `when` is false\.$/m)
  assert.match(first, /– skipped +after_off +A task that it starts after was skipped\.$/m)
  assert.match(first, /▲ upstream failed +lost +A task that it starts after has not succeeded\.$/m)
  await dagline(t, folder, ['run', 'x.dag'])
  const second = (await dagline(t, folder, ['runs', 'show', 'last'])).out
  assert.match(second, /≡ cached +a +\S.*$/m)
  const { out } = await dagline(t, folder, ['runs', 'show', 'last', '--json'])
  const { run, tasks } = JSON.parse(out) as RuntimeRequests['run/show']['result'] & object
  assert.match(tasks['a']?.reason ?? '', /\S/)
  assert.match(tasks['a']?.reused ?? '', /^\d{8}-/)
  assert.notEqual(tasks['a']?.reused, run.run)
  assert.deepEqual([tasks['off']?.reason, tasks['bad']?.reason], ['Its `when` is false.', undefined])
})

test('runs cancel asks the next runtime where the first one is killed before it has answered', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d { task a: shell { run: "trap 'echo asked' TERM; echo up; while :; do sleep 0.01; done" } }`,
  })
  const editor = await attach(t, folder)
  const answer = await editor.request('run/start', { file: join(folder, 'x.dag'), origin: 'editor' })
  assert.ok(answer.kind === 'started')
  const up = nextEvent(editor, line('a', 'up'))
  const asked = nextEvent(editor, line('a', 'asked'))
  await editor.request('run/attach', { run: answer.run, from: 0 })
  await up
  const cancel = startDagline(t, folder, ['runs', 'cancel', 'last'])
  await asked
  process.kill(addressOf(folder).pid, 'SIGKILL')
  const { status, out, err } = await cancel.ended
  assert.deepEqual([status, out, err], [0, `Run ${answer.run} does not go on: its runtime ended before the run did, and cut it off.\n`, ''])
  const { run } = JSON.parse((await dagline(t, folder, ['runs', 'show', 'last', '--json'])).out) as { run: { state: string } }
  assert.equal(run.state, 'interrupted')
})

test('a runtime that ends before it has answered is told of in plain words', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d { task a: shell { run: "sleep 60" } }' })
  const editor = await attach(t, folder)
  const answer = await editor.request('run/start', { file: join(folder, 'x.dag'), origin: 'editor' })
  assert.ok(answer.kind === 'started')
  const { pid } = addressOf(folder)
  process.kill(pid, 'SIGSTOP')
  const waits = editor.request('run/list', { limit: 1 })
  process.kill(pid, 'SIGKILL')
  await assert.rejects(waits, /^Error: The runtime ended before it had answered\. Try again: another one is started\.$/)
})

test('where nothing ever ran, runs says so and makes nothing', async t => {
  const folder = makeFolder(t)
  const { status, out, err } = await dagline(t, folder, ['runs', 'list'])
  assert.deepEqual([status, out], [0, ''])
  assert.match(err, /no runs in/)
  assert.deepEqual(JSON.parse((await dagline(t, folder, ['runs', 'list', '--json'])).out), { runs: [] })
  assert.ok(!existsSync(join(folder, '.dagline')))
})

test('engines says what is ready on which target, and what is missing', async t => {
  const folder = makeFolder(t)
  const { status, out } = await dagline(t, folder, ['engines', '--target', 'local', '--json'], { PATH: '/nowhere' })
  assert.equal(status, 0)
  const { engines } = JSON.parse(out) as { engines: { name: string; targets: { target: string; ready: boolean; missing?: string }[] }[] }
  const ready = Object.fromEntries(engines.map(engine => [engine.name, engine.targets[0]!.ready]))
  assert.deepEqual(ready, { shell: false, python: false, js: true, http: true, iac: true, spark: false, bq: true })
  assert.match(engines.find(engine => engine.name === 'python')?.targets[0]?.missing ?? '', /no python3/)
  writeFileSync(join(folder, 'sh'), '#!/bin/sh\n', { mode: 0o755 })
  const text = await dagline(t, folder, ['engines', '--target', 'local'], { PATH: folder })
  assert.match(text.out, /^shell +local +✓ ready +.*\/sh$/m)
})
