import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { DataprocServerOptions } from '../../../servers/dataproc/server.ts'
import { duration } from '../../graph-builder.ts'
import { atEnd, line, makeFolder } from '../../workspace.ts'
import { openProd, type Prod } from './prod.ts'

/** With a cluster that runs. */
async function withCluster(t: TestContext, files: Readonly<Record<string, string>>, options: DataprocServerOptions = {}): Promise<Prod> {
  const prod = await openProd(t, files, options)
  prod.dataproc.clusters.put('c-1', 'RUNNING')
  return prod
}

const job = { engine: 'spark', script: 'job.py', cluster: 'c-1' }
const echo = 'import json, sys\nimport lib\nprint(json.dumps([sys.argv[1], json.loads(sys.argv[2]), *sys.argv[3:], lib.name]))\n'

test('a job gets its params as JSON and its args; local files go to the staging bucket under their content', async t => {
  const { runThere, dataproc, storage, lines } = await withCluster(t, { 'job.py': echo, 'lib.py': 'name = "ü"\n', 'lib/a.jar': 'jar' })
  const params = { n: 1, text: 'it\'s "q"' }
  const { tasks } = await runThere({
    'a.b': {
      ...job,
      params,
      args: ['x y'],
      jars: ['lib/a.jar', 'gs://b/c.jar'],
      py_files: ['lib.py'],
      properties: { 'spark.executor.memory': '1g' },
    },
  })
  const [sent] = dataproc.jobs.all
  const id = sent?.reference?.jobId
  assert.equal(tasks['a.b']?.error, undefined)
  assert.deepEqual(tasks['a.b']?.outputs, { id, state: 'DONE' })
  assert.match(id ?? '', new RegExp(`^dagline-run-${process.pid}-0-a-b-[0-9a-f]{24}$`))
  assert.deepEqual(
    lines('a.b', 'stdout').map(one => JSON.parse(one)),
    [['--params', params, 'x y', 'ü']],
  )
  const staged = (text: string, name: string): string => `gs://staging-1/dagline/${createHash('sha256').update(text).digest('hex')}/${name}`
  assert.equal(sent?.pysparkJob?.mainPythonFileUri, staged(echo, 'job.py'))
  assert.deepEqual(sent?.pysparkJob?.jarFileUris, [staged('jar', 'a.jar'), 'gs://b/c.jar'])
  assert.deepEqual(sent?.pysparkJob?.pythonFileUris, [staged('name = "ü"\n', 'lib.py')])
  assert.deepEqual(sent?.pysparkJob?.properties, { 'spark.executor.memory': '1g' })
  assert.deepEqual(sent?.labels, { dag: 'd0', task: 'a-b', run: `run-${process.pid}-0` })
  assert.equal(storage.text(staged(echo, 'job.py')), echo)
})

test('a traceback is told at its line of the local script, with the exception as the cause', async t => {
  const bad = 'def f():\n    raise ValueError("no table")\n\nprint("begins")\nf()\n'
  const { runThere, folder } = await withCluster(t, { 'bad.py': bad, 'exit.py': 'import sys\nprint("reason")\nsys.exit(4)' })
  const { tasks } = await runThere({ bad: { ...job, script: 'bad.py' }, exit: { ...job, script: 'exit.py' } })
  const { error } = tasks['bad'] ?? {}
  assert.deepEqual([error?.code, error?.place?.file, error?.place?.line], ['exception', join(folder, 'bad.py'), 2])
  assert.equal(error?.message, 'The Spark job has failed: ValueError: no table')
  assert.equal(tasks['exit']?.error?.message, 'The Spark job has failed: reason')
})

test('a script of a bucket is run as it was fetched, and what it throws is told at its line', async t => {
  const { runThere, storage, dataproc } = await withCluster(t, {})
  storage.put('gs://staging-1/scripts/good.py', 'print("good")\n')
  storage.put('gs://staging-1/scripts/bad.py', 'print("begins")\nraise ValueError("no table")\n')
  const { tasks } = await runThere({
    good: { ...job, script: 'gs://staging-1/scripts/good.py' },
    bad: { ...job, script: 'gs://staging-1/scripts/bad.py' },
    none: { ...job, script: 'gs://staging-1/scripts/none.py' },
  })
  assert.equal(tasks['good']?.error, undefined)
  assert.match(dataproc.jobs.all[0]?.pysparkJob?.mainPythonFileUri ?? '', /^gs:\/\/staging-1\/dagline\/[0-9a-f]{64}\//)
  assert.match(tasks['bad']?.error?.message ?? '', /ValueError: no table/)
  assert.match(tasks['none']?.error?.message ?? '', /There is no object gs:\/\/staging-1\/scripts\/none\.py/)
  assert.deepEqual([tasks['bad']?.error?.code, tasks['bad']?.error?.place?.line], ['exception', 2])
})

test('a cluster with Spark is given the properties, jars and Python files', async t => {
  const submit = '#!/bin/sh\nfor word in "$@"; do echo "${word##*/}"; done\n'
  const tools = makeFolder(t, { 'spark-submit': submit })
  chmodSync(join(tools, 'spark-submit'), 0o755)
  const { runThere, lines } = await withCluster(
    t,
    { 'job.py': '', 'lib.py': '', 'a.jar': 'jar' },
    { program: [join(tools, 'spark-submit')] },
  )
  const { tasks } = await runThere({ a: { ...job, jars: ['a.jar'], py_files: ['lib.py'], properties: { 'spark.x': 'y' } } })
  assert.equal(tasks['a']?.state, 'success')
  assert.deepEqual(lines('a', 'stdout'), ['--conf', 'spark.x=y', '--py-files', 'lib.py', '--jars', 'a.jar', 'job.py', '--params', '{}'])
  const missing = await runThere({ b: { ...job, jars: ['gs://staging-1/no.jar'] } })
  assert.match(missing.tasks['b']?.error?.message ?? '', /^The Spark job has failed: .*Item not found: 'gs:\/\/staging-1\/no\.jar'/)
})

test('every chunk of the driver output is told, in order and once', async t => {
  const script = 'for i in range(300):\n    print(f"line {i} {chr(252) * (i % 7)}")\nprint("end", end="")\n'
  const { runThere, lines, storage } = await withCluster(t, { 'job.py': script }, { chunkBytes: 97 })
  const { tasks } = await runThere({ a: job })
  assert.equal(tasks['a']?.state, 'success')
  assert.ok(storage.uris().filter(uri => /driveroutput\.\d{9}$/.test(uri)).length > 20)
  assert.deepEqual(lines('a', 'stdout'), [...Array.from({ length: 300 }, (_, i) => `line ${i} ${'ü'.repeat(i % 7)}`), 'end'])
})

test('the driver output comes while the job runs', async t => {
  const gate = createServer().listen(0, '127.0.0.1')
  atEnd(t, () => gate.close())
  await once(gate, 'listening')
  const { port } = gate.address() as AddressInfo
  const script = `import socket\nprint("first")\nconnection = socket.create_connection(("127.0.0.1", ${port}))\nconnection.recv(1)\nprint("last")\n`
  const connected = once(gate, 'connection')
  const { startThere, event, lines } = await withCluster(t, { 'job.py': script }, { chunkBytes: 4 })
  const run = startThere({ a: job })
  const [socket] = await connected
  await event(line('a', 'first'))
  socket.write('x')
  assert.equal((await run.finished).tasks['a']?.state, 'success')
  assert.deepEqual(lines('a', 'stdout'), ['first', 'last'])
  socket.destroy()
})

const waits = (port: number): string =>
  `import socket\nconnection = socket.create_connection(("127.0.0.1", ${port}))\nprint("up")\nconnection.recv(1)\n`

test('cancel that does not cancel: the job is cancelled, and its terminal state awaited', async t => {
  const gate = createServer().listen(0, '127.0.0.1')
  atEnd(t, () => gate.close())
  await once(gate, 'listening')
  const faults = [
    { method: 'cancelJob', nth: 1, kind: 'unavailable-before' },
    { method: 'cancelJob', nth: 2, kind: 'lost-response' },
  ] as const
  const { startThere, dataproc, event } = await withCluster(t, { 'job.py': waits((gate.address() as AddressInfo).port) }, { faults })
  const connected = once(gate, 'connection')
  const run = startThere({ a: job })
  const [socket] = await connected
  socket.on('error', () => undefined)
  const gone = once(socket.resume(), 'close')
  await event(line('a', 'up'))
  run.cancel()
  assert.equal((await run.finished).tasks['a']?.state, 'cancelled')
  assert.equal(dataproc.jobs.all[0]?.status?.state, 'CANCELLED')
  await gone
})

test('client times out and the job runs on: a timeout cancels the job', async t => {
  const gate = createServer(socket => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  atEnd(t, () => gate.close())
  await once(gate, 'listening')
  const { port } = gate.address() as AddressInfo
  const { runThere, dataproc } = await withCluster(t, { 'job.py': waits(port), 'first.py': 'print(1)\n' })
  // The client is loaded with the first job, which the timeout is not to count.
  await runThere({ first: { ...job, script: 'first.py' } })
  const { tasks } = await runThere({ a: { ...job, timeout: duration(4000) } })
  assert.equal(tasks['a']?.error?.code, 'timeout')
  assert.deepEqual(
    dataproc.jobs.all.map(one => one.status?.state),
    ['DONE', 'CANCELLED'],
  )
})

for (const kind of [
  'lost-response',
  'unavailable-after',
  'unavailable-before',
  'reset',
  'exists',
  'too-many',
  'expired-credentials',
] as const) {
  test(`one job is made where its submission goes wrong: ${kind}`, async t => {
    const { runThere, dataproc } = await withCluster(
      t,
      { 'job.py': 'print(1)\n' },
      { faults: [{ method: 'submitJob', nth: 1, kind, retryAfterSeconds: 0 }] },
    )
    const { tasks } = await runThere({ a: job })
    assert.equal(tasks['a']?.error?.message, undefined)
    assert.equal(tasks['a']?.state, 'success')
    assert.deepEqual([...dataproc.jobs.created.values()], [1])
    assert.equal(dataproc.faults.happened.length, 1)
  })
}

test('questions that go wrong do not end the job', async t => {
  const kinds = ['reset', 'unavailable-before', 'too-many', 'slow-poll', 'lost-response', 'expired-credentials'] as const
  const faults = kinds.map((kind, i) => ({ method: 'getJob', nth: 2 * i + 1, kind, retryAfterSeconds: 0 }))
  const { runThere, dataproc, lines } = await withCluster(t, { 'job.py': 'print(1)\n' }, { faults })
  const { tasks } = await runThere({ a: job })
  assert.equal(tasks['a']?.state, 'success')
  assert.deepEqual(lines('a', 'stdout'), ['1'])
  assert.deepEqual([...dataproc.jobs.created.values()], [1])
})

test('deterministic id that blocks a retry: each attempt has a job of its own', async t => {
  const { runThere, dataproc } = await withCluster(
    t,
    { 'job.py': 'print(1)\n' },
    {
      faults: [{ method: 'submitJob', nth: 1, kind: 'half-written', reason: 'Task was not acquired' }],
    },
  )
  const { tasks } = await runThere({ a: { ...job, retries: 1, retry_delay: duration(1) } })
  assert.equal(tasks['a']?.state, 'success')
  assert.deepEqual([...dataproc.jobs.created.values()], [1, 1])
})

test('opaque Dataproc failures: jobs that say little get plain words and what mends them', async t => {
  const { runThere, dataproc } = await withCluster(t, { 'job.py': 'print(1)\n' })
  const fail = async (reason: string): Promise<string> => {
    dataproc.faults.addNext({ method: 'submitJob', kind: 'job-failure', reason })
    const { error } = (await runThere({ a: job })).tasks['a'] ?? {}
    return `${error?.code}: ${error?.message}`
  }
  assert.match(
    await fail('Task was not acquired'),
    /^master-unreachable: The master of the cluster did not take the job: it is out of memory.*Run fewer jobs/,
  )
  assert.match(await fail('No agent on master node(s) found to be active in the past 300 seconds'), /^master-unreachable: /)
  assert.match(await fail('Task not found'), /^cluster-missing: The cluster was deleted while the job ran/)
  assert.match(
    await fail('Google Cloud Dataproc Agent reports job failure. If logs are available, they can be found at:\nhttps://console'),
    /^job-failed: The Spark job dagline-\S+ has failed, and neither Dataproc nor its driver says why/,
  )
})

test('opaque Dataproc failures: a cluster that is missing or stopped is told before anything runs', async t => {
  const { runThere, dataproc } = await withCluster(t, { 'job.py': 'print(1)\n' })
  dataproc.clusters.put('c-2', 'STOPPED')
  const { tasks } = await runThere({ missing: { ...job, cluster: 'nosuch' }, stopped: { ...job, cluster: 'c-2' } })
  const { missing, stopped } = tasks
  assert.equal(missing?.error?.code, 'cluster-missing')
  assert.match(missing?.error?.message ?? '', /^There is no cluster nosuch\. Create it first/)
  assert.equal(stopped?.error?.code, 'cluster-state')
  assert.match(stopped?.error?.message ?? '', /^The cluster c-2 is in state STOPPED.*action: start/)
  assert.equal(dataproc.jobs.all.length, 0)
})

test('a job that somebody cancels at Dataproc fails, and says so', async t => {
  const gate = createServer(socket => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  atEnd(t, () => gate.close())
  await once(gate, 'listening')
  const { startThere, dataproc, event } = await withCluster(t, { 'job.py': waits((gate.address() as AddressInfo).port) })
  const run = startThere({ a: job })
  await event(line('a', 'up'))
  dataproc.jobs.cancel({ projectId: 'p-1', region: 'us-central1', jobId: dataproc.jobs.all[0]!.reference!.jobId! })
  assert.equal((await run.finished).tasks['a']?.error?.code, 'cancelled-elsewhere')
})

test('without a staging bucket, and with a file that is not there, nothing is sent', async t => {
  const { runThere, runtime, folder, dataproc } = await withCluster(t, { 'job.py': 'print(1)\n', 'job.txt': '' })
  const none = await runThere({ a: job }, { staging: '' })
  assert.match(none.tasks['a']?.error?.message ?? '', /staging/)
  const { tasks } = await runThere({
    a: { ...job, script: 'nosuch.py' },
    b: { ...job, jars: ['nosuch.jar'] },
    c: { ...job, script: 'job.txt' },
  })
  assert.deepEqual(
    ['a', 'b', 'c'].map(name => tasks[name]?.state),
    ['failed', 'failed', 'failed'],
  )
  assert.match(tasks['c']?.error?.message ?? '', /ends in \.py/)
  assert.equal(dataproc.jobs.all.length, 0)
  const text = (value: string) => ({ type: 'string', value }) as const
  const target = {
    name: 'prod',
    properties: new Map([
      ['project', text('p-1')],
      ['region', text('us-central1')],
    ]),
  }
  const readiness = await runtime.engines
    .get('spark')!
    .readiness({ target, folder, env: {}, properties: new Map([['script', text('job.py')]]) })
  assert.ok(!readiness.ready && /no bucket for job\.py/.test(readiness.missing) && /staging/.test(readiness.mend))
})
