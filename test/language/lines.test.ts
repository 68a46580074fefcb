import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { LineIndex } from '#language'

const texts = fc.array(fc.constantFrom('a', 'b', '\n', '\r', '\r\n'), { maxLength: 12 }).map(parts => parts.join(''))

const linesOf = (index: LineIndex, text: string): number[] =>
  Array.from({ length: text.length + 1 }, (_, offset) => index.position(offset).line)

test('lines end where they do for an editor', () => {
  fc.assert(
    fc.property(texts, text => {
      const index = new LineIndex(text)
      const document = TextDocument.create('file:///a.dag', 'dagline', 1, text)
      assert.equal(index.lines, document.lineCount)
      for (let line = 0; line < index.lines; line++) assert.equal(index.offset(line, 0), document.offsetAt({ line, character: 0 }))
    }),
    { seed: 20261201, numRuns: 1000 },
  )
})

test('lines of a changed text are those of the text', () => {
  fc.assert(
    fc.property(texts, texts, texts, texts, (head, tail, before, after) => {
      const now = head + after + tail
      assert.deepEqual(linesOf(new LineIndex(head + before + tail).after(now), now), linesOf(new LineIndex(now), now))
    }),
    { seed: 20261201, numRuns: 2000 },
  )
})
