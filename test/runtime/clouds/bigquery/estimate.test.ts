import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LineIndex, type Value } from '#language'
import { BigQueryConnection } from '../../../../runtime/clouds/bigquery/connection.ts'
import { type Estimate, estimate } from '../../../../runtime/clouds/bigquery/estimate.ts'
import { cloudTarget } from '../../../../runtime/clouds/cloud-target.ts'
import type { EngineTarget } from '../../../../runtime/engines/engine.ts'
import { startServer } from './cloud-folder.ts'

const text = (value: string): Value => ({ type: 'string', value })

test('an estimate is exact, an upper bound or unknown, and runs nothing', async t => {
  const server = await startServer(t, { clustered: ['demo.clustered'] })
  await server.query('create table `acme-dev.demo.cars` as select 1 as id, "volvo" as name union all select 2, "saab"')
  await server.query('create table `acme-dev.demo.clustered` as select 1 as id')
  const target: EngineTarget = {
    name: 'prod',
    properties: new Map([
      ['project', text('acme-dev')],
      ['location', text('EU')],
      ['bigquery_endpoint', text(server.endpoint)],
    ]),
  }
  const connection = new BigQueryConnection(cloudTarget(target), 'acme-dev', '/')
  const of = (sql: string, params: Readonly<Record<string, Value>> = {}): Promise<Estimate> =>
    estimate(target, {
      script: { text: sql, place: span => new LineIndex(sql).place('a.sql', span) },
      params: new Map(Object.entries(params)),
      paramPhase: () => 'static',
      properties: new Map(),
      connection,
    })
  assert.deepEqual(await of('select * from demo.{table} where name = @name', { table: text('cars'), name: text('saab') }), {
    kind: 'exact',
    bytes: 29,
  })
  assert.deepEqual(await of('select * from demo.clustered'), { kind: 'upper-bound', bytes: 8 })
  assert.equal((await of('select 1; select 2')).kind, 'unknown')
  const absent = await of('select * from demo.absent')
  assert.match(absent.kind === 'unknown' ? absent.why : '', /^Not found: Table acme-dev:demo\.absent .*\. A task before may make it\.$/)
  const wrong = await of('select wrong from {table}', { table: text('demo.cars') })
  assert.deepEqual(wrong.kind === 'unknown' && wrong.place?.column, 8)
  const missing = await of('select * from {table}')
  assert.match(missing.kind === 'unknown' ? missing.why : '', /The params have no "table"/)
  await server.close()
  assert.match(JSON.stringify(await of('select * from demo.cars')), /BigQuery cannot be reached \(ECONNREFUSED\)/)
  assert.equal(server.jobs.length, 0)
})
