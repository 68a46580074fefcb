import { Cursor, ParseStop } from './cursor.ts'
import { parseAlter, parseCreate, parseDrop, parseLoad } from './parse-definition.ts'
import { parseExpression, parseExpressions, parseQuoted, startsQuery } from './parse-expression.ts'
import { parseFrom } from './parse-from.ts'
import { parseAlias, parseQuery } from './parse-query.ts'
import { parseScriptStatement, SCRIPT_WORDS } from './parse-script.ts'
import { BIGQUERY_STATEMENTS } from './statement-words.ts'
import type { Assignment, Expression, MergeClause, Name, SqlFault, Statement } from './syntax.ts'
import type { SqlToken } from './tokens.ts'

export type ParsedStatement =
  | { readonly ok: true; readonly statement: Statement }
  | { readonly ok: false; readonly fault: SqlFault; readonly firstWord: string }

/** Parses one statement of rendered SQL, given its tokens. Never throws. */
export function parseStatement(text: string, tokens: readonly SqlToken[], end: number): ParsedStatement {
  const cursor = new Cursor(text, tokens, end)
  const firstWord = cursor.word() ?? ''
  try {
    const statement = parseAny(cursor)
    if (!cursor.done) cursor.fail('the end of the statement is expected')
    return { ok: true, statement }
  } catch (error) {
    if (error instanceof ParseStop) return { ok: false, fault: error.fault, firstWord }
    throw error
  }
}

function parseAny(cursor: Cursor): Statement {
  const start = cursor.start
  const word = cursor.word()
  switch (word) {
    case 'SELECT':
    case 'WITH':
    case '(':
      return { kind: 'query', query: parseQuery(cursor), start, end: cursor.endOf(start) }
    case 'INSERT':
      return parseInsert(cursor)
    case 'UPDATE':
      return parseUpdate(cursor)
    case 'DELETE':
      return parseDelete(cursor)
    case 'TRUNCATE':
      cursor.expect('TRUNCATE', 'TABLE')
      return { kind: 'truncate', table: cursor.tablePath('a table').path, start, end: cursor.endOf(start) }
    case 'MERGE':
      return parseMerge(cursor)
    case 'CREATE':
      return parseCreate(cursor)
    case 'DROP':
      return parseDrop(cursor)
    case 'ALTER':
      return parseAlter(cursor)
    case 'LOAD':
      return parseLoad(cursor)
    case 'ASSERT': {
      cursor.next()
      const condition = parseExpression(cursor)
      const message = cursor.accept('AS') ? parseQuoted(cursor) : null
      return { kind: 'assert', condition, message, start, end: cursor.endOf(start) }
    }
  }
  if (word && SCRIPT_WORDS.has(word)) return parseScriptStatement(cursor)
  const token = cursor.peek()
  if (token?.kind === 'word' && cursor.word(1) === ':') return cursor.unsupported(token, 'a label')
  if (token && word && BIGQUERY_STATEMENTS.has(word)) return cursor.unsupported(token, `${word} statements`)
  return cursor.fail('a statement is expected')
}

function parseInsert(cursor: Cursor): Statement {
  const start = cursor.start
  cursor.expect('INSERT')
  cursor.accept('INTO')
  const table = cursor.tablePath('a table').path
  const columns = cursor.is('(') && !startsQuery(cursor) ? parseNames(cursor) : []
  if (cursor.accept('VALUES')) {
    const rows = [parseRow(cursor)]
    while (cursor.accept(',')) rows.push(parseRow(cursor))
    return { kind: 'insert', table, columns, source: { kind: 'values', rows }, start, end: cursor.endOf(start) }
  }
  if (!startsQuery(cursor)) cursor.fail('VALUES or SELECT is expected')
  return { kind: 'insert', table, columns, source: { kind: 'query', query: parseQuery(cursor) }, start, end: cursor.endOf(start) }
}

function parseRow(cursor: Cursor): Expression[] {
  cursor.expect('(')
  const row = parseExpressions(cursor)
  cursor.expect(')')
  return row
}

export function parseNames(cursor: Cursor): Name[] {
  const names: Name[] = []
  cursor.expect('(')
  do names.push(cursor.name('a column'))
  while (cursor.accept(','))
  cursor.expect(')')
  return names
}

function parseUpdate(cursor: Cursor): Statement {
  const start = cursor.start
  cursor.expect('UPDATE')
  const table = cursor.tablePath('a table').path
  const alias = parseAlias(cursor)
  cursor.expect('SET')
  const set = parseAssignments(cursor)
  const from = cursor.accept('FROM') ? parseFrom(cursor) : null
  if (!cursor.accept('WHERE')) return cursor.fail('WHERE is missing (WHERE true updates every row)')
  const where = parseExpression(cursor)
  return { kind: 'update', table, alias, set, from, where, start, end: cursor.endOf(start) }
}

function parseAssignments(cursor: Cursor): Assignment[] {
  const set: Assignment[] = []
  do {
    const column = [cursor.name('a column')]
    while (cursor.accept('.')) column.push(cursor.anyName())
    cursor.expect('=')
    set.push({ column, value: parseExpression(cursor) })
  } while (cursor.accept(','))
  return set
}

function parseDelete(cursor: Cursor): Statement {
  const start = cursor.start
  cursor.expect('DELETE')
  cursor.accept('FROM')
  const table = cursor.tablePath('a table').path
  const alias = parseAlias(cursor)
  if (!cursor.accept('WHERE')) return cursor.fail('WHERE is missing (WHERE true deletes every row)')
  return { kind: 'delete', table, alias, where: parseExpression(cursor), start, end: cursor.endOf(start) }
}

function parseMerge(cursor: Cursor): Statement {
  const start = cursor.start
  cursor.expect('MERGE')
  cursor.accept('INTO')
  const table = cursor.tablePath('a table').path
  const alias = parseAlias(cursor)
  cursor.expect('USING')
  const source = parseFrom(cursor)
  cursor.expect('ON')
  const on = parseExpression(cursor)
  const clauses: MergeClause[] = []
  while (cursor.is('WHEN')) clauses.push(parseMergeClause(cursor))
  if (clauses.length === 0) cursor.fail('WHEN is missing')
  return { kind: 'merge', table, alias, source, on, clauses, start, end: cursor.endOf(start) }
}

function parseMergeClause(cursor: Cursor): MergeClause {
  const start = cursor.start
  cursor.expect('WHEN')
  const not = cursor.accept('NOT')
  cursor.expect('MATCHED')
  let match: MergeClause['match'] = not ? 'NOT MATCHED' : 'MATCHED'
  if (not && cursor.accept('BY', 'SOURCE')) match = 'NOT MATCHED BY SOURCE'
  else if (not) cursor.accept('BY', 'TARGET')
  const condition = cursor.accept('AND') ? parseExpression(cursor) : null
  cursor.expect('THEN')
  const action = parseMergeAction(cursor, match)
  return { match, condition, action, start, end: cursor.endOf(start) }
}

function parseMergeAction(cursor: Cursor, match: MergeClause['match']): MergeClause['action'] {
  if (match === 'NOT MATCHED') {
    cursor.expect('INSERT')
    if (cursor.accept('ROW')) return { kind: 'insert-row' }
    const columns = cursor.is('(') ? parseNames(cursor) : []
    if (cursor.accept('ROW')) return { kind: 'insert-row' }
    cursor.expect('VALUES')
    return { kind: 'insert', columns, values: parseRow(cursor) }
  }
  if (cursor.accept('DELETE')) return { kind: 'delete' }
  cursor.expect('UPDATE', 'SET')
  return { kind: 'update', set: parseAssignments(cursor) }
}
