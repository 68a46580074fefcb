import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sqlFolder } from './sql-folder.ts'

const files: Readonly<Record<string, string | Buffer>> = {
  'bad.csv': 'id,name\n1,a\nx,y\n',
  'few.csv': 'id,name\n1,a\n2\n',
  'many.csv': 'id,name\n1,a\n2,b,c\n',
  'open.csv': 'id,name\n1,"a\n',
  'latin.csv': Buffer.from([0x69, 0x64, 0x2c, 0x6e, 0x0a, 0x31, 0x2c, 0xe9, 0x0a]),
  'days.csv': 'id,day\n1,2026-13-40\n',
  'long.csv': `id,name\n1,${'x'.repeat(3_000_000)}\n`,
  'late.csv': `id,name\n${'1,a\n'.repeat(30_000)}x,b\n`,
  'id.csv': 'id\n1\n',
  'good.csv': 'id,name\n1,a\n',
  'text.json': '{"id": 1}\n{"id": "x"}\n',
  'broken.json': '{"id": 1}\n{"id" 2}\n{"id": 3}\n',
  'short.parquet': 'PAR1',
  'no.parquet': 'x'.repeat(100),
}

const csv = (columns: string, names: readonly string[], options = ''): string =>
  `load data overwrite p.d.t ${columns} from files (format = 'CSV', uris = [${names.map(name => `'data/${name}'`).join(', ')}]${options})`
const known = (name: string): string => csv('(id int64, name string)', [name], ', skip_leading_rows = 1')
const other = (format: string, columns: string, name: string): string =>
  `load data overwrite p.d.t ${columns} from files (format = '${format}', uris = ['data/${name}'])`

const faults: readonly (readonly [string, string])[] = [
  [known('bad.csv'), '@bad.csv:3: "x" does not fit the column id of type INT64.'],
  [known('few.csv'), '@few.csv:3: this line has 1 value, not 2, one for each column.'],
  [known('many.csv'), '@many.csv:3: this line has 3 values, not 2, one for each column.'],
  [known('open.csv'), '@open.csv:2: a quoted value does not end.'],
  [known('latin.csv'), '@latin.csv:2: this is not UTF-8; save the file as UTF-8.'],
  [known('long.csv'), '@long.csv:2: this line is longer than 2 MB.'],
  [
    csv('(id int64, day date)', ['days.csv'], ', skip_leading_rows = 1'),
    '@days.csv:2: "2026-13-40" does not fit the column day of type DATE.',
  ],
  [
    csv('(id int64, name string)', ['good.csv']),
    '@good.csv:1: "id" does not fit the column id of type INT64; if this line has the names of the columns, write skip_leading_rows = 1.',
  ],
  [
    csv('', ['late.csv']),
    '@late.csv:30002: "x" does not fit the column id of type INT64, which was guessed from the first lines; write the columns and their types in LOAD DATA.',
  ],
  [csv('', ['good.csv', 'id.csv']), '@id.csv lacks name of @good.csv; files that are loaded together have the same columns.'],
  [
    csv('', ['open.csv']),
    '@open.csv cannot be read as CSV: look at its quotes, its delimiter and whether all lines have as many values, or name the columns in LOAD DATA.',
  ],
  [other('JSON', '(id int64)', 'text.json'), '@text.json:2: "x" does not fit its column.'],
  [other('JSON', '(id int64)', 'broken.json'), '@broken.json has a line that is no JSON: unexpected character.'],
  [other('PARQUET', '', 'short.parquet'), '@short.parquet is no Parquet file.'],
  [other('PARQUET', '', 'no.parquet'), '@no.parquet is no Parquet file.'],
]

test('what is wrong with a file is told in plain words, with the file and its line', async t => {
  const sql = await sqlFolder(t)
  mkdirSync(join(sql.folder, 'data'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(sql.folder, 'data', name), text)
  for (const [script, message] of faults)
    assert.deepEqual(await sql.fault(script), { code: 'sql-error', message: message.replaceAll('@', join('data', '/')), at: 'load' })
})

test('a text that is no time is refused, and not loaded as NULL', async t => {
  const sql = await sqlFolder(t)
  const load = (text: string): string => {
    writeFileSync(join(sql.folder, 'times.csv'), `1,${text}\n2,\n`)
    return "load data overwrite p.d.t (id int64, seen timestamp) from files (format = 'CSV', uris = ['times.csv'])"
  }
  for (const text of ['2026-01-31T06:00:00Z', '2026-01-31 06:00:00', '2026-01-31 08:00:00+02', '2026-01-31 06:00:00 UTC']) {
    assert.equal(await sql.rows(load(text)), 2)
    assert.deepEqual((await sql.table('p.d.t'))?.rows, [
      ['1', '2026-01-31 06:00:00.000000'],
      ['2', null],
    ])
  }
  const message = 'times.csv: "soon" does not fit the column seen of type TIMESTAMP.'
  assert.deepEqual(await sql.fault(load('soon')), { code: 'sql-error', message, at: 'load' })
  writeFileSync(join(sql.folder, 'times.json'), '{"id": 1, "seen": "soon"}\n')
  const json = "load data overwrite p.d.j (id int64, seen timestamp) from files (format = 'JSON', uris = ['times.json'])"
  assert.equal((await sql.fault(json)).code, 'sql-error')
})

test('a whole number that is too large is told as such', async t => {
  const sql = await sqlFolder(t)
  const overflow = 'Int64 overflow, or a value out of the range of its type.'
  for (const [script, message] of [
    ['select cast(x as int64) from unnest([1e19]) as x', overflow],
    ["select cast(x as int64) from unnest([numeric '99999999999999999999']) as x", overflow],
    ['select abs(x) from unnest([-9223372036854775807 - 1]) as x', overflow],
    ["select cast(x as int64) from unnest(['99999999999999999999']) as x", 'Bad int64 value: 99999999999999999999.'],
    ['select timestamp_micros(9223372036854775807)', 'A timestamp is out of range.'],
    ["select timestamp_add(timestamp '9999-12-31 23:59:59', interval 9223372036854775807 microsecond)", 'A timestamp is out of range.'],
  ])
    assert.deepEqual([script, (await sql.fault(script!)).message], [script, message])
})
