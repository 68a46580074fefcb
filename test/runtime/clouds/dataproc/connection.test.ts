import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JobControllerClient } from '@google-cloud/dataproc'
import { PassThroughClient } from 'google-auth-library'
import { cloudTarget } from '../../../../runtime/clouds/cloud-target.ts'
import { dataprocEndpoint } from '../../../../runtime/clouds/dataproc/endpoint.ts'
import { CredentialsProblem, callFault } from '../../../../runtime/clouds/dataproc/faults.ts'
import { plainWords } from '../../../../runtime/clouds/dataproc/plain-words.ts'
import { labelValue, requestId } from '../../../../runtime/clouds/dataproc/request-id.ts'

const target = (endpoint?: string) =>
  cloudTarget({
    name: 'prod',
    properties: new Map(endpoint === undefined ? [] : [['dataproc_endpoint', { type: 'string', value: endpoint } as const]]),
  })

test('calls go to the endpoint of the region', async () => {
  const endpoint = dataprocEndpoint(target(), 'us-central1')
  assert.deepEqual(endpoint, { host: 'us-central1-dataproc.googleapis.com', port: 443, insecure: false })
  // As the client itself understands it.
  const authClient = new PassThroughClient() as unknown as NonNullable<
    NonNullable<ConstructorParameters<typeof JobControllerClient>[0]>['authClient']
  >
  const client = new JobControllerClient({ servicePath: endpoint!.host, port: endpoint!.port, authClient })
  const stub = (await client.initialize()) as unknown as { getChannel(): { getTarget(): string } }
  assert.equal(stub.getChannel().getTarget(), 'dns:us-central1-dataproc.googleapis.com:443')
  await client.close()
})

test('an endpoint of the target comes first; only on this machine is it without encryption', () => {
  assert.deepEqual(dataprocEndpoint(target('127.0.0.1:5000'), 'x'), { host: '127.0.0.1', port: 5000, insecure: true })
  assert.deepEqual(dataprocEndpoint(target('http://localhost:5000/'), 'x'), { host: 'localhost', port: 5000, insecure: true })
  assert.deepEqual(dataprocEndpoint(target('[::1]:5000'), 'x'), { host: '::1', port: 5000, insecure: true })
  assert.deepEqual(dataprocEndpoint(target('https://dataproc.example'), 'x'), { host: 'dataproc.example', port: 443, insecure: false })
  assert.deepEqual(dataprocEndpoint(target('http://127.0.0.1.example:80'), 'x')?.insecure, false)
  assert.equal(dataprocEndpoint(target('a b'), 'x'), null)
  for (const region of ['', 'evil.example/', 'a@b', 'us central1', 'x:1']) assert.equal(dataprocEndpoint(target(), region), null)
})

test('what a fault is follows from its code and reason, never from its words', () => {
  const kind = (code: number, more: object = {}): string =>
    callFault(Object.assign(new Error('UNAVAILABLE, try again, already exists'), { code, details: 'retry', ...more })).kind
  for (const code of [1, 2, 4, 10, 13, 14, 15]) assert.equal(kind(code), 'unknown', String(code))
  for (const code of [3, 5, 7, 9, 11, 12, 16]) assert.equal(kind(code), 'refused', String(code))
  assert.equal(kind(6), 'exists')
  assert.equal(kind(8), 'not-now')
  assert.equal(kind(8, { reason: 'RATE_LIMIT_EXCEEDED' }), 'not-now')
  assert.equal(kind(8, { reason: 'CPUS_EXCEEDED' }), 'refused')
  const busy = callFault(
    Object.assign(new Error(), { code: 8, details: 'x', statusDetails: [{}, { retryDelay: { seconds: '2', nanos: 5e8 } }] }),
  )
  assert.equal(busy.kind === 'not-now' && busy.retryAfterMs, 2500)
})

test('no text of a library about credentials is told, since it may hold some', () => {
  const fault = callFault(new CredentialsProblem(new Error('invalid_grant: token ya29.secret')))
  assert.ok(fault.kind === 'refused' && fault.failure.error.code === 'credentials' && !fault.failure.error.message.includes('ya29'))
  const missing = callFault(new CredentialsProblem(new Error('Could not load the default credentials. Browse to https://x')))
  assert.match(missing.kind === 'refused' ? missing.failure.error.message : '', /gcloud auth application-default login/)
})

test('sentences of Dataproc are followed by what they mean', () => {
  const code = (said: string): string | undefined => plainWords(said)?.code
  assert.equal(code('Not found: Cluster projects/p/regions/us-central1/clusters/my-cluster'), 'cluster-missing')
  assert.match(
    plainWords('Not found: Cluster projects/p/regions/us-central1/clusters/my-cluster')?.message ?? '',
    /^There is no cluster my-cluster\./,
  )
  assert.match(
    plainWords("Insufficient 'CPUS_ALL_REGIONS' quota. Requested 96.0, available 72.0.")?.message ?? '',
    /of CPUS_ALL_REGIONS \(asked for 96, left 72\)/,
  )
  assert.equal(code('ZONE_RESOURCE_POOL_EXHAUSTED'), 'stockout')
  assert.equal(code("Subnetwork 'default' does not support Private Google Access which is required"), 'cluster-network')
  assert.match(
    plainWords('Cloud Dataproc API has not been used in project 123 before or it is disabled.')?.message ?? '',
    /not enabled in project 123\..*gcloud services enable/,
  )
  assert.equal(plainWords('Something else.'), null)
})

test('a request id is a UUID that follows from its parts', () => {
  const id = requestId('run', 'task', 1)
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(requestId('run', 'task', 1), id)
  assert.notEqual(requestId('run', 'task', 2), id)
  assert.notEqual(requestId('run', 'tas', 'k1'), requestId('run', 'task', '1'))
  assert.equal(labelValue('Extract[a, B].2'), 'extract-a-b-2')
  assert.equal(labelValue('x'.repeat(100)).length, 63)
})
