import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeFolder } from '../workspace.ts'
import { dagline } from './dagline.ts'

const wrong = 'dag d {\n  task a: bq { sql: "select 1", params: { x: 1 } }\n  a -> bb\n  a -> a\n}\n'
const right = 'dag d { task a: shell { run: "x" } }\n'

test('check prints a line for each diagnostic, and fails only for errors', async t => {
  const folder = makeFolder(t, {
    'wrong.dag': wrong,
    'right.dag': right,
    'sub/warns.dag': 'dag d { task a: bq { sql: "select 1", params: { x: 1 } } }\n',
  })
  const found = await dagline(t, folder, ['check', 'wrong.dag', './right.dag'])
  assert.equal(found.status, 1)
  assert.equal(found.err, '')
  assert.deepEqual(found.out.split('\n'), [
    'wrong.dag:2:43: warning unused-param: no placeholder of the script uses `x`',
    'wrong.dag:3:8: error unknown-name: there is no task or group `bb` here',
    'wrong.dag:4:8: error self-dependency: `a` would wait for itself',
    '',
  ])
  assert.deepEqual(await dagline(t, folder, ['check', 'right.dag']), { status: 0, out: '', err: '' })
  const warned = await dagline(t, folder, ['check', join('sub', 'warns.dag')])
  assert.equal(warned.status, 0)
  assert.match(warned.out, /^sub[\\/]warns\.dag:1:49: warning unused-param: /)
})

test('check --json is one document, with ends and related places', async t => {
  const folder = makeFolder(t, { 'a.dag': 'dag d {\n  task a: js { script: "a.js" }\n  task a: js { script: "a.js" }\n}\n', 'a.js': '' })
  const { status, out } = await dagline(t, folder, ['check', 'a.dag', '--json'])
  assert.equal(status, 1)
  assert.deepEqual(JSON.parse(out), {
    diagnostics: [
      {
        file: 'a.dag',
        line: 3,
        column: 8,
        endLine: 3,
        endColumn: 9,
        severity: 'error',
        code: 'duplicate-name',
        message: '`a` is declared already',
        related: [{ file: 'a.dag', line: 2, column: 8, message: 'declared here first' }],
      },
    ],
    errors: 1,
    warnings: 0,
  })
  assert.equal((await dagline(t, folder, ['check', 'a.dag', '--format', 'json'])).out, out)
})

test('what several files import is told of once', async t => {
  const folder = makeFolder(t, {
    'a.dag': `import "lib.dag"\n${right}`,
    'b.dag': `import "lib.dag"\n${right}`,
    'lib.dag': 'let x = nothing\n',
  })
  const { out } = await dagline(t, folder, ['check', 'a.dag', 'b.dag', 'lib.dag'])
  assert.equal(out, 'lib.dag:1:9: error unknown-name: unknown name `nothing`\n')
})

test('check --format github escapes what its commands do not take', async t => {
  const folder = makeFolder(t, { 'a,b.dag': wrong })
  const lines = (await dagline(t, folder, ['check', 'a,b.dag', '--format', 'github'])).out.trim().split('\n')
  assert.equal(
    lines[1],
    '::error file=a%2Cb.dag,line=3,col=8,endLine=3,endColumn=9,title=unknown-name::there is no task or group `bb` here',
  )
  assert.match(lines[0]!, /^::warning /)
})

test('check --format sarif has rules, levels and places', async t => {
  const folder = makeFolder(t, { 'a b.dag': wrong })
  const log = JSON.parse((await dagline(t, folder, ['check', 'a b.dag', '--format', 'sarif'])).out) as {
    version: string
    runs: {
      tool: { driver: { rules: { id: string }[] } }
      results: { ruleId: string; ruleIndex: number; level: string; locations: unknown[] }[]
    }[]
  }
  const run = log.runs[0]!
  assert.equal(log.version, '2.1.0')
  for (const result of run.results) assert.equal(run.tool.driver.rules[result.ruleIndex]?.id, result.ruleId)
  assert.deepEqual(
    run.results.map(result => result.level),
    ['warning', 'error', 'error'],
  )
  assert.deepEqual(run.results[1]?.locations, [
    {
      physicalLocation: { artifactLocation: { uri: 'a%20b.dag' }, region: { startLine: 3, startColumn: 8, endLine: 3, endColumn: 10 } },
    },
  ])
})

test('a file that is not there, is no text or may not be read is said clearly, and the others are checked', async t => {
  const folder = makeFolder(t, { 'wrong.dag': wrong, 'latin.dag': '' })
  writeFileSync(join(folder, 'latin.dag'), Buffer.from([0x64, 0xe9, 0x66]))
  const found = await dagline(t, folder, ['check', 'none.dag', 'latin.dag', 'wrong.dag'])
  assert.equal(found.status, 2)
  assert.equal(found.err, 'There is no file none.dag.\nlatin.dag cannot be read: it is not UTF-8 text.\n')
  assert.match(found.out, /unknown-name/)
  assert.match((await dagline(t, folder, ['check', '.'])).err, /cannot be read: it is a folder/)
  if (process.platform !== 'win32' && process.getuid?.() !== 0) {
    chmodSync(join(folder, 'wrong.dag'), 0)
    assert.match((await dagline(t, folder, ['check', 'wrong.dag'])).err, /no permission/)
  }
})

test('wrong usage is 2', async t => {
  const folder = makeFolder(t, { 'right.dag': right })
  assert.equal((await dagline(t, folder, ['check'])).status, 2)
  assert.equal((await dagline(t, folder, ['check', 'right.dag', '--format', 'xml'])).status, 2)
  assert.equal((await dagline(t, folder, ['lsp'])).status, 2)
})
