/** Columns that a tab in a source stands for at most; what is written out has none. */
const tabWidth = 4

/** The column after a text that begins in a column; its last line counts. A carriage return by itself ends a line for the eye too. */
export function columnAfter(column: number, text: string): number {
  if (text.length < 2 && text !== '\n' && text !== '\r' && text !== '\t') return column + text.length
  const lineEnd = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  let at = lineEnd < 0 ? column : 0
  if (!text.includes('\t', lineEnd + 1)) return at + text.length - lineEnd - 1
  for (let i = lineEnd + 1; i < text.length; i++) at = text.charCodeAt(i) === 9 ? at + tabWidth - (at % tabWidth) : at + 1
  return at
}

/** The column of an offset in its line. */
export function columnOf(text: string, offset: number): number {
  return columnAfter(0, text.slice(startOfLine(text, offset), offset))
}

/** The column of the first character of a line that is no blank. */
export function indentationOf(text: string, offset: number): number {
  const blanks = /[ \t]*/y
  blanks.lastIndex = startOfLine(text, offset)
  return columnAfter(0, blanks.exec(text)![0])
}

export function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}
