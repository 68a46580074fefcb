import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type SqlFolder, sqlFolder } from './sql-folder.ts'

const load = (sql: SqlFolder, format: 'CSV' | 'JSON', columns: string, text: string): string => {
  writeFileSync(join(sql.folder, 'f.x'), text)
  return `load data overwrite p.t (${columns}) from files (format = '${format}', uris = ['f.x'])`
}

async function loaded(sql: SqlFolder, script: string): Promise<unknown> {
  await sql.rows(script)
  return (await sql.table('local.p.t'))?.rows
}

test('texts of CSV become what BigQuery makes of them', async t => {
  const sql = await sqlFolder(t)
  const columns = 'a int64, b float64, c numeric, d bool, e string, f bytes, g date, h datetime, i timestamp, j time, k json'
  const text = `-12,1e3,1.25,Yes,x,YWI=,2024-01-02,2024-01-02T03:04:05,2024-01-02 03:04:05+01:00,03:04:05.5,"{""a"": 1}"
 7 ,-inf,-1,f,"",,,,,,
,,,,,,,,,,
`
  assert.deepEqual(await loaded(sql, load(sql, 'CSV', columns, text)), [
    [
      '-12',
      '1000',
      '1.25',
      'true',
      'x',
      '6162',
      '2024-01-02',
      '2024-01-02 03:04:05.000000',
      '2024-01-02 02:04:05.000000',
      '03:04:05.5',
      '{"a":1}',
    ],
    ['7', '-Infinity', '-1', 'false', '', null, null, null, null, null, null],
    Array.from({ length: 11 }, () => null),
  ])
})

test('a text that is no value of its column fails the load', async t => {
  const sql = await sqlFolder(t)
  for (const [type, texts] of [
    ['int64', ['1.5', '0x10', '1e2', '1_000', '99999999999999999999', '"1 2"']],
    ['float64', ['1_000', '1e400', '0x10', '1;5']],
    ['numeric', ['1_0', '1e40']],
    ['bool', ['2', 'ja']],
    ['bytes', ['a']],
    ['date', ['2024-01-01 10:00:00', '-infinity', '2024-01-01 (BC)', '01/02/2024', '2024-02-30']],
    ['datetime', ['2024-01-01 25:00:00', 'infinity']],
    ['timestamp', ['soon', '2024-01-01 10:00.']],
    ['time', ['1:2']],
    ['json', ['{a']],
  ] as const) {
    for (const text of texts) {
      const { code, message } = await sql.fault(load(sql, 'CSV', `a ${type}`, `${text}\n`))
      assert.equal(code, 'sql-error', text)
      assert.match(
        message,
        /^f\.x(:1)?: ".*" does not fit the column a of type [A-Z0-9]+(; if this line has the names of the columns, write skip_leading_rows = 1)?\.$/,
        text,
      )
    }
  }
  assert.deepEqual(await sql.fault(load(sql, 'CSV', 'a int64, b string', '1,x\n1.5,"say ""q"""\n')), {
    code: 'sql-error',
    message: 'f.x: "1.5" does not fit the column a of type INT64.',
    at: 'load',
  })
  assert.equal((await sql.fault(load(sql, 'CSV', 'a array<int64>', '[1]\n'))).code, 'sql-unsupported')
})

test('values of JSON become what BigQuery makes of them', async t => {
  const sql = await sqlFolder(t)
  const columns = 'a int64, b struct<x int64, y string>, c array<string>, d array<struct<z date>>, e float64, f json'
  const text = `{"a": "5", "b": {"x": 1}, "c": ["p", "q"], "d": [{"z": "2024-01-02"}, {}], "e": 1, "f": {"k": [1]}}
{"a": null, "b": null, "c": []}

{"a": 9223372036854775807, "b": {"y": "1"}, "e": 2.5}
`
  assert.deepEqual(await loaded(sql, load(sql, 'JSON', columns, text)), [
    ['5', '{"x":"1","y":null}', '["p","q"]', '[{"z":"2024-01-02"},{"z":null}]', '1', '{"k":[1]}'],
    [null, null, '[]', '[]', null, null],
    ['9223372036854775807', '{"x":null,"y":"1"}', '[]', '[]', '2.5', null],
  ])
})

test('a value of JSON that does not fit, or that has no column, fails the load', async t => {
  const sql = await sqlFolder(t)
  const noField = (name: string): string =>
    `f.x: "${name}" is no field of the table, whose names are told apart by their capital letters here.`
  const misfit = (value: string, column: string): string => `f.x: ${value} does not fit the column ${column}.`
  for (const [columns, text, message] of [
    ['a int64', '{"a": 1.5}', misfit('"1.5"', 'a of type INT64')],
    ['a int64', '{"a": "0x10"}', misfit('"0x10"', 'a of type INT64')],
    ['a int64', '{"a": 1, "zz": 5}', noField('zz')],
    ['a int64', '{"A": 1}', noField('A')],
    ['a int64', '{}', null],
    ['b struct<x int64>', '{"b": {"x": 1, "y": 2}}', noField('b.y')],
    ['a date', '{"a": "2024-01-01 10:00:00+02:00"}', misfit('"2024-01-01 10:00:00+02:00"', 'a of type DATE')],
    ['a bool', '{"a": 1}', misfit('"1"', 'a of type BOOL')],
    ['a array<int64>', '{"a": [1, null]}', misfit('null', 'a of type ARRAY<INT64>')],
  ] as const) {
    const script = load(sql, 'JSON', columns, `${text}\n`)
    if (message === null) assert.equal(await sql.rows(script), 1)
    else assert.deepEqual([text, (await sql.fault(script)).message], [text, message])
  }
  assert.equal((await sql.fault(load(sql, 'JSON', 'a string', '{"a": 1.50}'))).code, 'sql-unsupported')
  assert.equal((await sql.fault(load(sql, 'JSON', 'a int64', '[1]\n'))).code, 'sql-error')
})
