import type { Span } from '#language'
import type { CreateFunction, Name, TablePath, Window } from '#language/sql'
import { Refusal, refuse } from './refusal.ts'
import { type Typed, typed } from './typed.ts'
import { fieldName, quoteString, type ValueType } from './types.ts'

/** A table as DuckDB knows it. `project` is null for a temporary table. */
export interface ResolvedTable {
  readonly project: string | null
  readonly dataset: string
  readonly table: string
}

/** What the translation of one statement asks and tells. */
export interface EmitContext {
  /** A param as a typed place in the prepared statement. Refuses at the span where there is none. */
  parameter(name: string, span: Span): Typed
  readonly temporaryTables: ReadonlySet<string>
  /** Project of a name of two parts. */
  readonly defaultProject: string
  /** Columns of a table; refuses where there is none. */
  columnsOf(table: ResolvedTable, path: Span): readonly TableColumn[]
  /** Of the script, by their names in small letters. */
  readonly variables: ReadonlyMap<string, Typed>
  /** Functions that the script has made, by their names in small letters. */
  readonly functions: ReadonlyMap<string, CreateFunction>
  /** Names that can be seen here; null outside of queries. */
  readonly scope: Scope | null
  /** Number for names that must not clash. */
  fresh(): number
}

export interface TableColumn {
  readonly name: string
  readonly type: ValueType
  /** DuckDB's type, where values must be cast to be of `type`. */
  readonly raw?: string
  readonly notNull?: boolean
  /** In DuckDB's words. */
  readonly default?: string
}

/** A column of what stands in FROM. */
export interface Column {
  /** Null for one that has none. */
  readonly name: string | null
  readonly value: Typed
  /** It is known, but not to be used here: after SELECT DISTINCT. */
  readonly hidden?: boolean
}

/** A name in FROM, and what it stands for. */
export interface Range {
  readonly name: string
  readonly columns: readonly Column[]
  /** The element of an array, or the row of a query that gives values. */
  readonly value: Typed | null
  /** Whether an outer join may leave it without a row. */
  readonly nullable: boolean
  /** As that of a column; its columns may yet be used. */
  readonly hidden?: boolean
}

/** A table of WITH. */
export interface CommonTable {
  readonly sqlName: string
  readonly columns: readonly OutputColumn[]
  readonly valueTable: boolean
}

export interface OutputColumn {
  readonly name: string | null
  readonly sqlName: string
  readonly type: ValueType
}

/** Names that one level of a query can see. */
export interface Scope {
  readonly parent: Scope | null
  /** In the order of `*`. */
  readonly columns: readonly Column[]
  readonly ranges: readonly Range[]
  readonly commonTables: ReadonlyMap<string, CommonTable>
  /** Names that the select list gives, where they are seen; null for one given twice. */
  readonly given: ReadonlyMap<string, Given | null> | null
  /** Windows with a name, which are written out where they are used. */
  readonly windows: ReadonlyMap<string, Window>
}

export interface Given {
  readonly value: Typed
  /** Place in the select list, from 1. */
  readonly place: number
}

export function emptyScope(parent: Scope | null): Scope {
  return { parent, columns: [], ranges: [], commonTables: new Map(), given: null, windows: new Map() }
}

export function withScope(context: EmitContext, scope: Scope): EmitContext {
  return { ...context, scope }
}

export function findCommonTable(context: EmitContext, name: string): CommonTable | undefined {
  for (let at = context.scope; at; at = at.parent) {
    const found = at.commonTables.get(name.toLowerCase())
    if (found) return found
  }
  return undefined
}

export function namedWindow(context: EmitContext, name: Name): Window {
  const found = context.scope?.windows.get(name.text.toLowerCase())
  return found ?? refuse(name, `there is no window "${name.text}"`)
}

/** Whether a name stands for something in FROM, here or further out. */
export function seesRange(context: EmitContext, name: string): boolean {
  const folded = name.toLowerCase()
  for (let at = context.scope; at; at = at.parent) {
    if (at.ranges.some(r => r.name === folded) || at.columns.some(c => c.name?.toLowerCase() === folded)) return true
  }
  return false
}

/** What a path of names means: a column, a row, a variable, or a field of one. */
export function resolvePath(parts: readonly Name[], span: Span, context: EmitContext): Typed {
  const [first, ...rest] = parts
  if (!first) return refuse(span, 'a name is expected')
  const folded = first.text.toLowerCase()
  for (let at = context.scope; at; at = at.parent) {
    const given = at.given?.get(folded)
    if (given === null) throw new Refusal(first, `column name ${first.text} is ambiguous`, 'sql-error')
    if (given) return fieldsOf({ sql: `(${given.value.sql})`, type: given.value.type }, rest)
    const range = at.ranges.find(r => r.name === folded)
    if (range) return ofRange(range, first, rest, span)
    const columns = at.columns.filter(c => c.name?.toLowerCase() === folded)
    if (columns.length > 1) throw new Refusal(first, `column name ${first.text} is ambiguous`, 'sql-error')
    if (columns[0]) return fieldsOf(visible(columns[0], first), rest)
  }
  const variable = context.variables.get(folded)
  if (variable) return fieldsOf(variable, rest)
  throw new Refusal(first, `unrecognized name: ${first.text}${suggestion(folded, context)}`, 'sql-error')
}

function ofRange(range: Range, first: Name, rest: readonly Name[], span: Span): Typed {
  const [second, ...further] = rest
  if (!second) {
    if (range.hidden) throw notVisible(first)
    return rowOf(range, span)
  }
  const columns = range.columns.filter(c => c.name?.toLowerCase() === second.text.toLowerCase())
  if (columns.length > 1) throw new Refusal(second, `column name ${second.text} is ambiguous`, 'sql-error')
  if (columns[0]) return fieldsOf(visible(columns[0], second), further)
  if (range.value && range.hidden) throw notVisible(first)
  if (range.value) return fieldsOf(range.value, rest)
  throw new Refusal(
    second,
    `name ${second.text} not found inside ${first.text}${nearest(second.text.toLowerCase(), range.columns)}`,
    'sql-error',
  )
}

function visible(column: Column, name: Name): Typed {
  if (column.hidden) throw notVisible(name)
  return column.value
}

function notVisible(name: Name): Refusal {
  return new Refusal(name, `ORDER BY clause expression references ${name.text} which is not visible after SELECT DISTINCT`, 'sql-error')
}

/** A whole row as a struct. */
export function rowOf(range: Range, span: Span): Typed {
  if (range.value) return range.value
  if (range.nullable)
    return refuse(span, `the row of "${range.name}" may be missing in an outer join, which does not run on the local target as a value`)
  return packStruct(range.columns, span)
}

/** Columns as the fields of one struct. */
export function packStruct(columns: readonly Column[], span: Span): Typed {
  const names = new Set<string>()
  const fields = columns.map(({ name, value }) => {
    if (name !== null && names.has(name.toLowerCase()))
      refuse(span, `two fields of a struct are named "${name}", which does not run on the local target`)
    if (name !== null) names.add(name.toLowerCase())
    return { name, type: value.type }
  })
  const packed = columns.map(({ value }, i) => {
    const sql = value.type.kind === 'NULL' ? `CAST(${value.sql} AS BIGINT)` : value.sql
    return `"${fieldName(fields[i]!, i).replaceAll('"', '""')}" := ${sql}`
  })
  return typed(`struct_pack(${packed.join(', ')})`, { kind: 'STRUCT', fields })
}

/** Fields of fields. */
export function fieldsOf(base: Typed, names: readonly Name[]): Typed {
  return names.reduce<Typed>((value, name) => fieldOf(value, name), base)
}

/** One field of a struct, or of JSON. */
export function fieldOf(base: Typed, name: Name): Typed {
  if (base.type.kind === 'JSON')
    return typed(`json_extract(${base.sql}, ${quoteString(`$."${name.text.replaceAll('"', '\\"')}"`)})`, base.type)
  if (base.type.kind !== 'STRUCT') {
    throw new Refusal(name, `cannot access field ${name.text} on a value with type ${base.type.kind}`, 'sql-error')
  }
  const index = base.type.fields.findIndex(f => f.name?.toLowerCase() === name.text.toLowerCase())
  const field = base.type.fields[index]
  if (!field) throw new Refusal(name, `field name ${name.text} does not exist in the struct`, 'sql-error')
  return typed(`struct_extract(${base.sql}, ${quoteString(fieldName(field, index))})`, field.type)
}

function suggestion(name: string, context: EmitContext): string {
  const columns: Column[] = []
  for (let at = context.scope; at; at = at.parent) columns.push(...at.columns)
  return nearest(name, columns)
}

function nearest(name: string, columns: readonly Column[]): string {
  const close = columns.flatMap(c =>
    c.name !== null && distance(c.name.toLowerCase(), name) <= Math.max(1, name.length / 4) ? [c.name] : [],
  )
  return close[0] === undefined ? '' : `; did you mean ${close[0]}?`
}

function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3 || a.length > 60) return 99
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

/** Which table a path means. A name alone is a temporary table; there is no default dataset. */
export function resolveTable(path: TablePath, context: Pick<EmitContext, 'temporaryTables' | 'defaultProject'>): ResolvedTable {
  const parts = path.parts
  if (parts.some(p => /^INFORMATION_SCHEMA$/i.test(p))) return refuse(path, 'INFORMATION_SCHEMA does not run on the local target')
  if (parts.some(p => p.includes('*')))
    return refuse(path, 'a wildcard table does not run on the local target: name the tables, joined by UNION ALL')
  if (parts.some(p => p.includes('$')))
    return refuse(path, 'a partition of a table by $ does not run on the local target: filter by its column')
  const [a, b, c] = parts
  if (parts.length === 1 && a !== undefined) {
    if (context.temporaryTables.has(a)) return { project: null, dataset: 'main', table: a }
    return refuse(path, `the table "${a}" needs its dataset: dataset.${a}`)
  }
  if (parts.length === 2 && a !== undefined && b !== undefined) {
    if (/^_SESSION$/i.test(a) && context.temporaryTables.has(b)) return { project: null, dataset: 'main', table: b }
    return { project: context.defaultProject, dataset: a, table: b }
  }
  if (parts.length === 3 && a !== undefined && b !== undefined && c !== undefined) return { project: a, dataset: b, table: c }
  return refuse(path, 'a table has the parts project, dataset and table')
}
