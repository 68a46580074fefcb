import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { openWorkspace } from '../workspace.ts'

async function serve(t: TestContext, answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    answer(request, response, Buffer.concat(chunks).toString())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a request, and what was answered as outputs', async t => {
  const url = await serve(t, (request, response, body) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ method: request.method, token: request.headers['x-token'], type: request.headers['content-type'], body }))
  })
  const { run } = await openWorkspace(t)
  const { tasks } = await run({
    get: { engine: 'http', url, headers: { 'X-Token': 'abc' } },
    post: { engine: 'http', url, body: { a: [1, null] } },
    put: { engine: 'http', url, method: 'put', body: 'plain' },
  })
  assert.deepEqual([tasks['get']?.outputs?.['status'], tasks['get']?.outputs?.['body']], [200, { method: 'GET', token: 'abc', body: '' }])
  assert.deepEqual(tasks['post']?.outputs?.['body'], { method: 'POST', type: 'application/json', body: '{"a":[1,null]}' })
  assert.deepEqual(tasks['put']?.outputs?.['body'], { method: 'PUT', type: 'text/plain;charset=UTF-8', body: 'plain' })
})

test('any 2xx is expected, or what `expect` says', async t => {
  const url = await serve(t, (request, response) => {
    response.statusCode = Number(request.url?.slice(1))
    response.end('because')
  })
  const { run } = await openWorkspace(t)
  const { tasks } = await run({
    created: { engine: 'http', url: `${url}/201` },
    missing: { engine: 'http', url: `${url}/404` },
    expected: { engine: 'http', url: `${url}/404`, expect: [200, 404] },
    other: { engine: 'http', url: `${url}/200`, expect: 204 },
  })
  assert.deepEqual(
    Object.values(tasks).map(task => task.state),
    ['success', 'failed', 'success', 'failed'],
  )
  assert.match(tasks['missing']?.error?.message ?? '', /answered 404 Not Found: because/)
})

test('a server that is not there, and an address that is none, are told', async t => {
  const { run } = await openWorkspace(t)
  const { tasks } = await run({ refused: { engine: 'http', url: 'http://127.0.0.1:1/' }, none: { engine: 'http', url: 'ftp://x' } })
  assert.match(tasks['refused']?.error?.message ?? '', /GET http:\/\/127\.0\.0\.1:1\/ failed/)
  assert.match(tasks['none']?.error?.message ?? '', /no address of http/)
})

test('a request that is never answered ends with its run', async t => {
  let come: () => void = () => undefined
  const asked = new Promise<void>(resolve => {
    come = resolve
  })
  const url = await serve(t, () => come())
  const { start } = await openWorkspace(t)
  const run = start({ a: { engine: 'http', url } })
  await asked
  run.cancel()
  assert.equal((await run.finished).tasks['a']?.state, 'cancelled')
})
