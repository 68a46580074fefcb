import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { ConnectionCheck } from '../../../runtime/protocol.ts'
import { startBigQueryServer } from '../../servers/bigquery/bigquery-server.ts'
import { startServers } from '../clouds/dataproc/prod.ts'
import { makeRuntimeFolder } from '../process/runtime-process.ts'
import { atEnd, makeFolder } from '../workspace.ts'
import { dagline } from './dagline.ts'

const tasks = `dag d {
  task make: bq { sql: "create schema if not exists made; create or replace table made.t as select 1 as x" }
  task copy: bq { sql: "create or replace table sales.t as select * from {project}.made.t" params: { project: target.project } }
  task other: bq { sql: "select * from lacking.t" }
  task ingest: spark { script: "a.py" cluster: "c" writes: ["p-1.sales.raw"] }
  [make, other] -> copy -> ingest
}
`

/** Three services on this computer, and a file whose target \`prod\` they are. */
async function open(
  t: TestContext,
  more: Readonly<Record<string, string>> = {},
): Promise<{ folder: string; endpoints: Record<string, string> }> {
  const bigquery = await startBigQueryServer({ folder: makeFolder(t), project: 'p-1', location: 'EU', datasets: ['sales'] })
  atEnd(t, () => bigquery.close())
  const { target } = await startServers(t)
  const endpoints = { ...target, location: 'EU', bigquery_endpoint: bigquery.endpoint, ...more }
  const folder = makeRuntimeFolder(t, {
    'x.dag': `${tasks}target prod { ${Object.entries(endpoints)
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
      .join(' ')} }\n`,
    'a.py': 'print(1)\n',
  })
  return { folder, endpoints }
}

async function doctor(
  t: TestContext,
  folder: string,
  ...args: string[]
): Promise<{ status: number | null; checks: readonly ConnectionCheck[]; err: string }> {
  const { status, out, err } = await dagline(t, folder, ['doctor', '--target', 'prod', '--json', ...args])
  return { status, checks: out === '' ? [] : (JSON.parse(out) as { checks: ConnectionCheck[] }).checks, err }
}

test('doctor tries each API, dataset and bucket, and says what mends what does not work', async t => {
  const { folder } = await open(t)
  const { status, checks } = await doctor(t, folder)
  assert.equal(status, 1)
  assert.deepEqual(
    checks.map(({ what, ok }) => [what, ok]),
    [
      ['credentials', true],
      ['BigQuery: the API', true],
      ['BigQuery: run jobs', true],
      ['BigQuery: dataset p-1.lacking', false],
      ['BigQuery: dataset p-1.sales', true],
      ['Dataproc: the API', true],
      ['staging: gs://staging-1', true],
    ],
  )
  assert.match(`${checks[3]!.told} ${checks[3]!.mend}`, /p-1:lacking.*bq mk --location=EU/)
})

test('a wrong project, bucket and location are told by what refuses them', async t => {
  const { folder } = await open(t, { staging: 'no-such-bucket', location: 'US' })
  const { status, checks } = await doctor(t, folder, 'x.dag')
  const broken = new Map(checks.flatMap(({ what, ok, told, mend }) => (ok ? [] : [[what, `${told} ${mend}`] as const])))
  assert.equal(status, 1)
  assert.match(broken.get('staging: gs://no-such-bucket') ?? '', /no-such-bucket/)
  assert.match([...broken].map(([what, words]) => `${what}: ${words}`).join('\n'), /location/)
})

test('without credentials nothing is called, and the words say how to get some', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `${tasks}target prod { project: "p" location: "US" region: "us-central1" staging: "s" credentials: "key.json" }\n`,
    'a.py': '',
  })
  const { status, checks } = await doctor(t, folder)
  assert.deepEqual([status, checks.map(({ what, ok }) => [what, ok])], [1, [['credentials', false]]])
  assert.match(checks[0]!.mend!, /gcloud auth application-default login/)
  assert.match(checks[0]!.told, /key\.json/)
})

test('doctor wants one file, and a target that it has', async t => {
  const { folder } = await open(t)
  writeFileSync(join(folder, 'y.dag'), tasks)
  assert.match((await doctor(t, folder)).err, /There are several \.dag files: x\.dag, y\.dag/)
  const wrong = await dagline(t, folder, ['doctor', 'x.dag', '--target', 'prd'])
  assert.deepEqual([wrong.status, wrong.err], [2, 'There is no target prd. There are local, prod.\n'])
  assert.match((await dagline(t, folder, ['doctor', 'x.dag', '--target', 'local'])).out, /needs no account/)
})
