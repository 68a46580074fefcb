import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalText, changedParts, printOf, type TaskInputs } from '../../../runtime/fingerprint/parts.ts'
import { asValue } from '../graph-builder.ts'

const digest = (text: string): string => hash('sha256', text, 'base64url')
const names = fc.stringMatching(/^[a-z]{1,3}$/)
const json = fc.jsonValue({ maxDepth: 2, noUnicodeString: true } as never).filter(value => value !== undefined)
const entries = fc.dictionary(names, json, { maxKeys: 4 })
const inputs = fc.record({
  engine: fc.constantFrom('bq', 'shell'),
  target: fc.constantFrom('local', 'prod'),
  properties: entries,
  params: entries,
  files: fc.dictionary(names, names, { maxKeys: 3 }),
  upstreams: fc.dictionary(names, names, { maxKeys: 3 }),
})
type Sketch = typeof inputs extends fc.Arbitrary<infer T> ? T : never

function inputsOf(sketch: Sketch): TaskInputs {
  const values = (from: Record<string, unknown>) => new Map(Object.entries(from).map(([name, value]) => [name, asText(value)]))
  return {
    ...sketch,
    properties: values(sketch.properties as never),
    params: values(sketch.params as never),
    files: Object.entries(sketch.files).map(([name, text]) => ({ name, digest: text })),
    upstreams: Object.entries(sketch.upstreams).map(([name, fingerprint]) => ({ name, fingerprint })),
  }
}

/** As a value: JSON that would be taken for a tagged value is wrapped. */
function asText(value: unknown): ReturnType<typeof asValue> {
  return asValue(JSON.stringify(value))
}

const keyOf = (sketch: Sketch): string =>
  JSON.stringify(
    [sketch.engine, sketch.target, sketch.properties, sketch.params, sketch.files, sketch.upstreams].map(part =>
      typeof part === 'string' ? part : Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  )

test('two tasks have one fingerprint exactly when their inputs are the same', () => {
  fc.assert(
    fc.property(inputs, inputs, (a, b) => {
      const same = keyOf(a) === keyOf(b)
      const prints = [printOf(inputsOf(a), digest), printOf(inputsOf(b), digest)] as const
      assert.equal(prints[0].fingerprint === prints[1].fingerprint, same)
      assert.equal(changedParts(prints[0].parts, prints[1].parts).length === 0, same)
      assert.deepEqual(printOf(inputsOf(a), digest), prints[0])
    }),
  )
})

test('one changed input is the one that is told', () => {
  const base: Sketch = {
    engine: 'bq',
    target: 'local',
    properties: { sql: 'x' },
    params: { day: 1 },
    files: { 'a.sql': 'd' },
    upstreams: { up: 'f' },
  }
  const before = printOf(inputsOf(base), digest).parts
  const told = (change: Partial<Sketch>): string[] => changedParts(before, printOf(inputsOf({ ...base, ...change }), digest).parts)
  assert.deepEqual(told({}), [])
  assert.deepEqual(told({ engine: 'shell' }), ['engine changed'])
  assert.deepEqual(told({ target: 'prod' }), ['target changed'])
  assert.deepEqual(told({ properties: { sql: 'y' } }), ['sql changed'])
  assert.deepEqual(told({ params: { day: 2 } }), ['param day changed'])
  assert.deepEqual(told({ params: { day: 1, more: 1 } }), ['param more is new'])
  assert.deepEqual(told({ params: {} }), ['param day is gone'])
  assert.deepEqual(told({ files: { 'a.sql': 'e' } }), ['a.sql changed'])
  assert.deepEqual(told({ upstreams: { up: 'g' } }), ['upstream up changed'])
})

test('what does not change the work does not change the fingerprint', () => {
  const base: Sketch = { engine: 'bq', target: 'local', properties: { sql: 'x' }, params: { a: 1, b: 2 }, files: {}, upstreams: {} }
  const labels: Sketch = { ...base, properties: { sql: 'x', labels: 'l', priority: 'batch' }, params: { b: 2, a: 1 } }
  assert.equal(printOf(inputsOf(base), digest).fingerprint, printOf(inputsOf(labels), digest).fingerprint)
})

test('different values have different texts, and maps are equal in any order', () => {
  const values = [null, true, 'true', 1, '1', [1], [[1]], [], {}, { a: 1 }, { a: '1' }, 'null'].map(asValue)
  values.push(
    { type: 'duration', ms: 1 },
    { type: 'size', bytes: 1 },
    { type: 'date', ms: 1, dateOnly: false },
    { type: 'date', ms: 1, dateOnly: true },
  )
  assert.equal(new Set(values.map(canonicalText)).size, values.length)
  assert.equal(canonicalText(asValue({ a: 1, b: 2 })), canonicalText(asValue({ b: 2, a: 1 })))
})
