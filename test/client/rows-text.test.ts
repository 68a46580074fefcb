import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rowsText } from '../../client/result/rows-text.ts'

test('rows stand under their columns, numbers to the right, each in one line', () => {
  const text = rowsText('Rows of fact', {
    columns: [
      { name: 'id', type: 'INT64' },
      { name: 'category', type: 'STRING' },
    ],
    rows: [
      ['1', 'cars'],
      ['1200', null],
      ['7', 'two\nlines'],
      ['8', 'x'.repeat(70)],
    ],
    total: 168,
  })
  assert.deepEqual(text.split('\n'), [
    'Rows of fact',
    '168 rows, the first 4:',
    '',
    '   id  category',
    'INT64  STRING',
    `${'─'.repeat(5)}  ${'─'.repeat(60)}`,
    '    1  cars',
    ' 1200  NULL',
    '    7  two↵lines',
    `    8  ${'x'.repeat(59)}…`,
    '',
  ])
})

test('a result without rows still has its columns', () => {
  assert.equal(
    rowsText('Rows of a', { columns: [{ name: 'n', type: 'DATE' }], rows: [], total: 0 }),
    'Rows of a\n0 rows:\n\nn\nDATE\n────\n',
  )
})
