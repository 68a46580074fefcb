import { isClosedText } from '../scan.ts'
import { columnAfter } from './columns.ts'

/**
 * A `"""` text whose closing quotes stand in another column, alone on their line: the blanks before them are no part of the text,
 * so every line moves with them and the text stays what it is. Any other text is left as it is: its blanks count.
 */
export function moveText(image: string, indentation: number): string {
  if (!isClosedText(image)) return image
  const opening = /^"""[ \t]*(\r?\n)/.exec(image)
  const closing = /(?:^|\n)([ \t]*)"""$/.exec(image.slice(opening?.[0].length ?? 0))
  if (!opening || !closing) return image
  const before = closing[1]!
  const blanks = ' '.repeat(indentation)
  const body = image.slice(opening[0].length, image.length - 3 - before.length)
  const lines = body.split('\n')
  const moved = lines.slice(0, -1).map(line => {
    const end = line.endsWith('\r') ? line.length - 1 : line.length
    const isShort = !line.startsWith(before) || end < before.length
    const content = isShort ? '' : line.slice(before.length, end)
    return (content === '' ? '' : blanks + content) + line.slice(end)
  })
  return `"""${opening[1]}${[...moved, blanks].join('\n')}"""`
}

/** A comment over several lines, moved as a whole by so many columns. */
export function moveComment(image: string, by: number): string {
  if (by === 0 || !image.includes('\n')) return image
  const [first, ...others] = image.split('\n')
  const moved = others.map(line => {
    const content = line.trimStart()
    if (content === '') return line
    const column = columnAfter(0, line.slice(0, line.length - content.length))
    return ' '.repeat(Math.max(0, column + by)) + content
  })
  return [first, ...moved].join('\n')
}
