import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Value } from '#language'
import { checkBigQuery } from '../../../../runtime/clouds/bigquery/bigquery-checks.ts'
import type { EngineTarget } from '../../../../runtime/engines/engine.ts'
import { makeFolder } from '../../workspace.ts'
import { startServer } from './cloud-folder.ts'

function targetOf(properties: Readonly<Record<string, string>>): EngineTarget {
  return {
    name: 'prod',
    properties: new Map(Object.entries(properties).map(([name, value]): [string, Value] => [name, { type: 'string', value }])),
  }
}

test('a target that is well is told so, each part of it', async t => {
  const server = await startServer(t)
  const target = targetOf({ project: 'acme-dev', location: 'EU', bigquery_endpoint: server.endpoint })
  const checks = await checkBigQuery(target, makeFolder(t), ['demo', 'acme-dev.demo', 'absent'])
  assert.deepEqual(
    checks.map(check => [check.what, check.ok]),
    [
      ['BigQuery: the API', true],
      ['BigQuery: run jobs', true],
      ['BigQuery: dataset demo', true],
      ['BigQuery: dataset acme-dev.demo', true],
      ['BigQuery: dataset absent', false],
    ],
  )
  assert.match(checks.at(-1)?.told ?? '', /^Not found: Dataset acme-dev:absent\.$/)
  assert.equal(server.jobs.length, 0)
})

test('what is wrong is told with what mends it', async t => {
  const server = await startServer(t)
  const folder = makeFolder(t)
  const at = { bigquery_endpoint: server.endpoint }
  const [project] = await checkBigQuery(targetOf({ project: 'other', location: 'EU', ...at }), folder, [])
  assert.match(`${project?.told} ${project?.mend}`, /Access Denied: Project other.*roles\/bigquery\.jobUser/)
  const elsewhere = await checkBigQuery(targetOf({ project: 'acme-dev', location: 'US', ...at }), folder, ['demo'])
  assert.deepEqual(elsewhere.at(-1), {
    what: 'BigQuery: dataset demo',
    ok: false,
    told: "It is in EU, and the target's location is US.",
    mend: 'Set `location: "EU"`.',
  })
  const [location] = await checkBigQuery(targetOf({ project: 'acme-dev', ...at }), folder, [])
  assert.match(location?.mend ?? '', /^Add `location: "US"`/)
  server.faults.addNext({ method: 'datasets.list', kind: 'expired-credentials' })
  const [credentials] = await checkBigQuery(targetOf({ project: 'acme-dev', location: 'EU', ...at }), folder, [])
  assert.match(credentials?.mend ?? '', /gcloud auth application-default login/)
  await server.close()
  const [network] = await checkBigQuery(targetOf({ project: 'acme-dev', location: 'EU', ...at }), folder, [])
  assert.equal(network?.told, 'BigQuery cannot be reached (ECONNREFUSED).')
})
