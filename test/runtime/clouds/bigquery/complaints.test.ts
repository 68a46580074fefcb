/** What people complain of in other tools, each by its name. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BigQueryConnection, CallTimeout } from '../../../../runtime/clouds/bigquery/connection.ts'
import { cloudTarget } from '../../../../runtime/clouds/cloud-target.ts'
import { listenOnLoopback } from '../../../servers/loopback.ts'
import { dagline } from '../../cli/dagline.ts'
import { atEnd, state } from '../../workspace.ts'
import { block, cloudFolder, cloudRuntime } from './cloud-folder.ts'

test('the client times out and the query runs on: it does not', async t => {
  const { server, run } = await cloudRuntime(t)
  server.hold('select 1')
  const done = await run('task a: bq { sql: "select 1 as x" timeout: 300ms }')
  const [job] = server.jobs
  assert.equal(done.error('a')?.code, 'timeout')
  assert.deepEqual([job?.state, job?.error?.reason], ['DONE', 'stopped'])
})

test('the client times out and the query runs on: without a client, the server ends it', async t => {
  const { server, run } = await cloudRuntime(t)
  // The limit that the server is given is the task's.
  const done = await run('task a: bq { sql: "select 1 as x" timeout: 10m }')
  assert.equal(done.end.state, 'success')
  assert.equal(server.jobs[0]?.configuration.jobTimeoutMs, '600000')
  server.hold('select 2')
  const properties = new Map([['bigquery_endpoint', { type: 'string', value: server.endpoint } as const]])
  const connection = new BigQueryConnection(cloudTarget({ name: 'prod', properties }), 'acme-dev', '/')
  await connection.insert({ id: 'left', location: 'EU' }, { query: { query: 'select 2', useLegacySql: false }, jobTimeoutMs: '50' })
  const left = await server.job(job => job.id === 'left' && job.state === 'DONE')
  assert.equal(left.error?.reason, 'stopped')
})

test('the client times out and the query runs on: a call that is not answered has an end', async t => {
  const silent = await listenOnLoopback(() => undefined)
  atEnd(t, () => silent.close())
  const properties = new Map([['bigquery_endpoint', { type: 'string', value: silent.endpoint } as const]])
  const connection = new BigQueryConnection(cloudTarget({ name: 'prod', properties }), 'p', '/', { get: 50 })
  await assert.rejects(connection.get({ id: 'x', location: 'EU' }), CallTimeout)
})

test('a cancel that does not cancel is asked for until the job is over', async t => {
  const { server, workspace, start } = await cloudRuntime(t)
  server.hold('select 1')
  server.faults.add(
    { method: 'jobs.cancel', nth: 1, kind: 'slow-poll' },
    { method: 'jobs.cancel', nth: 2, kind: 'unavailable-before' },
    { method: 'jobs.cancel', nth: 3, kind: 'reset' },
  )
  const run = await start('task a: bq { sql: "select 1 as x" }')
  await workspace.event(state('a', 'running'))
  const job = await server.job(one => one.state === 'RUNNING')
  run.cancel()
  const end = await run.finished
  assert.equal(end.state, 'cancelled')
  assert.deepEqual([job.state, job.error?.reason], ['DONE', 'stopped'])
  assert.ok(server.faults.calls('jobs.cancel') >= 4)
})

test('a deterministic id that blocks a retry: another attempt has another id', async t => {
  const { server, run } = await cloudRuntime(t)
  server.faults.add({ method: 'jobs.insert', nth: 1, kind: 'job-failure', reason: 'backendError' })
  const done = await run('task a: bq { sql: "select 1 as x" retries: 1 retry_delay: 0s }')
  assert.equal(done.end.state, 'success')
  assert.equal(done.end.tasks['a']?.attempts, 2)
  assert.equal(new Set(server.jobs.map(job => job.id)).size, 2)
  // And another run of the same file is not held up by either.
  assert.equal((await run('task a: bq { sql: "select 1 as x" }')).end.state, 'success')
})

test('a missing location is told before anything is sent, and what mends it', async t => {
  const { folder, server } = await cloudFolder(t, 'task a: bq { sql: "select 1 as x" }', { target: '' })
  const ended = await dagline(t, folder, ['run', 'd.dag', '--target', 'prod'])
  assert.notEqual(ended.status, 0)
  assert.match(
    ended.err,
    /It is not said where the data is, and BigQuery would guess\. Add `location: "US"`, or where it is, to the target prod/,
  )
  assert.equal(server.jobs.length, 0)
})

test('a missing location: the task may say it, and a wrong one is told as such', async t => {
  const { server, run } = await cloudRuntime(t, { target: '' })
  await server.query('create table `acme-dev.demo.t` as select 1 as x')
  assert.equal((await run('task a: bq { sql: "select * from demo.t" location: "EU" }')).end.state, 'success')
  const wrong = await run('task a: bq { sql: "select * from demo.t" location: "US" }')
  assert.equal(wrong.error('a')?.code, 'not-found')
  assert.match(wrong.error('a')?.message ?? '', /location US\. `location` of the task or its target says where the job runs; it is US\.$/)
  const none = await run('task a: bq { sql: "select * from demo.t" }')
  assert.equal(none.error('a')?.code, 'missing-location')
  assert.deepEqual(
    server.jobs.map(job => job.location),
    ['EU', 'US'],
  )
})

test('a script that is half done is not done again', async t => {
  const { server, run } = await cloudRuntime(t)
  server.faults.add({ method: 'jobs.insert', nth: 1, kind: 'half-written', reason: 'backendError' })
  await server.query('create table `acme-dev.demo.t` as select 1 as x')
  const sql = block('insert into demo.t values (2);\ninsert into demo.t values (3);')
  const done = await run(`task a: bq { sql: ${sql} retries: 3 retry_delay: 0s }`)
  assert.equal(done.error('a')?.code, 'backend-error')
  assert.match(done.error('a')?.message ?? '', /The script had done a statement before, so it is not tried again\.$/)
  assert.equal(server.jobs.length, 1)
  assert.deepEqual(await server.query('select x from `acme-dev.demo.t` order by x'), [['1'], ['2']])
})

test('a script that is stopped half done is not done again either', async t => {
  const { server, run } = await cloudRuntime(t)
  await server.query('create table `acme-dev.demo.t` as select 1 as x')
  // The server goes on with a job whose end it was asked for until the statement is over.
  server.holdStatement('values (3)')
  const sql = block('insert into demo.t values (2);\ninsert into demo.t values (3);')
  const done = await run(`task a: bq { sql: ${sql} timeout: 300ms retries: 3 retry_delay: 0s }`)
  assert.equal(done.error('a')?.code, 'timeout')
  assert.equal(done.end.tasks['a']?.attempts, 1)
  assert.equal(server.jobs.length, 1)
})

const reasons: readonly (readonly [string, number])[] = [
  ['backendError', 2],
  ['internalError', 2],
  ['rateLimitExceeded', 2],
  ['jobBackendError', 2],
  ['jobInternalError', 2],
  ['jobRateLimitExceeded', 2],
  ['quotaExceeded', 1],
  ['invalidQuery', 1],
  ['accessDenied', 1],
  ['resourcesExceeded', 1],
  ['stopped', 1],
  ['aReasonOfTomorrow', 1],
]

test('reasons decide what is tried again, and never words', async t => {
  const { server, run } = await cloudRuntime(t)
  for (const [reason, jobs] of reasons) {
    const before = server.jobs.length
    server.faults.addNext({ method: 'jobs.insert', kind: 'job-failure', reason })
    const done = await run('task a: bq { sql: "select 1 as x" retries: 1 retry_delay: 0s }')
    assert.equal(server.jobs.length - before, jobs, reason)
    assert.equal(done.end.state, jobs === 2 ? 'success' : 'failed', reason)
  }
})

for (const kind of [
  'unavailable-before',
  'unavailable-after',
  'lost-response',
  'reset',
  'exists',
  'too-many',
  'expired-credentials',
] as const) {
  test(`one job, whatever becomes of the call that sends it: ${kind}`, async t => {
    const { server, run } = await cloudRuntime(t)
    await server.query('create table `acme-dev.demo.t` as select 1 as x')
    server.faults.add({ method: 'jobs.insert', nth: 1, kind, ...(kind === 'too-many' ? { retryAfterSeconds: 0 } : {}) })
    const done = await run('task a: bq { sql: "insert into demo.t values (2)" }')
    assert.deepEqual(done.outputs('a')?.['rows'], 1)
    assert.equal(server.jobs.length, 1)
    // The client sends nothing again by itself, and we only what was not carried out.
    const isSentAgain = kind === 'unavailable-before' || kind === 'reset' || kind === 'too-many' || kind === 'expired-credentials'
    assert.equal(server.faults.calls('jobs.insert'), isSentAgain ? 2 : 1)
    assert.deepEqual(await server.query('select count(*) as n from `acme-dev.demo.t`'), [['2']])
  })
}

test('credentials that stay invalid are told, and what mends it', async t => {
  const { server, run } = await cloudRuntime(t)
  for (const nth of [1, 2, 3]) server.faults.add({ method: 'jobs.insert', nth, kind: 'expired-credentials' })
  const done = await run('task a: bq { sql: "select 1 as x" retries: 2 }')
  assert.equal(done.error('a')?.code, 'credentials')
  assert.match(done.error('a')?.message ?? '', /gcloud auth application-default login/)
  assert.equal(server.jobs.length, 0)
})

test('another project is refused with the role that is lacking', async t => {
  const { run } = await cloudRuntime(t, { project: 'other' })
  const done = await run('task a: bq { sql: "select 1 as x" retries: 2 }')
  assert.equal(done.error('a')?.code, 'access-denied')
  assert.match(done.error('a')?.message ?? '', /roles\/bigquery\.jobUser/)
})
