import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkMarks, diagnosticsOf } from './check.ts'
import { shown, valueIn } from './value.ts'

/** Expression and what it shows; `wrong`: something is reported, and nothing else of the file. */
function table(name: string, rows: Readonly<Record<string, string>>, before = ''): void {
  describe(name, () => {
    for (const [expression, wanted] of Object.entries(rows))
      test(`${expression} is ${wanted}`, () => assert.equal(shown(expression, before), wanted))
  })
}

/** Every expression has exactly one diagnostic, of that code. */
function refused(name: string, code: string, expressions: readonly string[], before = ''): void {
  describe(name, () => {
    for (const expression of expressions)
      test(`${expression} is ${code}`, () => {
        const found = diagnosticsOf(`${before}\nlet value_ = ${expression}\n`).map(each => each.split(' ')[1])
        assert.deepEqual([...new Set(found)], [code])
      })
  })
}

table('literals as written', {
  '0': '0',
  '007': '007',
  '1.50': '1.50',
  '90s': '90s',
  '250ms': '250ms',
  '1d': '1d',
  '1h30m': '1h30m',
  '1d2h3m4s5ms': '1d2h3m4s5ms',
  '512KB': '512KB',
  '10GB': '10GB',
  '1TB': '1TB',
  '5MB': '5MB',
  '1KiB': '1KiB',
  '2MiB': '2MiB',
  '3GiB': '3GiB',
  '4TiB': '4TiB',
  '2026-01-31': '2026-01-31',
  '2024-02-29': '2024-02-29',
  '2026-01-31T06:00:00Z': '2026-01-31T06:00:00Z',
  '2026-01-31T06:00:00+02:00': '2026-01-31T06:00:00+02:00',
  '2026-01-31T06:00:00.250-11:30': '2026-01-31T06:00:00.250-11:30',
  true: 'true',
  null: 'null',
  '"a\\u{1F600}\\$"': 'a\u{1F600}$',
  '[1, "x", null]': '[1,"x",null]',
  '{ a: 1, "b c": { d: [] } }': '{"a":1,"b c":{"d":[]}}',
  '"""a\\n${x}"""': 'a\\n${x}',
})

refused('malformed literals', 'syntax', [
  '1e5',
  '1.5h',
  '1.5GB',
  '1_000',
  '2nd',
  '0x1F',
  '1.',
  '.5',
  '30m1h',
  '1h1h',
  '1h30',
  '5w',
  '10gb',
  '10K',
  '1s1KB',
  '2026-02-30',
  '2025-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-01-31T24:00:00Z',
  '2026-01-31T06:60:00Z',
  '2026-01-31T06:00:00',
  '2026-01-31T06:00:00+2:00',
  '2026-01-31T06:00:00+24:00',
  '2026-01-31T',
  '2026-01-31x',
  '2026-01-31 T06:00:00Z',
])

table('subtractions that look like dates', {
  '2026 - 01': '2025',
  '2026-01': '2025',
  '2026-1-31': '1994',
  '2026 -01- 31': '1994',
  '2026-01-3': '2022',
  '20260-01-31': '20228',
})

table('arithmetic', {
  '1 + 2 * 3': '7',
  '(1 + 2) * 3': '9',
  '7 / 2': '3.5',
  '7 % 4': '3',
  '-7 % 4': '-3',
  '2 - 3 - 4': '-5',
  '8 / 4 / 2': '1',
  '--1': '1',
  '-(1 + 2)': '-3',
  '0.1 + 0.2': '0.30000000000000004',
  '"a" + "b" + "c"': 'abc',
  '[1] + [2, 3] + []': '[1,2,3]',
  '90s + 90s': '3m',
  '1h - 30m': '30m',
  '30m - 1h': '-30m',
  '2h * 3': '6h',
  '3 * 2h': '6h',
  '1h / 4': '15m',
  '1s / 3 * 3': '1s',
  '-1h': '-1h',
  '1h - 1h': '0s',
  '25h + 1ms': '1d1h1ms',
  '1GB + 500MB': '1500MB',
  '512KiB * 2': '1MiB',
  '1GB / 2': '500MB',
  '1GB - 1GB': '0B',
  '2026-01-31 + 1d': '2026-02-01',
  '2026-01-31 - 1d': '2026-01-30',
  '2026-01-31 + 1h': '2026-01-31T01:00:00Z',
  '2026-01-31T06:00:00Z + 1d': '2026-02-01T06:00:00Z',
  '2026-03-01 - 2026-02-01': '28d',
  '2026-01-31T06:00:00+02:00 - 2026-01-31T04:00:00Z': '0s',
})

refused('operators that do not take these', 'wrong-type', [
  '1 + "a"',
  '"a" + 1',
  '"a" - "b"',
  '"a" * 2',
  '[1] + 1',
  '[1] - [1]',
  '{} + {}',
  'true + true',
  'null + 1',
  '1h + 1',
  '1h + 1GB',
  '1h * 1h',
  '1h / 1h',
  '1 / 1h',
  '1h % 2',
  '1GB * 1GB',
  '2026-01-31 + 1',
  '2026-01-31 + 2026-01-31',
  '1d - 2026-01-31',
  '2026-01-31 * 2',
  '1 / 0',
  '1 % 0',
  '1h / 0',
  '-"a"',
  '-true',
  '-2026-01-31',
  '!1',
  '!"a"',
  '!null',
])

table('comparisons', {
  '1 < 2': 'true',
  '2 <= 2': 'true',
  '"a" < "b"': 'true',
  '"B" < "a"': 'true',
  '1h > 59m': 'true',
  '1GB >= 1GiB': 'false',
  '2026-01-31 < 2026-02-01': 'true',
  '2026-01-31T00:00:00Z == 2026-01-31': 'true',
  '1 == 1.0': 'true',
  '60s == 1m': 'true',
  '1000KB == 1MB': 'true',
  '1 == "1"': 'false',
  '1 != "1"': 'true',
  'null == null': 'true',
  'null == 0': 'false',
  'null == false': 'false',
  '[1, [2]] == [1, [2]]': 'true',
  '[1, 2] == [2, 1]': 'false',
  '{ a: 1, b: 2 } == { b: 2, a: 1 }': 'true',
  '{ a: 1 } == { a: 1, b: 2 }': 'false',
  '[1] == ["1"]': 'false',
  '1s == 1': 'false',
  '1 < 2 == true': 'true',
  '1 == 1 && 2 == 2': 'true',
})

refused('comparisons of two types', 'wrong-type', [
  '1 < "2"',
  '1h < 1',
  '1h > 1KB',
  '2026-01-31 < 1d',
  'null < 1',
  '[1] < [2]',
  '{} < {}',
  'true < 1',
  '1 < 2 < 3',
])

table('logic and choice', {
  'true && false': 'false',
  'true || false': 'true',
  'true || false && false': 'true',
  '!true || true': 'true',
  'false && 1 / 0 == 1': 'false',
  'true || at([], 0) == 1': 'true',
  'true ? 1 : 2': '1',
  'false ? 1 : 2': '2',
  'false ? 1 : false ? 2 : 3': '3',
  'true ? false ? 1 : 2 : 3': '2',
  'true ? 1 : 1 / 0': '1',
  'false ? at([1], 5) : "x"': 'x',
  '1 > 2 ? "a" : "b"': 'b',
  'true ? "a" : 1': 'a',
})

refused('what is no boolean', 'wrong-type', [
  '1 && true',
  'true && 1',
  'false && 1',
  '"x" || true',
  'true || "x"',
  '1 ? 2 : 3',
  'null ? 1 : 2',
  'true && null',
])

table(
  'strings with values',
  {
    '"${1}-${1.50}-${true}"': '1-1.50-true',
    '"${2026-01-31}"': '2026-01-31',
    '"${90s} ${90s + 90s}"': '90s 3m',
    '"${10GB} ${5GB + 5GB}"': '10GB 10GB',
    '"${n}"': '42',
    '"${m.a.b}"': 'deep',
    '"${"${"${n}"}"}"': '42',
    '"${n == 42 ? "yes" : "no"}"': 'yes',
    '"$${n} $ $n"': '$42 $ $n',
    '"${at({ a: "}" }, "a")}"': '}',
    '"${n /* } */}"': '42',
    '"${1 / 3}"': '0.3333333333333333',
    '"${1000000 * 1000000 * 1000000 * 1000000}"': '1000000000000000000000000',
    '"${1 / 10000000}"': '0.0000001',
  },
  'let n = 42\nlet m = { a: { b: "deep" } }',
)

refused('what cannot stand in a string', 'wrong-type', ['"${null}"', '"${[1]}"', '"${{ a: 1 }}"', '"${{}}"'])
refused('entries that are not there', 'unknown-name', ['m.b', 'm.a.c'], 'let m = { a: { b: 1 } }')
refused('entries of what has none', 'wrong-type', ['n.a', 'm.a.b.c'], 'let n = 1\nlet m = { a: { b: 1 } }')

describe('texts', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['"""abc"""', 'abc'],
    ['""""""', ''],
    ['"""\n"""', ''],
    ['"""\n\n"""', ''],
    ['"""\n\n\n"""', '\n'],
    ['""" abc """', ' abc '],
    ['"""   """', '   '],
    ['"""  \t\n  abc\n  """', 'abc'],
    ['"""\n    a\n      b\n    """', 'a\n  b'],
    ['"""\n    a\n      b\n  """', '  a\n    b'],
    ['"""\n\ta\n\t\tb\n\t"""', 'a\n\tb'],
    ['"""\n  a\n\n  b\n  """', 'a\n\nb'],
    ['"""\n  a\n \n  b\n  """', 'a\n\nb'],
    ['"""\n  a\n     \n  b\n  """', 'a\n   \nb'],
    ['"""\n  a\n  b"""', '  a\n  b'],
    ['"""a\nb"""', 'a\nb'],
    ['"""\r\n  a\r\n  b\r\n  """', 'a\nb'],
    ['"""a\r\nb"""', 'a\nb'],
    ['"""a\rb"""', 'a\rb'],
    ['"""\n  a "x" ""\n  """', 'a "x" ""'],
    ['"""\n\\n \\" ${x} {y}\n"""', '\\n \\" ${x} {y}'],
  ]
  for (const [source, wanted] of rows)
    test(JSON.stringify(source), () => {
      const value = valueIn(source)
      assert.equal(value?.type === 'string' ? value.value : value, wanted)
    })
})

describe('phases of what is unknown', () => {
  test('types go on through what is unknown', () =>
    checkMarks(`dag d {
  task t: js { script: "a.mjs" }
  let now = run.date
  let a = now + 1                       //! wrong-type
  let b = now + 1d
  let c = "\${run.id}" + 1               //! wrong-type
  let e = t.x + 1
  let f = t.x + "a"
  let g = env("A") + 1                  //! wrong-type
  let h = env("A", 1) + 1
  let i = run.attempt && true           //! wrong-type
  let j = secret("A") - 1               //! wrong-type
  let k = now - now + 1h
  let l = run.end - 1h > now
  let m = len(t.x) + 1
  let n = lower(t.x) + 1                //! wrong-type
}
`))
})
