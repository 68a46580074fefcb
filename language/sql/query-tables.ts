import type { Expression, FromItem, Name, Query, QueryBody, Select, Window } from './syntax.ts'
import type { ColumnUse, OutputColumn, TableRef } from './table-effects.ts'

/** What is found in the queries and expressions of one statement. */
export interface Found {
  readonly reads: TableRef[]
  readonly columns: ColumnUse[]
}

/** Something in FROM: a table, or a result whose columns are known or not. */
interface Source {
  /** In small letters; null where it has none. */
  readonly alias: string | null
  readonly table: TableRef | null
  /** In small letters; null where they cannot be told (or are those of `table`). */
  readonly columns: ReadonlySet<string> | null
  /** Its output as it would be in `SELECT *`. */
  readonly output: readonly OutputColumn[] | null
}

/** What a name can mean here, from the inside out. */
export interface NameScope {
  readonly outer: NameScope | null
  readonly sources: Source[]
  /** `null`: none; most scopes have none, and there are many. */
  commonTables: Map<string, readonly OutputColumn[] | null> | null
  /** Names given by the select list, which later clauses may use; `null`: none. */
  given: Set<string> | null
  /** Whether the select list may give any name, as the star of a struct does. */
  givesAny: boolean
}

export function nameScope(outer: NameScope | null): NameScope {
  return { outer, sources: [], commonTables: null, given: null, givesAny: false }
}

function give(scope: NameScope, name: string): void {
  scope.given ??= new Set()
  scope.given.add(name.toLowerCase())
}

/** Adds the table of an UPDATE, DELETE or MERGE to a scope. */
export function addTarget(scope: NameScope, table: TableRef, alias: Name | null): void {
  scope.sources.push({
    alias: (alias?.text ?? table.parts[table.parts.length - 1] ?? '').toLowerCase(),
    table,
    columns: null,
    output: null,
  })
}

/** Walks a query; answers its columns, or null where they cannot be told. */
export function walkQuery(query: Query, outer: NameScope | null, found: Found): readonly OutputColumn[] | null {
  const scope = nameScope(outer)
  for (const common of query.with) {
    scope.commonTables ??= new Map()
    if (query.recursive) scope.commonTables.set(common.name.text.toLowerCase(), null)
    scope.commonTables.set(common.name.text.toLowerCase(), walkQuery(common.query, scope, found))
  }
  const columns = walkBody(query.body, scope, found, query)
  if (query.limit) walkExpression(query.limit, scope, found)
  if (query.offset) walkExpression(query.offset, scope, found)
  return columns
}

function walkBody(body: QueryBody, outer: NameScope, found: Found, query: Query | null): readonly OutputColumn[] | null {
  switch (body.kind) {
    case 'select':
      return walkSelect(body, outer, found, query)
    case 'query':
      return walkQuery(body.query, outer, found)
    case 'set': {
      // ORDER BY after a set operation names its columns only, which is not looked at.
      const columns = walkBody(body.left, outer, found, null)
      walkBody(body.right, outer, found, null)
      return columns
    }
    default:
      return body satisfies never
  }
}

function walkSelect(select: Select, outer: NameScope, found: Found, query: Query | null): readonly OutputColumn[] | null {
  const scope = nameScope(outer)
  if (select.from) walkFrom(select.from, scope, found)
  if (select.where) walkExpression(select.where, scope, found)
  let columns: OutputColumn[] | null = []
  for (const item of select.items) {
    if (item.kind === 'star') {
      for (const { value } of item.replace) walkExpression(value, scope, found)
      const all = starColumns(item.of, scope, item.except)
      if (!all) scope.givesAny = true
      columns = columns && all ? [...columns, ...all] : null
      continue
    }
    walkExpression(item.value, scope, found)
    const name = item.alias?.text ?? lastName(item.value)
    if (name === null) continue
    if (item.alias) give(scope, name)
    columns?.push({ kind: 'column', name })
  }
  if (Array.isArray(select.groupBy)) for (const group of select.groupBy) walkExpression(group, scope, found)
  for (const condition of [select.having, select.qualify]) if (condition) walkExpression(condition, scope, found)
  for (const { window } of select.windows) walkWindow(window, scope, found)
  for (const item of query?.orderBy ?? []) walkExpression(item.value, scope, found)
  return select.as ? null : columns
}

function starColumns(of: Expression | null, scope: NameScope, except: readonly Name[]): readonly OutputColumn[] | null {
  if (of && (of.kind !== 'path' || of.parts.length !== 1)) return null
  const alias = of?.kind === 'path' ? of.parts[0]!.text.toLowerCase() : null
  const left = new Set(except.map(e => e.text.toLowerCase()))
  const columns: OutputColumn[] = []
  const sources = alias === null ? scope.sources : scope.sources.filter(s => s.alias === alias)
  if (sources.length === 0) return null
  for (const source of sources) {
    if (source.table) columns.push({ kind: 'star', table: source.table, except: [...left] })
    else if (!source.output) return null
    else {
      for (const column of source.output) {
        if (column.kind === 'star') columns.push({ ...column, except: [...column.except, ...left] })
        else if (!left.has(column.name.toLowerCase())) columns.push(column)
      }
    }
  }
  return columns
}

export function walkFrom(item: FromItem, scope: NameScope, found: Found): void {
  switch (item.kind) {
    case 'table': {
      const first = item.names[0]
      const alias = (item.alias?.text ?? item.path.parts[item.path.parts.length - 1] ?? '').toLowerCase()
      if (first && item.names.length > 1 && findSource(scope, first.text.toLowerCase())) {
        scope.sources.push({ alias, table: null, columns: null, output: null })
        if (item.offset) give(scope, item.offset === 'unnamed' ? 'offset' : item.offset.text)
        return
      }
      const common = item.path.parts.length === 1 ? findCommonTable(scope, item.path.parts[0] ?? '') : undefined
      if (common !== undefined) {
        scope.sources.push({ alias, table: null, columns: namesOf(common), output: common })
        return
      }
      const table = { parts: item.path.parts, start: item.path.start, end: item.path.end }
      found.reads.push(table)
      scope.sources.push({ alias, table, columns: null, output: null })
      return
    }
    case 'derived': {
      const output = walkQuery(item.query, scope, found)
      scope.sources.push({ alias: item.alias?.text.toLowerCase() ?? null, table: null, columns: namesOf(output), output })
      return
    }
    case 'unnest': {
      walkExpression(item.array, scope, found)
      scope.sources.push({ alias: item.alias?.text.toLowerCase() ?? null, table: null, columns: null, output: null })
      if (item.offset) give(scope, item.offset === 'unnamed' ? 'offset' : item.offset.text)
      return
    }
    case 'join':
      walkFrom(item.left, scope, found)
      walkFrom(item.right, scope, found)
      if (item.on) walkExpression(item.on, scope, found)
      return
    case 'parenthesized':
      walkFrom(item.inner, scope, found)
      return
    case 'pivot':
    case 'unpivot': {
      // What it reads are columns of its input alone, and what it gives cannot be told without them.
      walkFrom(item.input, nameScope(scope), found)
      scope.sources.push({ alias: item.alias?.text.toLowerCase() ?? null, table: null, columns: null, output: null })
      return
    }
    default:
      item satisfies never
  }
}

/** The names of columns, where all are known without a catalog. */
function namesOf(output: readonly OutputColumn[] | null): ReadonlySet<string> | null {
  if (!output) return null
  const names = new Set<string>()
  for (const column of output) {
    if (column.kind === 'star') return null
    names.add(column.name.toLowerCase())
  }
  return names
}

function findCommonTable(scope: NameScope, name: string): readonly OutputColumn[] | null | undefined {
  for (let at: NameScope | null = scope; at; at = at.outer) {
    const found = at.commonTables?.get(name.toLowerCase())
    if (found !== undefined) return found
  }
  return undefined
}

function findSource(scope: NameScope, alias: string): Source | undefined {
  for (let at: NameScope | null = scope; at; at = at.outer) {
    const source = at.sources.find(s => s.alias === alias)
    if (source) return source
  }
  return undefined
}

function lastName(value: Expression): string | null {
  if (value.kind === 'path') return value.parts[value.parts.length - 1]?.text ?? null
  return value.kind === 'field' ? value.name.text : value.kind === 'parenthesized' ? lastName(value.inner) : null
}

/** Walks all names and subqueries of an expression. */
export function walkExpression(node: Expression, scope: NameScope, found: Found): void {
  if (node.kind === 'path') usePath(node.parts, scope, found)
  else if (node.kind === 'subquery') walkQuery(node.query, scope, found)
  else if (node.kind === 'in' && node.set.kind === 'query') walkQuery(node.set.query, scope, found)
  else if (node.kind === 'call' && node.over && 'kind' in node.over) walkWindow(node.over, scope, found)
  if (node.kind === 'binary') {
    walkExpression(node.left, scope, found)
    walkExpression(node.right, scope, found)
  } else for (const part of partsOf(node)) walkExpression(part, scope, found)
}

const noParts: readonly Expression[] = []

/** The expressions that an expression is made of. */
function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'typed-literal':
    case 'parameter':
    case 'default':
    case 'path':
    case 'subquery':
      return noParts
    case 'field':
      return [node.base]
    case 'element':
      return [node.base, node.index]
    case 'unary':
      return [node.operand]
    case 'binary':
    case 'like':
    case 'distinct-from':
      return [node.left, node.right]
    case 'between':
      return [node.value, node.low, node.high]
    case 'in':
      return [node.value, ...(node.set.kind === 'list' ? node.set.items : node.set.kind === 'unnest' ? [node.set.array] : [])]
    case 'is':
    case 'cast':
      return [node.value]
    case 'case': {
      const branches = node.branches.flatMap(b => [b.when, b.result])
      return [node.operand, ...branches, node.otherwise].filter(e => e !== null)
    }
    case 'extract':
      return node.zone ? [node.value, node.zone] : [node.value]
    case 'interval':
      return [node.amount]
    case 'call': {
      const values = node.arguments.filter(a => !isDatePart(a))
      return [
        ...values,
        ...(node.having ? [node.having.value] : []),
        ...node.orderBy.map(o => o.value),
        ...(node.limit ? [node.limit] : []),
      ]
    }
    case 'array':
    case 'tuple':
      return node.items
    case 'struct':
      return node.fields.map(f => f.value)
    case 'parenthesized':
      return [node.inner]
    default:
      return node satisfies never
  }
}

function walkWindow(window: Window, scope: NameScope, found: Found): void {
  for (const value of window.partitionBy) walkExpression(value, scope, found)
  for (const item of window.orderBy) walkExpression(item.value, scope, found)
}

const DATE_PARTS =
  /^(?:MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR|DAY|DAYOFWEEK|DAYOFYEAR|WEEK|ISOWEEK|MONTH|QUARTER|YEAR|ISOYEAR|DATE|TIME|SUNDAY|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY)$/i

function isDatePart(node: Expression): boolean {
  return node.kind === 'path' && node.parts.length === 1 && DATE_PARTS.test(node.parts[0]!.text)
}

const noTables: TableRef[] = []

/** Notes a name that can only be a column of tables; what may be anything else is passed over. */
function usePath(parts: readonly Name[], scope: NameScope, found: Found): void {
  const [first, second] = parts
  if (!first || first.text.startsWith('_')) return
  const name = first.text.toLowerCase()
  if (second) {
    const source = findSource(scope, name)
    if (source) {
      if (second.text.startsWith('_')) return
      if (source.table) found.columns.push({ name: second.text, tables: [source.table], start: second.start, end: second.end })
      else if (source.columns && !source.columns.has(second.text.toLowerCase())) {
        found.columns.push({ name: second.text, tables: [], start: second.start, end: second.end })
      }
      return
    }
  }
  let tables: TableRef[] = noTables
  let sources = 0
  for (let at: NameScope | null = scope; at; at = at.outer) {
    if (at.givesAny || at.given?.has(name)) return
    for (const source of at.sources) {
      sources++
      if (source.alias === name) return
      if (source.table) tables = tables.length === 0 ? [source.table] : [...tables, source.table]
      else if (!source.columns || source.columns.has(name)) return
    }
  }
  if (sources > 0) found.columns.push({ name: first.text, tables, start: first.start, end: first.end })
}
