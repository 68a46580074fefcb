import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { connectRuntime, type RuntimeConnection } from '../../../runtime/process/connect.ts'
import { runtimeEntry } from '../../../runtime/process/entry.ts'
import { dagline, startDagline } from '../cli/dagline.ts'
import { atEnd, line, openWorkspace } from '../workspace.ts'
import { addressOf, attach, killRuntime, makeRuntimeFolder, nextEvent, start } from './runtime-process.ts'

/** Holds a connection as long as it lives: that it has ended is an event then. */
const hold = 'import { connect } from "node:net"\nconnect(Number(process.argv[2]), "127.0.0.1")\n'

/** A server that processes of tasks hold connections to. */
async function listen(t: TestContext): Promise<{ port: number; held: Promise<Socket> }> {
  const server = createServer().listen(0, '127.0.0.1')
  atEnd(t, () => server.close())
  await once(server, 'listening')
  const held = once(server, 'connection').then(([socket]) => (socket as Socket).on('error', () => undefined).resume())
  return { port: (server.address() as AddressInfo).port, held }
}

const closed = (socket: Socket): Promise<unknown> => (socket.destroyed ? Promise.resolve() : once(socket, 'close'))

test('when the runtime is killed, what its tasks have started ends with it', async t => {
  const { port, held } = await listen(t)
  const folder = makeRuntimeFolder(t, {
    'hold.mjs': hold,
    'x.dag': `dag d { task a: shell { run: "(node hold.mjs ${port} & wait) & wait" } }`,
  })
  const connection = await attach(t, folder)
  await start(connection, { file: join(folder, 'x.dag') })
  const socket = await held
  await killRuntime(folder, connection)
  await closed(socket)
})

if (process.platform === 'linux')
  test('when runtime and terminal are killed, what has left its process group ends, though nobody comes again', async t => {
    const { port, held } = await listen(t)
    const folder = makeRuntimeFolder(t, {
      'hold.mjs': hold,
      'x.dag': `dag d { task a: shell { run: "setsid node hold.mjs ${port} & echo up; sleep 100" } }`,
    })
    const terminal = startDagline(t, folder, ['run', 'x.dag', '--json'])
    const [socket] = await Promise.all([held, terminal.line(text => text.includes('"up"'))])
    const { pid } = addressOf(folder)
    terminal.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await closed(socket)
  })

if (process.platform === 'linux')
  test('what has left its process group, and outlives runtime and spawner, ends before its task is run again', async t => {
    const { port, held } = await listen(t)
    const folder = makeRuntimeFolder(t, {
      'hold.mjs': hold,
      'x.dag': `dag d { task a: shell { run: "[ $DAGLINE_ATTEMPT = 2 ] || { setsid node hold.mjs ${port} & echo spawner $PPID; wait; }" on_interrupt: rerun } }`,
    })
    const connection = await attach(t, folder)
    const told = nextEvent(connection, event => event.type === 'task-log' && event.text.startsWith('spawner '))
    const { run } = await start(connection, { file: join(folder, 'x.dag') })
    const [socket, event] = await Promise.all([held, told])
    const spawner = Number(event.type === 'task-log' && event.text.split(' ')[1])
    process.kill(spawner, 'SIGSTOP')
    await killRuntime(folder, connection)
    process.kill(spawner, 'SIGKILL')
    const next = await attach(t, folder)
    const again = nextEvent(next, one => one.type === 'task-state' && one.state === 'running' && one.attempt === 2)
    await Promise.all([next.request('run/attach', { run, from: 0 }), next.request('run/continue', { run, origin: 'cli', from: 0 })])
    await again
    assert.ok(socket.destroyed || (await closed(socket)), 'it has ended')
  })

if (process.platform === 'linux') {
  test('what a script has started from its thread ends with the run', async t => {
    const { port, held } = await listen(t)
    const folder = makeRuntimeFolder(t, {
      'hold.mjs': hold,
      'leave.mjs': `import { spawn } from 'node:child_process'
export default ({ port }) => { spawn(process.execPath, ['hold.mjs', String(port)], { cwd: import.meta.dirname }); return new Promise(() => {}) }`,
      'x.dag': `dag d { task a: js { script: "leave.mjs" params: { port: ${port} } } }`,
    })
    const connection = await attach(t, folder)
    const { run } = await start(connection, { file: join(folder, 'x.dag') })
    const socket = await held
    await connection.request('run/cancel', { run })
    await closed(socket)
  })

  test('what has left its process group ends before the next attempt where an attempt lasted too long', async t => {
    const { port, held } = await listen(t)
    const folder = makeRuntimeFolder(t, {
      'hold.mjs': hold,
      'x.dag': `dag d { task a: shell { run: "[ $DAGLINE_ATTEMPT = 2 ] || { setsid node hold.mjs ${port} > held.log 2>&1 & wait; }"
        timeout: 1500ms retries: 1 retry_delay: 0s } }`,
    })
    const connection = await attach(t, folder)
    const again = nextEvent(connection, event => event.type === 'task-state' && event.state === 'running' && event.attempt === 2)
    const { run } = await start(connection, { file: join(folder, 'x.dag') })
    await connection.request('run/attach', { run, from: 0 })
    const [socket] = await Promise.all([held, again])
    await closed(socket)
  })
}

if (process.platform !== 'win32')
  test('a task whose spawner is killed fails, and its next attempt has a new one', async t => {
    const { run } = await openWorkspace(t)
    const { tasks } = await run({
      a: {
        engine: 'shell',
        run: '[ "$DAGLINE_ATTEMPT" = 2 ] || { kill -9 $PPID; sleep 60; }',
        retries: 1,
        retry_delay: { type: 'duration', ms: 0 },
      },
    })
    assert.deepEqual([tasks['a']?.state, tasks['a']?.attempts], ['success', 2])
  })

test('two command lines at once share a runtime; of one file the second is told of the first', async t => {
  const waits = (go: string): string => `dag d { task a: shell { run: "echo up; while [ ! -e ${go} ]; do sleep 0.01; done" slots: 0 } }`
  const folder = makeRuntimeFolder(t, { 'x.dag': waits('go-x'), 'y.dag': waits('go-y') })
  const both = ['x.dag', 'y.dag'].map(file => startDagline(t, folder, ['run', file]))
  await Promise.all(both.map(one => one.line(text => text === 'a | up')))
  const second = await dagline(t, folder, ['run', 'x.dag'])
  assert.equal(second.status, 1)
  assert.match(second.err, /d is already running, as run /)
  for (const go of ['go-x', 'go-y']) writeFileSync(join(folder, go), '')
  assert.deepEqual(await Promise.all(both.map(async one => (await one.ended).status)), [0, 0])
})

/** A runtime of its own of a test, so that its end can be waited for. */
async function startRuntime(t: TestContext, folder: string): Promise<{ connection: RuntimeConnection; ended: Promise<unknown[]> }> {
  const env = { ...process.env, DAGLINE_IDLE_SECONDS: '2' }
  const child = spawn(process.execPath, [runtimeEntry, folder], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  atEnd(t, () => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  await once(child, 'message')
  const connection = (await connectRuntime({ folder, entry: runtimeEntry, start: false }))!
  return { connection, ended }
}

test('a run of the editor goes on without it, and the runtime ends itself with the run', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d { task a: shell { run: "echo up; while [ ! -e go ]; do sleep 0.01; done" } }' })
  const { connection, ended } = await startRuntime(t, folder)
  const up = nextEvent(connection, line('a', 'up'))
  const { run } = await start(connection, { file: join(folder, 'x.dag'), origin: 'editor' })
  await up
  connection.dispose()
  writeFileSync(join(folder, 'go'), '')
  assert.deepEqual(await ended, [0, null])
  const next = await attach(t, folder)
  assert.equal((await next.request('run/show', { run }))?.run.state, 'success')
})

test('a run that nobody comes for is closed when the runtime ends itself', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d { task a: shell { run: "echo up; sleep 60" } }' })
  const first = await attach(t, folder)
  const up = nextEvent(first, line('a', 'up'))
  const { run } = await start(first, { file: join(folder, 'x.dag') })
  await up
  process.kill(addressOf(folder).pid, 'SIGKILL')
  const { connection, ended } = await startRuntime(t, folder)
  connection.dispose()
  assert.deepEqual(await ended, [0, null])
  const next = await attach(t, folder)
  assert.deepEqual(await next.request('run/continue', { run, origin: 'cli', from: 0 }), { kind: 'over' })
  assert.equal((await next.request('run/show', { run }))?.run.state, 'interrupted')
})
