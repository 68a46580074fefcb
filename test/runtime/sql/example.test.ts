import assert from 'node:assert/strict'
import { cpSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { sqlFolder } from './sql-folder.ts'

const example = fileURLToPath(new URL('../../../examples/pydag/', import.meta.url))

/** Cars of 2022 and food of 2021, read from the CSV file with nothing of ours. */
function expectedFacts(csv: string): string[] {
  return csv
    .trim()
    .split('\n')
    .slice(1)
    .filter(line => {
      const [, category, date] = line.split(',')
      return (category === 'cars' && date?.startsWith('2022-')) || (category === 'food' && date?.startsWith('2021-'))
    })
    .sort()
}

test('the scripts of the example make the fact table that the CSV file implies, twice', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'dagline-example-'))
  cpSync(example, folder, { recursive: true })
  const sql = await sqlFolder(t, folder)
  const script = (name: string): string => readFileSync(join(folder, 'scripts', name), 'utf8')
  const names = { project: 'local', dataset: 'datasettest' }
  const columns = 'id int64, category string, lastdate date'
  const dag = readFileSync(join(folder, 'sales_facts.dag'), 'utf8')
  const factSql = /task fact: bq \{\s+sql: """([\s\S]*?)"""/.exec(dag)?.[1] ?? ''
  const expected = expectedFacts(readFileSync(join(folder, 'data/test.csv'), 'utf8'))
  assert.ok(expected.length > 100)

  for (let run = 1; run <= 2; run++) {
    await Promise.all([
      sql.rows(script('create_table.sql'), {
        params: { ...names, columns, table: 'mytable3', partitioncolumn: 'lastdate', clustercolumn: 'category' },
      }),
      sql.rows(script('create_table_stg.sql'), { params: { ...names, columns, table: 'mytable1' } }),
      sql.rows(script('create_table_stg.sql'), { params: { ...names, columns, table: 'mytable2' } }),
    ])
    assert.equal(await sql.rows(script('local/load_csv.sql'), { params: { ...names, table: 'table_stg' } }), 1500)
    const extract = (tabledestination: string, category: string, year: number): Promise<number | null> =>
      sql.rows(script('extract_from_stg.sql'), { params: { ...names, tablesource: 'table_stg', tabledestination, category, year } })
    const [cars, food] = await Promise.all([extract('mytable1', 'cars', 2022), extract('mytable2', 'food', 2021)])
    assert.equal(await sql.rows(factSql, { params: names }), (cars ?? 0) + (food ?? 0))
    const facts = await sql.table('local.datasettest.mytable3')
    assert.deepEqual(
      facts?.columns.map(c => `${c.name} ${c.type}`),
      ['id INT64', 'category STRING', 'lastdate DATE'],
    )
    assert.deepEqual(facts?.rows.map(row => row.join(',')).sort(), expected)
  }
})
