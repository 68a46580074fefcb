import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { BigQuery } from '@google-cloud/bigquery'
import { PassThroughClient } from 'google-auth-library'
import { atEnd, makeFolder } from '../../runtime/workspace.ts'
import { type BigQueryServer, startBigQueryServer } from './bigquery-server.ts'

/** A server, and the official client as it is without us. */
async function open(t: TestContext, pageRows?: number): Promise<{ server: BigQueryServer; client: BigQuery }> {
  const server = await startBigQueryServer({
    folder: makeFolder(t),
    project: 'acme',
    location: 'EU',
    datasets: ['demo'],
    ...(pageRows === undefined ? {} : { pageRows }),
  })
  atEnd(t, () => server.close())
  const options = { apiEndpoint: server.endpoint, authClient: new PassThroughClient(), autoRetry: false }
  return { server, client: new BigQuery({ projectId: 'acme', ...options }) }
}

const reason = (problem: { code?: number; errors?: { reason: string }[] }): string => `${problem.code} ${problem.errors?.[0]?.reason}`
const refused = (call: Promise<unknown>): Promise<string> => call.then(() => 'none', reason)

test('the official client reads its rows, page by page', async t => {
  const { server, client } = await open(t, 2)
  const query = 'select n, [n] as list, struct(n as x) as pair from unnest([1, 2, 3, 4, 5]) as n order by n'
  const [job] = await client.createQueryJob({ query, location: 'EU' })
  await server.job(one => one.state === 'DONE')
  const [rows] = await job.getQueryResults()
  assert.deepEqual(
    rows,
    [1, 2, 3, 4, 5].map(n => ({ n, list: [n], pair: { x: n } })),
  )
})

test('an id is taken once, and a job is found in its location only', async t => {
  const { server, client } = await open(t)
  const job = { jobId: 'one', location: 'EU', query: 'select 1 as x' }
  await client.createQueryJob(job)
  assert.equal(await refused(client.createQueryJob(job)), '409 duplicate')
  assert.equal(server.jobs.length, 1)
  assert.equal(await refused(client.job('one', { location: 'asia-east1' }).getMetadata()), '404 notFound')
  assert.equal(await refused(client.job('two', { location: 'EU' }).getMetadata()), '404 notFound')
  assert.equal(await refused(client.createQueryJob({ query: 'select 1 as x', labels: { 'No Label': 'x' } })), '400 invalid')
})

test('another project is denied, and data is where it is', async t => {
  const { server, client } = await open(t)
  const other = new BigQuery({ projectId: 'other', apiEndpoint: server.endpoint, authClient: new PassThroughClient(), autoRetry: false })
  assert.equal(await refused(other.createQueryJob({ query: 'select 1 as x' })), '403 accessDenied')
  await server.query('create table `acme.demo.t` as select 1 as x')
  const [job] = await client.createQueryJob({ query: 'select * from demo.t', location: 'US' })
  await server.job(one => one.id === job.id && one.state === 'DONE')
  const [metadata] = await job.getMetadata()
  assert.deepEqual(metadata.status?.errorResult, {
    reason: 'notFound',
    message: 'Not found: Dataset acme:demo was not found in location US at [1:15]',
  })
  assert.equal(((await client.dataset('demo').getMetadata())[0] as { location: string }).location, 'EU')
  assert.equal(((await client.dataset('demo').table('t').getMetadata())[0] as { numRows: string }).numRows, '1')
  assert.equal(await refused(client.dataset('absent').getMetadata()), '404 notFound')
  assert.equal(await refused(client.dataset('demo').table('absent').getMetadata()), '404 notFound')
})

test('statements of a script are jobs of their own, each committed by itself', async t => {
  const { server, client } = await open(t)
  const query =
    'declare n int64 default 2;\ncreate table demo.t (x int64);\nif n > 1 then\n  insert into demo.t values (n);\nend if;\nselect 1 / 0 as bad;'
  const [job] = await client.createQueryJob({ query, location: 'EU' })
  await server.job(one => one.state === 'DONE')
  const [metadata] = await job.getMetadata()
  assert.equal(metadata.statistics?.query?.statementType, 'SCRIPT')
  assert.match(metadata.status?.errorResult?.message ?? '', /^Query error: .* at \[6:1\]$/)
  const [children] = await client.getJobs({ parentJobId: job.id!, projection: 'full' })
  const told = children.map(({ metadata: child }) => [
    child.statistics.scriptStatistics.evaluationKind,
    child.statistics.query.statementType,
  ])
  assert.deepEqual(told.reverse(), [
    ['EXPRESSION', 'SELECT'],
    ['STATEMENT', 'CREATE_TABLE'],
    ['STATEMENT', 'INSERT'],
    ['STATEMENT', 'SELECT'],
  ])
  assert.deepEqual(await server.query('select x from `acme.demo.t`'), [['2']])
})

test('a dataset that a statement makes is there', async t => {
  const { server, client } = await open(t)
  const query = 'create schema made; create table made.t as select 1 as x; select x from made.t'
  const [job] = await client.createQueryJob({ query, location: 'EU' })
  const done = await server.job(one => one.id === job.id && one.state === 'DONE')
  assert.equal(done.error, null)
  assert.deepEqual(
    (await client.getDatasets())[0].map(dataset => dataset.id),
    ['demo', 'made'],
  )
})

test('a dry run makes no job', async t => {
  const { server, client } = await open(t)
  const [, dry] = await client.createQueryJob({ query: 'select 1 as x', dryRun: true, location: 'EU' })
  assert.deepEqual(dry.statistics?.query?.totalBytesProcessed, '0')
  assert.equal(await refused(client.createQueryJob({ query: 'select from', dryRun: true, location: 'EU' })), '400 invalidQuery')
  assert.equal(server.jobs.length, 0)
})
