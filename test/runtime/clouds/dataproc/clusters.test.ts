import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { duration } from '../../graph-builder.ts'
import { state } from '../../workspace.ts'
import { openProd } from './prod.ts'

const yaml = `config:
  gceClusterConfig:
    zoneUri: us-central1-a
  masterConfig:
    machineTypeUri: n2-standard-4
  workerConfig:
    numInstances: 2
  softwareConfig:
    imageVersion: 2.2-debian12
labels:
  team: data
`
const files = {
  'cluster.yaml': yaml,
  'other.yaml': yaml.replace('n2-standard-4', 'n2-standard-8'),
  'larger.yaml': yaml.replace('numInstances: 2', 'numInstances: 5'),
}
const make = { engine: 'iac', action: 'create', cluster: 'c-1', config: 'cluster.yaml' }
const drop = { engine: 'iac', action: 'delete', cluster: 'c-1' }

test('a cluster is created, stopped, started and deleted', async t => {
  const { runThere, dataproc } = await openProd(t, files)
  const { tasks } = await runThere({
    make: { ...make, idle_delete_ttl: duration(1_800_000) },
    stop: { engine: 'iac', action: 'stop', cluster: 'c-1', after: ['make'] },
    start: { engine: 'iac', action: 'start', cluster: 'c-1', after: ['stop'] },
  })
  const id = 'projects/p-1/regions/us-central1/clusters/c-1'
  assert.deepEqual(tasks['make']?.outputs, { id, cluster: 'c-1', action: 'create', state: 'RUNNING' })
  assert.deepEqual([tasks['stop']?.outputs?.['state'], tasks['start']?.outputs?.['state']], ['STOPPED', 'RUNNING'])
  const cluster = dataproc.clusters.find('c-1')
  assert.equal(cluster?.config?.lifecycleConfig?.idleDeleteTtl?.seconds, '1800')
  assert.equal(cluster?.labels?.['team'], 'data')
  const { tasks: after } = await runThere({ drop })
  assert.equal(after['drop']?.outputs?.['state'], 'DELETED')
  assert.equal(dataproc.clusters.find('c-1'), null)
})

test('a warm cluster costs one question: it is created already and alike', async t => {
  const { runThere, dataproc } = await openProd(t, files)
  await runThere({ make })
  const asked = dataproc.faults.calls('getCluster')
  const { tasks } = await runThere({ make })
  assert.equal(tasks['make']?.outputs?.['state'], 'RUNNING')
  assert.deepEqual(dataproc.clusters.created, ['c-1'])
  assert.equal(dataproc.faults.calls('getCluster'), asked + 1)
})

test('a cluster that is otherwise is left, and what differs is named', async t => {
  const { runThere, dataproc } = await openProd(t, files)
  await runThere({ make })
  const { tasks } = await runThere({ make: { ...make, config: 'other.yaml' } })
  assert.equal(tasks['make']?.error?.code, 'cluster-differs')
  assert.match(tasks['make']?.error?.message ?? '', /config\.masterConfig\.machineTypeUri is https:\S+n2-standard-4, not n2-standard-8/)
  assert.deepEqual(dataproc.clusters.created, ['c-1'])
})

test('the number of workers is changed in place', async t => {
  const { runThere, dataproc, lines } = await openProd(t, files)
  await runThere({ make })
  const { tasks } = await runThere({ make: { ...make, config: 'larger.yaml' } })
  assert.equal(tasks['make']?.state, 'success')
  assert.equal(dataproc.clusters.find('c-1')?.config?.workerConfig?.numInstances, 5)
  assert.ok(lines('make').includes('Resizes the cluster c-1: config.workerConfig.numInstances is 2, not 5.'))
})

test('a cluster that is not there is deleted already, and cannot be started or stopped', async t => {
  const { runThere } = await openProd(t, files)
  const { tasks } = await runThere({
    drop,
    start: { engine: 'iac', action: 'start', cluster: 'nosuch' },
    stop: { engine: 'iac', action: 'stop', cluster: 'nosuch' },
  })
  assert.equal(tasks['drop']?.outputs?.['state'], 'DELETED')
  for (const name of ['start', 'stop']) assert.equal(tasks[name]?.error?.code, 'cluster-missing')
})

test('a cluster in state ERROR is deleted and made anew', async t => {
  const { runThere, dataproc, lines } = await openProd(t, files)
  const { clusterUuid } = dataproc.clusters.put('c-1', 'ERROR', { status: { detail: 'Internal error' } })
  const { tasks } = await runThere({ make })
  assert.equal(tasks['make']?.state, 'success')
  assert.notEqual(dataproc.clusters.find('c-1')?.clusterUuid, clusterUuid)
  assert.ok(lines('make').some(line => /in state ERROR; it is deleted/.test(line)))
})

test('what is under way already is awaited', async t => {
  const { startThere, runThere, dataproc, event } = await openProd(t, files)
  dataproc.clusters.polls = Number.POSITIVE_INFINITY
  const first = startThere({ make })
  await event(event => event.type === 'task-log' && event.text === 'Creates the cluster c-1.')
  const second = startThere({ again: make })
  await event(event => event.type === 'task-log' && event.task === 'again' && /state CREATING; waits/.test(event.text))
  dataproc.clusters.polls = 1
  const [one, two] = await Promise.all([first.finished, second.finished])
  assert.deepEqual([one.tasks['make']?.error, two.tasks['again']?.error], [undefined, undefined])
  assert.deepEqual([one.tasks['make']?.state, two.tasks['again']?.state], ['success', 'success'])
  assert.deepEqual(dataproc.clusters.created, ['c-1'])
  const { tasks } = await runThere({ drop, more: { ...drop } })
  assert.equal(tasks['drop']?.error?.message, undefined)
  assert.deepEqual([tasks['drop']?.state, tasks['more']?.state], ['success', 'success'])
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
  test(`one cluster is made where the call that makes it goes wrong: ${kind}`, async t => {
    const { runThere, dataproc } = await openProd(t, files, { faults: [{ method: 'createCluster', nth: 1, kind, retryAfterSeconds: 0 }] })
    const { tasks } = await runThere({ make })
    assert.equal(tasks['make']?.error?.message, undefined)
    assert.equal(tasks['make']?.state, 'success')
    assert.deepEqual(dataproc.clusters.created, ['c-1'])
    assert.equal(dataproc.faults.happened.length, 1)
  })
}

test('calls that ask go on where one goes wrong', async t => {
  const faults = (['getCluster', 'getOperation', 'deleteCluster'] as const).flatMap(method =>
    (['reset', 'unavailable-before', 'too-many', 'slow-poll'] as const).map((kind, i) => ({
      method,
      nth: 2 * i + 1,
      kind,
      retryAfterSeconds: 0,
    })),
  )
  const { runThere, dataproc } = await openProd(t, files, { faults })
  dataproc.clusters.polls = 3
  const { tasks } = await runThere({ make, drop: { ...drop, after: ['make'] } })
  assert.deepEqual([tasks['make']?.state, tasks['drop']?.state], ['success', 'success'])
  assert.deepEqual(dataproc.clusters.created, ['c-1'])
})

test('a cancelled creation leaves no cluster behind', async t => {
  const { startThere, dataproc, event } = await openProd(t, files)
  dataproc.clusters.polls = Number.POSITIVE_INFINITY
  const run = startThere({ make })
  await event(event => event.type === 'task-log' && event.text === 'Creates the cluster c-1.')
  run.cancel()
  await event(event => event.type === 'task-log' && /^Deletes the cluster c-1/.test(event.text))
  dataproc.clusters.polls = 1
  const { tasks } = await run.finished
  assert.equal(tasks['make']?.state, 'cancelled')
  assert.equal(dataproc.clusters.find('c-1'), null)
})

test('a cluster that another had created is left when the wait for it is cancelled', async t => {
  const { startThere, dataproc, event } = await openProd(t, files)
  dataproc.clusters.put('c-1', 'CREATING')
  const run = startThere({ make })
  await event(event => event.type === 'task-log' && /waits/.test(event.text))
  run.cancel()
  assert.equal((await run.finished).tasks['make']?.state, 'cancelled')
  assert.equal(dataproc.clusters.state('c-1'), 'CREATING')
})

test('a timeout of a creation deletes what was begun', async t => {
  const { startThere, dataproc, event } = await openProd(t, files)
  dataproc.clusters.polls = Number.POSITIVE_INFINITY
  const run = startThere({ make: { ...make, timeout: duration(1) } })
  await event(state('make', 'running'))
  dataproc.clusters.polls = 1
  const { tasks } = await run.finished
  assert.equal(tasks['make']?.error?.code, 'timeout')
  assert.equal(dataproc.clusters.find('c-1'), null)
})

test('opaque Dataproc failures: a stockout, a quota, a network and a permission get plain words', async t => {
  const said = {
    stockout:
      "The zone 'projects/p-1/zones/us-central1-a' does not have enough resources available to fulfill the request '(resource type:compute)'.",
    quota: "Insufficient 'CPUS' quota. Requested 12.0, available 8.0.",
    'cluster-network': 'Operation timed out: Only 0 out of 2 minimum required datanodes/node managers running.',
    permission: "Required 'compute.subnetworks.use' permission for 'projects/p-1/regions/us-central1/subnetworks/default'",
    'initialization-action': "Initialization action failed. Failed action 'gs://b/init.sh', see output in: gs://b/out",
  }
  const { runThere, dataproc } = await openProd(t, files)
  for (const [code, reason] of Object.entries(said)) {
    dataproc.faults.addNext({ method: 'createCluster', kind: 'job-failure', reason })
    const { tasks } = await runThere({ make })
    const { error } = tasks['make'] ?? {}
    assert.equal(error?.code, code)
    assert.ok(error.message.endsWith(`Dataproc says: ${reason}`), error.message)
    assert.ok(error.message.length > reason.length + 60)
  }
  // Each was found in state ERROR by the next, and made anew.
  assert.equal(dataproc.clusters.created.length, 5)
})

test('a wrong project or region is refused, and so is a config that Dataproc does not know', async t => {
  const { runThere, folder } = await openProd(t, { ...files, 'bad.yaml': 'config:\n  masterConfig:\n    machineTyp: n2-standard-4\n' })
  const project = await runThere({ drop }, { project: 'p-2' })
  assert.equal(project.tasks['drop']?.error?.code, 'permission')
  assert.match(project.tasks['drop']?.error?.message ?? '', /dataproc\.clusters\.get is missing on \S+p-2/)
  const region = await runThere({ drop: { ...drop, region: 'europe-west1' } })
  assert.match(region.tasks['drop']?.error?.message ?? '', /europe-west1/)
  const none = await runThere({ make: { ...make, config: undefined }, bad: { ...make, config: 'bad.yaml' } })
  assert.equal(none.tasks['make']?.error?.code, 'missing-property')
  const { error } = none.tasks['bad'] ?? {}
  assert.deepEqual([error?.code, error?.place?.file, error?.place?.line, error?.place?.column], ['config', join(folder, 'bad.yaml'), 3, 5])
})

test('names, life times and configs that cannot be are told at their property, and nothing is asked for', async t => {
  const { runThere, dataproc } = await openProd(t, { ...files, 'c-2.yaml': 'clusterName: c-2\nconfig: {}\n' })
  const { tasks } = await runThere({
    name: { ...make, cluster: 'C_1' },
    idle: { ...make, idle_delete_ttl: duration(1000) },
    other: { ...make, config: 'c-2.yaml' },
    action: { ...make, action: 'mend' },
  })
  const messages = Object.values(tasks).map(task => `${task.error?.code}: ${task.error?.message}`)
  assert.match(messages[0]!, /^wrong-type: C_1 is no name of a cluster/)
  assert.match(messages[1]!, /^wrong-type: .*5 minutes to 14 days/)
  assert.match(messages[2]!, /^config: c-2\.yaml describes the cluster c-2, and the task is to create c-1/)
  assert.match(messages[3]!, /^wrong-type: mend is no action/)
  assert.equal(dataproc.faults.calls('getCluster'), 0)
})

test('readiness says what is missing, and what was found', async t => {
  const { runtime, folder, dataproc } = await openProd(t)
  const ask = (properties: Record<string, string>) => {
    const target = {
      name: 'prod',
      properties: new Map(Object.entries(properties).map(([name, value]) => [name, { type: 'string', value } as const])),
    }
    return runtime.engines.get('iac')!.readiness({ target, folder, env: {}, properties: new Map() })
  }
  assert.match(JSON.stringify(await ask({})), /no project/)
  assert.match(JSON.stringify(await ask({ project: 'p-1' })), /no region/)
  assert.match(JSON.stringify(await ask({ project: 'p-1', region: 'evil.example/' })), /no region/)
  const good = { project: 'p-1', region: 'us-central1', dataproc_endpoint: dataproc.endpoint }
  assert.deepEqual(await ask(good), { ready: true, detail: 'Dataproc in us-central1, project p-1' })
  assert.match(JSON.stringify(await ask({ ...good, project: 'p-2' })), /clusters\.list is missing/)
})
