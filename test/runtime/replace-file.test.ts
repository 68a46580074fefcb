import assert from 'node:assert/strict'
import { linkSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { replaceFile } from '../../runtime/replace-file.ts'
import { makeFolder } from './workspace.ts'

test('a file is replaced by a new one, and the old one is what it was', t => {
  const folder = makeFolder(t, { 'a.dag': 'old' })
  const file = join(folder, 'a.dag')
  // A second name of the old file shows that nothing was written into it.
  linkSync(file, join(folder, 'before.dag'))
  replaceFile(file, 'new')
  assert.equal(readFileSync(file, 'utf8'), 'new')
  assert.equal(readFileSync(join(folder, 'before.dag'), 'utf8'), 'old')
  assert.deepEqual(readdirSync(folder).sort(), ['a.dag', 'before.dag'])
})

test('what cannot be replaced stays, and nothing is left beside it', t => {
  const folder = makeFolder(t, { 'sub/a.dag': 'old' })
  assert.throws(() => replaceFile(join(folder, 'none.dag'), 'new'), { code: 'ENOENT' })
  assert.throws(() => replaceFile(join(folder, 'sub'), 'new'))
  assert.deepEqual(readdirSync(folder), ['sub'])
  assert.ok(statSync(join(folder, 'sub')).isDirectory())
})
