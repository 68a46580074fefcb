import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { succeeded, sum, verdict } from '../../scripts/test/tally.ts'
import { readResults } from '../extension/host/results.ts'

const folder = mkdtempSync(join(tmpdir(), 'dagline-suite-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const imports = "import { describe, test } from 'node:test'\n"
for (const [name, text, passed, failed] of [
  ['tests that pass count one each', "test('a', () => {}); test('b', () => {})", 2, 0],
  ['a suite is the sum of its tests', "describe('s', () => { test('a', () => {}); test('b', () => { throw new Error('no') }) })", 1, 1],
  ['a skipped test has failed', "test('a', { skip: true }, () => {})", 0, 1],
  ['a test to be done has failed', "test('a', { todo: true }, () => {})", 0, 1],
  ['a file without tests has failed', '', 0, 1],
  ['a file that crashes has failed', "throw new Error('crash')", 0, 1],
  ['a file that ends before its tests has failed', 'process.exit(0)', 0, 1],
] as const) {
  test(name, () => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.test.mjs`)
    writeFileSync(file, imports + text)
    assert.deepEqual(runQuietly(file), { passed, failed })
  })
}

for (const [name, lines, passed, failed] of [
  [
    'results of the host are counted',
    ['{"type":"started","name":"a"}', '{"type":"passed","name":"a"}', '{"type":"ended","tests":1}'],
    1,
    0,
  ],
  ['a host that ends during a test has failed', ['{"type":"started","name":"a"}'], 0, 1],
  ['a host that ends after a test has failed', ['{"type":"started","name":"a"}', '{"type":"passed","name":"a"}'], 1, 1],
  ['a host without tests has failed', ['{"type":"ended","tests":0}'], 0, 1],
  ['a host that says nothing has failed', [], 0, 1],
] as const) {
  test(name, () => assert.deepEqual(readResults(lines.map(line => `${line}\n`).join('')).outcome, { passed, failed }))
}

test('the last line says how many passed and failed, and nothing at all is no success', () => {
  assert.equal(
    verdict(
      sum([
        { passed: 2, failed: 0 },
        { passed: 1, failed: 1 },
      ]),
    ),
    '3 passed, 1 failed',
  )
  assert.equal(succeeded({ passed: 1, failed: 0 }), true)
  assert.equal(succeeded({ passed: 1, failed: 1 }), false)
  assert.equal(succeeded({ passed: 0, failed: 0 }), false)
})

/** Node's runner refuses to run inside itself, and ours prints: so it works in a process of its own, whose last line is the tally. */
function runQuietly(file: string): unknown {
  const runner = new URL('../../scripts/test/node-tests.ts', import.meta.url).href
  const script = `
    import { runNodeTests } from ${JSON.stringify(runner)}
    const tally = await runNodeTests({ root: '.', files: [${JSON.stringify(file)}], concurrency: 1 })
    process.stdout.write('\\n' + JSON.stringify(tally))`
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const program = join(folder, 'run.mjs')
  writeFileSync(program, script)
  const { stdout } = spawnSync(process.execPath, [program], { cwd: folder, env, encoding: 'utf8' })
  return JSON.parse(stdout.split('\n').at(-1) ?? '')
}
