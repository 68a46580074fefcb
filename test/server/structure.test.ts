import assert from 'node:assert/strict'
import { test } from 'node:test'
import { folds } from '../../server/features/folding.ts'
import { type Outline, outline } from '../../server/features/symbols.ts'
import { fixture } from './fixture.ts'

/** The outline, one declaration a line, indented as it is nested. */
function checkOutline(source: string, expected: string): void {
  const { analyzed } = fixture(source)
  const lines = (items: readonly Outline[], indent: string): string[] =>
    items.flatMap(item => {
      assert.ok(item.span.start <= item.nameSpan.start && item.nameSpan.end <= item.span.end, `${item.name} is outside its declaration`)
      return [`${indent}${item.kind} ${item.name}${item.detail ? `: ${item.detail}` : ''}`, ...lines(item.children, `${indent}  `)]
    })
  assert.equal(lines(outline(analyzed), '').join('\n'), expected)
}

/** Folded lines, from 0. */
function checkFolds(source: string, ...expected: readonly (readonly [number, number, string])[]): void {
  const found = folds(fixture(source).analyzed).map(({ startLine, endLine, kind }) => [startLine, endLine, kind])
  assert.deepEqual(found, expected)
}

test('the outline of declarations, also of unfinished ones', () => {
  checkOutline(
    'let a = 1\ntarget prod {}\ndefaults bq {}\ndag d {\n input n: number\n group g { task t: bq { on prod { retries: 1 } } }\n task : js {}\n task',
    `let a
target prod
defaults defaults bq
dag d
  input n: number
  group g
    task t: bq
      on on prod
  task without a name: js
  task without a name`,
  )
})

test('blocks, values, comments and imports fold; the closing line stays', () => {
  checkFolds(
    'import "a"\nimport "b"\ndag d {\n  task t: js {\n    params: {\n      a: 1\n    }\n  }\n}\n',
    [2, 7, 'block'],
    [3, 6, 'block'],
    [4, 5, 'block'],
    [0, 1, 'imports'],
  )
  checkFolds('/// One\n/// two.\nlet a = 1\n\n// three\n', [0, 1, 'comment'])
  checkFolds('dag d { task t: js {} }\n')
})
