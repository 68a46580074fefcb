import type { Cursor } from './cursor.ts'
import { parseExpression } from './parse-expression.ts'
import { parseAlias } from './parse-query.ts'
import { parseNames } from './parse-statement.ts'
import { parseType } from './parse-type.ts'
import type { Expression, Name, Named, Statement } from './syntax.ts'

/** First words of the statements that only a script has. */
export const SCRIPT_WORDS: ReadonlySet<string> = new Set([
  'DECLARE',
  'SET',
  'BREAK',
  'LEAVE',
  'CONTINUE',
  'ITERATE',
  'RETURN',
  'RAISE',
  'BEGIN',
  'COMMIT',
  'ROLLBACK',
  'EXECUTE',
])

/** A statement that only a script has; its first word is one of `SCRIPT_WORDS`. */
export function parseScriptStatement(cursor: Cursor): Statement {
  const start = cursor.start
  const word = cursor.word()
  cursor.next()
  switch (word) {
    case 'DECLARE': {
      const names = [cursor.name('a variable')]
      while (cursor.accept(',')) names.push(cursor.name('a variable'))
      const type = cursor.done || cursor.is('DEFAULT') ? null : parseType(cursor)
      const value = cursor.accept('DEFAULT') ? parseExpression(cursor) : null
      if (!type && !value) return cursor.fail('a type or DEFAULT is missing')
      return { kind: 'declare', names, type, default: value, start, end: cursor.endOf(start) }
    }
    case 'SET': {
      const names = cursor.is('(') ? parseNames(cursor) : [parseVariable(cursor)]
      cursor.expect('=')
      return { kind: 'set', names, value: parseExpression(cursor), start, end: cursor.endOf(start) }
    }
    case 'RAISE': {
      const message = cursor.accept('USING') && cursor.expect('MESSAGE', '=') ? parseExpression(cursor) : null
      return { kind: 'raise', message, start, end: cursor.endOf(start) }
    }
    case 'BEGIN':
    case 'COMMIT':
    case 'ROLLBACK':
      cursor.accept('TRANSACTION')
      return { kind: 'transaction', action: word, start, end: cursor.endOf(start) }
    case 'EXECUTE':
      return parseExecute(cursor, start)
    default:
      if (!cursor.done) return cursor.unsupported(cursor.peek()!, 'a label')
      return {
        kind: 'jump',
        jump: word === 'RETURN' ? 'RETURN' : word === 'BREAK' || word === 'LEAVE' ? 'BREAK' : 'CONTINUE',
        start,
        end: cursor.endOf(start),
      }
  }
}

function parseVariable(cursor: Cursor): Name {
  const token = cursor.peek()
  if (token?.kind === 'system-variable') return cursor.unsupported(token, 'a system variable')
  return cursor.name('a variable')
}

/** `EXECUTE IMMEDIATE sql [INTO a, b] [USING x AS name, …]`. */
function parseExecute(cursor: Cursor, start: number): Statement {
  cursor.expect('IMMEDIATE')
  const sql = parseExpression(cursor)
  const into: Name[] = []
  if (cursor.accept('INTO')) {
    do into.push(cursor.name('a variable'))
    while (cursor.accept(','))
  }
  const using: Named<Expression>[] = []
  if (cursor.accept('USING')) {
    do {
      const value = parseExpression(cursor)
      using.push({ value, alias: parseAlias(cursor) })
    } while (cursor.accept(','))
  }
  return { kind: 'execute', sql, into, using, start, end: cursor.endOf(start) }
}
