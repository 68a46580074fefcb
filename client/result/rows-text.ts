import type { RowsPreview } from '../../runtime/protocol.ts'
import { rowCount } from '../annotations/format.ts'

/** A column that is wider says no more at a glance. */
const widest = 60
const numbers = /^(INT64|FLOAT64|NUMERIC|BIGNUMERIC)$/

/** Rows as a table to read in an editor: names, types, then the rows; numbers stand to the right. */
export function rowsText(title: string, { columns, rows, total }: RowsPreview): string {
  const shown = rows.length < total ? `${rowCount(total)}, the first ${rows.length.toLocaleString('en-US')}:` : `${rowCount(total)}:`
  const cells = rows.map(row => columns.map((_, place) => cell(row[place] ?? null)))
  const heads = [columns.map(({ name }) => cell(name)), columns.map(({ type }) => cell(type))]
  const widths = columns.map((_, place) => [...heads, ...cells].reduce((most, row) => Math.max(most, length(row[place]!)), 0))
  const right = columns.map(({ type }) => numbers.test(type))
  const line = (row: readonly string[]): string =>
    row
      .map((text, place) => (right[place] ? `${space(text, widths[place]!)}${text}` : `${text}${space(text, widths[place]!)}`))
      .join('  ')
      .trimEnd()
  const rule = widths.map(width => '─'.repeat(width)).join('  ')
  return `${[title, shown, '', ...heads.map(line), rule, ...cells.map(line)].join('\n')}\n`
}

/** A value in one line. */
function cell(value: string | null): string {
  if (value === null) return 'NULL'
  const flat = [...value.replaceAll(/\r?\n/g, '↵').replaceAll('\t', ' ')]
  return flat.length <= widest ? flat.join('') : `${flat.slice(0, widest - 1).join('')}…`
}

function length(text: string): number {
  return [...text].length
}

function space(text: string, width: number): string {
  return ' '.repeat(width - length(text))
}
