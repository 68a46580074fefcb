import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Value } from '#language'
import { scriptEnvironment } from '../../../runtime/engines/environment.ts'
import { findProgram } from '../../../runtime/engines/find-program.ts'
import { shellWords } from '../../../runtime/engines/shell.ts'
import { asValue, duration } from '../graph-builder.ts'

const values = (record: Record<string, unknown>): ReadonlyMap<string, Value> =>
  new Map(Object.entries(record).map(([name, value]) => [name, asValue(value)]))

test('params are variables in capitals, and under their own name where that hides none', () => {
  const env = scriptEnvironment(
    { PATH: '/bin', taken: 'kept' },
    values({ own: 'set' }),
    values({ taken: 'param', own: 'param', list: [1, 'two'], no: null, yes: true }),
    'linux',
  )
  assert.deepEqual(env, {
    PATH: '/bin',
    taken: 'kept',
    own: 'set',
    DAGLINE_PARAM_TAKEN: 'param',
    DAGLINE_PARAM_OWN: 'param',
    DAGLINE_PARAM_LIST: '[1,"two"]',
    list: '[1,"two"]',
    DAGLINE_PARAM_YES: 'true',
    yes: 'true',
  })
})

test('dates are ISO, durations seconds, sizes bytes, null unset', () => {
  const params = new Map<string, Value>([
    ['day', { type: 'date', ms: Date.UTC(2026, 0, 31), dateOnly: true }],
    ['instant', { type: 'date', ms: Date.UTC(2026, 0, 31, 6), dateOnly: false }],
    ['length', duration(1500)],
    ['size', { type: 'size', bytes: 512_000 }],
    ['gone', { type: 'null' }],
  ])
  const env = scriptEnvironment({ DAGLINE_PARAM_GONE: 'from outside' }, new Map(), params, 'linux')
  assert.deepEqual([env['day'], env['instant'], env['length'], env['size']], ['2026-01-31', '2026-01-31T06:00:00Z', '1.5', '512000'])
  assert.deepEqual([env['gone'], env['DAGLINE_PARAM_GONE']], [undefined, undefined])
})

test('Windows takes names that differ in case for one', () => {
  const env = scriptEnvironment({ Path: 'C:\\Windows' }, values({ PATH: 'D:\\' }), values({ path: 'param' }), 'win32')
  assert.deepEqual(env, { PATH: 'D:\\', DAGLINE_PARAM_PATH: 'param' })
})

test('a program is found as the system would find it', () => {
  const has =
    (...files: string[]) =>
    (file: string) =>
      files.includes(file)
  assert.equal(findProgram('sh', { PATH: '/usr/bin:/bin' }, '/w', 'linux', has('/bin/sh')), '/bin/sh')
  assert.equal(findProgram('./tool', { PATH: '/bin' }, '/w', 'linux', has('/w/tool')), '/w/tool')
  assert.equal(findProgram('tool', { PATH: '/bin' }, '/w', 'linux', has('/w/tool')), null)
  const windows = { Path: 'C:\\a;C:\\b', PATHEXT: '.EXE;.CMD' }
  assert.equal(findProgram('node', windows, 'D:\\w', 'win32', has('C:\\b\\node.EXE')), 'C:\\b\\node.EXE')
  assert.equal(findProgram('tool.cmd', windows, 'D:\\w', 'win32', has('C:\\a\\tool.cmd')), 'C:\\a\\tool.cmd')
  assert.equal(findProgram('sub\\tool', windows, 'D:\\w', 'win32', has('D:\\w\\sub\\tool.EXE')), 'D:\\w\\sub\\tool.EXE')
})

test('the shell is the system’s own, or what the task says', () => {
  assert.deepEqual(shellWords(undefined, 'linux'), ['sh'])
  assert.deepEqual(shellWords('bash -euo pipefail', 'linux'), ['bash', '-euo', 'pipefail'])
  assert.deepEqual(shellWords(undefined, 'win32'), ['cmd.exe', '/d', '/c'])
  assert.deepEqual(shellWords('pwsh', 'win32'), ['pwsh', '-NoProfile', '-NonInteractive', '-File'])
})
