import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LogBucket, logName } from '../../../../runtime/clouds/storage/log-bucket.ts'
import type { RunFinished } from '../../../../runtime/events.ts'
import { startStorageServer } from '../../../servers/storage/server.ts'
import { atEnd, makeFolder } from '../../workspace.ts'
import { linesOf, openBench, states, targetAt } from './bench.ts'

const target = 'target local { storage_endpoint: "STORAGE" logs: "gs://bucket/logs/" }'

test('the log of each attempt and what became of the run are put into the bucket, without secrets', async t => {
  const { run, server, runtime, folder } = await openBench(t, {
    'x.dag': `${target}
dag d {
  task a: shell { run: "echo one; echo $token; echo two >&2" params: { token: secret("TOKEN") } }
  task fails: shell { matrix: { n: ["x/y", "x_y"] } run: "echo try $DAGLINE_ATTEMPT; exit 3" retries: 1 retry_delay: 1ms }
  task silent: shell { run: "true" }
}`,
  })
  const finished = await run({ env: { ...(process.env as Record<string, string>), DAGLINE_SECRET_TOKEN: 'hunter2hunter2' } })
  const place = `gs://bucket/logs/d/${finished.run}`
  assert.deepEqual(
    server.uris().map(uri => uri.replace(/-[0-9a-f]{8}\./, '-HASH.')),
    [
      `${place}/a.1.log`,
      `${place}/fails_x_y_-HASH.1.log`,
      `${place}/fails_x_y_-HASH.2.log`,
      `${place}/fails_x_y_-HASH.1.log`,
      `${place}/fails_x_y_-HASH.2.log`,
      `${place}/run.json`,
    ],
  )
  const kept = runtime.store.logs(finished.run, 'a')[0]!
  assert.equal(server.text(`${place}/a.1.log`), readFileSync(join(folder, '.dagline', kept.log), 'utf8'))
  const all = server
    .uris()
    .map(uri => server.text(uri))
    .join('\n')
  assert.equal(all.includes('hunter2'), false)
  assert.match(server.text(`${place}/a.1.log`)!, /"text":"one"/)
  const { warnings, tasks } = finished
  assert.equal(warnings, undefined)
  assert.deepEqual(JSON.parse(server.text(`${place}/run.json`)!), { dag: 'd', target: 'local', ...finished, at: finished.at, tasks })
})

test('a bucket that cannot be written to is told once, and fails nothing', async t => {
  const { run, server, events } = await openBench(t, {
    'x.dag': `target local { storage_endpoint: "STORAGE" logs: "gs://none/logs" }
dag d {
  task a: shell { run: "echo a" }
  task b: shell { run: "echo b" }
  a -> b
}`,
  })
  const finished = await run()
  assert.deepEqual([finished.state, states(finished)], ['success', { a: 'success', b: 'success' }])
  const told = [...linesOf(events, 'a'), ...linesOf(events, 'b')].filter(line => line.includes('gs://'))
  assert.equal(told.length, 1)
  assert.match(told[0]!, /log was not written to gs:\/\/none\/logs\/d\/.*\/a\.1\.log, and is only here\. There is no bucket none\./)
  assert.match(finished.warnings?.join(' ') ?? '', /3 files of the run were not written to gs:\/\/none\/logs/)
  assert.equal(events.at(-1)?.type, 'run-finished')
  assert.deepEqual(
    events.filter(event => event.type === 'run-finished'),
    [finished],
  )
  // The log of b may have been on its way already; what became of the run was not sent.
  assert.ok(server.faults.calls('objects.insert') <= 2)
})

test('a place that is no bucket is said', async t => {
  const { run } = await openBench(t, { 'x.dag': 'target local { logs: "logs" }\ndag d { task a: shell { run: "true" } }' })
  const finished = await run()
  assert.deepEqual(states(finished), { a: 'success' })
  assert.match(finished.warnings?.join(' ') ?? '', /written gs:\/\/bucket\/path/)
})

test('a service that is out of reach for a moment loses no log', async t => {
  const { run, server } = await openBench(
    t,
    { 'x.dag': `${target}\ndag d { task a: shell { run: "echo a" } }` },
    {
      faults: [
        { method: 'objects.insert', nth: 1, kind: 'unavailable-before' },
        { method: 'objects.insert', nth: 2, kind: 'reset' },
      ],
    },
  )
  const finished = await run()
  assert.deepEqual([finished.warnings, server.uris().length], [undefined, 2])
})

test('a run is over though its bucket never answers', async t => {
  const folder = makeFolder(t, { log: 'text' })
  const server = await startStorageServer({ buckets: ['bucket'] })
  const bucket = new LogBucket({
    target: targetAt(server.endpoint),
    place: 'gs://bucket',
    folder,
    dag: 'd',
    run: 'r',
    patience: { retries: 1000, firstMs: 60_000, longestMs: 60_000 },
    lastMs: 1,
  })
  await server.close()
  void bucket.keep('a', 1, [join(folder, 'log')])
  const finished: RunFinished = {
    type: 'run-finished',
    run: 'r',
    at: '',
    state: 'success',
    tasks: {},
    makespan_seconds: 0,
    critical_path: [],
  }
  assert.deepEqual(await bucket.finish(finished), ['Some logs were not written to gs://bucket in time, and are only here.'])
})

test('names of logs are safe and do not collide', () => {
  assert.equal(logName('group.a'), 'group.a')
  const names = ['a[x/y]', 'a[x_y]', '..', 'ä', 'b'.repeat(300), 'b'.repeat(301)].map(logName)
  assert.equal(new Set(names).size, names.length)
  for (const name of names) assert.match(name, /^[A-Za-z0-9._-]{1,110}$/)
})

test('a long log is put together from its parts', async t => {
  const folder = makeFolder(t, {})
  const server = await startStorageServer({ buckets: ['bucket'] })
  atEnd(t, () => server.close())
  const files = ['1', '2'].map(name => join(folder, name))
  for (const file of files) writeFileSync(file, `${file}\n`)
  const bucket = new LogBucket({
    target: targetAt(server.endpoint),
    place: 'gs://bucket/p',
    folder,
    dag: 'd',
    run: 'r',
  })
  assert.deepEqual(await Promise.all(Array.from({ length: 20 }, (_, i) => bucket.keep(`t${i}`, 1, files))), Array(20).fill(null))
  assert.equal(server.text('gs://bucket/p/d/r/t7.1.log'), `${files[0]}\n${files[1]}\n`)
})
