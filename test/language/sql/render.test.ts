import assert from 'node:assert/strict'
import test from 'node:test'
import type { Value } from '#language'
import { renderForCheck, renderSql } from '#language/sql'

const text = (value: string): Value => ({ type: 'string', value })
const number = (value: number): Value => ({ type: 'number', value })
const list = (...items: Value[]): Value => ({ type: 'list', items })
const day: Value = { type: 'date', ms: Date.UTC(2026, 0, 31, 6), dateOnly: false }

function render(script: string, params: Record<string, Value>, phase: 'static' | 'start' | 'running' = 'static'): string {
  const result = renderSql(script, new Map(Object.entries(params)), () => phase)
  return result.ok ? result.sql : result.refusals.map(r => `${r.code} ${script.slice(r.start, r.end)}`).join(', ')
}

const cases: [string, Record<string, Value>, string][] = [
  ['from {p}.{d}.t{n}', { p: text('a-b'), d: text('c'), n: number(1) }, 'from a-b.c.t1'],
  [
    'select {a}, {b}, {c}, {d}',
    { a: number(1.5), b: { type: 'boolean', value: true }, c: { type: 'null' }, d: day },
    'select 1.5, true, NULL, 2026-01-31',
  ],
  ['in ({l})', { l: list(number(1), number(2)) }, 'in (1,2)'],
  ['select \'{s}\', "{s}"', { s: text('it\'s "x"\\\n') }, 'select \'it\\\'s "x"\\\\\\n\', "it\'s \\"x\\"\\\\\\n"'],
  ['from `{s}`', { s: text('a`b') }, 'from `a\\`b`'],
  ["'''{s}'''", { s: text("a'''b") }, "'''a\\'\\'\\'b'''"],
  ["r'{s}'", { s: text('plain') }, "r'plain'"],
  ["r'{s}'", { s: text("it's") }, 'unsafe-param {s}'],
  ["'{{a}}' -- {no} {{", {}, "'{a}' -- {no} {{"],
  ['{{{a}}}', { a: text('x') }, '{x}'],
  ['select 1 -{n}', { n: number(-1) }, 'select 1 - -1'],
  ['select {x}', {}, 'missing-param {x}'],
  ['select {x}', { x: { type: 'duration', ms: 1 } }, 'wrong-type {x}'],
  ['select {x}', { x: { type: 'map', entries: new Map() } }, 'wrong-type {x}'],
  ['select {x}', { x: list(list()) }, 'wrong-type {x}'],
  ['({columns})', { columns: text('id int64, category string') }, '(id int64, category string)'],
  ['select @a, {b}', { b: number(2) }, 'select @a, 2'],
]

for (const [script, params, expected] of cases) {
  test(`renders ${JSON.stringify(script)} to ${JSON.stringify(expected)}`, () => assert.equal(render(script, params), expected))
}

test('outside quotes a value of a run is a name, a number or a boolean', () => {
  for (const value of ['p', 'my-project.data_set.t1', 'a.2020']) assert.equal(render('{x}', { x: text(value) }, 'start'), value)
  assert.equal(render('{x}', { x: number(-3) }, 'running'), '-3')
  for (const value of ['', 'a b', 'a;drop table t', "a'", 'a--b', '1a', 'a.', '(select 1)', 'a/*', 'a\nb']) {
    assert.equal(render('{x}', { x: text(value) }, 'start'), 'unsafe-param {x}', value)
    assert.equal(render("'{x}'", { x: text(value) }, 'start').startsWith("'"), true, value)
  }
  for (const value of [list(number(1)), { type: 'null' }, day] as Value[])
    assert.equal(render('{x}', { x: value }, 'running'), 'unsafe-param {x}')
})

test('places in the rendered text lead back to the script', () => {
  const script = "select '{a}', {b} from {c}.t where {{x"
  const result = renderSql(
    script,
    new Map([
      ['a', text("long'er")],
      ['b', number(123456)],
      ['c', text('p')],
    ]),
    () => 'static',
  )
  assert.ok(result.ok)
  const back = (part: string): string => {
    const start = result.sql.indexOf(part)
    const span = result.map.source({ start, end: start + part.length })
    return script.slice(span.start, span.end)
  }
  assert.equal(back('select'), 'select')
  assert.equal(back("er', 1"), "{a}', {b}")
  assert.equal(back('456'), '{b}')
  assert.equal(back('p.t'), '{c}.t')
  assert.equal(back('where'), 'where')
  assert.equal(back('{x'), '{{x')
})

test('what is not known in a check becomes a name that says so', () => {
  const { sql } = renderForCheck("select {a}, '{b}' from {c}.t", new Map([['a', number(1)]]))
  assert.equal(sql, "select 1, 'dagline_unknown_value' from dagline_unknown_value.t")
})
