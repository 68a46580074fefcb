import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meetingPlace } from '../../../runtime/budget/meeting-place.ts'
import type { SocketSystem } from '../../../runtime/process/address.ts'

function system(over: Partial<SocketSystem>): SocketSystem {
  return { platform: 'linux', env: {}, temporary: '/var/tmp', user: 501, makePrivate: () => true, ...over }
}

test('all runtimes of a user meet at one place, whatever their environments', () => {
  const place = { folder: '/tmp/dagline-501', socket: '/tmp/dagline-501/budget.sock', isFile: true }
  assert.deepEqual(meetingPlace(system({})), place)
  assert.deepEqual(meetingPlace(system({ env: { XDG_RUNTIME_DIR: '/run/user/501', TMPDIR: '/x' }, temporary: '/x' })), place)
})

test('where another has the folder, or where it is said, nothing is shared', () => {
  assert.equal(meetingPlace(system({ makePrivate: () => false })), null)
  assert.equal(meetingPlace(system({ env: { DAGLINE_BUDGET: 'off' } })), null)
  assert.equal(meetingPlace(system({ env: { DAGLINE_BUDGET: '/ci/job-7' } }))?.socket, '/ci/job-7/budget.sock')
})

test('on Windows it is a pipe, named by the user’s own temporary folder', () => {
  const of = (temporary: string): string | undefined => meetingPlace(system({ platform: 'win32', temporary }))?.socket
  assert.match(of('C:\\Users\\a\\Temp') ?? '', /^\\\\\.\\pipe\\dagline-budget-[0-9a-f]{20}$/)
  assert.equal(of('C:\\Users\\a\\Temp'), of('c:\\users\\A\\temp'))
  assert.notEqual(of('C:\\Users\\a\\Temp'), of('C:\\Users\\b\\Temp'))
})
