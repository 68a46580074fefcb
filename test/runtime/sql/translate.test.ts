import assert from 'node:assert/strict'
import test from 'node:test'
import { fileName } from '../../../runtime/sql/database.ts'
import { TranslationDoubt, translate, verify } from '../../../runtime/sql/translate.ts'

const believed: [string, string, string?][] = [
  ['SELECT `a` FROM `t`', 'SELECT "a" FROM "t"'],
  ["SELECT 'it\\'s', 'a\\\\'", "SELECT 'it''s', 'a\\'"],
  ['SELECT CAST(1 AS INT64) AS x', 'select cast(1 as bigint) x'],
  ['SELECT * EXCEPT (`a`) FROM t', 'SELECT * EXCLUDE ("a") FROM t'],
  ['SELECT 1 UNION DISTINCT SELECT 2', 'SELECT 1 UNION SELECT 2'],
  ['SELECT 1 FROM t AS `s`', 'SELECT 1 FROM t AS s', 'SELECT 1 FROM t AS "s"'],
]

for (const [canonical, translated, repaired] of believed) {
  test(`${translated} says what ${canonical} says`, () => assert.equal(verify(canonical, translated), repaired ?? translated))
}

const doubted: [string, string][] = [
  ['SELECT x FROM t WHERE y', 'SELECT x FROM t'],
  ['SELECT COUNT(DISTINCT x) FROM t', 'SELECT COUNT(x) FROM t'],
  ['SELECT a - b', 'SELECT b - a'],
  ['SELECT (a + b) * c', 'SELECT a + b * c'],
  ["SELECT 'a'", "SELECT 'b'"],
  ['SELECT `p`', 'SELECT ABS(p)'],
  ['SELECT 1', 'SELECT 1 LIMIT 1'],
  ['SELECT f(x)', 'SELECT g(x)'],
  ['SELECT `a b`', 'SELECT a b'],
]

for (const [canonical, translated] of doubted) {
  test(`${translated} is not believed for ${canonical}`, () => assert.throws(() => verify(canonical, translated), TranslationDoubt))
}

test('names and literals survive the translation, whatever is in them', async () => {
  const sql = await translate(
    "SELECT `we\"ird`, 'q\\'\\\\\\n{}' AS `sel`, native__sum(`x`) FROM `p-1`.`d`.`t` AS `t` WHERE `dagline parameter p0` = 1",
  )
  assert.equal(sql, `SELECT "we""ird", 'q''\\\n{}' AS "sel", SUM("x") FROM "p-1"."d"."t" AS "t" WHERE $p0 = 1`)
})

test('a project is a file of a name that every system takes', () => {
  assert.equal(fileName('local'), 'local.duckdb')
  assert.equal(fileName('my-project_1'), 'my-project_1.duckdb')
  assert.equal(fileName('A/b:c'), '%41%2fb%3ac.duckdb')
  assert.equal(fileName('..'), '%2e%2e.duckdb')
  assert.equal(fileName('nul'), '%6eul.duckdb')
  assert.notEqual(fileName('é'), fileName('e'))
})
