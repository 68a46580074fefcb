import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Cursor, cursorAt, documentationOf, parse, type tree } from '#language'
import { printed } from './print-tree.ts'
import { sample } from './sample.ts'

// A longer search: DAGLINE_TEST_RUNS=20000 DAGLINE_TEST_SEED=7 node --test test/language/reparse.test.ts
const numRuns = Number(process.env['DAGLINE_TEST_RUNS'] ?? 150)
const seed = Number(process.env['DAGLINE_TEST_SEED'] ?? 20260131)

const example = readFileSync(join(import.meta.dirname, '../../examples/pydag/sales_facts.dag'), 'utf8')
const tasks = (count: number): string =>
  Array.from({ length: count }, (_, i) => `  task t${i}: bq {\n    sql: "select {n}"\n    params: { n: ${i}, m: [1, a.b] }\n  }\n`).join('')
const many = (count: number): string => `let a = 1\n\ndag d {\n${tasks(count)}  group g {\n${tasks(3)}  }\n  t0 -> [t1, g.t2]\n}\n`
const faulty = `dag d {
  task a: shell { run: "true
  x: = 1 ? 2
  tsk b: shell {
    run: f(1, , 2 3
  }
  g.
  group h { task c: shell { run: """
    text
  """ } } owner: "\${a + }" @ # a -> -> b
}
let z = [1, { a: 2 }
`

const pieces = [
  ...['dag', 'task', 'group', 'let', 'input', 'on', 'import', 'true', 'a', 'b', 'shell', 'sql', '1', '2026-01-31', '90s'],
  ...['{', '}', '[', ']', '(', ')', ':', ',', '->', '=', '?', '.', '+', '-', '*', '/', '!', '==', '&', '|', '@', '\\', '$'],
  ...['"', '"x"', '"${a}"', '${', '"""', '//', '/*', '*/', '\n', '\n  ', '\r\n', ' ', '\ufeff', '\u{1F600}', 'a -> b\n', 'x: 1\n'],
  ...['task a: shell {', 'task b: shell { run: "x" }\n', 'group g {\n', 'dag d {\n', 'let z = 1\n', '}\n', '/// doc\n', '[a, b] -> c\n'],
]
interface Edit {
  readonly at: number
  readonly gone: number
  readonly put: string
  /** Where the last edit was, as one who types goes on. */
  readonly isNear: boolean
}
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(1_000_000),
  gone: fc.oneof(fc.constant(0), fc.constant(1), fc.nat(40)),
  put: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...pieces),
    fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map(all => all.join('')),
  ),
  isNear: fc.boolean(),
})
const source = fc.oneof(
  fc.constantFrom(sample, example, faulty, sample.replaceAll('\n', '\r\n')),
  fc.nat(20).map(count => many(count)),
)

/** With lists that the next statement closes. */
const openLists = fc
  .nat(8)
  .map(i => `let y = [1\n${many(9).replace(`m: [1, a.b] }\n  }\n  task t${i}`, `m: [1, (a.b }\n  }\n  task t${i}`)}let z = (\nlet x = 1\n`)

/** Says what a tree lacks that follows another one, in which every unit had the node that is given. */
function check(now: tree.Tree, before: ReadonlyMap<tree.Unit, tree.Statement | null>): void {
  const fresh = parse(now.text)
  assert.equal(printed(now), printed(fresh))
  assert.deepEqual(now.units.map(placed), fresh.units.map(placed))
  const { removed, added } = now.change!
  const expected = new Set(before.keys())
  for (const unit of removed) assert.ok(expected.delete(unit))
  for (const unit of added) assert.ok(!before.has(unit))
  for (const unit of expected) assert.equal(unit.node, before.get(unit))
  assert.deepEqual(new Set(now.units), new Set([...expected, ...added]))
}

const placed = ({ at, node, parent }: tree.Unit): unknown => [at, node?.start, node?.kind, parent?.at]
const nodesOf = ({ units }: tree.Tree): Map<tree.Unit, tree.Statement | null> => new Map(units.map(unit => [unit, unit.node]))

describe('a tree that follows another', () => {
  const follow = (text: string, edits: readonly Edit[]): void => {
    let last = parse(text)
    let at = 0
    for (const { at: place, gone, put, isNear } of edits) {
      at = isNear ? Math.min(at + (place % 4), last.text.length) : place % (last.text.length + 1)
      const nodes = nodesOf(last)
      last = parse(last.text.slice(0, at) + put + last.text.slice(at + gone), last)
      check(last, nodes)
      at += put.length
    }
  }

  test('is the tree of its text, after any edits', () => {
    fc.assert(fc.property(source, fc.array(edit, { minLength: 1, maxLength: 12 }), follow), { numRuns, seed })
  })

  test('is so too where lists are open here and there', () => {
    const put = fc.oneof(
      fc.constantFrom('[', '('),
      fc.constantFrom(...'[]()x,.:?\n ', ': [', '->', 'task y: js { z: [', 'let y = (', '}\n'),
    )
    const typing = fc.record({ at: fc.nat(1_000_000), gone: fc.constantFrom(0, 0, 1), put, isNear: fc.boolean() })
    const text = fc.oneof(openLists, fc.constantFrom(many(4), many(9), many(9).replaceAll(/^ +/gm, '')))
    fc.assert(fc.property(text, fc.array(typing, { minLength: 2, maxLength: 16 }), follow), { numRuns, seed })
  })

  const typed = (text: string, words: string, at: number): { parsed: number; changed: Set<string> } => {
    let last = parse(text)
    let parsed = 0
    const changed = new Set<string>()
    for (let i = 0; i < words.length; i++) {
      const nodes = nodesOf(last)
      last = parse(last.text.slice(0, at + i) + words[i] + last.text.slice(at + i), last)
      check(last, nodes)
      if (last.change?.isWhole) parsed++
      for (const { node } of last.change?.added ?? []) if (node && 'name' in node) changed.add(node.name?.text ?? '')
    }
    return { parsed, changed }
  }

  test('has new nodes only for the task that was typed in, and parses nothing else', () => {
    const text = many(200)
    const places: Readonly<Record<string, string>> = {
      'select {': 'in a string ${a}',
      'n: 100': '23 + b.c',
      'm: [1, ': 'a, x.y, ',
      '  task t100: bq {\n': '    retries: 3\n    timeout: 1m ? 2 : 3\n    // why\n    after: [a, g.b]\n',
      'task t100: bq {': ' after: [a, at(x, [1',
      'm: [1, a.b] }\n': '    after: a',
    }
    for (const [before, words] of Object.entries(places)) {
      const at = text.indexOf(before, text.indexOf('task t100') - 10) + before.length
      assert.deepEqual(typed(text, words, at), { parsed: 0, changed: new Set(['t100']) }, before)
    }
  })
  test('has one unit more for a statement that was put in, and one less for one that was taken out', () => {
    const text = many(20)
    const at = text.indexOf('  task t10:')
    let last = parse(text)
    for (const next of [
      `${text.slice(0, at)}  let x = 1\n${text.slice(at)}`,
      text,
      text.slice(0, at) + text.slice(text.indexOf('  task t11:')),
      text,
    ]) {
      const nodes = nodesOf(last)
      last = parse(next, last)
      check(last, nodes)
      assert.equal(last.change?.isWhole, false)
      assert.ok(last.change.added.length + last.change.removed.length === 1)
    }
  })
  test('keeps what stands around a bracket that is missing', () => {
    const text = many(20)
    const at = text.indexOf('[1,', text.indexOf('task t10'))
    const nodes = parse(text)
    const before = nodesOf(nodes)
    const last = parse(text.slice(0, at) + text.slice(at + 1), nodes)
    check(last, before)
    assert.deepEqual([last.change?.isWhole, last.change?.removed.length, last.change?.added.length], [true, 1, 1])
  })
  test('keeps the tasks of a dag whose name was changed', () => {
    const last = parse(many(20))
    const before = nodesOf(last)
    const next = parse(last.text.replace('dag d', 'dag e'), last)
    check(next, before)
    assert.equal(next.change?.added.length, 1)
  })
})

describe('what is near an offset', () => {
  test('is enough to say what could be written there, and what stands above a declaration', () => {
    fc.assert(
      fc.property(fc.oneof(source, openLists), fc.option(edit, { freq: 2 }), fc.nat(1_000_000), (text, change, place) => {
        const next = change
          ? text.slice(0, change.at % text.length) + change.put + text.slice((change.at % text.length) + change.gone)
          : text
        const near = parse(next)
        const { items, tokens, comments, problems, units } = near
        const whole: tree.Tree = { text: next, items, tokens, comments, problems, units, change: null, near: () => ({ tokens, comments }) }
        const offset = place % (next.length + 1)
        assert.deepEqual(written(cursorAt(near, offset)), written(cursorAt(whole, offset)), next)
        for (const { node } of units) assert.equal(documentationOf(near, node!), documentationOf(whole, node!))
      }),
      { numRuns: 2 * numRuns, seed },
    )
  })
})

/** A cursor without its nodes, which are those of the tree. */
const written = (cursor: Cursor): unknown => JSON.parse(JSON.stringify(cursor, (_, part) => (part?.unit ? [part.kind, part.start] : part)))
