import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { completionItemOf, foldsOf, rangeOf, symbolsOf, textEditsOf } from '../../server/convert.ts'
import { complete } from '../../server/features/completion/completion.ts'
import { definitions } from '../../server/features/definition.ts'
import { diagnosticsByFile } from '../../server/features/diagnostics.ts'
import { folds } from '../../server/features/folding.ts'
import { formatDocument, formatRange, formatTyped } from '../../server/features/formatting.ts'
import { graphResult } from '../../server/features/graph.ts'
import { hover } from '../../server/features/hover.ts'
import { references } from '../../server/features/references.ts'
import { outline } from '../../server/features/symbols.ts'
import { fixture } from './fixture.ts'

const example = readFileSync(join(import.meta.dirname, '../../examples/pydag/sales_facts.dag'), 'utf8').replaceAll('\r\n', '\n')

/** The example with a piece taken out and another put in: what a text looks like while it is written. */
const texts = fc
  .record({
    at: fc.nat(example.length),
    length: fc.nat(80),
    insert: fc.constantFrom(
      '',
      '.',
      ': ',
      '-> ',
      '{',
      '}',
      '[',
      '"',
      '"""',
      '${',
      'task x: ',
      'on ',
      'after: [',
      'a.b.',
      ', ',
      '// ',
      'let x = x',
    ),
  })
  .map(({ at, length, insert }) => ({ text: example.slice(0, at) + insert + example.slice(at + length), at: at + insert.length }))

test('every feature answers at every place of any text', () => {
  fc.assert(
    fc.property(texts, fc.nat(example.length), ({ text, at }, elsewhere) => {
      const { analyzed, workspace } = fixture(text)
      for (const offset of [at, Math.min(elsewhere, text.length)]) {
        const { word, suggestions } = complete(analyzed, workspace, offset)
        for (const suggestion of suggestions) {
          const { textEdit } = completionItemOf(suggestion, analyzed.lines, word, { snippets: false, markdown: true, again: null })
          // An edit replaces what is on the cursor's line, and holds no stops for a client without snippets.
          assert.ok(textEdit && 'range' in textEdit && textEdit.range.start.line === textEdit.range.end.line)
          assert.doesNotMatch(textEdit.newText, /\$\{?\d/)
        }
        hover(analyzed, offset)
        definitions(analyzed, offset)
        for (const typed of ['}', '\n']) textEditsOf(analyzed.lines, formatTyped(analyzed, offset, typed))
        for (const place of references(analyzed, offset)) rangeOf(analyzed.lines, place)
      }
      diagnosticsByFile(analyzed, workspace, true)
      symbolsOf(analyzed.lines, outline(analyzed))
      for (const fold of foldsOf(folds(analyzed))) assert.ok(fold.endLine > fold.startLine)
      graphResult(analyzed)
      textEditsOf(analyzed.lines, formatDocument(analyzed))
      formatRange(analyzed, { start: at, end: Math.max(at, elsewhere) })
    }),
    { numRuns: 200 },
  )
})
