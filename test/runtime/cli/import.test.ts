import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeFolder } from '../workspace.ts'
import { dagline } from './dagline.ts'

const sales = readFileSync(new URL('../../language/import/sales.json', import.meta.url), 'utf8')
const wanted = readFileSync(new URL('../../language/import/sales.dag', import.meta.url), 'utf8')

test('import writes the .dag file beside the document, says what to look at, and check passes', async t => {
  const folder = makeFolder(t, { 'in/sales.json': sales })
  const found = await dagline(t, folder, ['import', 'in/sales.json'])
  assert.equal(found.status, 0)
  assert.deepEqual(found.out.split('\n'), [
    `${join('in', 'sales.dag')} is written, with 8 tasks.`,
    `${join('in', 'dataproc_create_cluster.yaml')} is written, to be completed.`,
    '',
  ])
  assert.deepEqual(
    found.err
      .trim()
      .split('\n')
      .map(line => line.replace(/: `?.*$/s, '')),
    ['in/sales.json:7:5', 'in/sales.json:17:9', 'in/sales.json:18:98', 'in/sales.json:41:9', 'in/sales.json:42:172'],
  )
  assert.match(found.err, /^in\/sales\.json:7:5: warning no-counterpart: `max_active_runs` has no counterpart; it is kept as a comment$/m)
  assert.equal(readFileSync(join(folder, 'in', 'sales.dag'), 'utf8'), wanted)
  const checked = await dagline(t, folder, ['check', join('in', 'sales.dag')])
  assert.equal(checked.status, 0)
  assert.match(checked.out, /^\S+ warning no-local-stand-in: [^\n]*\n$/)
})

test('import runs at home once its scripts are there', async t => {
  const document = {
    dag_id: 'd',
    tasks: [
      { task_id: 'a', script: 'local.scripts.all.bq.one', params: "{'*n':'1'}", dependencies: [] },
      { task_id: 'b', script: 'gcs.x.y.iac.create_cluster', params: "{'cluster_name':'c'}", dependencies: ['a'] },
    ],
  }
  const folder = makeFolder(t, { 'd.json': JSON.stringify(document), 'scripts/all/one.sql': 'select {n} as n' })
  assert.equal((await dagline(t, folder, ['import', 'd.json'])).status, 0)
  const ran = await dagline(t, folder, ['run', 'd.dag'])
  assert.equal(ran.status, 0, ran.out + ran.err)
})

test('import overwrites nothing without --force, and completed descriptions never', async t => {
  const folder = makeFolder(t, { 'sales.json': sales, 'sales.dag': 'mine', 'dataproc_create_cluster.yaml': 'config: { mine: 1 }' })
  const refused = await dagline(t, folder, ['import', 'sales.json'])
  assert.deepEqual([refused.status, refused.out, refused.err], [2, '', 'sales.dag is there already; --force replaces it.\n'])
  assert.equal(readFileSync(join(folder, 'sales.dag'), 'utf8'), 'mine')
  const forced = await dagline(t, folder, ['import', 'sales.json', '--force'])
  assert.equal(forced.status, 0)
  assert.match(forced.err, /^dataproc_create_cluster\.yaml is there already, and stays as it is\.$/m)
  assert.equal(readFileSync(join(folder, 'sales.dag'), 'utf8'), wanted)
  assert.equal(readFileSync(join(folder, 'dataproc_create_cluster.yaml'), 'utf8'), 'config: { mine: 1 }')
})

test('import writes where it is told to, and nowhere else', async t => {
  const folder = makeFolder(t, { 'sales.json': sales, 'out/x': '' })
  const shown = await dagline(t, folder, ['import', 'sales.json', '-o', '-'])
  assert.deepEqual([shown.status, shown.out], [0, wanted])
  assert.match(shown.err, /^dataproc_create_cluster\.yaml is not written; the \.dag file wants it\.$/m)
  assert.ok(!existsSync(join(folder, 'sales.dag')) && !existsSync(join(folder, 'dataproc_create_cluster.yaml')))
  assert.equal((await dagline(t, folder, ['import', 'sales.json', '-o', join('out', 'mine.dag')])).status, 0)
  assert.equal(readFileSync(join(folder, 'out', 'mine.dag'), 'utf8'), wanted)
  assert.ok(existsSync(join(folder, 'out', 'dataproc_create_cluster.yaml')))
  for (const [output, message] of [
    [join('none', 'a.dag'), 'There is no folder none.\n'],
    ['sales.json', 'sales.json is the document itself; name another file with --output.\n'],
    ['out', 'out is there already; --force replaces it.\n'],
  ] as const) {
    const { status, out, err } = await dagline(t, folder, ['import', 'sales.json', '-o', output])
    assert.deepEqual([status, out, err], [2, '', message])
  }
  assert.equal(readFileSync(join(folder, 'sales.json'), 'utf8'), sales)
})

test('import --json says what became of what', async t => {
  const folder = makeFolder(t, { 'd.json': '{"dag_id": "d", "x": 1, "tasks": [{"task_id": "a-b", "script": "gcs.b.f.bq.n"}]}' })
  const { status, out, err } = await dagline(t, folder, ['import', 'd.json', '--json'])
  assert.deepEqual([status, err], [0, ''])
  const answer = JSON.parse(out)
  assert.deepEqual(answer, {
    file: 'd.dag',
    dag: { id: 'd', name: 'd' },
    tasks: [{ id: 'a-b', name: 'a_b', engine: 'bq', upstreams: [] }],
    files: [],
    diagnostics: [
      {
        file: 'd.json',
        line: 1,
        column: 17,
        endLine: 1,
        endColumn: 23,
        severity: 'warning',
        code: 'no-counterpart',
        message: '`x` has no counterpart; it is kept as a comment',
        related: [],
      },
      {
        file: 'd.json',
        line: 1,
        column: 36,
        endLine: 1,
        endColumn: 52,
        severity: 'warning',
        code: 'renamed',
        message: '"a-b" cannot be the name of a task here; it is called `a_b`',
        related: [],
      },
    ],
    errors: 0,
    warnings: 2,
  })
  const shown = JSON.parse((await dagline(t, folder, ['import', 'd.json', '--json', '-o', '-'])).out)
  assert.equal(shown.file, null)
  assert.equal(shown.text, readFileSync(join(folder, 'd.dag'), 'utf8'))
})

test('import says where a file is no document, and writes nothing', async t => {
  const folder = makeFolder(t, { 'bad.json': '{\n  "dag_id": "d"\n  "tasks": []\n}', 'other.json': '{"name": "x"}' })
  writeFileSync(join(folder, 'latin.json'), Buffer.from([0x7b, 0xe9]))
  const bad = await dagline(t, folder, ['import', 'bad.json'])
  assert.deepEqual([bad.status, bad.out, bad.err], [1, '', 'bad.json:3:3: error json: this is no JSON: a comma is missing\n'])
  const other = await dagline(t, folder, ['import', 'other.json', '--json'])
  assert.deepEqual([other.status, JSON.parse(other.out).file, JSON.parse(other.out).errors], [1, null, 1])
  assert.deepEqual(await dagline(t, folder, ['import', 'none.json']), { status: 2, out: '', err: 'There is no file none.json.\n' })
  assert.deepEqual(await dagline(t, folder, ['import', 'latin.json']), {
    status: 2,
    out: '',
    err: 'latin.json cannot be read: it is not UTF-8 text.\n',
  })
  assert.equal((await dagline(t, folder, ['import'])).status, 2)
  assert.ok(!existsSync(join(folder, 'bad.dag')))
})
