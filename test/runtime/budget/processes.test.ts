import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { addressOf, attach, makeRuntimeFolder } from '../process/runtime-process.ts'
import { atEnd, makeFolder } from '../workspace.ts'

const processors = availableParallelism()

/** Holds the requests of tasks until the test lets them go. */
async function gate(
  t: TestContext,
): Promise<{ url: string; held(dag: string): number; release(dag: string): void; until(fits: () => boolean): Promise<void> }> {
  const requests: { readonly dag: string; readonly response: ServerResponse }[] = []
  const waiting = new Set<() => void>()
  const changed = (): void => {
    for (const check of [...waiting]) check()
  }
  const server = createServer((request, response) => {
    const one = { dag: request.url!.slice(1), response }
    requests.push(one)
    response.once('close', () => {
      requests.splice(requests.indexOf(one), 1)
      changed()
    })
    changed()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(t, () => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held: dag => requests.filter(one => one.dag === dag && !one.response.writableEnded).length,
    release: dag => requests.find(one => one.dag === dag && !one.response.writableEnded)?.response.end(),
    until: fits =>
      new Promise(resolve => {
        const check = (): void => {
          if (!fits()) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
  }
}

test('two runtime processes share the machine, and when one is killed the other has all of it', async t => {
  process.env['DAGLINE_BUDGET'] = makeFolder(t)
  atEnd(t, () => {
    process.env['DAGLINE_BUDGET'] = 'off'
  })
  const { url, held, release, until } = await gate(t)
  const begin = async (dag: string): Promise<string> => {
    const tasks = processors * 8
    const text = `dag ${dag} {\n task wait: http { matrix: { n: range(1, ${tasks}) } url: "${url}/${dag}" slots: 1 }\n}`
    const folder = makeRuntimeFolder(t, { 'x.dag': text })
    const connection = await attach(t, folder)
    const answer = await connection.request('run/start', { file: join(folder, 'x.dag'), origin: 'editor' })
    assert.equal(answer.kind, 'started')
    return folder
  }
  const first = await begin('first')
  await until(() => held('first') === processors)
  const second = await begin('second')
  // It need not wait for the first one's tasks.
  await until(() => held('second') >= 1)
  const half = Math.max(1, Math.floor(processors / 2))
  while (held('second') < half || held('first') > processors - half + (processors === 1 ? 1 : 0)) {
    release('first')
    await until(() => held('first') + held('second') >= Math.min(processors, 2))
  }
  for (let i = 0; i < processors; i++) {
    release(i % 2 === 0 ? 'first' : 'second')
    await until(() => held('first') + held('second') >= processors)
    assert.ok(held('first') >= 1 && held('second') >= 1)
  }
  process.kill(addressOf(first).pid, 'SIGKILL')
  await until(() => held('second') === processors)
  assert.notEqual(addressOf(second).pid, addressOf(first).pid)
})
