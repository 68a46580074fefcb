import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { defaultHeapMb } from '../../../runtime/engines/heap-guard.ts'
import type { JsOutcome } from '../../../runtime/engines/js-thread.ts'
import { JsThreads } from '../../../runtime/engines/js-threads.ts'
import { atEnd, makeFolder } from '../workspace.ts'

const scripts = {
  'echo.mjs': 'export default params => params',
  'exit.mjs': 'export default () => process.exit(7)',
  'later.mjs': 'export default () => { setTimeout(() => { throw new Error("later") }, 1); return new Promise(() => {}) }',
  'rejects.mjs': 'export default () => { Promise.reject(new Error("floating")); return { ok: true } }',
  'spoils.mjs': 'export default () => { process.env.SPOILED = "yes"; process.env.KEPT = "spoiled" }',
  'env.mjs': 'export default () => ({ spoiled: process.env.SPOILED ?? null, kept: process.env.KEPT })',
  'map.mjs': 'export default () => { const map = new Map(); for (let i = 0; ; i++) map.set(`k${i}`, { i }) }',
  'arrays.mjs':
    'export default async () => { const all = []; for (;;) { all.push(new Array(1000).fill(1.5)); if (all.length % 100 === 0) await null } }',
  'blocks.mjs': `import { existsSync } from 'node:fs'
    export default ({ until }) => {
      console.log('up')
      const cell = new Int32Array(new SharedArrayBuffer(4))
      while (!existsSync(until)) Atomics.wait(cell, 0, 0, 2)
      return { done: true }
    }`,
}

function open(t: TestContext, processors: number, heapMb?: number) {
  const folder = makeFolder(t, scripts)
  const threads = new JsThreads(new URL('../../../runtime/workers/js.ts', import.meta.url), processors, heapMb)
  atEnd(t, () => threads.close())
  const lines: string[] = []
  const listening = new Set<() => void>()
  const call = (script: keyof typeof scripts, params: unknown = {}, signal = new AbortController().signal): Promise<JsOutcome> =>
    threads.run({
      file: join(folder, script),
      exportName: 'default',
      params,
      env: { KEPT: 'kept' },
      signal,
      onLine: (_stream, line) => {
        lines.push(line)
        for (const look of [...listening]) look()
      },
    })
  const printed = (count: number): Promise<void> =>
    new Promise(resolve => {
      const look = (): void => {
        if (lines.length >= count) resolve()
      }
      listening.add(look)
      look()
    })
  return { folder, threads, call, printed }
}

function told(outcome: JsOutcome): unknown {
  return outcome.kind === 'returned' ? JSON.parse(outcome.json) : outcome.kind
}

test('short calls share a few threads, however many there are', async t => {
  const { threads, call } = open(t, 2)
  const outcomes = await Promise.all(Array.from({ length: 500 }, (_, i) => call('echo.mjs', { i })))
  assert.deepEqual(
    outcomes.map(told),
    Array.from({ length: 500 }, (_, i) => ({ i })),
  )
  assert.ok(threads.size <= 8, `${threads.size} threads`)
})

test('a call that breaks its thread hurts none of those behind it', async t => {
  const { call } = open(t, 1)
  const all = await Promise.all(
    Array.from({ length: 40 }, (_, i) => (i % 10 === 3 ? call('exit.mjs') : i % 10 === 6 ? call('later.mjs') : call('echo.mjs', { i }))),
  )
  for (const [i, outcome] of all.entries()) {
    if (i % 10 === 3) assert.ok(outcome.kind === 'lost' && outcome.exitCode === 7 && outcome.problem === null)
    else if (i % 10 === 6) assert.ok(outcome.kind === 'lost' && (outcome.problem?.thrown as Error | undefined)?.message === 'later')
    else assert.deepEqual(told(outcome), { i })
  }
})

test('what is left of a call that has ended breaks none behind it', async t => {
  const { call } = open(t, 1)
  const all = await Promise.all([call('rejects.mjs'), call('echo.mjs', { n: 1 }), call('rejects.mjs'), call('echo.mjs', { n: 2 })])
  assert.deepEqual(all.map(told), [{ ok: true }, { n: 1 }, { ok: true }, { n: 2 }])
})

test('what a call does to its environment ends with it', async t => {
  const { call } = open(t, 1)
  const [, found] = await Promise.all([call('spoils.mjs'), call('env.mjs')])
  assert.deepEqual(told(found!), { spoiled: null, kept: 'kept' })
})

test('long calls each get a thread, and short ones are not held up by them', async t => {
  const { folder, call, printed } = open(t, 1)
  const until = join(folder, 'go')
  const long = Array.from({ length: 4 }, () => call('blocks.mjs', { until }))
  assert.deepEqual(told(await call('echo.mjs', { short: true })), { short: true })
  await printed(4)
  writeFileSync(until, '')
  assert.deepEqual((await Promise.all(long)).map(told), Array(4).fill({ done: true }))
})

test('a call is stopped by itself, whether it runs or waits', async t => {
  const { folder, call, printed } = open(t, 1)
  const stop = new AbortController()
  const stopWaiting = new AbortController()
  const running = call('blocks.mjs', { until: join(folder, 'never') }, stop.signal)
  const waiting = call('echo.mjs', {}, stopWaiting.signal)
  const others = [call('echo.mjs', { n: 1 }), call('echo.mjs', { n: 2 })]
  stopWaiting.abort()
  assert.deepEqual(await waiting, { kind: 'stopped' })
  await printed(1)
  stop.abort()
  assert.deepEqual(await running, { kind: 'stopped' })
  assert.deepEqual((await Promise.all(others)).map(told), [{ n: 1 }, { n: 2 }])
  assert.deepEqual(await call('echo.mjs', {}, AbortSignal.abort()), { kind: 'stopped' })
})

test('a script that takes too much memory ends alone, however it takes it', async t => {
  const { folder, call, printed } = open(t, 2, 64)
  const until = join(folder, 'go')
  const other = call('blocks.mjs', { until })
  await printed(1)
  for (const script of ['map.mjs', 'arrays.mjs'] as const) {
    const outcome = await call(script)
    assert.ok(outcome.kind === 'lost')
    assert.equal((outcome.problem?.thrown as NodeJS.ErrnoException | undefined)?.code, 'ERR_WORKER_OUT_OF_MEMORY')
  }
  writeFileSync(until, '')
  assert.deepEqual(told(await other), { done: true })
  assert.deepEqual(told(await call('echo.mjs', { still: 'here' })), { still: 'here' })
})

test('what a script may have of memory follows the machine, or the container', () => {
  const gb = 2 ** 30
  assert.equal(defaultHeapMb(0, 8 * gb), 2048)
  assert.equal(defaultHeapMb(2 ** 64, 64 * gb), 4096)
  assert.equal(defaultHeapMb(512 * 2 ** 20, 64 * gb), 256)
  assert.equal(defaultHeapMb(4 * gb, 64 * gb), 1024)
})
