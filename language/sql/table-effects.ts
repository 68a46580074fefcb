import type { Span } from '../span.ts'

/** A table as a statement names it: `project.dataset.table`, or fewer parts. */
export interface TableRef extends Span {
  readonly parts: readonly string[]
}

/** What a statement does with a table. */
export type TableEffect = { readonly table: TableRef } & (
  | { readonly kind: 'read' }
  /** Rows are added and none is touched: INSERT, LOAD DATA INTO. */
  | { readonly kind: 'insert' }
  /** UPDATE, DELETE, MERGE, TRUNCATE. */
  | { readonly kind: 'change' }
  /** CREATE, LOAD DATA OVERWRITE. `columns` is null where they cannot be told. */
  | { readonly kind: 'create'; readonly columns: readonly OutputColumn[] | null; readonly ifNotExists: boolean }
  | { readonly kind: 'drop' }
  | { readonly kind: 'alter'; readonly changes: readonly ColumnChange[] }
)

/** A column of a query's result, or all columns of a table. */
export type OutputColumn =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'star'; readonly table: TableRef; readonly except: readonly string[] }

export type ColumnChange =
  | { readonly kind: 'add'; readonly name: string }
  | { readonly kind: 'drop'; readonly name: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }

/** A name that must be a column of one of these tables: it is nothing else that the statement knows. */
export interface ColumnUse extends Span {
  readonly name: string
  readonly tables: readonly TableRef[]
}

/** What one statement does with tables, as far as can be told. */
export interface StatementTables extends Span {
  readonly effects: readonly TableEffect[]
  readonly columns: readonly ColumnUse[]
  /** Inside IF, LOOP and the like: it may run never. */
  readonly conditional: boolean
}
