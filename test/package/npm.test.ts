import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { expectFiles, strayFiles } from './expect-files.ts'

const root = resolve(import.meta.dirname, '../..')
const windows = process.platform === 'win32'
const folder = mkdtempSync(join(tmpdir(), 'dagline-package-'))
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))),
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
}

let files: readonly string[] = []

before(() => {
  const packed = npm(root, ['pack', '--json', '--ignore-scripts', '--pack-destination', folder])
  const { filename, files: entries } = firstOf(JSON.parse(packed))
  files = entries.map(entry => entry.path)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  npm(folder, ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', join(folder, filename)])
})

after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))

test('the npm package holds exactly what the command line needs, and the example', () => {
  expectFiles(files, [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'THIRD_PARTY_NOTICES',
    'bin/dagline.mjs',
    'dist/chunk-*.mjs',
    'dist/cli.mjs',
    'dist/runtime-workers-duckdb.mjs',
    'dist/runtime-workers-js.mjs',
    'dist/runtime-workers-spawner.mjs',
    'dist/runtime.mjs',
    'dist/server.mjs',
    'examples/pydag/README.md',
    'examples/pydag/data/make_test_csv.mjs',
    'examples/pydag/data/test.csv',
    'examples/pydag/sales_facts.dag',
    'examples/pydag/scripts/cluster.yaml',
    'examples/pydag/scripts/create_table.sql',
    'examples/pydag/scripts/create_table_stg.sql',
    'examples/pydag/scripts/csv_gcs_to_bq.py',
    'examples/pydag/scripts/extract_from_stg.sql',
    'examples/pydag/scripts/local/load_csv.sql',
    'package.json',
  ])
  assert.deepEqual(strayFiles(files), [])
})

test('installed, it says its version and its help from any folder', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  assert.equal(dagline(['--version']).stdout.trim(), version)
  assert.match(dagline(['--help']).stdout, /Usage: dagline/)
})

test('installed, it runs the example from an empty folder', () => {
  const file = join(folder, 'node_modules', 'dagline', 'examples', 'pydag', 'sales_facts.dag')
  const { status, stdout, stderr } = dagline(['run', file, '--json'])
  assert.equal(status, 0, stderr)
  const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { type: string; state: string; tasks: Record<string, unknown> }
  assert.deepEqual([last.type, last.state, Object.keys(last.tasks).length], ['run-finished', 'success', 8])
})

test('on an older Node it says so and exits with 2', () => {
  const old = "data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })"
  const launcher = join(folder, 'node_modules', 'dagline', 'bin', 'dagline.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', old, launcher, '--version'], { encoding: 'utf8' })
  assert.equal(status, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /^dagline needs Node 24 or newer; this is Node 20\.20\.2, at .*\n$/)
})

function npm(cwd: string, args: readonly string[]): string {
  return execFileSync('npm', args, { cwd, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell: windows })
}

function dagline(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const program = join(folder, 'node_modules', '.bin', windows ? 'dagline.cmd' : 'dagline')
  return spawnSync(program, args, { cwd: folder, env: environment, encoding: 'utf8', shell: windows })
}

function firstOf(packed: unknown): { filename: string; files: readonly { path: string }[] } {
  const [first] = Object.values(packed as Record<string, { filename: string; files: readonly { path: string }[] }>)
  assert.ok(first)
  return first
}
