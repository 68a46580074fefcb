import assert from 'node:assert/strict'
import { rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FileDigests } from '../../../runtime/fingerprint/file-digests.ts'
import { makeFolder } from '../workspace.ts'

test('a digest follows the contents, and nothing else', t => {
  const folder = makeFolder(t, { 'a.txt': 'one', 'b.txt': 'one' })
  const [a, b] = ['a.txt', 'b.txt'].map(name => join(folder, name)) as [string, string]
  const digests = new FileDigests()
  const first = digests.now(a)
  assert.equal(digests.now(b), first)
  // The same length and the same time, as a quick edit in one step of the clock would leave it.
  writeFileSync(a, 'two')
  utimesSync(a, 1, 1)
  assert.notEqual(digests.now(a), first)
  writeFileSync(a, 'one')
  assert.equal(digests.now(a), first)
  rmSync(a)
  assert.equal(digests.now(a), 'missing')
  assert.equal(digests.now(folder), 'missing')
})

test('large files are read piece by piece, with the same digest for the same contents', async t => {
  const large = 'x'.repeat(5_000_000)
  const folder = makeFolder(t, { 'a.bin': large, 'b.bin': large, 'c.bin': `${large}y` })
  const digests = new FileDigests()
  assert.equal(digests.now(join(folder, 'a.bin')), null)
  const a = await digests.read(join(folder, 'a.bin'))
  assert.equal(await digests.read(join(folder, 'b.bin')), a)
  assert.notEqual(await digests.read(join(folder, 'c.bin')), a)
})

test('files too large to read are told apart by when they were written', t => {
  const folder = makeFolder(t, { 'a.bin': '' })
  const file = join(folder, 'a.bin')
  truncateSync(file, 100_000_000)
  const digests = new FileDigests()
  const first = digests.now(file)
  assert.equal(digests.now(file), first)
  utimesSync(file, 1, 1)
  assert.notEqual(digests.now(file), first)
  assert.equal(digests.reads, 0)
})

test('a file of this package that has stood for long is read once', () => {
  const digests = new FileDigests()
  const file = join(import.meta.dirname, '..', '..', '..', 'node_modules', 'fast-check', 'package.json')
  const first = digests.now(file)
  for (let i = 0; i < 10; i++) assert.equal(digests.now(file), first)
  assert.equal(digests.reads, 1)
})
