import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { TaskStateChanged } from '../../../runtime/events.ts'
import type { RuntimeConnection } from '../../../runtime/process/connect.ts'
import type { StartRun } from '../../../runtime/protocol.ts'
import { attach, makeRuntimeFolder, start } from './runtime-process.ts'

interface Bench {
  readonly folder: string
  readonly connection: RuntimeConnection
  write(name: string, text: string): void
  /** Runs `x.dag`, or what is written in its place, and answers how each task ended: `state`. */
  run(params?: Partial<StartRun>): Promise<Record<string, string>>
  /** Sentences of the last run by task. */
  readonly reasons: Record<string, string>
  readonly events: TaskStateChanged[]
  rows(table: string): Promise<number>
}

async function openBench(t: TestContext, files: Readonly<Record<string, string>>): Promise<Bench> {
  const folder = makeRuntimeFolder(t, files)
  const connection = await attach(t, folder)
  const bench: Bench = {
    folder,
    connection,
    reasons: {},
    events: [],
    write: (name, text) => writeFileSync(join(folder, name), text),
    run: async params => {
      const { events, finished } = await start(connection, { file: join(folder, 'x.dag'), ...params })
      const { tasks } = await finished
      bench.events.length = 0
      for (const name of Object.keys(bench.reasons)) delete bench.reasons[name]
      for (const event of events) {
        if (event.type !== 'task-state') continue
        bench.events.push(event)
        if (event.reason !== undefined) bench.reasons[event.task] = event.reason.replace(/\d{8}-\d{6}-\w{4}/, 'RUN')
      }
      return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task.state]))
    },
    rows: async table => (await connection.request('table/preview', { table, limit: 1 }))?.total ?? -1,
  }
  return bench
}

const all = (names: string, state: string): Record<string, string> => Object.fromEntries(names.split(' ').map(name => [name, state]))

test('an unchanged task does no work a second time, and says why; a changed one says what changed', async t => {
  const dag = `dag d {
    input day: string = "mon"
    task up: shell { run: "echo up >> ran; echo '{\\"n\\": 7}' > $DAGLINE_OUTPUT" cache: true }
    task file: shell { script: "a.sh" cache: true params: { day } }
    task down: shell { run: "echo down $n >> ran" params: { n: up.n } cache: 1h }
    task plain: shell { run: "echo plain >> ran" }
  }`
  const { run, write, reasons, folder, events } = await openBench(t, { 'x.dag': dag, 'a.sh': 'echo file >> ran', ran: '' })
  assert.deepEqual(await run(), all('up file down plain', 'success'))
  assert.deepEqual(reasons, {})
  assert.deepEqual(await run(), { ...all('up file down', 'cached'), plain: 'success' })
  for (const task of ['up', 'file', 'down']) assert.match(reasons[task]!, /^Nothing it depends on has changed since run RUN \(.*\)\.$/)
  assert.deepEqual(events.find(event => event.task === 'up')?.outputs, { n: 7 })
  assert.deepEqual(readFileSync(join(folder, 'ran'), 'utf8').trim().split('\n').sort(), ['down 7', 'file', 'plain', 'plain', 'up'])

  write('a.sh', 'echo file >> ran #')
  assert.deepEqual(await run(), { ...all('up down', 'cached'), ...all('file plain', 'success') })
  assert.equal(reasons['file'], 'Runs again: a.sh changed.')
  assert.equal((await run({ inputs: { day: 'tue' } }))['file'], 'success')
  assert.equal(reasons['file'], 'Runs again: param day changed.')
  // What was once made is found again, not only the last.
  assert.equal((await run())['file'], 'cached')
  write('x.dag', dag.replace('echo up', 'echo  up'))
  assert.deepEqual(await run(), { ...all('file', 'cached'), ...all('up down plain', 'success') })
  assert.equal(reasons['up'], 'Runs again: run changed.')
  assert.equal(reasons['down'], 'Runs again: upstream up changed.')
})

test('`--no-cache` reuses nothing and records all; clearing forgets; a duration ends', async t => {
  const dag = (cache: string): string => `dag d { task a: shell { run: "true" cache: ${cache} } }`
  const { run, write, reasons, connection } = await openBench(t, { 'x.dag': dag('true') })
  await run({ cache: false })
  assert.deepEqual(await run({ cache: false }), { a: 'success' })
  assert.deepEqual(await run(), { a: 'cached' })
  assert.deepEqual((await connection.request('cache/clear', {})).cleared, 1)
  assert.deepEqual(await run(), { a: 'success' })
  write('x.dag', dag('1ms'))
  assert.deepEqual(await run(), { a: 'success' })
  assert.match(reasons['a']!, /^Runs again: its result is \d+ s old, and is kept for 0 s\.$/)
})

const pipeline = (insert: string): string => `dag d {
  cache: true
  task make: bq { sql: "create or replace table p.d.t as select 1 as x" }
  task add: bq { sql: "insert into p.d.t (x) ${insert}" after: [make] }
  task read: bq { sql: "create or replace table p.d.copy as select * from p.d.t" after: [add] }
}`

test('tasks that write one table after another are reused together, or run again together', async t => {
  const { run, write, rows, reasons } = await openBench(t, {
    'x.dag': pipeline('select 2'),
  })
  const names = 'make add read'
  await run()
  assert.deepEqual(await run(), all(names, 'cached'))
  assert.equal(await rows('p.d.t'), 2)
  write('x.dag', pipeline('select 2 union all select 3'))
  assert.deepEqual(await run(), all(names, 'success'))
  assert.equal(reasons['make'], 'Runs again: add, which uses p.d.t too, runs again.')
  assert.equal(await rows('p.d.t'), 3)
  assert.deepEqual(await run(), all(names, 'cached'))
})

test('a table that another dag writes or drops is made again; others stay', async t => {
  const { run, rows, folder, reasons } = await openBench(t, {
    'x.dag': pipeline('select 2'),
    'add.dag': 'dag other { task a: bq { sql: "insert into p.d.t (x) select 9" } }',
    'drop.dag': 'dag other { task a: bq { sql: "drop table p.d.copy" } }',
    'noise.dag': 'dag noise { task a: bq { sql: "create or replace table p.d.noise as select 1 as x" } }',
  })
  const other = (name: string): Promise<unknown> => run({ file: join(folder, name) })
  await run()
  await other('noise.dag')
  assert.deepEqual(await run(), all('make add read', 'cached'))
  await other('add.dag')
  assert.equal(await rows('p.d.t'), 3)
  assert.deepEqual(await run(), all('make add read', 'success'))
  assert.equal(reasons['make'], 'Runs again: the table p.d.t was changed since.')
  assert.equal(await rows('p.d.t'), 2)
  await other('drop.dag')
  assert.deepEqual(await run(), { ...all('make add', 'cached'), read: 'success' })
  assert.equal(await rows('p.d.copy'), 2)
  assert.equal(reasons['read'], 'Runs again: the table p.d.copy is gone.')
})

test('a table that is gone is said to be gone, whoever dropped it', async t => {
  const { run, folder, reasons, connection } = await openBench(t, {
    'x.dag': `dag d {
      cache: true
      task make: bq { sql: "create or replace table p.d.t as select 1 as x" }
      task copy: bq { sql: "create or replace table p.d.copy as select * from p.d.t" after: [make] }
      task drop: bq { sql: "drop table p.d.t" after: [copy] }
    }`,
    'again.dag': 'dag other { task a: bq { sql: "create or replace table p.d.t as select 2 as x" } }',
  })
  await run()
  // Dropped by a task of its own, it is as it was left.
  assert.deepEqual(await run(), all('make copy drop', 'cached'))
  await run({ file: join(folder, 'again.dag') })
  assert.deepEqual(await run(), all('make copy drop', 'success'))
  assert.equal(reasons['make'], 'Runs again: the table p.d.t was changed since.')
  // The whole file of the project is removed.
  await connection.request('shutdown', { force: true })
  await new Promise<void>(resolve => connection.onClose(resolve))
  rmSync(join(folder, '.dagline', 'local', 'p.duckdb'))
  const next = await attach(t, folder)
  const { tasks } = await next.request('cache/list', { file: join(folder, 'x.dag') })
  assert.deepEqual(
    tasks.map(({ task, reason }) => `${task}: ${reason}`),
    [
      'make: Runs again: the table p.d.t is gone.',
      'copy: Runs again: the table p.d.t is gone.',
      'drop: Runs again: the table p.d.t is gone.',
    ],
  )
})

test('one writer without a cache has all that wrote the table before it run again', async t => {
  const { run, rows, reasons } = await openBench(t, {
    'x.dag': pipeline('select 2').replace('after: [make]', 'after: [make] cache: false'),
  })
  await run()
  assert.deepEqual(await run(), all('make add read', 'success'))
  assert.equal(await rows('p.d.t'), 2)
  assert.match(reasons['make']!, /p\.d\.t/)
})

test('a task that reads what an uncached task makes anew runs again, also through a view', async t => {
  const { run } = await openBench(t, {
    'x.dag': `dag d {
      task source: bq { sql: "create or replace table p.d.s as select 1 as x" }
      task see: bq { sql: "create or replace view p.d.v as select * from p.d.s" after: [source] cache: true }
      task use: bq { sql: "create or replace table p.d.u as select * from p.d.v" after: [see] cache: true }
      task alone: bq { sql: "create or replace table p.d.alone as select 1 as x" cache: true }
    }`,
  })
  await run()
  assert.deepEqual(await run(), { ...all('source see use', 'success'), alone: 'cached' })
})

test('a script whose tables cannot be seen depends on all of them', async t => {
  const { run, folder } = await openBench(t, {
    'x.dag': `dag d {
      cache: true
      task make: bq { sql: "create or replace table p.d.t as select 1 as x" }
      task plain: bq { dialect: "duckdb" sql: "create schema if not exists e; create or replace table e.n as select * from p.d.t" after: [make] }
      task loops: bq {
        sql: """
          if (select count(*) from p.d.t) > 0 then
            create or replace table p.d.big as select 1 as x;
          end if;
          """
        after: [make]
      }
    }`,
    'add.dag': 'dag other { task a: bq { sql: "insert into p.d.t (x) select 9" } }',
  })
  await run()
  assert.deepEqual(await run(), all('make plain loops', 'cached'))
  await run({ file: join(folder, 'add.dag') })
  assert.deepEqual(await run(), all('make plain loops', 'success'))
  assert.deepEqual(await run(), all('make plain loops', 'cached'))
})

test('a table that a task of another engine says it writes counts as written', async t => {
  const { run } = await openBench(t, {
    'x.dag': `dag d {
      task make: bq { sql: "create or replace table p.d.t as select 1 as x" cache: true }
      task outside: shell { run: "true" writes: ["p.d.t"] after: [make] }
      task use: bq { sql: "create or replace table p.d.u as select * from p.d.t" after: [outside] cache: true }
      task kept: shell { run: "true" reads: ["p.d.u"] after: [use] cache: true }
    }`,
  })
  await run()
  assert.deepEqual((await run())['use'], 'success')
})

test('a param that only a running task gives is looked at when it is there', async t => {
  const { run, write, rows, reasons } = await openBench(t, {
    'x.dag': `dag d {
      task count: shell { run: "echo \\"{\\\\\\"n\\\\\\": $(cat n)}\\" > $DAGLINE_OUTPUT" }
      task make: bq { sql: "create or replace table p.d.t as select @n as x" params: { n: count.n } cache: true }
      task add: bq { sql: "insert into p.d.t (x) select 2" after: [make] cache: true }
      task last: js { script: "a.mjs" params: { n: count.n } cache: true }
    }`,
    n: '1',
    'a.mjs': 'export default ({ n }) => ({ n })',
  })
  await run()
  // The insert cannot be promised, so what it adds to is made anew.
  assert.deepEqual(await run(), { ...all('count make add', 'success'), last: 'cached' })
  assert.equal(await rows('p.d.t'), 2)
  write('n', '2')
  assert.deepEqual(await run(), all('count make add last', 'success'))
  assert.equal(reasons['last'], 'Runs again: param n changed.')
  assert.equal(await rows('p.d.t'), 2)
})

test('files that LOAD DATA names count, also one that comes to fit a pattern', async t => {
  const { run, write, reasons, rows } = await openBench(t, {
    'x.dag': `dag d {
      task load: bq {
        sql: """
          load data overwrite p.d.t (x int64) from files (format = 'CSV', uris = ['in-*.csv'])
          """
        cache: true
      }
    }`,
    'in-1.csv': '1\n',
  })
  await run()
  assert.deepEqual(await run(), { load: 'cached' })
  write('in-1.csv', '1\n2\n')
  assert.deepEqual(await run(), { load: 'success' })
  assert.equal(reasons['load'], 'Runs again: in-1.csv changed.')
  write('in-2.csv', '3\n')
  assert.deepEqual(await run(), { load: 'success' })
  assert.equal(await rows('p.d.t'), 3)
})

test('results are kept apart by target, and a secret is not in the database', async t => {
  const { run, folder } = await openBench(t, {
    'x.dag': 'target lab { }\ndag d { task a: shell { run: "true" params: { s: secret("TOKEN") } cache: true } }',
  })
  const env = { ...(process.env as Record<string, string>), DAGLINE_SECRET_TOKEN: 'hunter2hunter2' }
  assert.deepEqual(await run({ env }), { a: 'success' })
  assert.deepEqual(await run({ env }), { a: 'cached' })
  assert.deepEqual(await run({ env, target: 'lab' }), { a: 'success' })
  assert.deepEqual(await run({ env: { ...env, DAGLINE_SECRET_TOKEN: 'another-secret' } }), { a: 'success' })
  for (const name of ['dagline.db', 'dagline.db-wal']) {
    const text = readFileSync(join(folder, '.dagline', name), 'latin1')
    assert.ok(!text.includes('hunter2hunter2'), name)
  }
})
