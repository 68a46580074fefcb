import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { looksLikePyDag } from '../../client/import/looks-like-pydag.ts'

test('a pyDag document is told from other JSON by its id and its tasks', () => {
  const sales = readFileSync(new URL('../language/import/sales.json', import.meta.url), 'utf8')
  assert.ok(looksLikePyDag(sales))
  assert.ok(looksLikePyDag('{ "tasks" : [\n], "dag_id" : "d"'))
  for (const text of [
    '',
    '{}',
    '{"dag_id": "d"}',
    '{"tasks": []}',
    '{"dag_id": "d", "tasks": 1}',
    '{"version": "2.0.0", "tasks": []}',
    'dag_id tasks',
  ])
    assert.ok(!looksLikePyDag(text), text)
})
