import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProcessEnd } from '../../../runtime/engines/engine.ts'
import { isTreeGone, killTree } from '../../../runtime/processes/kill-tree.ts'
import { LineSplitter } from '../../../runtime/processes/lines.ts'
import { Spawner } from '../../../runtime/processes/spawner.ts'
import { spawnerFile } from '../../../runtime/processes/spawner-file.ts'
import { atEnd, makeFolder } from '../workspace.ts'

test('a tree is ended as a process group, and on Windows by taskkill', () => {
  const calls: unknown[] = []
  const system = (platform: NodeJS.Platform) => ({
    platform,
    kill: (pid: number, signal: string) => {
      calls.push([pid, signal])
    },
    probe: () => undefined,
    launch: (command: string, args: readonly string[]) => {
      calls.push([command, ...args])
    },
  })
  killTree(42, 'SIGTERM', system('linux'))
  killTree(42, 'SIGKILL', system('darwin'))
  killTree(42, 'SIGTERM', system('win32'))
  assert.deepEqual(calls, [
    [-42, 'SIGTERM'],
    [-42, 'SIGKILL'],
    ['taskkill', '/PID', '42', '/T', '/F'],
  ])
})

test('a group of which nobody is left is no problem', () => {
  const kill = (): void => {
    throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' })
  }
  killTree(42, 'SIGTERM', { platform: 'linux', kill, probe: kill, launch: () => undefined })
  const gone = (platform: NodeJS.Platform, probe: () => void): boolean => isTreeGone(42, { platform, kill, probe, launch: () => undefined })
  const foreign = (): void => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
  }
  assert.deepEqual(
    [gone('linux', kill), gone('linux', () => undefined), gone('linux', foreign), gone('win32', kill)],
    [true, false, false, false],
  )
})

test('lines are cut at their ends, characters stay whole, and a long line comes in pieces', () => {
  const splitter = new LineSplitter()
  const bytes = Buffer.from('one\r\ntwo ü\nthree')
  const lines = [...bytes].flatMap(byte => splitter.push(Buffer.from([byte])))
  assert.deepEqual([...lines, ...splitter.end()], ['one', 'two ü', 'three'])
  const long = new LineSplitter()
  const pieces = [...long.push(Buffer.from('x'.repeat(150_000))), ...long.push(Buffer.from('y\nz')), ...long.end()]
  assert.deepEqual(
    pieces.map(piece => piece.length),
    [65536, 65536, 18929, 1],
  )
})

test('processes that cannot start say why', async t => {
  const spawner = new Spawner(spawnerFile)
  atEnd(t, () => spawner.dispose())
  const folder = makeFolder(t)
  const start = (command: string, cwd: string): Promise<ProcessEnd> =>
    spawner.run({ command, args: [], cwd, env: {}, signal: new AbortController().signal, onLine: () => undefined })
  assert.deepEqual(await start('/nosuch/program', folder), { kind: 'not-started', code: 'ENOENT', message: 'spawn /nosuch/program ENOENT' })
  const noFolder = await start('/bin/sh', '/nosuch/folder')
  assert.ok(noFolder.kind === 'not-started' && noFolder.code === 'no-folder')
  const nul = await start('a\0b', folder)
  assert.equal(nul.kind, 'not-started')
})

test('when the spawner is killed its children end, their tasks fail, and the next one gets a new spawner', async t => {
  const spawner = new Spawner(spawnerFile)
  atEnd(t, () => spawner.dispose())
  const cwd = makeFolder(t)
  const { signal } = new AbortController()
  let up: () => void
  const isUp = new Promise<void>(resolve => {
    up = resolve
  })
  const env = process.env as Record<string, string>
  const run = (script: string, onLine: () => void): Promise<ProcessEnd> =>
    spawner.run({ command: 'sh', args: ['-c', script], cwd, env, signal, onLine })
  const lost = run('echo up; sleep 60', () => up())
  await isUp
  process.kill(spawner.pid!, 'SIGKILL')
  const end = await lost
  assert.deepEqual(end, { kind: 'lost', signal: 'SIGKILL' })
  assert.deepEqual(await run('exit 3', () => undefined), { kind: 'exited', code: 3 })
})
