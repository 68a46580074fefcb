import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { AttemptContext, Evaluation } from '#language'
import { retryAfter } from '../../../runtime/engines/http.ts'
import type { Clock } from '../../../runtime/runner/clock.ts'
import { asValue, duration } from '../graph-builder.ts'
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
  assert.match(tasks['other']?.error?.message ?? '', /answered 200 OK instead of 204: because/)
})

test('a failure says each status that was expected', async t => {
  const url = await serve(t, (_, response) => response.end())
  const { run } = await openWorkspace(t)
  const { tasks } = await run({
    two: { engine: 'http', url, expect: [201, 204] },
    three: { engine: 'http', url, expect: [201, 202, 204] },
  })
  assert.match(tasks['two']?.error?.message ?? '', /answered 200 OK instead of 201 or 204\.$/)
  assert.match(tasks['three']?.error?.message ?? '', /answered 200 OK instead of 201, 202 or 204\.$/)
})

test('a port that requests are blocked from is said to be one, and not tried again', async t => {
  const redirecting = await serve(t, (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:6000/' }).end())
  const { run, events } = await openWorkspace(t)
  const { tasks } = await run({
    blocked: { engine: 'http', url: 'http://127.0.0.1:6000/', retries: 2 },
    redirected: { engine: 'http', url: redirecting, retries: 2 },
  })
  assert.match(tasks['blocked']?.error?.message ?? '', /GET http:\/\/127\.0\.0\.1:6000\/ failed: Node blocks its port/)
  assert.match(tasks['redirected']?.error?.message ?? '', /Node blocks its port, or the one that it is redirected to/)
  assert.equal(events.filter(event => event.type === 'task-state' && event.state === 'retrying').length, 0)
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

test('an answer that another try cannot change ends the task; what may pass is tried again, after the wait that was asked for', async t => {
  const asked = new Map<string, number>()
  const url = await serve(t, (request, response) => {
    const path = request.url!
    asked.set(path, (asked.get(path) ?? 0) + 1)
    response.statusCode = asked.get(path) === 1 ? Number(path.slice(1)) : 200
    if (path === '/429') response.setHeader('retry-after', '7')
    response.end()
  })
  const waits: number[] = []
  const clock: Clock = {
    now: () => 1_000_000,
    at: (time, call) => {
      waits.push(time - 1_000_000)
      // The clock stands still, so that the wait ends by a turn of it.
      const timer = setImmediate(() => {
        clock.now = () => time
        call()
      })
      return () => clearImmediate(timer)
    },
  }
  const { run } = await openWorkspace(t, {}, { clock, random: () => 0 })
  const task = (status: number) => ({ engine: 'http', url: `${url}/${status}`, retries: 3 })
  const { tasks } = await run({ missing: task(404), busy: task(503), many: task(429) })
  assert.deepEqual(
    ['missing', 'busy', 'many'].map(name => [tasks[name]?.state, tasks[name]?.attempts]),
    [
      ['failed', 1],
      ['success', 2],
      ['success', 2],
    ],
  )
  assert.ok(waits.includes(7000), `waits of ${waits.join(', ')} ms`)
})

test('a wait is asked for in seconds or by a date, and not beyond reason', () => {
  const now = Date.UTC(2026, 0, 1)
  assert.equal(retryAfter('120', now), 120_000)
  assert.equal(retryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now), 30_000)
  assert.equal(retryAfter('99999999', now), 3_600_000)
  for (const none of [null, 'soon', 'Wed, 31 Dec 2025 00:00:00 GMT']) assert.equal(retryAfter(none, now), null)
})

test('redirects are followed, and headers are outputs', async t => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/old') response.writeHead(302, { location: '/new' }).end()
    else response.writeHead(200, { 'x-answer': '42' }).end('here')
  })
  const { run } = await openWorkspace(t)
  const { outputs } = (await run({ a: { engine: 'http', url: `${url}/old` } })).tasks['a'] ?? {}
  assert.deepEqual(
    [outputs?.['status'], outputs?.['body'], (outputs?.['headers'] as Readonly<Record<string, string>> | undefined)?.['x-answer']],
    [200, 'here', '42'],
  )
})

test('a request that takes longer than the timeout fails', async t => {
  const url = await serve(t, () => undefined)
  const { run } = await openWorkspace(t)
  const { tasks } = await run({ a: { engine: 'http', url, timeout: duration(30) } })
  assert.deepEqual([tasks['a']?.state, tasks['a']?.error?.code], ['failed', 'timeout'])
})

test('a secret of a header is in nothing that is kept, also where the server says it again', async t => {
  const url = await serve(t, (request, response) => {
    response.setHeader('x-echo', request.headers.authorization ?? '')
    response.statusCode = request.url === '/bad' ? 400 : 200
    response.end(`you said ${request.headers.authorization}`)
  })
  const { run, events } = await openWorkspace(t, { '.dagline/secrets.env': 'TOKEN=s3cr3t-value-of-mine\n' })
  const headers = (context: AttemptContext): Evaluation => ({
    ok: true,
    value: asValue({ authorization: `Bearer ${context.secret('TOKEN')}` }),
  })
  const { tasks } = await run({ good: { engine: 'http', url, headers }, bad: { engine: 'http', url: `${url}/bad`, headers } })
  assert.deepEqual([tasks['good']?.state, tasks['bad']?.state], ['success', 'failed'])
  assert.match(String(tasks['good']?.outputs?.['body']), /^you said Bearer \*+/)
  assert.ok(!JSON.stringify(events).includes('s3cr3t'))
})

test('what cannot be sent is tried once', async t => {
  const { run } = await openWorkspace(t)
  const { tasks } = await run({
    method: { engine: 'http', url: 'http://127.0.0.1:1', method: 'GET', body: 'x', retries: 3 },
    header: { engine: 'http', url: 'http://127.0.0.1:1', headers: { 'bad name': 'x' }, retries: 3 },
    user: { engine: 'http', url: 'http://me:pass@127.0.0.1:1', retries: 3 },
  })
  assert.deepEqual(
    Object.values(tasks).map(task => [task.state, task.attempts, task.error?.code]),
    [1, 2, 3].map(() => ['failed', 1, 'http']),
  )
  assert.doesNotMatch(tasks['user']?.error?.message ?? '', /pass/)
})
