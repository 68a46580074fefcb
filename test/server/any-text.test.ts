import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { completionItemOf, foldsOf, rangeOf, selectionRangeOf, symbolsOf, textEditsOf } from '../../server/convert.ts'
import { neighboursOf, taskItemAt } from '../../server/features/call-hierarchy.ts'
import { actionKinds, codeActions } from '../../server/features/code-actions/code-actions.ts'
import { overlap } from '../../server/features/code-actions/edits.ts'
import { lenses, lensTitle } from '../../server/features/code-lens.ts'
import { complete } from '../../server/features/completion/completion.ts'
import { definitions } from '../../server/features/definition.ts'
import { diagnosticsByFile } from '../../server/features/diagnostics.ts'
import { folds } from '../../server/features/folding.ts'
import { formatDocument, formatRange, formatTyped } from '../../server/features/formatting.ts'
import { graphResult } from '../../server/features/graph.ts'
import { hover } from '../../server/features/hover.ts'
import { inlayHints } from '../../server/features/inlay-hints.ts'
import { links } from '../../server/features/links.ts'
import { references } from '../../server/features/references.ts'
import { prepareRename, rename } from '../../server/features/rename/rename.ts'
import { selectionSteps } from '../../server/features/selection.ts'
import { semanticTokens } from '../../server/features/semantic-tokens.ts'
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
      const { analyzed, workspace, project } = fixture(text)
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
        for (const place of references(analyzed, offset, project)) rangeOf(analyzed.lines, place)
        prepareRename(analyzed, offset)
        rename(analyzed, offset, 'fresh', project)
        selectionRangeOf(analyzed.lines, selectionSteps(analyzed, offset))
        const item = taskItemAt(analyzed, offset)
        if (item) for (const side of ['upstream', 'downstream'] as const) neighboursOf(analyzed, item.dag, item.name, side)
      }
      links(analyzed, workspace)
      diagnosticsByFile(analyzed, workspace, { related: true, hints: true })
      const all = { start: 0, end: text.length }
      const tokens = semanticTokens(analyzed, all)
      for (const [i, token] of tokens.entries()) {
        assert.ok(i === 0 || tokens[i - 1]!.end <= token.start)
        assert.doesNotMatch(text.slice(token.start, token.end), /\n/)
      }
      for (const { offset } of inlayHints(analyzed, all, { matrix: true, values: true })) assert.ok(offset <= text.length)
      for (const lens of lenses(analyzed, { references: true, neighbours: true }))
        assert.match(lensTitle(lens.kind, analyzed, lens.span.start, project), /^\d+ /)
      symbolsOf(analyzed.lines, outline(analyzed))
      for (const fold of foldsOf(folds(analyzed))) assert.ok(fold.endLine > fold.startLine)
      graphResult(analyzed)
      textEditsOf(analyzed.lines, formatDocument(analyzed))
      formatRange(analyzed, { start: at, end: Math.max(at, elsewhere) })
    }),
    { numRuns: 200 },
  )
})

test('code actions are there or not at every place of any text, and their edits never overlap', () => {
  fc.assert(
    fc.property(texts, fc.nat(200), ({ text, at }, length) => {
      const { analyzed, workspace } = fixture(text)
      const span = { start: at, end: Math.min(at + length, text.length) }
      for (const action of codeActions(analyzed, workspace, span, actionKinds)) assert.ok(!overlap(action.edits()))
    }),
    { seed: 20261130, numRuns: 40 },
  )
})
