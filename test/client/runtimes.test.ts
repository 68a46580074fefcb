import assert from 'node:assert/strict'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { connectTo } from '../../client/run/connect.ts'
import { fileKeyOf } from '../../client/run/file-key.ts'
import type { RunProgress } from '../../client/run/run-progress.ts'
import { type RunChange, RunStore } from '../../client/run/run-store.ts'
import { Runtimes } from '../../client/run/runtimes.ts'
import { runtimeEntry } from '../../runtime/process/entry.ts'
import { addressOf, attach, makeRuntimeFolder, start } from '../runtime/process/runtime-process.ts'
import { atEnd } from '../runtime/workspace.ts'

const file = 'dag d {\n  task a: shell { run: "echo up; while [ ! -e go ]; do sleep 0.01; done; echo $SAID" on_interrupt: rerun }\n}\n'

interface Window {
  readonly runtimes: Runtimes
  readonly store: RunStore
  readonly lost: string[]
  /** Settles with the first run that fits, now or after a change. */
  until(fits: (progress: RunProgress, change?: RunChange) => boolean): Promise<RunProgress>
}

function openWindow(t: TestContext, entry = runtimeEntry): Window {
  const store = new RunStore(fileKeyOf(process.platform))
  const lost: string[] = []
  const env = { ...(process.env as Record<string, string>), SAID: 'by the editor' }
  const runtimes = new Runtimes(
    connectTo(entry),
    store,
    root => lost.push(root),
    () => env,
  )
  atEnd(t, () => runtimes.dispose())
  return {
    runtimes,
    store,
    lost,
    until: fits =>
      new Promise(resolve => {
        const stop = store.changed.on(change => {
          if (!fits(change.progress, change)) return
          stop.dispose()
          resolve(change.progress)
        })
      }),
  }
}

const said = (progress: RunProgress, attempt: number): boolean =>
  progress.tasks.get('a')?.log.some(line => line.text === 'up' && line.attempt === attempt) ?? false

test('a run whose runtime has died goes on in a new one, in the same run', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': file })
  const { runtimes, store, lost, until } = openWindow(t)
  const up = until(progress => said(progress, 1))
  const answer = await runtimes.start(folder, { file: join(folder, 'x.dag'), origin: 'editor' })
  await up
  const again = until(progress => said(progress, 2))
  process.kill(addressOf(folder).pid, 'SIGKILL')
  const progress = await again
  assert.deepEqual([progress.run, progress.state, progress.tasks.get('a')?.state], [answer.run, 'running', 'running'])
  const end = until((_, change) => change?.event === 'run-finished')
  writeFileSync(join(folder, 'go'), '')
  assert.equal((await end).state, 'success')
  const task = progress.tasks.get('a')!
  assert.deepEqual([task.attempt, task.log.map(line => line.text)], [2, ['up', 'up', 'by the editor']])
  assert.deepEqual([store.all().length, lost], [1, []])
})

test('a run that cannot go on has ended as interrupted', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': file })
  const { runtimes, lost, until } = openWindow(t)
  const up = until(progress => said(progress, 1))
  await runtimes.start(folder, { file: join(folder, 'x.dag'), origin: 'editor' })
  await up
  appendFileSync(join(folder, 'x.dag'), '// edited\n')
  const end = until((_, change) => change?.event === 'run-finished')
  process.kill(addressOf(folder).pid, 'SIGKILL')
  const progress = await end
  assert.deepEqual([progress.state, progress.error?.code, progress.tasks.get('a')?.state], ['failed', 'interrupted', 'interrupted'])
  assert.deepEqual(lost, [])
})

test('where no runtime comes up again, what was going on is lost', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': file })
  const attempts: boolean[] = []
  const store = new RunStore(fileKeyOf(process.platform))
  const gone = new Promise<string>(resolve => {
    const runtimes = new Runtimes(
      async (root, start) => {
        attempts.push(start)
        if (attempts.length > 1) throw new Error('no runtime')
        return connectTo(runtimeEntry)(root, start)
      },
      store,
      resolve,
      () => ({}),
    )
    atEnd(t, () => runtimes.dispose())
    const stop = store.changed.on(({ progress }) => {
      if (!said(progress, 1)) return
      stop.dispose()
      process.kill(addressOf(folder).pid, 'SIGKILL')
    })
    void runtimes.start(folder, { file: join(folder, 'x.dag'), origin: 'editor' })
  })
  assert.equal(await gone, folder)
  assert.deepEqual(attempts, [true, ...Array.from({ length: 5 }, () => true)])
})

const quick = 'dag d {\n  task a: js { script: "a.mjs" }\n}\n'
const script = 'export default () => ({ rows: 3 })\n'

test('a run that a terminal starts is shown in a window that was there before', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': quick, 'a.mjs': script })
  const { runtimes, store, until } = openWindow(t)
  await runtimes.reattach(folder, async () => false, true)
  const end = until((_, change) => change?.event === 'run-finished')
  const terminal = await attach(t, folder)
  const { run } = await start(terminal, { file: join(folder, 'x.dag') })
  const progress = await end
  assert.deepEqual([progress.run, progress.state, store.all().length], [run, 'success', 1])
})

test('a new window shows how the newest run ended, where that is wanted, as no news', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': quick, 'a.mjs': script })
  const terminal = await attach(t, folder)
  const { run, finished } = await start(terminal, { file: join(folder, 'x.dag') })
  await finished
  const indifferent = openWindow(t)
  await indifferent.runtimes.reattach(folder, async () => false, false)
  assert.deepEqual(indifferent.store.all(), [])
  const { runtimes, until } = openWindow(t)
  const end = until((_, change) => change?.event === 'run-finished' && change.recalled)
  await runtimes.reattach(folder, async record => record.run === run, false)
  const progress = await end
  assert.deepEqual([progress.state, progress.tasks.get('a')?.rows], ['success', 3])
})
