import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lenses, lensTitle } from '../../server/features/code-lens.ts'
import { fixture } from './fixture.ts'

const source = `let a = 1
dag d {
  input n: number = a
  task t: js { params: { a, n } }
  group g { let b = a
    task u: js { params: { b } } }
  t -> g
}`

/** Each lens as `word: title`. */
function checkLenses(shown: { references: boolean; neighbours: boolean }, ...expected: readonly string[]): void {
  const { analyzed, text } = fixture(source)
  assert.deepEqual(
    lenses(analyzed, shown).map(({ kind, span }) => `${text.slice(span.start, span.end)}: ${lensTitle(kind, analyzed, span.start, null)}`),
    expected,
  )
}

test('how often lets and inputs are used', () => {
  checkLenses({ references: true, neighbours: false }, 'a: 3 references', 'n: 1 reference', 'b: 1 reference')
})

test('how many tasks come right before and after', () => {
  checkLenses({ references: false, neighbours: true }, 't: 0 upstream, 1 downstream', 'u: 1 upstream, 0 downstream')
})

test('nothing that nobody asked for', () => {
  checkLenses({ references: false, neighbours: false })
})
