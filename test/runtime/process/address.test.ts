import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SocketSystem, socketFor } from '../../../runtime/process/address.ts'

function system(over: Partial<SocketSystem>): SocketSystem {
  return { platform: 'linux', env: {}, temporary: '/tmp', user: 501, makePrivate: () => true, ...over }
}

test('a socket has a short path, one for each workspace', () => {
  const one = socketFor('/home/me/work', system({ env: { XDG_RUNTIME_DIR: '/run/user/501' } }))
  assert.match(one, /^\/run\/user\/501\/dagline-501\/[0-9a-f]{20}\.sock$/)
  assert.notEqual(one, socketFor('/home/me/other', system({ env: { XDG_RUNTIME_DIR: '/run/user/501' } })))
})

test('where the folder for it is too long or another’s, the next one is taken', () => {
  const long = `/${'x'.repeat(90)}`
  assert.match(socketFor('/w', system({ temporary: long })), /^\/tmp\/dagline-501\//)
  const makePrivate = (folder: string): boolean => folder.startsWith('/tmp')
  assert.match(
    socketFor('/w', system({ env: { XDG_RUNTIME_DIR: '/run/user/0' }, temporary: '/var/t', makePrivate })),
    /^\/tmp\/dagline-501\//,
  )
  assert.throws(() => socketFor('/w', system({ makePrivate: () => false })), /XDG_RUNTIME_DIR/)
})

test('on Windows it is a pipe that cannot be guessed', () => {
  const one = socketFor('C:\\work', system({ platform: 'win32' }))
  assert.match(one, /^\\\\\.\\pipe\\dagline-[0-9a-f]{20}-[0-9a-f]{12}$/)
  assert.notEqual(one, socketFor('C:\\work', system({ platform: 'win32' })))
})
