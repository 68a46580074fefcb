import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOnce } from '../../../runtime/cli/start-run.ts'
import type { RuntimeConnection } from '../../../runtime/process/connect.ts'
import type { StartRun } from '../../../runtime/protocol.ts'

const start: StartRun = { file: '/x.dag', origin: 'cli' }

/** A connection whose requests are answered by `answer`; undefined: the runtime dies over it. */
function connection(answer: (method: string, params: { readonly id?: string; readonly run?: string }) => unknown): RuntimeConnection {
  const closed = new Set<() => void>()
  const nothing = { dispose: () => undefined }
  return {
    request: async (method, params) => {
      const result = answer(method, params as { readonly id?: string; readonly run?: string })
      if (result !== undefined) return result as never
      for (const listener of closed) listener()
      throw new Error('Pending response rejected since connection got disposed')
    },
    onEvent: () => nothing,
    onStarted: () => nothing,
    onClose: listener => {
      closed.add(listener)
      return nothing
    },
    dispose: () => undefined,
  }
}

test('a run whose runtime died before it answered is asked for again by the same name', async () => {
  const ids: (string | undefined)[] = []
  const dies = connection((_, { id }) => void ids.push(id))
  const lives = connection((method, { id, run }) => {
    ids.push(id ?? run)
    return method === 'run/show' ? null : { kind: 'started', run: id, dag: 'd' }
  })
  const { answer, isLeft } = await startOnce(dies, () => Promise.resolve(lives), start)
  assert.deepEqual(answer, { kind: 'started', run: ids[0], dag: 'd' })
  assert.deepEqual([new Set(ids).size, ids.length, isLeft], [1, 3, false])
})

test('one that the runtime had begun is not begun again', async () => {
  const dies = connection(() => undefined)
  const lives = connection((method, { run }) => (method === 'run/show' ? { run: { run, dag: 'd' }, tasks: {} } : assert.fail(method)))
  const { answer, isLeft } = await startOnce(dies, () => Promise.resolve(lives), start)
  assert.deepEqual([answer.kind, isLeft], ['started', true])
})

test('a runtime that dies each time is not started for ever', async () => {
  const dies = (): RuntimeConnection => connection(() => undefined)
  let tries = 0
  const reconnect = (): Promise<RuntimeConnection> => {
    tries++
    return Promise.resolve(dies())
  }
  await assert.rejects(startOnce(dies(), reconnect, start), /rejected/)
  assert.equal(tries, 9)
})
