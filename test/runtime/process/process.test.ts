import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { connectRuntime, RuntimeProblem } from '../../../runtime/process/connect.ts'
import { runtimeEntry } from '../../../runtime/process/entry.ts'
import { takeLock } from '../../../runtime/process/lock.ts'
import { makeStateFolder } from '../../../runtime/store/state-folder.ts'
import { line, makeFolder, state } from '../workspace.ts'
import { addressOf, attach, follow, makeRuntimeFolder, nextEvent, start } from './runtime-process.ts'

const waits =
  'dag d {\n  task a: shell { run: "echo up; while [ ! -e go ]; do sleep 0.01; done" }\n  task b: shell { run: "true" after: [a] }\n}\n'

test('two that come at once find one runtime', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d { task a: shell { run: "true" } }' })
  const connections = await Promise.all([1, 2, 3].map(() => attach(t, folder)))
  const { run, finished } = await start(connections[0]!, { file: join(folder, 'x.dag') })
  assert.equal((await finished).state, 'success')
  for (const connection of connections) {
    const { runs } = await connection.request('run/list', { limit: 10 })
    assert.deepEqual(
      runs.map(record => record.run),
      [run],
    )
  }
})

test('a runtime that was killed leaves nothing that is in the way; its run is interrupted, and its children are gone', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': waits })
  const first = await attach(t, folder)
  const up = nextEvent(first, line('a', 'up'))
  const { run } = await start(first, { file: join(folder, 'x.dag') })
  await up
  const { pid, socket } = addressOf(folder)
  const closed = new Promise<void>(resolve => {
    first.onClose(resolve)
  })
  process.kill(pid, 'SIGKILL')
  await closed
  assert.ok(existsSync(socket), 'a killed process cannot remove its socket')
  const second = await attach(t, folder)
  const shown = await second.request('run/show', { run })
  assert.equal(shown?.run.state, 'interrupted')
  assert.deepEqual([shown?.tasks['a']?.state, shown?.tasks['b']?.state], ['interrupted', 'cancelled'])
  const again = await start(second, { file: join(folder, 'x.dag') })
  writeFileSync(join(folder, 'go'), '')
  assert.equal((await again.finished).state, 'success')
})

test('the same dag runs once at a time; another one of the file runs beside it', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `${waits}dag other { task a: shell { run: "true" } }\n${waits.replace('dag d', 'dag third')}`,
  })
  const connection = await attach(t, folder)
  const file = join(folder, 'x.dag')
  const up = nextEvent(connection, line('a', 'up'))
  const first = await start(connection, { file, dag: 'd' })
  await up
  const refused = await connection.request('run/start', { file, dag: 'd', origin: 'cli' })
  assert.ok(refused.kind === 'refused' && refused.reason === 'already-running' && refused.run === first.run)
  assert.equal((await (await start(connection, { file, dag: 'other', parallelism: 2 })).finished).state, 'success')
  // Asked for at once: the one that is started waits, so that it cannot have ended when the other is looked at.
  const both = await Promise.all([1, 2].map(() => connection.request('run/start', { file, dag: 'third', origin: 'cli' })))
  assert.deepEqual(both.map(answer => answer.kind).sort(), ['refused', 'started'])
  writeFileSync(join(folder, 'go'), '')
  assert.equal((await first.finished).state, 'success')
})

test('a run of the command line ends with its client, one of the editor goes on and can be followed again', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': waits, 'y.dag': waits.replaceAll('go', 'go2') })
  const watcher = await attach(t, folder)
  const terminal = await attach(t, folder)
  const editor = await attach(t, folder)
  const ups = [nextEvent(terminal, line('a', 'up')), nextEvent(editor, line('a', 'up'))]
  const cli = await start(terminal, { file: join(folder, 'x.dag'), parallelism: 4 })
  const kept = await start(editor, { file: join(folder, 'y.dag'), parallelism: 4, origin: 'editor' })
  await Promise.all(ups)
  const ended = follow(watcher, cli.run)
  const going = follow(watcher, kept.run)
  await watcher.request('run/attach', { run: cli.run, from: 0 })
  await watcher.request('run/attach', { run: kept.run, from: 0 })
  terminal.dispose()
  editor.dispose()
  assert.equal((await ended.finished).state, 'cancelled')
  writeFileSync(join(folder, 'go2'), '')
  assert.equal((await going.finished).state, 'success')
  assert.deepEqual(going.events.map(event => event.type).slice(0, 1), ['run-started'])
})

test('who attaches late is sent all that was, once and in order, lines of logs included', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { task a: shell { run: "for i in 1 2 3 4 5 6 7 8; do echo $i; done" } task b: shell { run: "echo b" after: [a] } }',
  })
  const first = await attach(t, folder)
  const { run, events, finished } = await start(first, { file: join(folder, 'x.dag') })
  await finished
  const second = await attach(t, folder)
  const late = follow(second, run)
  assert.ok((await second.request('run/attach', { run, from: 0 })).known)
  await late.finished
  assert.deepEqual(late.events, events)
  assert.equal((await second.request('run/attach', { run: 'nosuch', from: 0 })).known, false)
  const { events: history } = await second.request('run/history', { run, task: 'b' })
  assert.deepEqual(
    history.filter(event => event.type === 'task-log').map(event => event.text),
    ['b'],
  )
})

test('cancel answers when every child has ended', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': waits })
  const connection = await attach(t, folder)
  const up = nextEvent(connection, line('a', 'up'))
  const { run, events } = await start(connection, { file: join(folder, 'x.dag') })
  await up
  assert.deepEqual(await connection.request('run/cancel', { run }), { cancelled: true })
  assert.ok(events.some(state('a', 'cancelled')) && events.some(state('b', 'cancelled')))
  assert.deepEqual(await connection.request('run/cancel', { run }), { cancelled: false })
})

test('what cannot run is refused with its reason, and nothing is recorded', async t => {
  const folder = makeRuntimeFolder(t, {
    'good.dag': 'target careful { confirm: true }\ndag d { input n: number\n task a: shell { run: "true" } }',
    'two.dag': 'dag one { task a: shell { run: "true" } }\ndag two { task a: shell { run: "true" } }',
    'engine.dag': 'dag d { task a: nosuch { run: "true" } }',
    'script.dag': 'dag d { task a: shell { script: "nosuch.sh" } }',
    'spark.dag': 'dag d { task a: spark { script: "x.py" cluster: "c" } }',
    'python.dag': 'dag d { task a: python { script: "x.py" } }',
    'x.py': '',
  })
  writeFileSync(join(folder, 'latin.dag'), Buffer.from([0x64, 0xfc]))
  const connection = await attach(t, folder)
  const env = { PATH: '/nowhere' }
  const refuse = async (file: string, more = {}): Promise<string> => {
    const answer = await connection.request('run/start', { file: join(folder, file), origin: 'cli', ...more })
    return answer.kind === 'refused' ? `${answer.reason}: ${answer.message}` : answer.kind
  }
  assert.match(await refuse('nosuch.dag'), /^unreadable: There is no file/)
  assert.match(await refuse('latin.dag'), /^unreadable: .*latin\.dag cannot be read: it is not UTF-8 text/)
  assert.match(await refuse('two.dag'), /^usage: There are several dags: one, two/)
  assert.match(await refuse('two.dag', { dag: 'three' }), /^usage: There is no dag three/)
  assert.match(await refuse('good.dag'), /^usage: The input n has no value/)
  assert.match(await refuse('good.dag', { inputs: { n: 'x' } }), /^usage: The input n is a number/)
  assert.match(await refuse('good.dag', { inputs: { n: '1', m: '2' } }), /^usage: There is no input m/)
  assert.match(await refuse('good.dag', { inputs: { n: '1' }, target: 'nosuch' }), /^usage: There is no target nosuch/)
  assert.match(await refuse('good.dag', { inputs: { n: '1' }, date: 'tomorrow' }), /^usage: tomorrow is no date/)
  assert.match(await refuse('good.dag', { inputs: { n: '1' }, only: ['b'] }), /^usage: d has no task b/)
  assert.match(await refuse('good.dag', { inputs: { n: '1' }, target: 'careful' }), /^confirm: /)
  assert.match(await refuse('good.dag', { inputs: { n: '1' }, env }), /^engine-not-ready: a: There is no program sh/)
  assert.match(await refuse('python.dag', { env }), /^engine-not-ready: a: There is no python3 on this machine\. Install Python 3/)
  assert.match(await refuse('engine.dag'), /^diagnostics: .*engine\.dag:1:17: error unknown-engine: /)
  assert.match(await refuse('script.dag'), /^diagnostics: .*error script-not-found: /)
  assert.match(await refuse('spark.dag', { env }), /^engine-not-ready: a: There is no spark-submit/)
  assert.deepEqual(await connection.request('run/list', { limit: 9 }), { runs: [] })
})

test('chosen tasks read outputs of the last run that has them; without one they are refused by name', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag':
      'dag d {\n task a: js { script: "echo.mjs" params: { v: 7 } }\n task b: js { script: "echo.mjs" params: { got: a.v, more: a.v + 1 } }\n}',
    'echo.mjs': 'export default params => params',
  })
  const connection = await attach(t, folder)
  const file = join(folder, 'x.dag')
  const refused = await connection.request('run/start', { file, only: ['b'], origin: 'cli' })
  assert.ok(refused.kind === 'refused' && refused.reason === 'usage' && /outputs of a /.test(refused.message))
  await (await start(connection, { file })).finished
  const { tasks } = await (await start(connection, { file, only: ['b'] })).finished
  assert.deepEqual(Object.keys(tasks), ['b'])
  assert.deepEqual(tasks['b']?.outputs, { got: 7, more: 8 })
})

test('only who can read its address may talk to a runtime', async t => {
  const folder = makeRuntimeFolder(t, {})
  await attach(t, folder)
  const { socket } = addressOf(folder)
  assert.equal(statSync(join(folder, '.dagline', 'runtime.json')).mode & 0o077, 0)
  assert.equal(statSync(join(socket, '..')).mode & 0o077, 0)
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'run/list', params: { limit: 1 } })
  const answer = await new Promise<string>(resolve => {
    const stranger = createConnection(socket, () => stranger.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`))
    let text = ''
    stranger.on('data', data => {
      text += data.toString()
      if (!text.endsWith('}}')) return
      stranger.destroy()
      resolve(text)
    })
  })
  assert.match(answer, /The first request must be hello/)
})

test('an idle runtime ends itself and takes its address with it', async t => {
  const folder = makeRuntimeFolder(t, {})
  process.env['DAGLINE_IDLE_SECONDS'] = '0.05'
  t.after(() => delete process.env['DAGLINE_IDLE_SECONDS'])
  const child = spawn(process.execPath, [runtimeEntry, folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = new Promise(resolve => child.on('exit', resolve))
  assert.deepEqual(await new Promise(resolve => child.once('message', resolve)), { type: 'ready' })
  assert.equal(await ended, 0)
  assert.ok(!existsSync(join(folder, '.dagline', 'runtime.json')))
  assert.equal(await connectRuntime({ folder, entry: runtimeEntry, start: false }), null)
})

test('the lock of a workspace is held once, and is free when its holder is gone', t => {
  const stateFolder = makeStateFolder(makeFolder(t))
  const lock = takeLock(stateFolder)
  assert.ok(lock !== null)
  assert.equal(takeLock(stateFolder), null)
  lock.release()
  const next = takeLock(stateFolder)
  assert.ok(next !== null)
  next.release()
})

test('a log of the runtime that has become long is put away when another one starts', async t => {
  const folder = makeRuntimeFolder(t, { '.dagline/logs/runtime.log': 'x'.repeat(1024 * 1024 + 1) })
  await attach(t, folder)
  const logs = join(folder, '.dagline', 'logs')
  assert.deepEqual([statSync(join(logs, 'runtime.log.1')).size, statSync(join(logs, 'runtime.log')).size], [1024 * 1024 + 1, 0])
})

test('a folder that cannot be written is said by name', async t => {
  for (const file of ['.dagline', '.dagline/logs', '.dagline/logs/runtime.log/in-the-way']) {
    const folder = makeFolder(t, { [file]: '' })
    await assert.rejects(connectRuntime({ folder, entry: runtimeEntry, start: true }), (problem: unknown) => {
      assert.ok(problem instanceof RuntimeProblem)
      assert.match(problem.message, /^Runs are recorded in .*\.dagline, which cannot be written: /)
      return true
    })
  }
})

test('a runtime that cannot start says why', async t => {
  const folder = makeFolder(t, { '.dagline/dagline.db': 'no database, but long enough to be taken for one by mistake '.repeat(20) })
  await assert.rejects(
    connectRuntime({ folder, entry: runtimeEntry, start: true }),
    /could not be started: The metadata database .* cannot be used/,
  )
  await assert.rejects(connectRuntime({ folder, entry: join(folder, 'nosuch.mjs'), start: true }), /could not be started: it ended at once/)
})
