import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { build, type Metafile } from 'esbuild'
import { missingSources } from '../../scripts/build/contexts.ts'
import { nodeEntries } from '../../scripts/build/entries.ts'
import { Outputs } from '../../scripts/build/outputs.ts'
import { namedExports } from '../../scripts/build/plugins.ts'

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

test('a CommonJS package that is loaded later has its names in a bundle', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "export const load = () => import('google-auth-library')", resolveDir: root, sourcefile: 'load.ts', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    splitting: true,
    outdir: join(folder, 'later'),
    outExtension: { '.js': '.mjs' },
    banner: { js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)" },
    plugins: [namedExports()],
  })
  mkdirSync(join(folder, 'later'), { recursive: true })
  for (const { path, text } of outputFiles) writeFileSync(path, text)
  const { load } = (await import(pathToFileURL(join(folder, 'later', 'stdin.mjs')).href)) as { load(): Promise<Record<string, unknown>> }
  assert.equal(typeof (await load())['PassThroughClient'], 'function')
})

test('the runtime starts without the clients of clouds', () => {
  const metafiles = JSON.parse(readFileSync(join(root, 'dist', 'metafile.json'), 'utf8')) as Record<string, Metafile>
  const outputs = metafiles['programs']?.outputs ?? {}
  const seen = new Set<string>()
  const walk = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { path: next, kind } of outputs[path]?.imports ?? []) if (kind === 'import-statement') walk(next)
  }
  for (const [path, { inputs }] of Object.entries(outputs)) if ('runtime/process/serve.ts' in inputs) walk(path)
  const inputs = [...seen].flatMap(path => Object.keys(outputs[path]?.inputs ?? {}))
  assert.ok(inputs.includes('runtime/clouds/storage/storage-client.ts'))
  assert.deepEqual(
    inputs.filter(input => /node_modules\/(@google-cloud|google-auth-library|@aws-sdk|@grpc|p-retry)/.test(input)),
    [],
  )
})
