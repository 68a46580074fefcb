import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { test } from 'node:test'
import { rooms } from './boundaries/rooms.ts'
import { faultsOf, foldersToExplain } from './boundaries/rules.ts'
import { readSources } from './boundaries/source.ts'

const root = resolve(import.meta.dirname, '..')
const folders = [...new Set(['bin', 'test', ...rooms.map(room => room.folder.split('/')[0])])]
const paths = globSync(`{${folders.join(',')}}/**/*.{ts,mjs}`, { cwd: root })
  .map(path => path.split(sep).join('/'))
  .filter(path => !path.includes('/fixtures/'))
  .sort()
const sources = readSources(
  root,
  new Map(paths.filter(path => path.endsWith('.ts')).map(path => [path, readFileSync(join(root, path), 'utf8')])),
)

test('every room imports only what it may, and the code keeps its manners', () => {
  assert.deepEqual(faultsOf(sources), [])
})

test('half of all files have fewer than 150 lines', () => {
  const lengths = sources.map(source => source.lines).sort((a, b) => a - b)
  assert.ok((lengths[Math.floor(lengths.length / 2)] ?? Number.POSITIVE_INFINITY) < 150)
})

test('every folder has a README.md', () => {
  assert.deepEqual(
    foldersToExplain(paths).filter(folder => !existsSync(join(root, folder, 'README.md'))),
    [],
  )
})

test('rooms without a DOM, and the language without Node, are compiled without them', () => {
  const config = (folder: string) =>
    JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8')) as { compilerOptions: { lib: string[]; types: string[] } }
  for (const folder of ['language', 'webview/layout', 'webview/display-list']) {
    const { lib, types } = config(folder).compilerOptions
    assert.deepEqual(
      lib.filter(name => /dom|webworker/i.test(name)),
      [],
      folder,
    )
    assert.deepEqual(types, [], folder)
  }
})

test('every package that a room imports is a dependency of the project', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies' | 'optionalDependencies',
    Record<string, string>
  >
  const { dependencies, devDependencies, optionalDependencies } = manifest
  const known = new Set([...Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }), 'vscode'])
  assert.deepEqual(
    rooms.flatMap(room => room.packages.filter(name => !known.has(name))),
    [],
  )
})

for (const [path, text, fault] of [
  ['language/a.ts', "import { join } from 'node:path'", 'language/a.ts:1: language/ knows nothing of Node, but imports node:path'],
  ['language/a.ts', "import type { A } from '../runtime/events.ts'", 'language/a.ts:1: language/ must not import runtime/events.ts'],
  [
    'server/a.ts',
    "\nimport { parse } from '../language/parse.ts'",
    'server/a.ts:2: imports language/parse.ts; the doors of language/ are #language, #language/sql and #language/import',
  ],
  ['server/a.ts', "import { run } from '../runtime/runner/run.ts'", 'server/a.ts:1: server/ must not import runtime/runner/run.ts'],
  ['runtime/plan/a.ts', "import { x } from '../values.ts'", 'runtime/plan/a.ts:1: runtime/plan/ must not import runtime/values.ts'],
  ['runtime/a.ts', "import * as vscode from 'vscode'", 'runtime/a.ts:1: runtime/ must not import the package vscode'],
  [
    'runtime/cli/a.ts',
    "await import('../../client/extension.ts')",
    'runtime/cli/a.ts:1: imports client/extension.ts; nobody imports client/',
  ],
  ['webview/a.ts', "import { parse } from '#language'", 'webview/a.ts:1: webview/ may import only types of #language'],
  ['webview/layout/a.ts', "import { draw } from '../draw.ts'", 'webview/layout/a.ts:1: webview/layout/ must not import webview/draw.ts'],
  ['client/a.ts', "export { parse } from '#language'", 'client/a.ts:1: client/ may import only types of #language'],
  ['client/a.ts', "import { a, type B } from '../runtime/events.ts'", 'client/a.ts:1: client/ may import only types of runtime/events.ts'],
  ['runtime/a.ts', 'export const x: any = 1', 'runtime/a.ts:1: no any'],
  ['runtime/a.ts', 'export default 1', 'runtime/a.ts:1: no default exports'],
  ['runtime/a.ts', 'export default function f() {}', 'runtime/a.ts:1: no default exports'],
  ['runtime/a.ts', "export * from './b.ts'", "runtime/a.ts:1: no re-exports but a folder's one door"],
  ['language/a.ts', 'console.log(1)', 'language/a.ts:1: library code never prints'],
  ['runtime/bigThing.ts', '', 'runtime/bigThing.ts: names of files and folders are kebab-case'],
  ['runtime/a.ts', '\n'.repeat(501), 'runtime/a.ts: 501 lines; no file has over 500'],
  ['test/a.test.ts', 'await new Promise(done => setTimeout(done, 10))', 'test/a.test.ts:1: a test waits for the event, it does not sleep'],
  [
    'test/a.test.ts',
    "import { setTimeout as wait } from 'node:timers/promises'",
    'test/a.test.ts:1: a test waits for the event, it does not sleep',
  ],
  ['test/a.test.ts', "test.skip('x', () => {})", 'test/a.test.ts:1: no test is skipped, to be done, or run alone'],
] as const) {
  test(`the rules see: ${fault}`, () => {
    assert.ok(faultsOf(readSources(root, new Map([[path, text]]))).includes(fault))
  })
}

test('the rules do not see what is only said in comments and strings, nor what is allowed', () => {
  const text = [
    "// import { x } from 'vscode'; console.log",
    "import type { A } from '#language'",
    "import { type B } from '../runtime/events.ts'",
    'switch (1) { default: }',
    "export const says = 'console.log any setTimeout()'",
  ].join('\n')
  assert.deepEqual(faultsOf(readSources(root, new Map([['webview/a.ts', text]]))), [])
})
