import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementResultingChanges, type StatementSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { Runtime } from '../../../runtime/process/runtime.ts'
import { DatabaseProblem, openDatabase } from '../../../runtime/store/database.ts'
import { LogFile, readLog } from '../../../runtime/store/log-files.ts'
import { migrations } from '../../../runtime/store/migrations.ts'
import { makeStateFolder } from '../../../runtime/store/state-folder.ts'
import { Store } from '../../../runtime/store/store.ts'
import { atEnd, makeFolder } from '../workspace.ts'

const now = (): string => '2026-01-01T00:00:00.000Z'

function openStore(t: TestContext, folder: string): Store {
  const store = new Store(openDatabase(join(makeStateFolder(folder), 'dagline.db'), now))
  atEnd(t, () => store.close())
  return store
}

function beginRun(store: Store, run: string, at = now()): void {
  store.transaction(() =>
    store.createRun(
      { run, origin: 'cli', inputs: { n: 1 }, date: '2026-01-01' },
      {
        type: 'run-started',
        run,
        at,
        file: '/w/x.dag',
        dag: 'd',
        target: 'local',
        parallelism: 2,
        tasks: ['a', 'b', 'c[1]'].map(name => ({ name, declaration: name.replace(/\[.*/, ''), engine: 'shell', upstreams: [] })),
      },
    ),
  )
}

test('the state folder keeps itself out of version control, and what is there stays', t => {
  const folder = makeFolder(t)
  const state = makeStateFolder(folder)
  assert.equal(readFileSync(join(state, '.gitignore'), 'utf8'), '*\n')
  writeFileSync(join(state, '.gitignore'), 'mine')
  makeStateFolder(folder)
  assert.equal(readFileSync(join(state, '.gitignore'), 'utf8'), 'mine')
})

test('a commit is on the disk: WAL with full synchronisation, and every migration is noted', t => {
  const folder = makeFolder(t)
  const database = openDatabase(join(makeStateFolder(folder), 'dagline.db'), now)
  atEnd(t, () => database.close())
  assert.equal(database.prepare('pragma journal_mode').get()?.['journal_mode'], 'wal')
  assert.equal(database.prepare('pragma synchronous').get()?.['synchronous'], 2)
  const noted = database.prepare('select version, name from migrations').all()
  assert.deepEqual(
    noted.map(row => row['name']),
    migrations.map(migration => migration.name),
  )
})

test('a database of a newer program, and a file that is none, are told with what to do', t => {
  const folder = makeFolder(t, { 'broken.db': 'this is no database at all, but long enough to be read as one by mistake '.repeat(20) })
  const file = join(folder, 'newer.db')
  const database = new DatabaseSync(file)
  database.exec(
    "create table migrations (version integer primary key, name text, applied text); insert into migrations values (99, 'x', 'y')",
  )
  database.close()
  assert.throws(() => openDatabase(file, now), { constructor: DatabaseProblem, message: /newer Dagline/ })
  assert.throws(() => openDatabase(join(folder, 'broken.db'), now), { constructor: DatabaseProblem, message: /Move it away/ })
})

test('what fails in the middle of a transaction leaves nothing', t => {
  const store = openStore(t, makeFolder(t))
  assert.throws(() =>
    store.transaction(() => {
      store.append(0, { type: 'task-state', run: 'nosuch', at: now(), task: 'a', attempt: 1, state: 'running' })
    }),
  )
  beginRun(store, 'r1')
  assert.equal(store.list(10).length, 1)
})

test('the tables follow from the events', t => {
  const store = openStore(t, makeFolder(t))
  beginRun(store, 'r1')
  const error = { code: 'exit-code', message: 'no' }
  store.transaction(() => {
    const event = { type: 'task-state', run: 'r1', task: 'a' } as const
    store.append(1, { ...event, at: '2026-01-01T00:00:01.000Z', attempt: 1, state: 'running' })
    store.append(2, { ...event, at: '2026-01-01T00:00:02.000Z', attempt: 1, state: 'retrying', seconds: 1, error })
    store.append(3, { ...event, at: '2026-01-01T00:00:03.000Z', attempt: 2, state: 'running' })
    store.append(4, {
      ...event,
      at: '2026-01-01T00:00:05.500Z',
      attempt: 2,
      state: 'success',
      seconds: 2.5,
      outputs: { rows: 3, list: [null] },
    })
  })
  assert.deepEqual(store.tasks('r1')['a'], {
    state: 'success',
    attempts: 2,
    started: '2026-01-01T00:00:01.000Z',
    seconds: 4.5,
    outputs: { rows: 3, list: [null] },
  })
  assert.deepEqual(store.lastOutputs('/w/x.dag', 'd', 'local', 'a'), { rows: 3, list: [null] })
  assert.equal(store.lastOutputs('/w/x.dag', 'd', 'local', 'b'), null)
  assert.equal(store.lastOutputs('/w/x.dag', 'd', 'prod', 'a'), null)
  assert.deepEqual(
    store.events('r1', 3).map(one => one.number),
    [3, 4],
  )
})

test('runs are listed newest first, of one file where it is named', t => {
  const store = openStore(t, makeFolder(t))
  for (const [run, second] of [
    ['r1', 1],
    ['r2', 3],
    ['r3', 2],
  ] as const)
    beginRun(store, run, `2026-01-01T00:00:0${second}.000Z`)
  assert.deepEqual(
    store.list(2).map(record => record.run),
    ['r2', 'r3'],
  )
  assert.deepEqual(store.list(9, '/w/other.dag'), [])
  assert.deepEqual(store.record('r1')?.inputs, { n: 1 })
})

test('a run that a dead process left is marked interrupted, with a last event; what had ended stays', async t => {
  const folder = makeFolder(t)
  const stateFolder = makeStateFolder(folder)
  const store = new Store(openDatabase(join(stateFolder, 'dagline.db'), now))
  beginRun(store, 'r1')
  const log = new LogFile(stateFolder, 'r1', 1, 'b', 1)
  store.transaction(() => {
    store.append(1, { type: 'task-state', run: 'r1', at: now(), task: 'a', attempt: 1, state: 'running' })
    store.append(2, { type: 'task-state', run: 'r1', at: now(), task: 'a', attempt: 1, state: 'success' })
    store.append(3, { type: 'task-state', run: 'r1', at: now(), task: 'b', attempt: 1, state: 'running' })
    store.setLog('r1', 'b', 1, log.place)
  })
  log.write(7, { type: 'task-log', run: 'r1', at: now(), task: 'b', attempt: 1, stream: 'stdout', text: 'last words' })
  await log.close()
  appendFileSync(join(stateFolder, log.place), '{"number":8,"at":"2026')
  store.close()
  const runtime = await Runtime.open({ folder })
  atEnd(t, () => runtime.close())
  assert.equal(runtime.left.shown(runtime.store.record('r1')!).state, 'interrupted')
  await runtime.left.closeWaiting()
  assert.equal(runtime.store.record('r1')?.state, 'interrupted')
  assert.deepEqual(
    Object.values(runtime.store.tasks('r1')).map(task => task.state),
    ['success', 'interrupted', 'cancelled'],
  )
  const history = await runtime.history('r1', 0)
  assert.deepEqual(
    history.map(one => one.number),
    [0, 1, 2, 3, 7, 1008, 1009, 1010],
  )
  const last = history.at(-1)?.event
  assert.equal(last?.type === 'run-finished' && last.error?.code, 'interrupted')
  assert.deepEqual(runtime.store.runningRuns(), [])
})

test('the name of a log is that of its task, as far as a file may be called so', async t => {
  const stateFolder = makeStateFolder(makeFolder(t))
  const log = new LogFile(stateFolder, 'r1', 3, 'g/..\\x[a b,"c"]', 2)
  assert.equal(log.place, 'logs/r1/0003-g_.._x_a_b_c_.2.jsonl')
  for (const [number, text] of ['one', 'zwei ü', ''].entries())
    log.write(number, { type: 'task-log', run: 'r1', at: now(), task: 't', attempt: 2, stream: 'stderr', text })
  await log.close()
  const events = await readLog(stateFolder, 'r1', { task: 't', attempt: 2, log: log.place })
  assert.deepEqual(
    events.map(({ event }) => event.type === 'task-log' && event.text),
    ['one', 'zwei ü', ''],
  )
  assert.deepEqual(await readLog(stateFolder, 'r1', { task: 't', attempt: 2, log: 'logs/r1/nosuch.jsonl' }), [])
  assert.ok(existsSync(join(stateFolder, log.place)))
})

/** Counts what is written. */
class CountingDatabase extends DatabaseSync {
  statements = 0

  override prepare(sql: string): StatementSync {
    const statement = super.prepare(sql)
    const run = statement.run.bind(statement) as (...values: SQLInputValue[]) => StatementResultingChanges
    statement.run = (...values: unknown[]) => {
      this.statements++
      return run(...(values as SQLInputValue[]))
    }
    return statement
  }
}

test('a change of a task costs three statements', t => {
  const file = join(makeStateFolder(makeFolder(t)), 'dagline.db')
  openDatabase(file, now).close()
  const database = new CountingDatabase(file)
  const store = new Store(database)
  atEnd(t, () => store.close())
  beginRun(store, 'r')
  const change = { type: 'task-state', run: 'r', at: now(), task: 'a', attempt: 1 } as const
  const count = (work: () => void): number => {
    const before = database.statements
    store.transaction(work)
    // Without the transaction's own two.
    return database.statements - before - 2
  }
  assert.equal(
    count(() => store.append(1, { ...change, state: 'running' })),
    3,
  )
  assert.equal(
    count(() => store.append(2, { ...change, state: 'success', seconds: 1, outputs: {} }, { fingerprint: 'f', reused: null })),
    3,
  )
})
