import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { FolderDatabase } from '../../../runtime/sql/database.ts'
import type { ScriptSuccess } from '../../../runtime/sql/messages.ts'
import { runScript } from '../../../runtime/sql/run-script.ts'
import { scriptEffects } from '../../../runtime/sql/script-effects.ts'
import { makeVersions, pruneVersions, readHistories } from '../../../runtime/sql/table-versions.ts'
import { atEnd, makeFolder } from '../workspace.ts'

interface Bench {
  run(version: string, script: string): Promise<ScriptSuccess['tables']>
  histories(...tables: string[]): Promise<Record<string, string>>
  /** Opens the files anew. */
  reopen(): Promise<void>
}

function openBench(t: TestContext): Bench {
  const folder = makeFolder(t)
  let database = new FolderDatabase(folder)
  atEnd(t, () => database.close())
  return {
    run: async (version, script) => {
      const request = { folder, workspace: folder, project: 'local', script, params: new Map(), phases: new Map(), version }
      const result = await runScript(
        { ...request, dialect: 'bigquery' },
        database,
        { cancelled: false, connection: undefined },
        () => undefined,
      )
      return result.kind === 'success' ? result.tables : undefined
    },
    histories: async (...tables) => {
      const found = await readHistories(database, tables)
      return Object.fromEntries(
        [...found].map(([table, { versions, standing }]) => [table, `${versions.join(' ')}${standing ? '' : ' gone'}`]),
      )
    },
    reopen: async () => {
      await database.close()
      database = new FolderDatabase(folder)
    },
  }
}

test('each writer of a table is noted with what it met, and is found again when the file is opened anew', async t => {
  const { run, histories, reopen } = openBench(t)
  assert.deepEqual(await run('r1/make/1', 'create or replace table d.t as select 1 as x'), {
    reads: {},
    writes: { 'local.d.t': 'r1/make/1' },
  })
  assert.deepEqual(await run('r1/copy/1', 'create or replace table p.d.u as select x from local.d.t'), {
    reads: { 'local.d.t': 'r1/make/1' },
    writes: { 'p.d.u': 'r1/copy/1' },
  })
  await reopen()
  assert.deepEqual((await run('r2/add/1', 'insert into d.t (x) select x from p.d.u'))?.reads, { 'p.d.u': 'r1/copy/1' })
  assert.deepEqual(await histories('local.d.t', 'p.d.u', 'no.d.t'), {
    'local.d.t': 'r1/make/1 r2/add/1',
    'p.d.u': 'r1/copy/1',
    'no.d.t': '',
  })
})

test('a failed script leaves no version, a dropped table has one, and one that is made only where it is missing none', async t => {
  const { run, histories } = openBench(t)
  await run('r/a/1', 'create or replace table d.t as select 1 as x')
  assert.equal(await run('r/b/1', "insert into d.t (x) select 2; select error('no')"), undefined)
  assert.deepEqual(await run('r/c/1', 'create table if not exists d.t (x int64)'), { reads: { 'local.d.t': 'r/a/1' }, writes: {} })
  assert.deepEqual(await histories('local.d.t'), { 'local.d.t': 'r/a/1' })
  await run('r/d/1', 'drop table d.t')
  assert.deepEqual(await histories('local.d.t'), { 'local.d.t': 'r/a/1 r/d/1' })
  assert.deepEqual((await run('r/e/1', 'create table if not exists d.t (x int64)'))?.writes, { 'local.d.t': 'r/e/1' })
  assert.equal((await run('r/f/1', 'drop schema d cascade')) !== undefined, true)
  assert.deepEqual(await histories('local.d.t'), { 'local.d.t': 'r/a/1 r/d/1 r/e/1 gone' })
})

test('who reads a view reads what the view reads', async t => {
  const { run } = openBench(t)
  await run('r/a/1', 'create or replace table d.t as select 1 as x')
  await run('r/v/1', 'create or replace view d.v as select x from d.t')
  await run('r/w/1', 'create or replace view d.w as select x from d.v')
  assert.deepEqual((await run('r/q/1', 'select x from d.w'))?.reads, { 'local.d.w': 'r/w/1', 'local.d.v': 'r/v/1', 'local.d.t': 'r/a/1' })
})

test('scripts that run at once write their versions side by side', async t => {
  const { run, histories } = openBench(t)
  await run('r/make/1', 'create or replace table d.t (x int64)')
  const added = Array.from({ length: 8 }, (_, i) => `r/add${i}/1`)
  await Promise.all(added.map((version, i) => run(version, `insert into d.t (x) values (${i})`)))
  const { 'local.d.t': versions } = await histories('local.d.t')
  assert.deepEqual(versions!.split(' ').slice(1).sort(), added)
})

test('a script whose tables cannot be told counts for all', () => {
  const effects = (sql: string, native = false, declaredReads: string[] = [], declaredWrites: string[] = []): string =>
    scriptEffects({ sql, project: 'p', native, declaredReads, declaredWrites }).all
  assert.equal(effects('select 1 as x'), 'none')
  assert.equal(effects("execute immediate 'drop table d.t'"), 'writes')
  assert.equal(effects('if (select true) then select 1; end if'), 'reads')
  assert.equal(effects('if (select true) then select 1; end if', false, ['d.t']), 'none')
  assert.equal(effects('from d.t', true), 'reads')
  assert.equal(effects('insert into d.t values (1)', true), 'writes')
  assert.equal(effects('insert into d.t values (1)', true, [], ['d.t']), 'reads')
  assert.equal(effects('insert into d.t values (1)', true, ['d.u'], ['d.t']), 'none')
})

test('of a table that is written again and again the last versions are kept', async t => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  atEnd(t, () => {
    connection.closeSync()
    instance.closeSync()
  })
  await connection.run(`ATTACH ':memory:' AS p`)
  await makeVersions(connection, 'p')
  const count = async (): Promise<unknown[][]> =>
    (
      await connection.runAndReadAll(
        'SELECT name, count(*)::INTEGER, max(number)::INTEGER FROM p._dagline.table_versions GROUP BY name ORDER BY name',
      )
    ).getRowsJS()
  const write = (name: string, versions: number): Promise<unknown> =>
    connection.run(
      `INSERT INTO p._dagline.table_versions SELECT '${name}', i, 'v' || i, false, NULL FROM range(1, ${versions + 1}) AS r(i)`,
    )
  await write('p.d.t', 900)
  await write('p.d.u', 3)
  await pruneVersions(connection, 'p')
  assert.deepEqual(await count(), [
    ['p.d.t', 900, 900],
    ['p.d.u', 3, 3],
  ])
  await write('p.d.often', 5000)
  await pruneVersions(connection, 'p')
  assert.deepEqual(await count(), [
    ['p.d.often', 500, 5000],
    ['p.d.t', 500, 900],
    ['p.d.u', 3, 3],
  ])
})
