import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import type { RuntimeConnection } from '../../../runtime/process/connect.ts'
import { line, state } from '../workspace.ts'
import { attach, endRuntimeOf, follow, killRuntime, makeRuntimeFolder, nextEvent, start } from './runtime-process.ts'

const file = `dag d {
  task make: bq { sql: "create table local.d.t (n int64)" }
  task add: bq { sql: "insert into local.d.t (n) values (1), (2)" after: [make] }
  task wait: shell { run: "echo up; while [ ! -e go ]; do sleep 0.01; done" on_interrupt: rerun }
  task read: bq { sql: "select n from local.d.t" after: [add, wait] }
}
`

/** Kills the runtime after \`add\` has committed, and takes its success out of the record, as if it had died in between. */
async function crashBetween(t: TestContext, folder: string): Promise<string> {
  const connection = await attach(t, folder)
  const ups = [nextEvent(connection, line('wait', 'up')), nextEvent(connection, state('add', 'success'))]
  const { run } = await start(connection, { file: join(folder, 'x.dag'), parallelism: 4 })
  await Promise.all(ups)
  await killRuntime(folder, connection)
  const database = new DatabaseSync(join(folder, '.dagline', 'dagline.db'))
  database.exec(`
    delete from events where body like '%"task":"add"%' and body like '%"state":"success"%';
    update tasks set state = 'running', ended = null, fingerprint = null where task = 'add';
    delete from results where task = 'add';
    delete from outputs where position = (select position from tasks where task = 'add');
    update attempts set state = 'running', ended = null where position = (select position from tasks where task = 'add')`)
  database.close()
  return run
}

async function rowsIn(folder: string, sql: string): Promise<number> {
  const instance = await DuckDBInstance.create(join(folder, '.dagline', 'local', 'local.duckdb'), { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const [row] = (await connection.runAndReadAll(sql)).getRowsJS()
  connection.closeSync()
  instance.closeSync()
  return Number(row?.[0])
}

async function goOn(t: TestContext, folder: string, run: string): Promise<RuntimeConnection> {
  const connection = await attach(t, folder)
  assert.deepEqual(await connection.request('run/continue', { run, origin: 'cli', from: 0 }), { kind: 'continued' })
  return connection
}

test('an attempt that had committed when the runtime died is a success, and is not made again', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': file })
  const run = await crashBetween(t, folder)
  const connection = await goOn(t, folder, run)
  const { finished, events } = follow(connection, run)
  await connection.request('run/attach', { run, from: 0 })
  writeFileSync(join(folder, 'go'), '')
  const { state: end, tasks } = await finished
  assert.equal(end, 'success')
  assert.deepEqual([tasks['add']?.attempts, tasks['add']?.outputs?.['rows'], tasks['read']?.outputs?.['rows']], [1, 2, 2])
  assert.deepEqual(
    events.flatMap(event => (event.type === 'task-state' && event.task === 'add' ? [event.state] : [])),
    ['running', 'success'],
  )
  await endRuntimeOf(folder)
  assert.equal(await rowsIn(folder, 'select count(*) from d.t'), 2)
  assert.equal(await rowsIn(folder, 'select count(*) from _dagline.attempts'), 0)
})

test('of a run that nobody goes on with, too, it is recorded as done', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': file })
  const run = await crashBetween(t, folder)
  const connection = await attach(t, folder)
  await connection.request('run/cancel', { run })
  const shown = await connection.request('run/show', { run })
  assert.deepEqual(
    Object.entries(shown?.tasks ?? {}).map(([name, task]) => `${name} ${task.state}`),
    ['make success', 'wait interrupted', 'add success', 'read cancelled'],
  )
  await endRuntimeOf(folder)
  assert.equal(await rowsIn(folder, 'select count(*) from _dagline.attempts'), 0)
})

test('a run that is resumed after such an end does not make it again either', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': file })
  const run = await crashBetween(t, folder)
  writeFileSync(join(folder, 'go'), '')
  const connection = await attach(t, folder)
  const { finished } = await start(connection, { file: join(folder, 'x.dag'), resume: run })
  const { state: end, tasks } = await finished
  assert.equal(end, 'success')
  assert.deepEqual([tasks['add']?.state, tasks['add']?.outputs?.['rows'], tasks['read']?.outputs?.['rows']], ['success', 2, 2])
})
