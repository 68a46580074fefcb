import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import type { Place, Value } from '#language'
import { createBqEngine } from '../../../runtime/engines/bq.ts'
import type { Attempt, AttemptResult } from '../../../runtime/engines/engine.ts'

const text = (value: string): Value => ({ type: 'string', value })
const place = (file: string, line: number, column: number): Place => ({ file, line, column, endLine: line, endColumn: column + 1 })

interface Sketch {
  readonly properties: Readonly<Record<string, Value>>
  readonly params?: Readonly<Record<string, Value>>
  readonly files?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly onLog?: () => void
}

/** Runs one attempt in a workspace whose `.dag` file is in a folder below it. */
function openEngine(t: TestContext): (sketch: Sketch) => Promise<AttemptResult & { readonly log: readonly string[] }> {
  const workspace = mkdtempSync(join(tmpdir(), 'dagline-bq-'))
  const folder = join(workspace, 'dags')
  mkdirSync(folder)
  const engine = createBqEngine()
  t.after(async () => {
    await engine.dispose()
    rmSync(workspace, { recursive: true, force: true })
  })
  return async sketch => {
    for (const [name, content] of Object.entries(sketch.files ?? {})) writeFileSync(join(workspace, name), content)
    const file = join(folder, 'a.dag')
    const log: string[] = []
    const attempt: Attempt = {
      run: 'r',
      dag: 'd',
      file,
      folder,
      target: { name: 'local', properties: new Map([['project', text('local')]]) },
      task: 'a',
      number: 1,
      slots: 1,
      properties: new Map(Object.entries(sketch.properties)),
      params: new Map(Object.entries(sketch.params ?? {})),
      paramPhase: () => 'static',
      env: {},
      scratch: folder,
      outputFile: join(folder, 'output.json'),
      signal: sketch.signal ?? new AbortController().signal,
      log: (_stream, line) => {
        log.push(line)
        sketch.onLog?.()
      },
      resolve: path => {
        const resolved = join(path.startsWith(workspace) ? '' : folder, path)
        return resolved.startsWith(workspace) ? resolved : null
      },
      placeInText: (_property, offset) => place(file, 10, offset + 1),
      placeOf: () => place(file, 1, 1),
    }
    return { ...(await engine.run(attempt)), log }
  }
}

test('an attempt gives its outputs and says what it did', async t => {
  const run = openEngine(t)
  const result = await run({
    properties: { sql: text('create or replace table {project}.d.t as select @n as x; insert into {project}.d.t (x) values (2)') },
    params: { project: text('local'), n: { type: 'number', value: 1 } },
  })
  assert.deepEqual(result, {
    kind: 'success',
    outputs: { rows: 1, bytes_processed: 0, bytes_billed: 0, job_id: null },
    tables: { reads: {}, writes: { 'local.d.t': 'r/a/1' } },
    log: ['local.d.t: created with 1 row', 'local.d.t: 1 row changed'],
  })
})

test('a fault in a script file is placed in the file', async t => {
  const run = openEngine(t)
  const result = await run({
    properties: { script: text('bad.sql') },
    files: { 'dags/bad.sql': '\ufeff-- first\r\nselect 1 as x;\r\n  selec 2' },
  })
  assert.ok(result.kind === 'failure')
  assert.deepEqual([result.error.code, result.retry], ['sql-syntax', 'never'])
  const { line, column, endLine, endColumn, file } = result.error.place!
  assert.deepEqual([line, column, endLine, endColumn], [3, 3, 3, 8])
  assert.match(file, /bad\.sql$/)
})

test('a fault in the text of a task is placed in the .dag file', async t => {
  const run = openEngine(t)
  const result = await run({ properties: { sql: text('select nope(1)') } })
  assert.ok(result.kind === 'failure')
  const { line, column, endColumn } = result.error.place!
  assert.deepEqual([line, column, endColumn], [10, 8, 12])
})

test('a script that is not there, and one outside, are told', async t => {
  const run = openEngine(t)
  for (const script of ['none.sql', '../../x.sql', 'gs://b/x.sql']) {
    const result = await run({ properties: { script: text(script) } })
    assert.deepEqual([result.kind, result.kind === 'failure' && result.error.code], ['failure', 'script-not-found'])
  }
})

test('files elsewhere in the workspace can be loaded', async t => {
  const run = openEngine(t)
  const sql = "load data overwrite local.d.t (x int64) from files (format = 'CSV', uris = ['../data.csv'])"
  const result = await run({ properties: { sql: text(sql) }, files: { 'data.csv': '1\n2\n' } })
  assert.deepEqual([result.kind, result.kind === 'success' && result.outputs['rows']], ['success', 2])
})

test('a cancel ends the statement that is just beginning', async t => {
  const run = openEngine(t)
  const many = 'unnest(generate_array(1, 1000000))'
  const sql = `create or replace table local.d.t as select 1 as x; select count(*) from ${many} as a, ${many} as b where mod(a * b, 7) = 3`
  for (let time = 0; time < 2; time++) {
    const abort = new AbortController()
    const result = await run({ properties: { sql: text(sql) }, signal: abort.signal, onLog: () => abort.abort() })
    assert.deepEqual([result.kind, result.kind === 'failure' && result.error.code], ['failure', 'cancelled'])
  }
})

test('only the local target is ready', async t => {
  const engine = createBqEngine()
  t.after(() => engine.dispose())
  const ask = (name: string): Promise<{ readonly ready: boolean }> =>
    engine.readiness({ target: { name, properties: new Map() }, folder: '.', env: {}, properties: new Map() })
  assert.equal((await ask('local')).ready, true)
  assert.equal((await ask('prod')).ready, false)
})

test('a destination is a table, of BigQuery SQL only', async t => {
  const run = openEngine(t)
  const kept = await run({ properties: { sql: text('select 1 as a'), destination: text('d.t') } })
  assert.ok(kept.kind === 'success')
  assert.deepEqual([kept.outputs['rows'], kept.tables?.writes], [1, { 'local.d.t': 'r/a/1' }])
  const code = async (properties: Readonly<Record<string, Value>>): Promise<string> => {
    const result = await run({ properties: { sql: text('select 1 as a'), ...properties } })
    return result.kind === 'failure' ? result.error.code : result.kind
  }
  assert.equal(await code({ destination: text('t') }), 'wrong-type')
  assert.equal(await code({ destination: text('d.t'), dialect: text('duckdb') }), 'sql-unsupported')
})
