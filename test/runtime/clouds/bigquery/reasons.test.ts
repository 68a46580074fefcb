import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Value } from '#language'
import { bigQueryReadiness } from '../../../../runtime/clouds/bigquery/bigquery-readiness.ts'
import { BigQueryConnection, CredentialsProblem } from '../../../../runtime/clouds/bigquery/connection.ts'
import { jobLabels } from '../../../../runtime/clouds/bigquery/labels.ts'
import { callProblem, meaningOf } from '../../../../runtime/clouds/bigquery/reasons.ts'
import { bytesText } from '../../../../runtime/clouds/bigquery/statements.ts'
import { cloudTarget } from '../../../../runtime/clouds/cloud-target.ts'
import { keepLoopbackFromProxies } from '../../../../runtime/clouds/loopback-proxies.ts'
import { makeFolder } from '../../workspace.ts'

const text = (value: string): Value => ({ type: 'string', value })
const map = (entries: Readonly<Record<string, Value>>): Value => ({ type: 'map', entries: new Map(Object.entries(entries)) })

test('a call means what its status and its reason say', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ code: 409, errors: [{ reason: 'duplicate' }] }, 'exists'],
    [{ code: 503, errors: [{ reason: 'backendError' }] }, 'unknown'],
    [{ code: 500 }, 'unknown'],
    [{ code: 408 }, 'unknown'],
    [{ code: 'ECONNRESET' }, 'unknown'],
    [{ code: 'ERR_STREAM_PREMATURE_CLOSE' }, 'unknown'],
    [{ message: 'no answer' }, 'unknown'],
    [{ code: 'ECONNREFUSED' }, 'not-now'],
    [{ code: 429 }, 'not-now'],
    [{ code: 403, errors: [{ reason: 'rateLimitExceeded' }] }, 'not-now'],
    [{ code: 403, errors: [{ reason: 'quotaExceeded' }] }, 'refusal'],
    [{ code: 429, errors: [{ reason: 'quotaExceeded' }] }, 'refusal'],
    [{ code: 403, errors: [{ reason: 'accessDenied' }] }, 'refusal'],
    // Words do not count.
    [{ code: 400, errors: [{ reason: 'invalidQuery', message: 'backendError, please retry' }] }, 'refusal'],
    [new CredentialsProblem({ message: 'invalid_grant', code: '400', response: { status: 400 } }), 'refusal'],
    [new CredentialsProblem({ message: 'getaddrinfo', code: 'ENOTFOUND' }), 'not-now'],
  ]
  for (const [problem, kind] of cases) assert.equal(meaningOf(callProblem(problem)).kind, kind, JSON.stringify(problem))
})

test('a service that says when to come back is heeded', () => {
  const of = (header: string): unknown => meaningOf(callProblem({ code: 429, response: { headers: { 'retry-after': header } } }))
  assert.deepEqual(of('7'), { kind: 'not-now', message: 'BigQuery takes no more requests just now (429).', retryAfterMs: 7000 })
  assert.deepEqual(of(new Date(0).toUTCString()), {
    kind: 'not-now',
    message: 'BigQuery takes no more requests just now (429).',
    retryAfterMs: 0,
  })
})

test('labels are of what labels may be: ours are made so, those of the task are refused with a mend', () => {
  assert.deepEqual(jobLabels({ dag: 'Sales_Facts', task: 'tables.staging[Ünder 1]', run: '20260131-0600-AbCd' }, undefined), {
    ok: true,
    labels: { dag: 'sales_facts', task: 'tables-staging-ünder-1', run: '20260131-0600-abcd' },
  })
  assert.deepEqual(jobLabels({}, map({ team: text('data'), n: { type: 'number', value: 3 } })), {
    ok: true,
    labels: { team: 'data', n: '3' },
  })
  const refused = (entries: Readonly<Record<string, Value>>): string => {
    const answer = jobLabels({}, map(entries))
    return answer.ok ? '' : answer.message
  }
  assert.match(refused({ Team: text('x') }), /^The label Team must be of small letters, .* begin with a letter\. Write "team"\.$/)
  assert.match(refused({ team: text('Data Team') }), /^The value of the label team must .*\. Write "data-team"\.$/)
  assert.match(refused({ team: map({}) }), /is a map/)
})

test('a target says what it lacks: project, location, credentials', async t => {
  const folder = makeFolder(t)
  const of = async (properties: Readonly<Record<string, Value>>, task: Readonly<Record<string, Value>> = {}): Promise<string> => {
    const target = { name: 'prod', properties: new Map(Object.entries(properties)) }
    const answer = await bigQueryReadiness({ target, folder, env: {}, properties: new Map(Object.entries(task)) })
    return answer.ready ? answer.detail : answer.missing
  }
  const endpoint = { bigquery_endpoint: text('http://127.0.0.1:9') }
  assert.equal(await of({}), 'The target prod has no project.')
  assert.equal(await of({ project: text('p') }), 'It is not said where the data is, and BigQuery would guess.')
  assert.equal(await of({ project: text('p'), ...endpoint }, { location: text('EU') }), 'BigQuery at http://127.0.0.1:9, project p in EU')
  assert.match(
    await of({ project: text('p'), location: text('EU'), ...endpoint }, { dialect: text('duckdb') }),
    /runs on the target local only/,
  )
  const key = { credentials: text('absent.json') }
  assert.match(await of({ project: text('p'), location: text('EU'), ...key }), /^There are no credentials: /)
})

test('a key that cannot be used is told before anything is sent, and shows nothing of it', async t => {
  const folder = makeFolder(t, { 'key.json': JSON.stringify({ type: 'service_account', client_email: 'a@b', private_key: 'TOP-SECRET' }) })
  const properties = new Map([['credentials', text('key.json')]])
  const connection = new BigQueryConnection(cloudTarget({ name: 'prod', properties }), 'p', join(folder))
  await assert.rejects(connection.get({ id: 'x', location: 'EU' }), (problem: Error) => {
    assert.ok(problem instanceof CredentialsProblem)
    assert.doesNotMatch(problem.message, /TOP-SECRET/)
    return meaningOf(callProblem(problem)).kind === 'refusal'
  })
})

test('the environment sends the jobs of a target nowhere else', async () => {
  const env: Record<string, string | undefined> = { NO_PROXY: 'internal' }
  keepLoopbackFromProxies(env)
  keepLoopbackFromProxies(env)
  assert.equal(env['NO_PROXY'], 'internal,127.0.0.1,localhost,[::1],::1')
})

test('bytes in few digits', () => {
  assert.deepEqual([0, 999, 1000, 10_485_760, 1.5e12].map(bytesText), ['0 B', '999 B', '1 KB', '10.49 MB', '1.5 TB'])
})
