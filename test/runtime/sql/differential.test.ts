import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { AGGREGATES, SIGNATURES, SPECIAL, WINDOWED } from '../../../runtime/sql/functions.ts'
import type { Shown } from '../../../runtime/sql/messages.ts'
import { TYPE_NAMES } from '../../../runtime/sql/types.ts'
import { sqlFolder } from './sql-folder.ts'

type Recorded =
  | {
      readonly sql: string
      readonly columns: readonly { readonly name: string; readonly type: string }[]
      readonly rows: readonly (readonly Shown[])[]
    }
  | { readonly sql: string; readonly error: string }

const recorded = JSON.parse(readFileSync(new URL('differential/results.json', import.meta.url), 'utf8')) as readonly Recorded[]

/** Queries of the record that do not run here, each by a sentence that says what. */
const MOST_REFUSED = 30

test("queries give what Google's evaluator gives, or are refused", async t => {
  const sql = await sqlFolder(t)
  const different: string[] = []
  const refused: string[] = []
  for (const expected of recorded) {
    const result = await sql.run(expected.sql.replace(/[{}]/g, '$&$&'), { sample: 1000 })
    if (result.kind === 'failure') {
      if ('error' in expected) continue
      if (result.code === 'sql-unsupported') refused.push(`${expected.sql}\n  ${result.message}`)
      else different.push(`${expected.sql}\n  failed: ${result.code} ${result.message}`)
      continue
    }
    const found = { types: result.sample?.columns.map(c => c.type), rows: result.sample?.rows.map(row => row.map(plain)) }
    if ('error' in expected) different.push(`${expected.sql}\n  must fail: ${expected.error}\n  found ${JSON.stringify(found)}`)
    else {
      const wanted = { types: expected.columns.map(c => c.type), rows: expected.rows.map(row => row.map(plain)) }
      if (JSON.stringify(found) !== JSON.stringify(wanted)) {
        different.push(`${expected.sql}\n  found    ${JSON.stringify(found)}\n  expected ${JSON.stringify(wanted)}`)
      }
    }
  }
  assert.equal(different.length, 0, different.join('\n'))
  assert.ok(recorded.length >= 2800)
  assert.ok(refused.length <= MOST_REFUSED, refused.join('\n'))
})

/** Numbers that are written in different ways are equal. */
function plain(value: Shown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  return typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) && !/^-?\d{16,}$/.test(value) ? Number(value) : value
}

/** What Google's evaluator lacks, or what is another at every call. */
const NOT_COMPARED = [
  'APPROX_COUNT_DISTINCT',
  'CURRENT_DATE',
  'CURRENT_DATETIME',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'GENERATE_UUID',
  'GROUPING',
  'MAX_BY',
  'MIN_BY',
  'RAND',
]

test('every function that is allowed is compared', () => {
  const text = recorded
    .filter(r => !('error' in r))
    .map(r => r.sql.toUpperCase())
    .join('\n')
  const allowed = [...SIGNATURES.keys(), ...SPECIAL, ...AGGREGATES, ...WINDOWED]
  const missing = allowed.filter(name => !NOT_COMPARED.includes(name) && !new RegExp(`\\b${name}\\(`).test(text))
  assert.deepEqual(missing, [])
})

test('every type that is allowed is cast to', () => {
  const text = recorded.map(r => r.sql.toUpperCase()).join('\n')
  const names = new Set(Object.values(TYPE_NAMES).filter(name => name !== 'JSON'))
  assert.deepEqual(
    [...names].filter(name => !new RegExp(`CAST\\([^,]* AS ${name}\\)`).test(text)),
    [],
  )
})

test('the functions of now run', async t => {
  const sql = await sqlFolder(t)
  assert.equal(await sql.rows('select current_date() as a, current_timestamp() as b, current_datetime() as c, current_date as d'), 1)
  assert.equal(await sql.rows('select 1 as y from unnest([1, 1, 2]) as x having approx_count_distinct(x) = 2'), 1)
})
