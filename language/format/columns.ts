/** Columns that a tab in a source stands for at most; what is written out has none. */
const tabWidth = 4

/** The column after a text that begins in a column; its last line counts. */
export function columnAfter(column: number, text: string): number {
  if (text.length < 2 && text !== '\n' && text !== '\t') return column + text.length
  const newline = text.lastIndexOf('\n')
  let at = newline < 0 ? column : 0
  if (!text.includes('\t', newline + 1)) return at + text.length - newline - 1
  for (let i = newline + 1; i < text.length; i++) at = text.charCodeAt(i) === 9 ? at + tabWidth - (at % tabWidth) : at + 1
  return at
}

/** The column of an offset in its line. */
export function columnOf(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  return columnAfter(0, text.slice(start, offset))
}

/** The column of the first character of a line that is no blank. */
export function indentationOf(text: string, offset: number): number {
  const blanks = /[ \t]*/y
  blanks.lastIndex = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  return columnAfter(0, blanks.exec(text)![0])
}
