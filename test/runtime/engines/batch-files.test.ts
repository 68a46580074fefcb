import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startable } from '../../../runtime/engines/batch-files.ts'

test('on Windows a batch file is run by cmd, and nothing is passed that cmd would take apart', () => {
  const submit = 'C:\\Program Files\\spark\\bin\\spark-submit.cmd'
  assert.deepEqual(startable(submit, ['job.py', '{"a":"b c"}'], 'win32'), {
    command: 'cmd.exe',
    args: ['/d', '/c', 'call', submit, 'job.py', '{"a":"b c"}'],
  })
  for (const bad of ['a & del b', '%PATH%', 'a\nb', '>file']) assert.deepEqual(startable(submit, ['job.py', bad], 'win32'), { unsafe: bad })
  assert.deepEqual(startable('C:\\python.exe', ['%a&b'], 'win32'), { command: 'C:\\python.exe', args: ['%a&b'] })
  assert.deepEqual(startable('/bin/x.cmd', ['%a&b'], 'linux'), { command: '/bin/x.cmd', args: ['%a&b'] })
})
