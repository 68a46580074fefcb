import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { canHaveAll, otherEditors, readyEditors } from '../extension/host/other-editors.ts'

test('an editor that is missing is installed, and one that cannot be is named', () => {
  const asked: string[] = []
  const installed = new Set(['nvim'])
  const { ready, missing } = readyEditors(
    () => {},
    program => installed.has(program),
    packages => asked.push(...packages),
  )
  assert.deepEqual(asked, ['emacs-nox', 'elpa-eglot'])
  assert.deepEqual([ready.map(({ name }) => name), missing.map(({ name }) => name)], [['Neovim'], ['Emacs']])
})

test('where all editors are there, nothing is installed', () => {
  const { missing } = readyEditors(
    () => {},
    () => true,
    () => assert.fail('something was installed'),
  )
  assert.deepEqual(missing, [])
})

test('a missing editor is a fault only where it could have been installed', () => {
  assert.ok(canHaveAll('linux', 0, () => true))
  assert.ok(!canHaveAll('linux', 1000, () => true))
  assert.ok(!canHaveAll('linux', 0, () => false))
  assert.ok(!canHaveAll('win32', undefined, () => true))
})

test('every editor has its tests', () => {
  for (const { tests } of otherEditors) assert.ok(existsSync(tests), tests)
})
