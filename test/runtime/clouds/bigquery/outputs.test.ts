import assert from 'node:assert/strict'
import { test } from 'node:test'
import { block, cloudRuntime } from './cloud-folder.ts'

test('a query gives its rows and figures, and a link to its job', async t => {
  const { server, run } = await cloudRuntime(t)
  await server.query('create table `acme-dev.demo.cars` as select 1 as id, "volvo" as name union all select 2, "saab"')
  const done = await run('task a: bq { sql: "select * from demo.cars" labels: { team: "data" } priority: batch timeout: 5m }')
  assert.equal(done.end.state, 'success')
  const [job] = server.jobs
  assert.deepEqual(done.outputs('a'), { rows: 2, bytes_processed: 29, bytes_billed: 10_485_760, slot_ms: 11, job_id: job?.id })
  assert.equal(server.jobs.length, 1)
  assert.equal(job?.location, 'EU')
  const { labels, jobTimeoutMs, query } = job.configuration
  assert.deepEqual(labels, { dag: 'd', task: 'a', run: done.end.run, team: 'data' })
  assert.equal(jobTimeoutMs, '300000')
  assert.equal(query?.priority, 'BATCH')
  assert.ok(done.log('a').some(line => line.includes(`https://console.cloud.google.com/bigquery?project=acme-dev&j=bq%3AEU%3A${job.id}`)))
})

test('rows are those of the last statement: of a query, changed ones, none of a definition', async t => {
  const { run } = await cloudRuntime(t)
  const done = await run(`
    task made: bq { sql: "create table demo.t as select x from unnest([1, 2, 3]) as x" }
    task changed: bq { after: [made] sql: "update demo.t set x = x + 1 where x > 1" }
    task emptied: bq { after: [changed] sql: "truncate table demo.t" }
    task script: bq { after: [emptied] sql: ${block('insert into demo.t values (1), (2);\nselect * from demo.t where x > 1;')} }`)
  assert.equal(done.end.state, 'success')
  assert.deepEqual(
    ['made', 'changed', 'emptied', 'script'].map(task => done.outputs(task)?.['rows']),
    [null, 2, 3, 1],
  )
})

test('a preview has the first hundred rows over several pages, in the words of the local target', async t => {
  const { workspace, run } = await cloudRuntime(t, { pageRows: 30 })
  const sql = block(`select n as int, n / 2 as float, numeric '1.50' as num, n = 2 as bool, date '2026-01-31' as day,
  timestamp '2026-01-31 06:00:00.5+00' as moment, datetime '2026-01-31 06:00:00' as wall, b'\\x01\\xff' as bytes,
  [n, 5] as list, struct(n as a, 'x' as b, 1.5 as f) as pair, [struct(true as ok)] as pairs, cast(null as string) as none
from unnest(generate_array(1, 130)) as n order by n`)
  const rows: unknown[] = []
  for (const target of ['prod', 'local']) {
    const done = await run(`task a: bq { sql: ${sql} }`, target)
    assert.equal(done.error('a'), undefined)
    rows.push(await workspace.runtime.previewResult(done.end.run, 'a', 200))
  }
  assert.equal((rows[0] as { rows: unknown[] }).rows.length, 100)
  assert.equal((rows[0] as { total: number }).total, 130)
  assert.deepEqual(rows[0], rows[1])
})

test('`destination` takes the result, in place of what was there', async t => {
  const { server, run } = await cloudRuntime(t)
  for (const n of [1, 2]) {
    const done = await run(`task a: bq { sql: "select ${n} as n" destination: "demo.result" }`)
    assert.equal(done.outputs('a')?.['rows'], 1)
    assert.deepEqual(await server.query('select n from `acme-dev.demo.result`'), [[String(n)]])
  }
})

test('what may be billed is bounded by the server', async t => {
  const { server, run } = await cloudRuntime(t)
  await server.query('create table `acme-dev.demo.cars` as select 1 as id')
  const done = await run('task a: bq { sql: "select * from demo.cars" maximum_bytes_billed: 5MB retries: 2 retry_delay: 0s }')
  assert.equal(done.error('a')?.code, 'bytes-billed-limit-exceeded')
  assert.match(done.error('a')?.message ?? '', /limit for bytes billed: 5000000\. .* `maximum_bytes_billed` of the task bounds it\.$/)
  assert.equal(server.jobs.length, 1)
})

test('params are typed, and a null has no type', async t => {
  const { workspace, server, run } = await cloudRuntime(t)
  const done = await run(`task a: bq {
    sql: ${block(`select @text as text, @whole + 1 as whole, @part as part, @yes as yes, @day as day, @at as moment, @wait as wait, @size as size,
  (select sum(n) from unnest(@list) as n) as sum, @none as none, array_length(@empty) as empty, '@text' as quoted -- @absent
from {project}.demo.one`)}
    params: { project: target.project, text: "o'hara", whole: 9007199254740993, part: 1.5, yes: true, day: 2026-01-31, at: 2026-01-31T06:00:00Z, wait: 90s,
      size: 10MB, list: [1, 2.5], none: null, empty: [] }
  }
  task one: bq { sql: "create table demo.one as select 1 as x" }
  one -> a`)
  assert.equal(done.error('a'), undefined)
  const rows = await workspace.runtime.previewResult(done.end.run, 'a', 200)
  assert.deepEqual(rows?.rows, [
    ["o'hara", '9007199254740994', '1.5', 'true', '2026-01-31', '2026-01-31 06:00:00.000000', '90', '10000000', '3.5', null, '0', '@text'],
  ])
  assert.deepEqual(
    server.jobs
      .at(-1)
      ?.configuration.query?.queryParameters?.map(one => [one.name, one.parameterType?.arrayType?.type ?? one.parameterType?.type]),
    [
      ['text', 'STRING'],
      ['whole', 'INT64'],
      ['part', 'FLOAT64'],
      ['yes', 'BOOL'],
      ['day', 'DATE'],
      ['at', 'TIMESTAMP'],
      ['wait', 'INT64'],
      ['size', 'INT64'],
      ['list', 'FLOAT64'],
      ['empty', 'STRING'],
    ],
  )
})
