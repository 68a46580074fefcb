import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openWorkspace } from '../workspace.ts'

test('on the local target a cluster is recorded', async t => {
  const { run, events } = await openWorkspace(t, { 'cluster.yaml': 'config:\n  gceClusterConfig:\n    zoneUri: us-central1-a\n' })
  const { tasks } = await run({
    make: { engine: 'iac', action: 'create', cluster: 'c-1', config: 'cluster.yaml' },
    drop: { engine: 'iac', action: 'delete', cluster: 'c-1' },
  })
  assert.deepEqual(tasks['make']?.outputs, { id: 'local/c-1', cluster: 'c-1', action: 'create', state: 'RUNNING' })
  assert.equal(tasks['drop']?.outputs?.['state'], 'DELETED')
  assert.ok(events.some(event => event.type === 'task-log' && /nothing is created/.test(event.text)))
})

test('a config that is missing or no YAML is told at its place', async t => {
  const { run, folder } = await openWorkspace(t, { 'bad.yaml': 'a: 1\nb: [1, 2\nc: 3\n' })
  const { tasks } = await run({
    bad: { engine: 'iac', action: 'create', cluster: 'c', config: 'bad.yaml' },
    missing: { engine: 'iac', action: 'create', cluster: 'c', config: 'nosuch.yaml' },
  })
  assert.equal(tasks['bad']?.error?.code, 'config')
  assert.equal(tasks['bad']?.error?.place?.file, join(folder, 'bad.yaml'))
  assert.equal(tasks['missing']?.error?.code, 'script-not-found')
})

test('a config that Dataproc would not know is told on the local target too', async t => {
  const { run, folder } = await openWorkspace(t, { 'odd.yaml': 'config:\n  masterConfig:\n    machine: n2\n' })
  const { tasks } = await run({ odd: { engine: 'iac', action: 'create', cluster: 'c', config: 'odd.yaml' } })
  assert.deepEqual(
    [tasks['odd']?.error?.code, tasks['odd']?.error?.place?.file, tasks['odd']?.error?.place?.line],
    ['config', join(folder, 'odd.yaml'), 3],
  )
})

test('on a target without a project neither iac nor spark is ready, and they say so', async t => {
  const { runtime, folder } = await openWorkspace(t)
  for (const name of ['iac', 'spark']) {
    const readiness = await runtime.engines
      .get(name)!
      .readiness({ target: { name: 'prod', properties: new Map() }, folder, env: {}, properties: new Map() })
    assert.ok(!readiness.ready)
    assert.match(readiness.missing, /prod has no project/)
  }
  const local = await runtime.engines
    .get('spark')!
    .readiness({ target: { name: 'local', properties: new Map() }, folder, env: {}, properties: new Map() })
  assert.ok(!local.ready)
  assert.match(local.missing, /no spark-submit/)
})
