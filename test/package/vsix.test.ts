import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { extensionTarget } from '../../scripts/build/platform.ts'
import { expectFiles, strayFiles } from './expect-files.ts'

const root = resolve(import.meta.dirname, '../..')
const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce')
const files = execFileSync(process.execPath, [vsce, 'ls'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter(line => line !== '')

test('the VSIX holds exactly what the extension needs', () => {
  expectFiles(files, [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'THIRD_PARTY_NOTICES',
    'client/icons/dagline.png',
    'client/icons/dagline.svg',
    'client/icons/file-dark.svg',
    'client/icons/file-light.svg',
    'dist/chunk-*.mjs',
    'dist/extension.cjs',
    'dist/language-client.cjs',
    'dist/runtime-connection.cjs',
    'dist/runtime-workers-duckdb.mjs',
    'dist/runtime-workers-js.mjs',
    'dist/runtime-workers-spawner.mjs',
    'dist/runtime.mjs',
    'dist/server.mjs',
    'dist/web/extension.cjs',
    'dist/web/server.js',
    'dist/webview.js',
    'docs/images/run.png',
    'node_modules/@duckdb/node-api/LICENSE',
    'node_modules/@duckdb/node-api/lib/**/*.js',
    'node_modules/@duckdb/node-api/package.json',
    'node_modules/@duckdb/node-bindings-<platform>/<library>',
    'node_modules/@duckdb/node-bindings-<platform>/LICENSE',
    'node_modules/@duckdb/node-bindings-<platform>/duckdb.node',
    'node_modules/@duckdb/node-bindings-<platform>/package.json',
    'node_modules/@duckdb/node-bindings/LICENSE',
    'node_modules/@duckdb/node-bindings/duckdb.js',
    'node_modules/@duckdb/node-bindings/package.json',
    'node_modules/@koromix/koffi-<platform>/**/koffi.node',
    'node_modules/@koromix/koffi-<platform>/index.js',
    'node_modules/@koromix/koffi-<platform>/package.json',
    'node_modules/detect-libc/LICENSE',
    'node_modules/detect-libc/lib/detect-libc.js',
    'node_modules/detect-libc/lib/elf.js',
    'node_modules/detect-libc/lib/filesystem.js',
    'node_modules/detect-libc/lib/process.js',
    'node_modules/detect-libc/package.json',
    'node_modules/koffi/LICENSE.txt',
    'node_modules/koffi/index.js',
    'node_modules/koffi/package.json',
    'node_modules/koffi/src/koffi/index.js',
    'package.json',
    'package.nls.json',
    'syntaxes/dagline.tmLanguage.json',
    'syntaxes/language-configuration.json',
  ])
})

test('no source, test, map or secret is in the VSIX', () => {
  assert.deepEqual(strayFiles(files), [])
})

test('no path of the machine that built is in a bundle', () => {
  const ours = files.filter(file => file.startsWith('dist/'))
  assert.deepEqual(
    ours.filter(file => readFileSync(join(root, file), 'utf8').includes(root)),
    [],
  )
})

for (const [platform, architecture, isMusl, target] of [
  ['linux', 'x64', false, 'linux-x64'],
  ['linux', 'arm64', true, 'alpine-arm64'],
  ['darwin', 'arm64', false, 'darwin-arm64'],
  ['win32', 'x64', false, 'win32-x64'],
] as const) {
  test(`the package for ${target} is named so`, () => assert.equal(extensionTarget(platform, architecture, isMusl), target))
}
