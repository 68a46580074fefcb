import type { Span } from '#language'
import type { Name, TablePath, Window } from '../../language/sql/index.ts'
import { refuse } from './refusal.ts'

/** A table as DuckDB knows it. `project` is null for a temporary table. */
export interface ResolvedTable {
  readonly project: string | null
  readonly dataset: string
  readonly table: string
}

/** What the translation of one statement asks and tells. */
export interface EmitContext {
  /** A param as text of SQL: a typed place in the prepared statement. Refuses at the span where there is none. */
  parameter(name: string, span: Span): string
  /** Whether a param is a string, which BigQuery turns into other types as it does with literals. */
  readonly temporaryTables: ReadonlySet<string>
  /** Project of a name of two parts. */
  readonly defaultProject: string
  /** Tables that are read, in order of appearance. */
  readonly reads: { readonly path: TablePath; readonly table: ResolvedTable }[]
  readonly scopes: Scope[]
  /** Number for names that must not clash. */
  fresh(): number
}

/** Names that a query can see: common tables, and aliases in FROM. In small letters. */
export interface Scope {
  readonly commonTables: Set<string>
  readonly aliases: Set<string>
  /** Windows with a name, which are written out where they are used. */
  readonly windows: Map<string, Window>
}

export function withScope<T>(context: EmitContext, emit: (scope: Scope) => T): T {
  const scope: Scope = { commonTables: new Set(), aliases: new Set(), windows: new Map() }
  context.scopes.push(scope)
  try {
    return emit(scope)
  } finally {
    context.scopes.pop()
  }
}

export function seesCommonTable(context: EmitContext, name: string): boolean {
  return context.scopes.some(s => s.commonTables.has(name.toLowerCase()))
}

export function seesAlias(context: EmitContext, name: string): boolean {
  return context.scopes.some(s => s.aliases.has(name.toLowerCase()))
}

export function namedWindow(context: EmitContext, name: Name): Window {
  for (let i = context.scopes.length - 1; i >= 0; i--) {
    const found = context.scopes[i]?.windows.get(name.text.toLowerCase())
    if (found) return found
  }
  return refuse(name, `there is no window "${name.text}"`)
}
