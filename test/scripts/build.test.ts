import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import type { Metafile } from 'esbuild'
import { missingSources } from '../../scripts/build/contexts.ts'
import { nodeEntries } from '../../scripts/build/entries.ts'
import { Outputs } from '../../scripts/build/outputs.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'dagline-build-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('every source that a bundle starts from is there', () => {
  assert.deepEqual(missingSources(root), [])
})

test('a file that is named by its URL becomes a bundle, unless only a comment names it', () => {
  const sources = {
    'runtime/a.ts': "export const worker = new URL('./workers/b.ts', import.meta.url)",
    'runtime/c.ts': "// new URL('./d.ts', import.meta.url)",
  }
  for (const [name, text] of Object.entries(sources)) {
    mkdirSync(join(folder, 'runtime'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const found = nodeEntries(folder).filter(entry => entry.source.startsWith('runtime/workers') || entry.source.includes('d.ts'))
  assert.deepEqual(found, [{ out: 'runtime-workers-b', source: 'runtime/workers/b.ts' }])
})

test('what an older build left is removed, what is new is written, what is equal stays untouched', async () => {
  const dist = join(folder, 'dist')
  mkdirSync(dist)
  writeFileSync(join(dist, 'old.mjs'), 'old')
  const outputs = new Outputs(dist)
  const contents = new TextEncoder().encode('new')
  await outputs.take('one', [{ path: join(dist, 'new.mjs'), contents, hash: '', text: 'new' }], undefined)
  await outputs.finish()
  assert.equal(readFileSync(join(dist, 'new.mjs'), 'utf8'), 'new')
  assert.throws(() => readFileSync(join(dist, 'old.mjs')), { code: 'ENOENT' })
})

test('the extension loads nothing of SQL, DuckDB or the grammar', () => {
  const metafiles = JSON.parse(readFileSync(join(root, 'dist', 'metafile.json'), 'utf8')) as Record<string, Metafile>
  const outputs = metafiles['extension']?.outputs ?? {}
  const inputs = Object.values(outputs).flatMap(output => Object.keys(output.inputs))
  assert.ok(inputs.includes('client/extension.ts'))
  assert.deepEqual(
    inputs.filter(input => /language\/(lexer|parser)|duckdb|language\/sql|runtime\/sql|runtime\/engines/.test(input)),
    [],
  )
  // What is loaded at activation is small; the language client comes later.
  assert.deepEqual(
    Object.keys(outputs['dist/extension.cjs']?.inputs ?? {}).filter(input => /node_modules\/(?!fast-deep-equal\/)/.test(input)),
    [],
  )
})
