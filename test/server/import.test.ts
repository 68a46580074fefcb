import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type ImportParams, type ImportResult, importRequest } from '../../server/protocol.ts'
import { TestClient } from './client.ts'

const read = (name: string): string => readFileSync(new URL(`../language/import/${name}`, import.meta.url), 'utf8')

test('turns a pyDag document into a .dag file, with places that an editor understands', async () => {
  await using client = await TestClient.start({})
  const ask = (text: string, name = 'x'): Promise<ImportResult> =>
    client.connection.sendRequest(importRequest, { text, name } satisfies ImportParams)
  const imported = await ask(read('sales.json'))
  assert.ok(imported.kind === 'imported')
  assert.equal(imported.text, read('sales.dag'))
  assert.deepEqual(
    imported.files.map(({ path }) => path),
    ['dataproc_create_cluster.yaml'],
  )
  assert.deepEqual(imported.notes[0], {
    range: { start: { line: 6, character: 4 }, end: { line: 6, character: 24 } },
    severity: 'warning',
    code: 'no-counterpart',
    message: '`max_active_runs` has no counterpart; it is kept as a comment',
  })
  const named = await ask('{"dag_id": "", "tasks": [{"task_id": "t", "script": "gcs.b.f.bq.n"}]}', 'my sales')
  assert.match(named.kind === 'imported' ? named.text : '', /^dag my_sales \{/)
  const refused = await ask('{"dag_id": "d",\n  oops }')
  assert.deepEqual(
    [refused.kind, refused.notes.length, refused.notes[0]?.severity, refused.notes[0]?.range.start.line],
    ['refused', 1, 'error', 1],
  )
})
