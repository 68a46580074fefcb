import type { Span } from '#language'
import type { Expression, Name, TablePath, Window } from '#language/sql'
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
  /** Those of `aliases` that stand for a whole row. */
  readonly rows: Set<string>
  /** Names that the select list gives, which BigQuery prefers to columns after FROM and WHERE; null for one given twice. */
  readonly given: Map<string, GivenName | null>
  /** Whether the names given are seen now. */
  givenSeen: boolean
  /** Windows with a name, which are written out where they are used. */
  readonly windows: Map<string, Window>
}

export interface GivenName {
  readonly value: Expression
  /** Place in the select list, from 1; null where a star makes it unknown. */
  readonly place: number | null
}

export function withScope<T>(context: EmitContext, emit: (scope: Scope) => T): T {
  const scope: Scope = {
    commonTables: new Set(),
    aliases: new Set(),
    rows: new Set(),
    given: new Map(),
    givenSeen: false,
    windows: new Map(),
  }
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

/** What a name means that the select list gives, and the scope that gives it; undefined where it means something else. */
export function findGiven(context: EmitContext, name: Name): { readonly scope: Scope; readonly given: GivenName } | undefined {
  const folded = name.text.toLowerCase()
  for (let i = context.scopes.length - 1; i >= 0; i--) {
    const scope = context.scopes[i]!
    const given = scope.givenSeen ? scope.given.get(folded) : undefined
    if (given === null) return refuse(name, `"${name.text}" is the name of two columns`)
    if (!given) continue
    if (context.scopes.slice(i + 1).some(s => s.aliases.size > 0))
      return refuse(name, `whether "${name.text}" is a column here cannot be told on the local target: rename one`)
    return { scope, given }
  }
  return undefined
}

/** Refuses the name of a table where a value is expected: BigQuery takes the row, DuckDB a column of that name. */
export function expectNoRow(context: EmitContext, name: Name): void {
  const inner = context.scopes.findLast(s => s.aliases.size > 0)
  if (inner?.rows.has(name.text.toLowerCase())) refuse(name, `a whole row of "${name.text}" as a value does not run on the local target`)
}
