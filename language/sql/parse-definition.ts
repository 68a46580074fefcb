import type { Cursor } from './cursor.ts'
import { parseExpression, parseExpressions } from './parse-expression.ts'
import { parseQuery } from './parse-query.ts'
import { parseNames } from './parse-statement.ts'
import { parseType } from './parse-type.ts'
import type { AlterAction, ColumnDefinition, CreateFunction, Expression, Name, Option, Statement } from './syntax.ts'

/** CREATE of tables, views and schemas. */
export function parseCreate(cursor: Cursor): Statement {
  const start = cursor.start
  cursor.expect('CREATE')
  const replace = cursor.accept('OR', 'REPLACE')
  const temporary = cursor.accept('TEMP') || cursor.accept('TEMPORARY')
  if (cursor.accept('TABLE')) return parseCreateTable(cursor, start, replace, temporary)
  if (cursor.accept('FUNCTION')) return parseCreateFunction(cursor, start, replace, temporary)
  const materialized = cursor.accept('MATERIALIZED')
  if (!temporary && cursor.accept('VIEW')) return parseCreateView(cursor, start, replace, materialized)
  if (!replace && !temporary && cursor.accept('SCHEMA')) {
    const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS')
    const path = cursor.tablePath('a dataset').path
    parseOptions(cursor)
    return { kind: 'create-schema', ifNotExists, path, start, end: cursor.endOf(start) }
  }
  const token = cursor.peek()
  if (token?.kind === 'word' && OTHER_OBJECTS.has(cursor.word() ?? ''))
    return cursor.unsupported({ start, end: token.end }, `CREATE ${cursor.word()}`)
  return cursor.fail('TABLE, VIEW or SCHEMA is expected')
}

const OTHER_OBJECTS = new Set(
  [
    'FUNCTION',
    'PROCEDURE',
    'MODEL',
    'EXTERNAL',
    'SNAPSHOT',
    'AGGREGATE',
    'ROW',
    'SEARCH',
    'VECTOR',
    'RESERVATION',
    'ASSIGNMENT',
    'CAPACITY',
  ].concat(['ALL', 'SCHEMA', 'VIEW', 'CONNECTION', 'PROPERTY', 'CONSTANT']),
)

function parseCreateTable(cursor: Cursor, start: number, replace: boolean, temporary: boolean): Statement {
  if (cursor.is('FUNCTION')) cursor.unsupported(cursor.span(start), 'a table function')
  const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS')
  const table = cursor.tablePath('a table').path
  const how = (['LIKE', 'COPY', 'CLONE'] as const).find(word => cursor.accept(word))
  const from = how ? { how, table: cursor.tablePath('a table').path } : null
  if (cursor.is('FOR')) cursor.unsupported(cursor.peek()!, 'FOR SYSTEM_TIME')
  const columns = cursor.is('(') ? parseColumns(cursor) : null
  if (cursor.is('DEFAULT', 'COLLATE')) cursor.unsupported(cursor.peek()!, 'COLLATE')
  const layout = parseLayout(cursor)
  const query = cursor.accept('AS') ? parseQuery(cursor) : null
  if (!columns && !query && !from) cursor.fail('columns or AS are missing')
  return { kind: 'create-table', replace, temporary, ifNotExists, table, columns, query, from, ...layout, start, end: cursor.endOf(start) }
}

/** `CREATE TEMP FUNCTION f(x INT64) [RETURNS type] AS (expression)`. */
function parseCreateFunction(cursor: Cursor, start: number, replace: boolean, temporary: boolean): Statement {
  const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS')
  const path = cursor.tablePath('a function').path
  const parameters: CreateFunction['parameters'][number][] = []
  cursor.expect('(')
  if (!cursor.is(')')) {
    do {
      const name = cursor.name('a parameter')
      parameters.push({ name, type: cursor.accept('ANY', 'TYPE') ? null : parseType(cursor) })
    } while (cursor.accept(','))
  }
  cursor.expect(')')
  const returns = cursor.accept('RETURNS') ? parseType(cursor) : null
  for (const word of ['LANGUAGE', 'REMOTE', 'DETERMINISTIC', 'NOT'])
    if (cursor.is(word)) cursor.unsupported(cursor.peek()!, 'a function in another language than SQL')
  cursor.expect('AS')
  if (!cursor.is('(')) return cursor.unsupported(cursor.peek() ?? path, 'a function in another language than SQL')
  const body = parseExpression(cursor)
  parseOptions(cursor)
  return { kind: 'create-function', temporary, replace, ifNotExists, path, parameters, returns, body, start, end: cursor.endOf(start) }
}

interface Layout {
  readonly partitionBy: Expression | null
  readonly clusterBy: readonly Expression[]
  readonly options: readonly Option[]
}

function parseLayout(cursor: Cursor): Layout {
  const partitionBy = cursor.accept('PARTITION') && cursor.expect('BY') ? parseExpression(cursor) : null
  const clusterBy = cursor.accept('CLUSTER') && cursor.expect('BY') ? parseExpressions(cursor) : []
  if (cursor.is('WITH', 'CONNECTION')) cursor.unsupported(cursor.peek()!, 'WITH CONNECTION')
  return { partitionBy, clusterBy, options: parseOptions(cursor) }
}

function parseCreateView(cursor: Cursor, start: number, replace: boolean, materialized: boolean): Statement {
  const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS')
  const table = cursor.tablePath('a view').path
  const columns = cursor.is('(') ? parseViewColumns(cursor) : []
  parseLayout(cursor)
  cursor.expect('AS')
  const query = parseQuery(cursor)
  return { kind: 'create-view', replace, ifNotExists, materialized, table, columns, query, start, end: cursor.endOf(start) }
}

/** `(name [OPTIONS (…)], …)`. */
function parseViewColumns(cursor: Cursor): Name[] {
  const columns: Name[] = []
  cursor.expect('(')
  do {
    columns.push(cursor.name('a column'))
    parseOptions(cursor)
  } while (cursor.accept(','))
  cursor.expect(')')
  return columns
}

/** `(name type [DEFAULT …] [NOT NULL] [OPTIONS (…)], …)`; keys that are not enforced are passed over. */
export function parseColumns(cursor: Cursor): ColumnDefinition[] {
  const columns: ColumnDefinition[] = []
  cursor.expect('(')
  do {
    if (cursor.is(')')) break
    if (!parseConstraint(cursor)) columns.push(parseColumn(cursor))
  } while (cursor.accept(','))
  cursor.expect(')')
  return columns
}

function parseConstraint(cursor: Cursor): boolean {
  if (cursor.is('PRIMARY', 'KEY')) cursor.expect('PRIMARY', 'KEY')
  else if (cursor.is('FOREIGN', 'KEY') || cursor.is('CONSTRAINT')) cursor.unsupported(cursor.peek()!, 'a foreign key or named constraint')
  else return false
  parseNames(cursor)
  cursor.expect('NOT', 'ENFORCED')
  return true
}

export function parseColumn(cursor: Cursor): ColumnDefinition {
  const start = cursor.start
  const name = cursor.name('a column')
  const type = parseType(cursor)
  let notNull = false
  let value: Expression | null = null
  for (;;) {
    if (cursor.accept('NOT', 'NULL')) notNull = true
    else if (cursor.accept('DEFAULT')) value = parseExpression(cursor)
    else if (cursor.is('OPTIONS')) parseOptions(cursor)
    else if (cursor.accept('PRIMARY', 'KEY')) cursor.expect('NOT', 'ENFORCED')
    else if (cursor.is('COLLATE') || cursor.is('REFERENCES') || cursor.is('GENERATED'))
      cursor.unsupported(cursor.peek()!, cursor.word() ?? '')
    else return { name, type, notNull, default: value, start, end: cursor.endOf(start) }
  }
}

function parseOptions(cursor: Cursor): Option[] {
  if (!cursor.accept('OPTIONS')) return []
  return parseOptionList(cursor)
}

function parseOptionList(cursor: Cursor): Option[] {
  const options: Option[] = []
  cursor.expect('(')
  if (!cursor.is(')')) {
    do {
      const start = cursor.start
      const name = cursor.anyName()
      cursor.expect('=')
      options.push({ name, value: parseExpression(cursor), start, end: cursor.endOf(start) })
    } while (cursor.accept(','))
  }
  cursor.expect(')')
  return options
}

export function parseDrop(cursor: Cursor): Statement {
  const start = cursor.start
  cursor.expect('DROP')
  cursor.accept('MATERIALIZED')
  if (cursor.accept('FUNCTION')) {
    const ifExists = cursor.accept('IF', 'EXISTS')
    return { kind: 'drop-function', ifExists, path: cursor.tablePath('a function').path, start, end: cursor.endOf(start) }
  }
  const object = (['TABLE', 'VIEW', 'SCHEMA'] as const).find(o => cursor.accept(o))
  if (!object) {
    const token = cursor.peek()
    if (token && OTHER_OBJECTS.has(cursor.word() ?? '')) return cursor.unsupported({ start, end: token.end }, `DROP ${cursor.word()}`)
    return cursor.fail('TABLE, VIEW or SCHEMA is expected')
  }
  if (cursor.is('FUNCTION')) return cursor.unsupported(cursor.span(start), 'DROP TABLE FUNCTION')
  const ifExists = cursor.accept('IF', 'EXISTS')
  const path = cursor.tablePath(object === 'SCHEMA' ? 'a dataset' : 'a table').path
  const cascade = object === 'SCHEMA' && cursor.accept('CASCADE')
  if (object === 'SCHEMA' && !cascade) cursor.accept('RESTRICT')
  return { kind: 'drop', object, ifExists, path, cascade, start, end: cursor.endOf(start) }
}

export function parseAlter(cursor: Cursor): Statement {
  const start = cursor.start
  cursor.expect('ALTER')
  if (!cursor.accept('TABLE')) {
    const token = cursor.peek()
    return token?.kind === 'word'
      ? cursor.unsupported({ start, end: token.end }, `ALTER ${cursor.word()}`)
      : cursor.fail('TABLE is expected')
  }
  const ifExists = cursor.accept('IF', 'EXISTS')
  const table = cursor.tablePath('a table').path
  const actions = [parseAction(cursor)]
  while (cursor.accept(',')) actions.push(parseAction(cursor))
  return { kind: 'alter-table', ifExists, table, actions, start, end: cursor.endOf(start) }
}

function parseAction(cursor: Cursor): AlterAction {
  const start = cursor.start
  if (cursor.accept('ADD', 'COLUMN')) {
    const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS')
    return { kind: 'add-column', ifNotExists, column: parseColumn(cursor), start, end: cursor.endOf(start) }
  }
  if (cursor.accept('DROP', 'COLUMN')) {
    const ifExists = cursor.accept('IF', 'EXISTS')
    return { kind: 'drop-column', ifExists, name: cursor.name('a column'), start, end: cursor.endOf(start) }
  }
  if (cursor.accept('RENAME', 'COLUMN')) {
    const ifExists = cursor.accept('IF', 'EXISTS')
    const from = cursor.name('a column')
    cursor.expect('TO')
    return { kind: 'rename-column', ifExists, from, to: cursor.name('a column'), start, end: cursor.endOf(start) }
  }
  if (cursor.accept('RENAME', 'TO')) return { kind: 'rename-table', to: cursor.name('a table'), start, end: cursor.endOf(start) }
  if (cursor.accept('ALTER', 'COLUMN')) return parseAlterColumn(cursor, start)
  if (cursor.accept('SET')) {
    if (!cursor.is('OPTIONS')) return cursor.unsupported(cursor.span(start), `ALTER TABLE SET ${cursor.word() ?? ''}`)
    parseOptions(cursor)
    return { kind: 'set-options', start, end: cursor.endOf(start) }
  }
  const token = cursor.peek()
  if (token?.kind === 'word') return cursor.unsupported(token, 'this form of ALTER TABLE')
  return cursor.fail('ADD COLUMN, DROP COLUMN or RENAME is expected')
}

function parseAlterColumn(cursor: Cursor, start: number): AlterAction {
  if (cursor.is('IF')) return cursor.unsupported(cursor.peek()!, 'ALTER COLUMN IF EXISTS')
  const name = cursor.name('a column')
  if (cursor.accept('SET', 'DATA', 'TYPE')) return { kind: 'set-type', name, type: parseType(cursor), start, end: cursor.endOf(start) }
  if (cursor.accept('SET', 'DEFAULT')) return { kind: 'set-default', name, value: parseExpression(cursor), start, end: cursor.endOf(start) }
  if (cursor.accept('DROP', 'DEFAULT')) return { kind: 'set-default', name, value: null, start, end: cursor.endOf(start) }
  if (cursor.accept('DROP', 'NOT', 'NULL')) return { kind: 'drop-not-null', name, start, end: cursor.endOf(start) }
  if (cursor.accept('SET')) {
    if (!cursor.is('OPTIONS')) return cursor.fail('OPTIONS, DATA TYPE or DEFAULT is expected')
    parseOptions(cursor)
    return { kind: 'set-options', start, end: cursor.endOf(start) }
  }
  return cursor.fail('SET or DROP is expected')
}

/** `LOAD DATA OVERWRITE|INTO table [(columns)] … FROM FILES (…)`. */
export function parseLoad(cursor: Cursor): Statement {
  const start = cursor.start
  cursor.expect('LOAD', 'DATA')
  const overwrite = cursor.accept('OVERWRITE')
  if (!overwrite) cursor.expect('INTO')
  const temporary = cursor.accept('TEMP', 'TABLE') || cursor.accept('TEMPORARY', 'TABLE')
  const table = cursor.tablePath('a table').path
  if (cursor.is('PARTITIONS')) cursor.unsupported(cursor.peek()!, 'LOAD DATA into a partition')
  const columns = cursor.is('(') ? parseColumns(cursor) : null
  parseLayout(cursor)
  cursor.expect('FROM', 'FILES')
  const options = parseOptionList(cursor)
  if (cursor.is('WITH')) cursor.unsupported(cursor.peek()!, 'partition columns and connections of LOAD DATA')
  return { kind: 'load-data', overwrite, temporary, table, columns, options, start, end: cursor.endOf(start) }
}
