import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { attach, makeRuntimeFolder, start } from '../process/runtime-process.ts'
import { atEnd } from '../workspace.ts'

test('requests go by the proxy that the environment of the runtime names', async t => {
  const asked: string[] = []
  const service = createServer((request, response) => response.end(`answer to ${request.headers.host}`)).listen(0, '127.0.0.1')
  const proxy = createServer()
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url!)
    const far = connect((service.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(far).pipe(socket)
    })
    socket.on('error', () => far.destroy())
    far.on('error', () => socket.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await Promise.all([once(service, 'listening'), once(proxy, 'listening')])
  atEnd(t, () => {
    service.closeAllConnections()
    service.close()
    proxy.close()
  })
  process.env['HTTP_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  atEnd(t, () => delete process.env['HTTP_PROXY'])
  const folder = makeRuntimeFolder(t, { 'x.dag': 'dag d { task a: http { url: "http://service.invalid/path" } }' })
  const { tasks } = await (await start(await attach(t, folder), { file: join(folder, 'x.dag') })).finished
  assert.equal(tasks['a']?.outputs?.['body'], 'answer to service.invalid')
  assert.deepEqual(asked, ['service.invalid:80'])
})
