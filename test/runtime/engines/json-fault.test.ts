import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonFault } from '../../../runtime/engines/json-fault.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('a fault is found exactly where a text is no JSON', () => {
  const pieces = fc.constantFrom(
    ...'{}[]:,"\\/ \n\t',
    'u00e9',
    'n',
    '"a"',
    '0',
    '-',
    '1.5',
    'e+3',
    'true',
    'null',
    'é',
    '"b":',
    '01',
    '\u0001',
  )
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 12 }).map(list => list.join('')),
      text => {
        assert.equal(jsonFault(text) === null, isJson(text), text)
      },
    ),
    { numRuns: 3000 },
  )
  fc.assert(fc.property(fc.json(), text => jsonFault(text) === null))
})

test('a fault stands where the text can no longer become JSON', () => {
  for (const marked of ['{"a": ^x}', '{"a": 1^', '[1,^]', '{"a" ^1}', '["\\^q"]', '[1]^ 2', '{"a": "b^\n"}', '^', '{^a: 1}', '"a^']) {
    // Blanks before a fault are none of it.
    const at = marked.indexOf('^')
    const text = marked.replace('^', '')
    const expected = at + /^[ ]*/.exec(text.slice(at))![0].length
    assert.equal(jsonFault(text), expected, marked)
  }
  const deep = '['.repeat(1_000_000)
  assert.equal(jsonFault(deep), deep.length)
})
