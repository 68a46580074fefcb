import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { applyEdits, type Edit, format, formatPart, indentCloser, indentLine, parse } from '#language'
import { sample } from '../sample.ts'
import { findingsOf, formatted } from './check-format.ts'
import { dense, layoutsOf } from './layouts.ts'

const seed = 20260131
const layouts = layoutsOf([sample, dense])

const check = <T>(property: fc.IProperty<T>, numRuns: number): void => fc.assert(property, { seed, numRuns })

describe('a text in any layout', () => {
  test('is formatted for good, and says the same as before', () =>
    check(
      fc.property(layouts, text => void formatted(text)),
      400,
    ))

  test('has the same graph and the same diagnostics', () => {
    check(
      fc.property(layouts, text => {
        const result = formatted(text)
        if (result !== null) assert.deepEqual(findingsOf(result), findingsOf(text), result)
      }),
      150,
    )
  })

  test('that balances is not refused', () => {
    check(
      fc.property(layouts, text => {
        const tree = parse(text)
        if (tree.problems.length === 0) assert.equal(format(tree).kind, 'formatted')
      }),
      300,
    )
  })

  test('keeps each line end, and its lines end with no blank', () => {
    check(
      fc.property(layouts, text => {
        const tree = parse(text)
        const result = format(tree)
        if (result.kind === 'refused' || tree.problems.length > 0) return
        const lines = applyEdits(text, result.edits).split('\n')
        if (!/(?<!\r)\n/.test(text)) assert.ok(lines.slice(0, -1).every(line => line.endsWith('\r')))
        if (!text.includes('\r')) assert.ok(lines.every(line => !line.endsWith('\r') && !/[ \t]$/.test(line)))
      }),
      200,
    )
  })

  test('means the same with a part of its lines formatted, and with any of the edits made alone', () => {
    check(
      fc.property(layouts, fc.nat(2000), fc.nat(2000), (text, from, to) => {
        const tree = parse(text)
        const start = Math.min(from, to, text.length)
        const part = formatPart(tree, { start, end: Math.min(Math.max(from, to), text.length) })
        if (part.kind === 'refused' || tree.problems.length > 0) return
        const reasons = (edits: readonly Edit[]): unknown => parse(applyEdits(text, edits)).problems.map(problem => problem.reason)
        assert.deepEqual(reasons(part.edits), [])
        assert.deepEqual(formatted(applyEdits(text, part.edits)), formatted(text))
      }),
      150,
    )
  })
})

test('any text is formatted or refused, and its lines are indented, without an exception', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc
      .record({ at: fc.nat(sample.length), length: fc.nat(60), put: fc.string({ unit: 'binary', maxLength: 8 }) })
      .map(edit => sample.slice(0, edit.at) + edit.put + sample.slice(edit.at + edit.length)),
  )
  check(
    fc.property(texts, fc.nat(2000), (text, at) => {
      const tree = parse(text)
      formatted(text)
      for (const edits of [indentLine(tree, Math.min(at, text.length)), indentCloser(tree, Math.min(at, text.length))]) {
        // Only blanks at a line's beginning are replaced.
        for (const { start, end, text: blanks } of edits) {
          assert.match(blanks, /^ *$/)
          assert.match(text.slice(text.lastIndexOf('\n', start - 1) + 1, end), /^[ \t]*$/)
        }
      }
    }),
    300,
  )
})
