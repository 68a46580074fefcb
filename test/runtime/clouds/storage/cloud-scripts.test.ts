import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../bigquery/cloud-folder.ts'
import { linesOf, openBench, states } from './bench.ts'

test('on a cloud target, scripts of a bucket run on BigQuery and here', async t => {
  const bigquery = await startServer(t)
  const { run, server, events, runtime } = await openBench(
    t,
    {
      'x.dag': `target prod { project: "acme-dev" location: "EU" bigquery_endpoint: "${bigquery.endpoint}" storage_endpoint: "STORAGE" logs: "gs://bucket/logs" }
dag d {
  task rows: bq { script: "gs://bucket/rows.sql" params: { n: 3 } }
  task here: shell { script: "gs://bucket/here.sh" params: { rows: rows.rows } }
  task wrong: bq { script: "gs://bucket/wrong.sql" }
}`,
    },
    {
      objects: {
        'gs://bucket/rows.sql': 'select x from unnest(generate_array(1, @n)) as x',
        'gs://bucket/here.sh': 'echo "rows: $rows"',
        'gs://bucket/wrong.sql': 'select 1 as x;\nselect nosuch from unnest([1]) as y',
      },
    },
  )
  const finished = await run({ target: 'prod' })
  assert.deepEqual(states(finished), { rows: 'success', here: 'success', wrong: 'failed' }, JSON.stringify(finished.tasks, null, 1))
  assert.equal(finished.tasks['rows']?.outputs?.['rows'], 3)
  assert.deepEqual(linesOf(events, 'here'), ['rows: 3'])
  const { message = '', place } = finished.tasks['wrong']?.error ?? {}
  assert.match(message, /line 2 of gs:\/\/bucket\/wrong\.sql/)
  assert.ok(place?.file.startsWith(runtime.stateFolder) && place.line === 2)
  assert.deepEqual(finished.warnings, undefined)
  assert.ok(server.uris().includes(`gs://bucket/logs/d/${finished.run}/run.json`))
  const jobs = bigquery.jobs.length
  server.put('gs://bucket/rows.sql', 'select 1 as x')
  assert.equal((await run({ target: 'prod', only: ['rows'] })).tasks['rows']?.outputs?.['rows'], 1)
  assert.equal(bigquery.jobs.length, jobs + 1)
})
