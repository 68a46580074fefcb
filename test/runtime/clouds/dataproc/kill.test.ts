import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { RunEvent } from '../../../../runtime/events.ts'
import { attach, follow, killRuntime, makeRuntimeFolder, nextEvent, start } from '../../process/runtime-process.ts'
import { atEnd, line } from '../../workspace.ts'
import { startServers } from './prod.ts'

function dagFile(target: Readonly<Record<string, string>>, tasks: string): string {
  const properties = Object.entries(target).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)
  return `target prod {\n${properties.join('\n')}\n}\ndag d {\n${tasks}\n}\n`
}

/** Starts a run on `prod`, kills the runtime at an event, and has a new one go on with the run. */
async function killAt(
  t: TestContext,
  folder: string,
  fits: (event: RunEvent) => boolean,
): Promise<{ events: RunEvent[]; finished: Promise<RunEvent>; next(fits: (event: RunEvent) => boolean): Promise<RunEvent> }> {
  const first = await attach(t, folder)
  const reached = nextEvent(first, fits)
  const { run, events } = await start(first, { file: join(folder, 'x.dag'), target: 'prod' })
  await reached
  await killRuntime(folder, first)
  const second = await attach(t, folder)
  const followed = follow(second, run)
  const next = (wanted: (event: RunEvent) => boolean): Promise<RunEvent> => {
    const found = followed.events.find(wanted)
    return found === undefined ? nextEvent(second, wanted) : Promise.resolve(found)
  }
  const answer = await second.request('run/continue', { run, origin: 'cli', from: events.length })
  assert.equal(answer.kind, 'continued')
  await second.request('run/attach', { run, from: 0 })
  return { ...followed, next }
}

test('after kill -9 the runtime waits for the job that it had sent, and tells all that its driver said', async t => {
  const gate = createServer().listen(0, '127.0.0.1')
  atEnd(t, () => gate.close())
  await once(gate, 'listening')
  const { dataproc, target } = await startServers(t, { chunkBytes: 8 })
  dataproc.clusters.put('c-1', 'RUNNING')
  const { port } = gate.address() as AddressInfo
  const folder = makeRuntimeFolder(t, {
    'x.dag': dagFile(target, 'task a: spark { script: "job.py" cluster: "c-1" }'),
    'job.py': `import socket\nconnection = socket.create_connection(("127.0.0.1", ${port}))\nprint("up and running")\nconnection.recv(1)\nprint("last")\n`,
  })
  const connected = once(gate, 'connection')
  const { finished, events, next } = await killAt(t, folder, line('a', 'up and running'))
  const [socket] = await connected
  await next(event => event.type === 'task-log' && /^Waits for job dagline-/.test(event.text))
  socket.write('x')
  const end = await finished
  socket.destroy()
  assert.ok(end.type === 'run-finished')
  const { state, outputs } = end.tasks['a'] ?? {}
  const [id] = [...dataproc.jobs.created.keys()]
  assert.deepEqual([state, outputs], ['success', { id, state: 'DONE' }])
  assert.deepEqual([...dataproc.jobs.created.values()], [1])
  const told = events.flatMap(event => (event.type === 'task-log' && event.stream === 'stdout' && event.attempt === 2 ? [event.text] : []))
  assert.deepEqual(told, ['up and running', 'last'])
})

test('after kill -9 the runtime waits for the cluster that was being created', async t => {
  const { dataproc, target } = await startServers(t)
  dataproc.clusters.polls = Number.POSITIVE_INFINITY
  const folder = makeRuntimeFolder(t, {
    'x.dag': dagFile(target, 'task make: iac { action: create cluster: "c-1" config: "cluster.yaml" }'),
    'cluster.yaml': 'config:\n  masterConfig:\n    machineTypeUri: n2-standard-4\n',
  })
  const { finished, next } = await killAt(t, folder, line('make', 'Creates the cluster c-1.'))
  await next(line('make', 'The cluster c-1 is in state CREATING; waits.'))
  dataproc.clusters.polls = 1
  const end = await finished
  assert.ok(end.type === 'run-finished')
  assert.equal(end.tasks['make']?.outputs?.['state'], 'RUNNING')
  assert.deepEqual(dataproc.clusters.created, ['c-1'])
})
