import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { findOnPath } from '../../scripts/build/find-on-path.ts'
import { commandScript, nodeBinary, shellScript } from '../../scripts/build/launchers.ts'

const root = resolve(import.meta.dirname, '../..')

test('the launcher of a checkout starts the Node that the project brings', () => {
  const has = (path: string): boolean => path === '/p/node_modules/node/bin/node'
  assert.equal(nodeBinary('/p', 'linux', has), '../node/bin/node')
  assert.match(shellScript('../node/bin/node'), /^exec "\$here\/\.\.\/node\/bin\/node" "\$here\/\.\.\/\.\.\/bin\/dagline\.mjs" "\$@"$/m)
})

test('on Windows it is a command file with the same end', () => {
  const has = (path: string): boolean => path === 'C:\\p\\node_modules\\node\\bin\\node.exe'
  assert.equal(nodeBinary('C:\\p', 'win32', has), '..\\node\\bin\\node.exe')
  assert.match(commandScript('..\\node\\bin\\node.exe'), /^"%~dp0\.\.\\node\\bin\\node\.exe" "%~dp0\.\.\\\.\.\\bin\\dagline\.mjs" %\*\r$/m)
})

test('without a Node of its own a checkout uses the one of the PATH', () => {
  assert.equal(
    nodeBinary('/p', 'linux', () => false),
    undefined,
  )
  assert.match(shellScript(undefined), /^exec node /m)
})

test('an editor is found on the PATH of each platform', () => {
  const code = 'C:\\Code\\bin\\code.cmd'
  assert.equal(
    findOnPath('code', { Path: 'C:\\x;C:\\Code\\bin' }, 'win32', path => path === code),
    code,
  )
  assert.equal(
    findOnPath('code', { PATH: '/x:/usr/bin' }, 'linux', path => path === '/usr/bin/code'),
    '/usr/bin/code',
  )
  assert.equal(
    findOnPath('code', { PATH: '/x' }, 'linux', () => false),
    undefined,
  )
})

test('the exit status of the program is that of the command', () => {
  const { status } = spawnSync(process.execPath, [`${root}/bin/dagline.mjs`, 'no-such-command'], { encoding: 'utf8' })
  assert.equal(status, 2)
})
