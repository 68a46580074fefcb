import type { Cursor } from './cursor.ts'
import type { Name, SqlType } from './syntax.ts'

/** A type: `INT64`, `NUMERIC(10, 2)`, `ARRAY<STRUCT<a INT64>>`. Whether there is such a type is another question. */
export function parseType(cursor: Cursor): SqlType {
  return cursor.nest(() => {
    const start = cursor.start
    const name = cursor.word()
    if (name === 'ARRAY') {
      cursor.expect('ARRAY', '<')
      const element = parseType(cursor)
      cursor.expect('>')
      return { name, sizes: [], element, start, end: cursor.endOf(start) }
    }
    if (name === 'STRUCT') {
      cursor.expect('STRUCT', '<')
      const fields: { name: Name | null; type: SqlType }[] = []
      if (!cursor.is('>'))
        do fields.push(parseField(cursor))
        while (cursor.accept(','))
      cursor.expect('>')
      return { name, sizes: [], fields, start, end: cursor.endOf(start) }
    }
    const text = cursor.name('a type').text.toUpperCase()
    if (cursor.is('.')) cursor.unsupported(cursor.span(start), 'a type with a path')
    return { name: text, sizes: parseSizes(cursor), start, end: cursor.endOf(start) }
  })
}

function parseField(cursor: Cursor): { name: Name | null; type: SqlType } {
  const mark = cursor.mark
  const name = cursor.tryName()
  if (name && !cursor.is(',') && !cursor.is('>') && !cursor.is('(')) return { name, type: parseType(cursor) }
  cursor.reset(mark)
  return { name: null, type: parseType(cursor) }
}

function parseSizes(cursor: Cursor): number[] {
  const sizes: number[] = []
  if (!cursor.accept('(')) return sizes
  do {
    const token = cursor.peek()
    if (token?.kind !== 'number') return cursor.fail('a number is expected')
    cursor.next()
    sizes.push(Number(cursor.text.slice(token.start, token.end)))
  } while (cursor.accept(','))
  cursor.expect(')')
  return sizes
}
