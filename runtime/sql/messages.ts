import type { Span, Value } from '#language'
import type { ParamPhase } from '#language/sql'
import type { TableHistory } from '../cache/table-versions.ts'
import type { TaskPrint } from '../fingerprint/parts.ts'
import type { TouchedTables } from '../store/results.ts'

/** What the thread that holds DuckDB is asked, and what it answers. Plain data only. */
export type SqlRequest =
  | { readonly kind: 'run'; readonly id: number; readonly script: ScriptRequest }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'read-table'; readonly id: number; readonly folder: string; readonly table: TableName; readonly limit: number }
  | { readonly kind: 'table-histories'; readonly id: number; readonly folder: string; readonly tables: readonly string[] }
  | { readonly kind: 'committed'; readonly id: number; readonly folder: string; readonly run: string }
  | { readonly kind: 'forget'; readonly id: number; readonly folder: string; readonly run: string }
  | { readonly kind: 'close'; readonly id: number }

export type SqlAnswer =
  | { readonly kind: 'log'; readonly id: number; readonly line: string }
  | { readonly kind: 'ran'; readonly id: number; readonly result: ScriptResult }
  | { readonly kind: 'table'; readonly id: number; readonly rows: Preview | null }
  | { readonly kind: 'table-histories'; readonly id: number; readonly histories: ReadonlyMap<string, TableHistory> }
  | { readonly kind: 'committed'; readonly id: number; readonly attempts: ReadonlyMap<string, CommittedAttempt> }
  | { readonly kind: 'forgotten'; readonly id: number }
  | { readonly kind: 'closed'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

export interface ScriptRequest {
  /** Folder of the `.dag` file; its tables are under `.dagline/local/`. */
  readonly folder: string
  /** What the paths of LOAD DATA must not leave. */
  readonly workspace: string
  /** Project of tables that are named without one. */
  readonly project: string
  /** Before placeholders are replaced. */
  readonly script: string
  readonly params: ReadonlyMap<string, Value>
  readonly phases: ReadonlyMap<string, ParamPhase>
  readonly dialect: 'bigquery' | 'duckdb'
  /** How many processors the script may use; one where it is not said. */
  readonly slots?: number
  /** What the attempt is called as a writer of tables, `run/task/number`; without it neither versions nor a mark are kept. */
  readonly version?: string
  /** What the result follows from; kept with what the attempt commits. */
  readonly print?: TaskPrint
  /** Tables that the task says it reads and writes. */
  readonly declaredReads?: readonly string[]
  readonly declaredWrites?: readonly string[]
  /** The table that takes the rows of the script's one query, in place of what it held. */
  readonly destination?: TableName
  /** How many rows of the last query are wanted with the result. */
  readonly sample?: number
  /** How many rows of the last query are wanted for people to look at. */
  readonly preview?: number
}

export type ScriptResult = ScriptSuccess | ScriptFailure

export interface ScriptSuccess {
  readonly kind: 'success'
  /** Of the last statement: rows of a query, changed rows of DML, loaded rows; null for a definition. */
  readonly rows: number | null
  /** The first rows of the last statement, where it is a query and rows were asked for. */
  readonly sample?: Sample
  /** Versions of the tables that it met and made. */
  readonly tables?: TouchedTables
  /** The same for people, in less detail. */
  readonly preview?: Preview
}

/** What is kept of an attempt in the transaction in which it did its work. */
export interface CommittedAttempt extends Pick<ScriptSuccess, 'rows' | 'tables'> {
  readonly print?: TaskPrint
}

export interface Sample {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly Shown[])[]
}

/** A value as text; null for NULL; values of lists and structs in order. */
export type Shown = string | null | readonly Shown[]

export interface ScriptFailure {
  readonly kind: 'failure'
  readonly code: SqlErrorCode
  readonly message: string
  /** In the script, before placeholders are replaced. */
  readonly span: Span
  /** Whether another try can end otherwise. */
  readonly transient: boolean
}

export type SqlErrorCode =
  | 'sql-syntax'
  | 'sql-unsupported'
  | 'sql-error'
  | 'table-not-found'
  | 'missing-param'
  | 'wrong-type'
  | 'unsafe-param'
  | 'file-not-found'
  | 'cancelled'

export interface TableName {
  readonly project: string
  readonly dataset: string
  readonly table: string
}

/** The first rows of a result or table, for people to look at. */
export interface Preview {
  /** Types in BigQuery's words: `ARRAY<STRUCT<a INT64>>`. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Values as text, as BigQuery prints them, lists and structs as JSON; null for NULL. A long text is cut, and ends in `…`. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** How many rows there are in all. */
  readonly total: number
}
