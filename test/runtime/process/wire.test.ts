import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { connectionOver } from '../../../runtime/process/wire.ts'
import { atEnd } from '../workspace.ts'

/** Two ends of one connection, the second wrapped. */
async function ends(t: TestContext): Promise<{ far: Socket; near: Socket }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const near = createConnection(address.port, '127.0.0.1')
  const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [[Socket], unknown]
  atEnd(t, () => {
    near.destroy()
    far.destroy()
    server.close()
  })
  return { far, near }
}

test('a message that is cut off by the end of the socket leaves no timer that would keep the process alive', async t => {
  const { far, near } = await ends(t)
  const timers = (): number => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length
  const before = timers()
  connectionOver(near).listen()
  const received = once(near, 'data')
  far.write('Content-Length: 100\r\n\r\n{"jsonrpc"')
  await received
  far.destroy()
  await once(near, 'close')
  assert.equal(timers(), before)
})

test('messages arrive whole and in order, whatever is in them', async t => {
  const { far, near } = await ends(t)
  const sender = connectionOver(near)
  const receiver = connectionOver(far)
  const texts = Array.from({ length: 100 }, (_, i) => `${i} ä 日本 😀 \r\n\r\n`.repeat(i))
  const received: string[] = []
  const all = new Promise<void>(resolve => {
    receiver.onNotification('text', (text: string) => {
      received.push(text)
      if (received.length === texts.length) resolve()
    })
  })
  receiver.listen()
  sender.listen()
  await Promise.all(texts.map(text => sender.sendNotification('text', text)))
  await all
  assert.deepEqual(received, texts)
})
