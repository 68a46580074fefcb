import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from '../../language/parse.ts'
import { analyzed, checkMarks, diagnosticsOf, inDag, instanceNames } from './check.ts'

const codes = (source: string): string[] => [...new Set(diagnosticsOf(source).map(each => each.split(' ')[1]!))].sort()

describe('nesting', () => {
  const nestings: Readonly<Record<string, (depth: number) => string>> = {
    lists: n => '['.repeat(n) + ']'.repeat(n),
    maps: n => `${'{ a: '.repeat(n)}1${' }'.repeat(n)}`,
    parentheses: n => `${'('.repeat(n)}1${')'.repeat(n)}`,
    calls: n => `${'lower('.repeat(n)}"x"${')'.repeat(n)}`,
    strings: n => `${'"${'.repeat(n)}1${'}"'.repeat(n)}`,
    'strings and lists': n => `${'"${len(['.repeat(n / 3)}1${'])}"'.repeat(n / 3)}`,
    conditionals: n => `${'true ? '.repeat(n)}1${' : 2'.repeat(n)}`,
    'conditionals in parentheses': n => `${'true ? ('.repeat(n / 2)}1${') : 2'.repeat(n / 2)}`,
  }
  for (const [name, nested] of Object.entries(nestings)) {
    test(`240 ${name} are fine`, () => assert.deepEqual(codes(`let a = ${nested(240)}`), []))
    for (const depth of [258, 1200, 30_000])
      test(`${depth} ${name} are syntax, and the rest works`, () => {
        const found = codes(`let a = ${nested(depth)}\nlet b = nosuch\n`)
        assert.ok(found.includes('syntax') && found.includes('unknown-name'), found.join())
      })
    test(`half of ${name}, unclosed`, () => assert.ok(codes(`let a = ${nested(3000).slice(0, 4000)}`).includes('syntax')))
  }
  test('groups', () => {
    const groups = (n: number): string =>
      `dag d {\n${Array.from({ length: n }, (_, i) => `group g${i} {`).join('\n')}\ntask t: shell { run: "true" }\n${'}'.repeat(n)}\n}\n`
    assert.deepEqual(codes(groups(250)), [])
    assert.ok(codes(groups(300)).includes('syntax'))
  })
  test('what is long is not deep', () => {
    const long: readonly string[] = [
      Array.from({ length: 20_000 }, () => '1').join(' + '),
      Array.from({ length: 20_000 }, () => 'true').join(' && '),
      `${'!'.repeat(20_000)}true`,
      `${'- '.repeat(20_000)}1`,
      `${Array.from({ length: 20_000 }, (_, i) => `${i} == 1 ? ${i} : `).join('')}2`,
      `[${'1, '.repeat(20_000)}]`,
      `{${Array.from({ length: 20_000 }, (_, i) => ` a${i}: 1,`).join('')} }`,
      Array.from({ length: 5000 }, () => '1 + 2 * 3 == 7 && 1 < 2 || false').join(' || '),
    ]
    for (const expression of long) assert.deepEqual(codes(`let a = ${expression}\n`), [], expression.slice(0, 40))
  })
})

describe('sizes', () => {
  test('a value of 1 MB', () => {
    assert.deepEqual(codes(`let a = "${'x'.repeat(1_000_000)}"`), [])
    assert.deepEqual(diagnosticsOf(`let a = "${'x'.repeat(1_000_001)}"`), ['1:9 wrong-type'])
    assert.deepEqual(diagnosticsOf(`let a = """${'x'.repeat(1_000_001)}"""`), ['1:9 wrong-type'])
  })
  test('a value that doubles', () => {
    const lets = Array.from({ length: 64 }, (_, i) => `let a${i + 1} = a${i} + a${i}`)
    assert.deepEqual(diagnosticsOf(['let a0 = "x"', ...lets].join('\n')), ['21:11 wrong-type'])
    const lists = Array.from({ length: 64 }, (_, i) => `let a${i + 1} = [a${i}, a${i}]`)
    const found = diagnosticsOf(['let a0 = "x"', ...lists].join('\n'))
    assert.ok(found.length > 0 && found.every(each => each.endsWith('wrong-type')), found.join())
  })
  test('functions that make much of little', () => {
    checkMarks(`let a = range(1, 1000000)                                //! wrong-type
let x = join(range(1, 10000), "")
let b = replace(x, "1", x)                               //! wrong-type
let c = join([x, x, x, x, x, x], x + x + x + x + x)      //! wrong-type
let e = range(0, 9999999999999999)                       //! wrong-type
let f = len(split(x + x, ""))
`)
  })
  test('10,000 instances', () => {
    const source = (n: number): string =>
      inDag(`  task a: js { script: "a.mjs" matrix: { n: range(1, ${n}) } }\n  task b: js { nosuch: 1 script: "a.mjs" }`)
    assert.equal(instanceNames(source(10_000)).length, 10_002)
    assert.deepEqual(diagnosticsOf(source(10_001)), ['3:40 wrong-type', '4:16 unknown-property'])
    const product = inDag(
      '  task a: js { script: "a.mjs" matrix: { a: range(1, 1000), b: range(1, 1000), c: range(1, 1000), e: range(1, 9000), f: [] } }',
    )
    assert.deepEqual(diagnosticsOf(product), ['3:40 empty-matrix'])
    assert.deepEqual(diagnosticsOf(product.replace('[]', '[1]')), ['3:40 wrong-type'])
  })
  test('instances that each make much', () => {
    const source = `let big = join(range(1, 100000), ",")
dag d {
  task a: js { script: "a.mjs" matrix: { n: range(1, 10000) } params: { x: len(split(big + "\${n}", ",")) } when: len(big + "\${n}") == 1 }
  task b: bq { sql: "select {x} as x, '\${big}\${n}' as y" matrix: { n: range(1, 10000) } params: { x: len(split(big + "\${n}", ",")) } }
}
`
    assert.deepEqual(diagnosticsOf(source), [])
  })
  test('numbers that are too large', () => {
    checkMarks(
      `let a = ${'9'.repeat(400)}  //! syntax@9\nlet b = ${'9'.repeat(300)} * ${'9'.repeat(300)}  //! wrong-type\nlet c = 1${'0'.repeat(400)}h  //! syntax@9\nlet e = 2026-01-01 + 9999999999999999999d  //! wrong-type\n`,
    )
  })
})

describe('chains', () => {
  test('of lets', () => {
    const lets = Array.from({ length: 50_000 }, (_, i) => `let a${i} = a${i + 1} + 1`)
    assert.deepEqual(codes(`${lets.join('\n')}\nlet a50000 = 1\n`), [])
    assert.deepEqual(codes(`${lets.join('\n')}\nlet a50000 = a0\n`), ['cycle'])
  })
  test('of edges on one line', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `t${i}`)
    const tasks = names.map(name => `task ${name}: shell { run: "true" }`).join('\n')
    assert.deepEqual(codes(`dag d {\n${tasks}\n${names.join(' -> ')}\n}\n`), [])
    assert.deepEqual(codes(`dag d {\n${tasks}\n${names.join(' -> ')} -> t0\n}\n`), ['cycle'])
  })
  test('one string of many pieces', () => {
    const analysis = analyzed(`let a = "${'\\n'.repeat(300_000)}"\nlet b = "${'${1}'.repeat(100_000)}"`)
    assert.deepEqual(analysis.diagnostics, [])
  })
  test('many problems', () => {
    assert.equal(parse('" \n'.repeat(200_000)).items.length > 0, true)
    assert.equal(parse(';'.repeat(300_000)).items.length, 0)
    assert.equal(parse('}'.repeat(300_000)).items.length, 0)
    assert.equal(parse('let '.repeat(200_000)).items.length > 0, true)
  })
})
