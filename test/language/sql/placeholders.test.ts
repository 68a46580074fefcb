import assert from 'node:assert/strict'
import test from 'node:test'
import { placeholders, tokenizeSql } from '#language/sql'

const names = (sql: string): string[] =>
  placeholders(sql).map(p => `${p.kind === 'text' ? '{}' : '@'}${p.name}${p.quoted ? ' quoted' : ''}`)

const cases: [string, string[]][] = [
  ["select @a as x, '{b}' as y, {c} as z", ['@a', '{}b quoted', '{}c']],
  ["select '{{a}}' as x, '{{' as y", []],
  ['select 1 -- {not_a} @not_b', []],
  ['select 1 # {not_a} @not_b', []],
  ['select 1 /* {not_a}\n @not_b */ where 1 = @one or 2 = {two}', ['@one', '{}two']],
  ['{{{x}}}', ['{}x']],
  ['{x}}}', ['{}x']],
  ['select * from `{p}.{d}`.t', ['{}p quoted', '{}d quoted']],
  ["select r'\\d{3}', r'[a-z]{2,}', '{ a }', '{1}', '{}'", []],
  ['select "--{a}", \'/*{b}\', """ \' {c} " """', ['{}a quoted', '{}b quoted', '{}c quoted']],
  ["select 'it\\'s {a}', b'{b}', rb'''{c}'''", ['{}a quoted', '{}b quoted', '{}c quoted']],
  ["select @@error.message, 'x@y', `a@b`", []],
  ['from {project}.{dataset}.t{n}', ['{}project', '{}dataset', '{}n']],
  ["select 'open {a}\nfrom {b}", ['{}a quoted', '{}b']],
  ['select "unterminated {a}', ['{}a quoted']],
  ['select 1 /* {a}', []],
  ['', []],
]

for (const [sql, expected] of cases) {
  test(`placeholders of ${JSON.stringify(sql)}`, () => assert.deepEqual(names(sql), expected))
}

test('spans of placeholders hold their marks', () => {
  const sql = "select @a, '{b}', {c}"
  assert.deepEqual(
    placeholders(sql).map(p => sql.slice(p.span.start, p.span.end)),
    ['@a', '{b}', '{c}'],
  )
})

test('tokens cover any text from end to end', () => {
  for (const sql of ['', "select \u{1f600} $ \\ '", ...cases.map(c => c[0])]) {
    for (const form of ['template', 'rendered'] as const) {
      assert.equal(
        tokenizeSql(sql, form)
          .map(t => sql.slice(t.start, t.end))
          .join(''),
        sql,
      )
    }
  }
})
