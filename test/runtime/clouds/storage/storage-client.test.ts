import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { stage } from '../../../../runtime/clouds/storage/stage.ts'
import { bucketOf, type StorageClient } from '../../../../runtime/clouds/storage/storage-client.ts'
import type { StorageAnswer, StorageFault } from '../../../../runtime/clouds/storage/storage-fault.ts'
import { crc32c } from '../../../servers/storage/objects.ts'
import { type StorageServer, type StorageServerOptions, startStorageServer } from '../../../servers/storage/server.ts'
import { atEnd, makeFolder } from '../../workspace.ts'
import { targetAt } from './bench.ts'

const patience = { retries: 4, firstMs: 1, longestMs: 5 }

async function start(
  t: TestContext,
  options: Partial<StorageServerOptions> = {},
): Promise<{ readonly server: StorageServer; readonly client: StorageClient }> {
  const server = await startStorageServer({ buckets: ['bucket', 'stage'], ...options })
  atEnd(t, () => server.close())
  return { server, client: await bucketOf(targetAt(server.endpoint), '/', patience) }
}

function kept<T>(answer: StorageAnswer<T>): T {
  assert.ok(answer.ok, answer.ok ? '' : answer.fault.message)
  return answer.value
}

function faultOf<T>(answer: StorageAnswer<T>): StorageFault {
  assert.ok(!answer.ok)
  return answer.fault
}

test('the checksum of the server is the one of the standard', () => {
  assert.equal(crc32c(Buffer.from('123456789')), Buffer.from('e3069283', 'hex').toString('base64'))
})

test('what is written is read, in whole and in part, and has a generation', async t => {
  const { server, client } = await start(t)
  const uri = 'gs://bucket/a b/ü.txt'
  const text = 'häuser und straßen'
  const written = kept(await client.write(uri, text, { contentType: 'text/plain' }))
  assert.equal(server.text(uri), text)
  const read = kept(await client.read(uri))
  assert.deepEqual([read.bytes.toString(), read.generation], [text, written.generation])
  assert.equal(kept(await client.readRange(uri, { start: 0, end: 0 })).toString(), 'h')
  assert.equal(kept(await client.readRange(uri, { start: 7 })).toString(), ' und straßen')
  assert.equal(kept(await client.readRange(uri, { start: 100 })).length, 0)
  assert.deepEqual(kept(await client.stat(uri)), written)
  assert.equal(kept(await client.exists(uri)), true)
  assert.equal(kept(await client.exists('gs://bucket/none')), false)
})

test('an empty object is written and read', async t => {
  const { client } = await start(t)
  kept(await client.write('gs://bucket/empty', ''))
  assert.equal(kept(await client.read('gs://bucket/empty')).bytes.length, 0)
  assert.equal(kept(await client.readRange('gs://bucket/empty', { start: 0 })).length, 0)
})

test('a list has all pages', async t => {
  const objects = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`gs://bucket/logs/${i}`, String(i)]))
  const { client, server } = await start(t, { pageSize: 3, objects: { ...objects, 'gs://bucket/other': '' } })
  assert.deepEqual(
    kept(await client.list('gs://bucket/logs/')).map(({ uri }) => uri),
    Object.keys(objects),
  )
  assert.equal(server.faults.calls('objects.list'), 3)
})

test('only the generation that was asked for is read, and only the expected one is replaced', async t => {
  const { client } = await start(t)
  const uri = 'gs://bucket/x'
  const first = kept(await client.write(uri, 'one'))
  kept(await client.write(uri, 'two', { ifGenerationMatch: first.generation }))
  assert.equal(faultOf(await client.read(uri, { generation: first.generation })).code, 'object-not-found')
  assert.equal(faultOf(await client.write(uri, 'three', { ifGenerationMatch: first.generation })).code, 'changed')
  assert.equal(faultOf(await client.write(uri, 'three', { ifGenerationMatch: 0 })).code, 'changed')
  assert.equal(kept(await client.read(uri)).bytes.toString(), 'two')
})

for (const kind of ['unavailable-before', 'lost-response', 'reset', 'too-many'] as const)
  test(`a read goes on after ${kind}`, async t => {
    const { client, server } = await start(t, {
      objects: { 'gs://bucket/x': 'text '.repeat(10_000) },
      faults: [1, 2].map(nth => ({ method: 'objects.media', nth, kind, ...(kind === 'too-many' ? { retryAfterSeconds: 0 } : {}) })),
    })
    assert.equal(kept(await client.read('gs://bucket/x')).bytes.length, 50_000)
    assert.equal(server.faults.calls('objects.media'), 3)
  })

for (const kind of ['unavailable-before', 'unavailable-after', 'lost-response', 'reset'] as const)
  test(`a write with a precondition is done once after ${kind}`, async t => {
    const { client, server } = await start(t, { faults: [{ method: 'objects.insert', nth: 1, kind }] })
    const written = kept(await client.write('gs://bucket/x', 'text', { ifGenerationMatch: 0 }))
    assert.equal(server.objects.get('bucket', 'x')?.generation, written.generation)
    assert.equal(server.text('gs://bucket/x'), 'text')
  })

test('a service that stays out of reach is given up', async t => {
  const { client, server } = await start(t, {
    faults: Array.from({ length: 9 }, (_, i) => ({ method: 'objects.get', nth: i + 1, kind: 'unavailable-before' as const })),
  })
  const { code, message } = faultOf(await client.stat('gs://bucket/x'))
  assert.deepEqual([code, server.faults.calls('objects.get')], ['service', 5])
  assert.match(message, /503/)
  await server.close()
  assert.equal(faultOf(await client.stat('gs://bucket/x')).code, 'service')
})

test('what is aborted is asked no more', async t => {
  const { client, server } = await start(t)
  assert.equal((await client.stat('gs://bucket/x', { signal: AbortSignal.abort() })).ok, false)
  assert.equal(server.faults.calls('objects.get'), 0)
})

test('damaged content is refused, and asked for anew', async t => {
  const { client, server } = await start(t, { objects: { 'gs://bucket/x': 'select 1' } })
  server.damage('gs://bucket/x', 1)
  assert.equal(kept(await client.read('gs://bucket/x')).bytes.toString(), 'select 1')
  server.damage('gs://bucket/x', 100)
  const { code, message } = faultOf(await client.read('gs://bucket/x'))
  assert.equal(code, 'damaged')
  assert.match(message, /gs:\/\/bucket\/x arrived damaged/)
})

test('what is missing or not allowed is said with what mends it', async t => {
  const { client, server } = await start(t, { objects: { 'gs://bucket/x': 'x' } })
  assert.match(faultOf(await client.read('gs://bucket/none')).message, /no object gs:\/\/bucket\/none/)
  assert.match(faultOf(await client.stat('gs://bucket/none')).message, /no object gs:\/\/bucket\/none/)
  const inNone = [client.read('gs://none/x'), client.stat('gs://none/x'), client.write('gs://none/x', 'x'), client.list('gs://none/x')]
  for (const answer of inNone) {
    const { code, message } = faultOf<unknown>(await answer)
    assert.equal(code, 'bucket-not-found')
    assert.match(message, /no bucket none.*gcloud storage buckets create gs:\/\/none/)
  }
  assert.equal(kept(await client.checkBucket('gs://bucket')), true)
  assert.equal(faultOf(await client.checkBucket('gs://none')).code, 'bucket-not-found')
  for (const uri of ['b/x', 'gs://bucket', 'gs://B/x', 's3://bucket/x', 'gs:///x'])
    assert.equal(faultOf(await client.read(uri)).code, 'address')
  server.deny('storage.objects.get')
  const refused = faultOf(await client.read('gs://bucket/x'))
  assert.equal(refused.code, 'permission')
  assert.match(refused.message, /may not read gs:\/\/bucket\/x: .*storage\.objects\.get.*role Storage Object Viewer on the bucket bucket/)
  server.deny('storage.objects.create')
  assert.match(faultOf(await client.write('gs://bucket/x', '')).message, /may not write gs:\/\/bucket\/x: .*Storage Object User/)
})

test('a missing bucket is told from a missing object where the service does not say which it is', async t => {
  const { client } = await start(t, { terse: true })
  for (const answer of [client.read('gs://none/x'), client.stat('gs://none/x'), client.list('gs://none/x')])
    assert.equal(faultOf<unknown>(await answer).code, 'bucket-not-found')
  assert.equal(faultOf(await client.read('gs://bucket/x')).code, 'object-not-found')
})

test('credentials that are not accepted, or that are missing, are said as such', async t => {
  const { client } = await start(t, { token: 'secret', objects: { 'gs://bucket/x': 'x' } })
  const refused = faultOf(await client.read('gs://bucket/x'))
  assert.equal(refused.code, 'credentials')
  assert.match(refused.message, /does not accept.*gcloud auth application-default login/)
  const missing = await bucketOf({ ...targetAt('http://storage.example'), credentials: 'none.json' }, '/none', patience)
  const { code, message } = faultOf(await missing.read('gs://bucket/x'))
  assert.equal(code, 'credentials')
  assert.match(message, /none\.json.*gcloud auth application-default login/)
})

test('a local file is staged once under its content', async t => {
  const folder = makeFolder(t, { 'a b.py': 'print(1)', 'copy.py': 'print(1)' })
  const { server } = await start(t, { faults: [{ method: 'objects.insert', nth: 1, kind: 'lost-response' }] })
  const target = targetAt(server.endpoint)
  const client = await bucketOf(target, folder, patience)
  const [first, second] = await Promise.all([1, 2].map(() => stage(target, folder, join(folder, 'a b.py'), client)))
  const uri = kept(first!)
  assert.equal(kept(second!), uri)
  assert.match(uri, /^gs:\/\/stage\/dagline\/[0-9a-f]{64}\/a_b\.py$/)
  assert.equal(server.text(uri), 'print(1)')
  const sent = server.faults.calls('objects.insert')
  assert.equal(kept(await stage(target, folder, join(folder, 'a b.py'))), uri)
  assert.equal(server.faults.calls('objects.insert'), sent)
  const none = join(folder, 'none.py')
  assert.match(faultOf(await stage(targetAt(server.endpoint, null), folder, none)).message, /Add `staging: "BUCKET"`/)
  assert.match(faultOf(await stage(target, folder, none)).message, /cannot be read/)
  assert.match(faultOf(await stage(targetAt(server.endpoint, 'none'), folder, join(folder, 'copy.py'))).message, /no bucket none/)
})
