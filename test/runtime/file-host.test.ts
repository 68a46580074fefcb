import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createFileHost, findWorkspace } from '../../runtime/file-host.ts'
import { makeFolder } from './workspace.ts'

test('a file is read as UTF-8 without its mark; what cannot be read says why', t => {
  const folder = makeFolder(t, { 'plain.dag': 'dag ü {}', 'marked.dag': '\uFEFFdag d {}' })
  writeFileSync(join(folder, 'latin.dag'), Buffer.from([0x64, 0xfc]))
  const host = createFileHost({ workspace: folder })
  assert.deepEqual(host.read(join(folder, 'plain.dag')), { kind: 'text', text: 'dag ü {}' })
  assert.deepEqual(host.read(join(folder, 'marked.dag')), { kind: 'text', text: 'dag d {}' })
  assert.deepEqual(host.read(join(folder, 'latin.dag')), { kind: 'unreadable', reason: 'it is not UTF-8 text' })
  assert.deepEqual(host.read(folder), { kind: 'unreadable', reason: 'it is a folder' })
  assert.deepEqual(host.read(join(folder, 'nosuch.dag')), { kind: 'missing' })
  assert.deepEqual(host.read(join(folder, 'plain.dag', 'below')), { kind: 'missing' })
})

test('paths are relative to the file, and never leave the workspace, by links neither', t => {
  const outside = makeFolder(t, { 'secret.txt': 'x' })
  const folder = makeFolder(t, { 'sub/x.dag': '', 'lib/y.sql': '' })
  symlinkSync(outside, join(folder, 'sub', 'out'))
  symlinkSync(join(folder, 'lib'), join(folder, 'sub', 'in'))
  const host = createFileHost({ workspace: folder })
  const from = join(folder, 'sub', 'x.dag')
  assert.equal(host.resolve(from, '../lib/y.sql'), join(folder, 'lib', 'y.sql'))
  assert.equal(host.resolve(from, 'nosuch/z.sql'), join(folder, 'sub', 'nosuch', 'z.sql'))
  assert.equal(host.resolve(from, 'in/y.sql'), join(folder, 'sub', 'in', 'y.sql'))
  for (const path of ['../../x', '/etc/passwd', 'out/secret.txt', 'out/not/there', 'a\0b'])
    assert.equal(host.resolve(from, path), null, path)
})

test('the workspace is the repository, else the current folder, else the file’s own', t => {
  const folder = makeFolder(t, { 'a/b/x.dag': '' })
  const file = join(folder, 'a', 'b', 'x.dag')
  assert.equal(findWorkspace(file, folder), folder)
  assert.equal(findWorkspace(file, join(folder, 'other')), join(folder, 'a', 'b'))
  mkdirSync(join(folder, 'a', '.git'))
  assert.equal(findWorkspace(file, folder), join(folder, 'a'))
})
