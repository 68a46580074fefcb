import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'

test('nothing heavy is in the bundle that the extension host loads', async () => {
  const root = resolve(import.meta.dirname, '../..')
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['client/extension.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'silent',
    outfile: 'extension.cjs',
  })
  const inputs = Object.keys(metafile.inputs)
  const heavy = /node_modules\/(@duckdb|elkjs|@google-cloud|koffi|croner)\//
  assert.deepEqual(
    inputs.filter(input => heavy.test(input)),
    [],
  )
  // What it shares with the runtime is the way to connect to it, and no more.
  const shared = /^(runtime\/process\/|runtime\/store\/state-folder\.ts$|server\/protocol\.ts$)/
  const others = inputs.filter(input => /^(language|server|runtime|webview)\//.test(input) && !shared.test(input))
  assert.deepEqual(others, [])
})
