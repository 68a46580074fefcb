import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startS3Server } from '../../../servers/s3/server.ts'
import { atEnd } from '../../workspace.ts'
import { linesOf, openBench, states } from './bench.ts'

const target = 'target local { storage_endpoint: "STORAGE" }'

/** A program that stands for Spark, and prints the script that it was given. */
const sparkSubmit = '#!/bin/sh\nwhile [ "$1" != "--params" ]; do script="$1"; shift; done\ncat "$script"\n'

const ofEngines = (scheme: string): string => `${target}
dag d {
  cache: true
  task sh: shell { script: "${scheme}/lib/a.sh" params: { word: "hi" } }
  task py: python { script: "${scheme}/a.py" }
  task js: js { script: "${scheme}/a.mjs" params: { n: 2 } }
  task bq: bq { script: "${scheme}/a.sql" params: { n: 5 } }
  task spark: spark { script: "${scheme}/job.py" cluster: "c" }
}`

const texts = {
  'lib/a.sh': 'echo "$word"\n',
  'a.py': 'import inside\nprint("py", inside.x)\n',
  'a.mjs': 'export default ({ n }) => ({ n: n * 2 })\n',
  'a.sql': 'select @n as x union all select 2\n',
  'job.py': 'print("spark")\n',
}

for (const scheme of ['gs', 's3', 'db'] as const)
  test(`every engine runs a script of ${scheme}://, and a new text of it is a change of its task`, async t => {
    const base = scheme === 'db' ? 'db:/' : `${scheme}://bucket`
    const objects = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${base}/${name}`, text]))
    const bench = await openBench(
      t,
      { 'x.dag': ofEngines(base), 'inside.py': 'x = 7\n', 'bin/spark-submit': sparkSubmit },
      scheme === 'gs' ? { objects } : {},
    )
    const { folder, run, events } = bench
    chmodSync(join(folder, 'bin', 'spark-submit'), 0o755)
    const s3 = await startS3Server({ buckets: ['bucket'], objects: scheme === 's3' ? objects : {} })
    atEnd(t, () => s3.close())
    const put = (name: string, text: string): void => {
      if (scheme === 'gs') bench.server.put(`${base}/${name}`, text)
      else if (scheme === 's3') s3.put(`${base}/${name}`, text)
      else bench.runtime.store.scripts.put(name, text, '2026-01-01T00:00:00Z')
    }
    if (scheme === 'db') for (const [name, text] of Object.entries(texts)) put(name, text)
    const env = { ...(process.env as Record<string, string>), SPARK_HOME: folder, AWS_ENDPOINT_URL_S3: s3.endpoint }
    const first = await run({ env })
    assert.deepEqual(
      states(first),
      { sh: 'success', py: 'success', js: 'success', bq: 'success', spark: 'success' },
      JSON.stringify(first.tasks, null, 1),
    )
    assert.deepEqual(linesOf(events, 'sh'), ['hi'])
    assert.deepEqual(linesOf(events, 'py'), ['py 7'])
    assert.deepEqual(linesOf(events, 'spark'), ['print("spark")'])
    assert.deepEqual([first.tasks['js']?.outputs, first.tasks['bq']?.outputs?.['rows']], [{ n: 4 }, 2])
    put('lib/a.sh', 'echo other\n')
    assert.deepEqual(states(await run({ env })), { sh: 'success', py: 'cached', js: 'cached', bq: 'cached', spark: 'cached' })
    assert.deepEqual(linesOf(events, 'sh'), ['other'])
  })

test('a text is used for script_cache without asking, then while its generation is the newest', async t => {
  const { run, server, events, pass } = await openBench(
    t,
    { 'x.dag': `${target}\ndag d { script_cache: 1h task a: shell { script: "gs://bucket/a.sh" } }` },
    { objects: { 'gs://bucket/a.sh': 'echo one' } },
  )
  const asked = (): number[] => [server.faults.calls('objects.get'), server.faults.calls('objects.media')]
  await run()
  assert.deepEqual([linesOf(events, 'a'), asked()], [['one'], [1, 1]])
  await run()
  assert.deepEqual([linesOf(events, 'a'), asked()], [['one'], [1, 1]])
  pass(3_700_000)
  await run()
  assert.deepEqual([linesOf(events, 'a'), asked()], [['one'], [2, 1]])
  server.put('gs://bucket/a.sh', 'echo two')
  await run()
  assert.deepEqual([linesOf(events, 'a'), asked()], [['one'], [2, 1]])
  pass(3_700_000)
  await run()
  assert.deepEqual([linesOf(events, 'a'), asked()], [['two'], [3, 2]])
})

test('without script_cache each attempt asks for the generation, and downloads a text once', async t => {
  const { run, server } = await openBench(
    t,
    { 'x.dag': `${target}\ndag d { task a: shell { matrix: { n: [1, 2] } script: "gs://bucket/a.sh" } }` },
    { objects: { 'gs://bucket/a.sh': 'true' } },
  )
  assert.deepEqual(states(await run()), { 'a[1]': 'success', 'a[2]': 'success' })
  await run()
  assert.equal(server.faults.calls('objects.media'), 1)
})

test('a kept text into which somebody has written is fetched anew', async t => {
  const { run, events, runtime } = await openBench(
    t,
    { 'x.dag': `${target}\ndag d { script_cache: 1h task a: shell { script: "gs://bucket/a.sh" } }` },
    { objects: { 'gs://bucket/a.sh': 'echo $0' } },
  )
  await run()
  const file = linesOf(events, 'a')[0] ?? ''
  assert.ok(file.startsWith(join(runtime.stateFolder, 'scripts')) && file.endsWith('a.sh'))
  writeFileSync(file, 'echo forged')
  await run()
  assert.deepEqual(linesOf(events, 'a'), [file])
})

test('an error says in which script it is, and stands in the kept text', async t => {
  const { run, runtime } = await openBench(
    t,
    {
      'x.dag': `${target}
dag d {
  task sql: bq { script: "gs://bucket/a.sql" }
  task py: python { script: "gs://bucket/a.py" }
  task js: js { script: "gs://bucket/a.mjs" }
  task kept: bq { script: "db://a.sql" }
}`,
    },
    {
      objects: {
        'gs://bucket/a.sql': 'select 1;\nselect nosuch',
        'gs://bucket/a.py': '\n\nraise ValueError("no")',
        'gs://bucket/a.mjs': 'export default () => {\n  throw new Error("no")\n}',
      },
    },
  )
  runtime.store.scripts.put('a.sql', 'select 1;\n\nselect nosuch', '2026-01-01T00:00:00Z')
  const { tasks } = await run()
  for (const [name, words, line] of [
    ['sql', 'line 2 of gs://bucket/a.sql', 2],
    ['py', 'line 3 of gs://bucket/a.py', 3],
    ['js', 'line 2 of gs://bucket/a.mjs', 2],
    ['kept', 'line 3 of db://a.sql', 3],
  ] as const) {
    const { message = '', place } = tasks[name]?.error ?? {}
    assert.ok(message.includes(words), `${name}: ${message}`)
    assert.equal(place?.line, line)
    assert.ok(place.file.startsWith(join(runtime.stateFolder, 'scripts')))
  }
})

test('a service that is out of reach for a moment holds nobody up', async t => {
  const { run, events } = await openBench(
    t,
    { 'x.dag': `${target}\ndag d { task a: shell { script: "gs://bucket/a.sh" } }` },
    {
      objects: { 'gs://bucket/a.sh': 'echo ran' },
      faults: [
        { method: 'objects.get', nth: 1, kind: 'unavailable-before' },
        { method: 'objects.media', nth: 1, kind: 'reset' },
      ],
    },
  )
  assert.deepEqual(states(await run()), { a: 'success' })
  assert.deepEqual(linesOf(events, 'a'), ['ran'])
})

test('what is missing fails its task, with words that mend it and without another try', async t => {
  const { run, server } = await openBench(
    t,
    {
      'x.dag': `${target}
dag d {
  defaults { retries: 3 retry_delay: 1ms }
  task object: shell { script: "gs://bucket/none.sh" }
  task bucket: shell { script: "gs://none/a.sh" }
  task name: shell { script: "gs://bucket" }
  task s3object: shell { script: "s3://bucket/none.sh" }
  task s3bucket: shell { script: "s3://none/a.sh" }
  task stored: shell { script: "db://none" }
}`,
    },
    {},
  )
  const s3 = await startS3Server({ buckets: ['bucket'] })
  atEnd(t, () => s3.close())
  const { tasks } = await run({ env: { ...(process.env as Record<string, string>), AWS_ENDPOINT_URL_S3: s3.endpoint } })
  for (const [name, code, words] of [
    ['object', 'script-not-found', /no object gs:\/\/bucket\/none\.sh\. Mend its name, or upload it\./],
    ['bucket', 'script-not-found', /no bucket none\. .*gcloud storage buckets create gs:\/\/none/],
    ['name', 'script-not-found', /written gs:\/\/bucket\/path/],
    ['s3object', 'script-not-found', /no object s3:\/\/bucket\/none\.sh/],
    ['s3bucket', 'script-not-found', /no bucket none\. .*aws s3 mb s3:\/\/none/],
    ['stored', 'script-not-found', /keeps no script db:\/\/none/],
  ] as const) {
    const { error, attempts } = tasks[name]!
    assert.deepEqual([error?.code, attempts], [code, 1])
    assert.match(error?.message ?? '', words)
    assert.equal(error?.place?.file.endsWith('x.dag'), true)
  }
  server.deny('storage.objects.get')
  const { tasks: denied } = await run({ only: ['object'] })
  assert.equal(denied['object']?.error?.code, 'permission')
})

test('a damaged text is not run', async t => {
  const { run, server, events } = await openBench(
    t,
    { 'x.dag': `${target}\ndag d { task a: shell { script: "gs://bucket/a.sh" } }` },
    { objects: { 'gs://bucket/a.sh': 'echo ran' } },
  )
  server.damage('gs://bucket/a.sh', 100)
  const { tasks } = await run()
  assert.match(tasks['a']?.error?.message ?? '', /gs:\/\/bucket\/a\.sh arrived damaged/)
  assert.deepEqual(linesOf(events, 'a'), [])
})

test('s3 takes the credentials of the environment of the run, and says where they are not accepted', async t => {
  const { run, events } = await openBench(t, { 'x.dag': `${target}\ndag d { task a: shell { script: "s3://bucket/a.sh" } }` })
  const s3 = await startS3Server({
    buckets: ['bucket'],
    objects: { 's3://bucket/a.sh': 'echo ran' },
    accessKey: 'KEY',
    faults: [
      { method: 'HeadObject', nth: 1, kind: 'unavailable-before' },
      { method: 'GetObject', nth: 1, kind: 'lost-response' },
    ],
  })
  atEnd(t, () => s3.close())
  const env = { ...(process.env as Record<string, string>), AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_SECRET_ACCESS_KEY: 'not-to-be-seen' }
  assert.deepEqual(states(await run({ env: { ...env, AWS_ACCESS_KEY_ID: 'KEY' } })), { a: 'success' })
  assert.deepEqual(linesOf(events, 'a'), ['ran'])
  const { tasks } = await run({ env: { ...env, AWS_ACCESS_KEY_ID: 'OTHER' } })
  assert.match(tasks['a']?.error?.message ?? '', /credentials/)
  assert.equal(JSON.stringify(tasks).includes('not-to-be-seen'), false)
})

test('what is cached is known from the newest text before anything runs', async t => {
  const { run, server, events } = await openBench(
    t,
    {
      'x.dag': `${target}
dag d {
  task first: shell { script: "gs://bucket/a.sh" }
  task second: shell { script: "gs://bucket/b.sh" cache: true }
  first -> second
}`,
    },
    { objects: { 'gs://bucket/a.sh': 'echo a', 'gs://bucket/b.sh': 'echo b' } },
  )
  assert.deepEqual(states(await run()), { first: 'success', second: 'success' })
  assert.deepEqual(states(await run()), { first: 'success', second: 'cached' })
  server.put('gs://bucket/b.sh', 'echo c')
  assert.deepEqual(states(await run()), { first: 'success', second: 'success' })
  const reason = events.flatMap(event => (event.type === 'task-state' && event.reason !== undefined ? [event.reason] : []))
  assert.match(reason.join(' '), /gs:\/\/bucket\/b\.sh changed/)
})
