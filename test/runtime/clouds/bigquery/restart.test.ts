import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { RunFinished } from '../../../../runtime/events.ts'
import type { RuntimeConnection } from '../../../../runtime/process/connect.ts'
import { dagline, startDagline } from '../../cli/dagline.ts'
import { attach, follow, killRuntime, start } from '../../process/runtime-process.ts'
import { block, cloudFolder } from './cloud-folder.ts'

const insert = 'task a: bq { sql: "insert into demo.t select x + 1 from demo.t" }'
const made = 'create table `acme-dev.demo.t` as select 1 as x'

async function goOn(
  t: TestContext,
  folder: string,
  run: string,
): Promise<{ connection: RuntimeConnection; finished: Promise<RunFinished> }> {
  const connection = await attach(t, folder)
  const answer = await connection.request('run/continue', { run, origin: 'cli', from: 0 })
  assert.deepEqual(answer, { kind: 'continued' })
  const { finished } = follow(connection, run)
  await connection.request('run/attach', { run, from: 0 })
  return { connection, finished }
}

test('a runtime that is killed while a job runs: the same run goes on with the same job', async t => {
  const { folder, file, server } = await cloudFolder(t, insert)
  await server.query(made)
  const hold = server.hold('insert')
  const connection = await attach(t, folder)
  const { run } = await start(connection, { file, target: 'prod' })
  const job = await server.job(one => one.state === 'RUNNING')
  await killRuntime(folder, connection)
  const { finished } = await goOn(t, folder, run)
  hold.release()
  const end = await finished
  assert.equal(end.state, 'success')
  assert.deepEqual(end.tasks['a']?.outputs, { rows: 1, bytes_processed: 8, bytes_billed: 10_485_760, slot_ms: 11, job_id: job.id })
  assert.equal(server.jobs.length, 1)
  assert.deepEqual(await server.query('select count(*) as n from `acme-dev.demo.t`'), [['2']])
})

test('a runtime that is killed before it has heard of its job asks for it', async t => {
  const { folder, file, server } = await cloudFolder(t, insert, { faults: [{ method: 'jobs.insert', nth: 1, kind: 'lost-response' }] })
  await server.query(made)
  const connection = await attach(t, folder)
  const begun = server.job(() => true)
  const { run } = await start(connection, { file, target: 'prod' })
  await begun
  await killRuntime(folder, connection)
  const { finished } = await goOn(t, folder, run)
  assert.equal((await finished).state, 'success')
  assert.equal(server.jobs.length, 1)
  assert.equal(server.faults.calls('jobs.insert'), 1)
})

test('a job that has ended while there was no runtime is not done again, not even a script', async t => {
  const script = `task a: bq { sql: ${block('insert into demo.t values (2);\ninsert into demo.t values (3);')} }`
  const { folder, file, server } = await cloudFolder(t, script)
  await server.query(made)
  const hold = server.hold('insert')
  const connection = await attach(t, folder)
  const { run } = await start(connection, { file, target: 'prod' })
  await server.job(one => one.state === 'RUNNING')
  await killRuntime(folder, connection)
  hold.release()
  await server.job(one => one.state === 'DONE')
  const { finished } = await goOn(t, folder, run)
  const end = await finished
  assert.equal(end.state, 'success')
  assert.equal(end.tasks['a']?.outputs?.['rows'], 1)
  assert.equal(server.jobs.length, 1)
})

/** A run whose runtime is killed while its job is held, and whose file changes then. */
async function abandoned(
  t: TestContext,
  body: string,
): Promise<Awaited<ReturnType<typeof cloudFolder>> & { run: string; hold: { release(): void } }> {
  const cloud = await cloudFolder(t, insert)
  await cloud.server.query(made)
  const hold = cloud.server.hold('insert')
  const connection = await attach(t, cloud.folder)
  const { run } = await start(connection, { file: cloud.file, target: 'prod' })
  await cloud.server.job(one => one.state === 'RUNNING')
  await killRuntime(cloud.folder, connection)
  cloud.rewrite(body)
  return { ...cloud, run, hold }
}

test('`--resume` takes over the job that a dead runtime has left', async t => {
  const { folder, server, hold } = await abandoned(t, `// Nothing that matters.\n${insert}`)
  const resumed = startDagline(t, folder, ['run', 'd.dag', '--target', 'prod', '--resume', 'last', '--json'])
  await resumed.line(text => text.includes('which was sent before the runtime ended'))
  hold.release()
  const { status, err } = await resumed.ended
  assert.equal(status, 0, err)
  assert.equal(server.jobs.length, 1)
  assert.deepEqual(await server.query('select count(*) as n from `acme-dev.demo.t`'), [['2']])
})

test('`--resume` of a script that has changed ends the old job before it sends the new one', async t => {
  const { folder, server } = await abandoned(t, 'task a: bq { sql: "delete from demo.t where true" }')
  const { status, err } = await dagline(t, folder, ['run', 'd.dag', '--target', 'prod', '--resume', 'last'])
  assert.equal(status, 0, err)
  const [first, second] = server.jobs
  assert.equal(first?.error?.reason, 'stopped')
  assert.equal(second?.error, null)
  assert.ok(first.ended !== null && second !== undefined && first.ended <= second.created)
  assert.deepEqual(await server.query('select count(*) as n from `acme-dev.demo.t`'), [['0']])
})

test('Ctrl-C ends the job, and waits until it is over', async t => {
  const { folder, server } = await cloudFolder(t, insert)
  await server.query(made)
  server.hold('insert')
  const running = startDagline(t, folder, ['run', 'd.dag', '--target', 'prod', '--json'])
  const job = await server.job(one => one.state === 'RUNNING')
  running.kill('SIGINT')
  const { status } = await running.ended
  assert.equal(status, 130)
  assert.deepEqual([job.state, job.error?.reason], ['DONE', 'stopped'])
  assert.deepEqual(await server.query('select count(*) as n from `acme-dev.demo.t`'), [['1']])
})
