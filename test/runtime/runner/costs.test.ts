import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { RunTaskSketch } from '../graph-builder.ts'
import { openWorkspace, type Workspace } from '../workspace.ts'

interface Costs {
  readonly transactions: number
  readonly events: number
  readonly workspace: Workspace
}

/** Runs so many tasks, each after the one before and the one before that, and counts what they cost. */
async function costs(t: TestContext, count: number, sketch: RunTaskSketch, parallelism: number): Promise<Costs> {
  const workspace = await openWorkspace(t, { 'nothing.mjs': 'export default () => ({})' })
  const { store } = workspace.runtime
  let transactions = 0
  const transaction = store.transaction.bind(store)
  store.transaction = work => {
    transactions++
    transaction(work)
  }
  const tasks = Array.from({ length: count }, (_, i) => {
    const after = [i - parallelism, i - 2 * parallelism].filter(each => each >= 0).map(each => `t${each}`)
    return [`t${i}`, { ...sketch, after }] as const
  })
  const { state } = await workspace.run(Object.fromEntries(tasks), { parallelism })
  assert.equal(state, 'success')
  return { transactions, events: workspace.events.length, workspace }
}

test('a task costs two events, and tasks that end together share a transaction', async t => {
  const few = await costs(t, 40, { engine: 'js', script: 'nothing.mjs' }, 4)
  const many = await costs(t, 160, { engine: 'js', script: 'nothing.mjs' }, 4)
  assert.deepEqual([few.events, many.events], [2 * 40 + 2, 2 * 160 + 2])
  // The start, the end of each task, and what the first threads are waited for.
  assert.ok(few.transactions <= 40 + 2, `${few.transactions} transactions`)
  assert.ok(many.transactions <= 160 + 2, `${many.transactions} transactions`)
})

test('a task that logs nothing has no file, and one that does has one', async t => {
  const silent = await costs(t, 10, { engine: 'shell', run: 'true' }, 2)
  const { stateFolder } = silent.workspace.runtime
  assert.deepEqual(readdirSync(join(stateFolder, 'logs')), [])
  assert.ok(!existsSync(join(stateFolder, 'tmp')) || readdirSync(join(stateFolder, 'tmp')).length === 0)
  const loud = await costs(t, 10, { engine: 'shell', run: 'echo told' }, 2)
  const logs = join(loud.workspace.runtime.stateFolder, 'logs')
  assert.equal(readdirSync(logs, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).length, 10)
})
