import type { Span } from '../span.ts'

/** The tree of BigQuery SQL, as far as it is understood. Every node knows where it stands in the rendered text. */

export interface Name extends Span {
  /** Without backticks, escapes decoded. */
  readonly text: string
  readonly quoted: boolean
}

/** A path to a table: dashes of a project belong to its name, dots inside backticks separate. */
export interface TablePath extends Span {
  readonly parts: readonly string[]
}

export interface SqlType extends Span {
  /** In capitals: `INT64`, `ARRAY`, `STRUCT` … as written, aliases kept. */
  readonly name: string
  readonly sizes: readonly number[]
  readonly element?: SqlType
  readonly fields?: readonly { readonly name: Name | null; readonly type: SqlType }[]
}

export type LiteralKind = 'int' | 'float' | 'string' | 'bytes' | 'bool' | 'null'

export type Expression = Span &
  (
    | { readonly kind: 'literal'; readonly literal: LiteralKind; readonly text: string }
    /** `DATE '2026-01-31'`. */
    | { readonly kind: 'typed-literal'; readonly type: string; readonly text: string }
    | { readonly kind: 'parameter'; readonly name: string }
    | { readonly kind: 'path'; readonly parts: readonly Name[] }
    | { readonly kind: 'field'; readonly base: Expression; readonly name: Name }
    | { readonly kind: 'element'; readonly base: Expression; readonly index: Expression; readonly mode: ElementMode }
    | { readonly kind: 'unary'; readonly operator: '-' | '+' | '~' | 'NOT'; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'like'; readonly not: boolean; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'between'; readonly not: boolean; readonly value: Expression; readonly low: Expression; readonly high: Expression }
    | { readonly kind: 'in'; readonly not: boolean; readonly value: Expression; readonly set: InSet }
    | { readonly kind: 'is'; readonly not: boolean; readonly value: Expression; readonly what: 'NULL' | 'TRUE' | 'FALSE' }
    | { readonly kind: 'distinct-from'; readonly not: boolean; readonly left: Expression; readonly right: Expression }
    | {
        readonly kind: 'case'
        readonly operand: Expression | null
        readonly branches: readonly { readonly when: Expression; readonly result: Expression }[]
        readonly otherwise: Expression | null
      }
    | { readonly kind: 'cast'; readonly safe: boolean; readonly value: Expression; readonly type: SqlType }
    | { readonly kind: 'extract'; readonly part: DatePart; readonly value: Expression; readonly zone: Expression | null }
    | { readonly kind: 'interval'; readonly amount: Expression; readonly part: DatePart }
    | Call
    | { readonly kind: 'array'; readonly type: SqlType | null; readonly items: readonly Expression[] }
    | { readonly kind: 'struct'; readonly type: SqlType | null; readonly fields: readonly StructField[] }
    | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
    | { readonly kind: 'subquery'; readonly form: 'scalar' | 'exists' | 'array'; readonly query: Query }
    | { readonly kind: 'parenthesized'; readonly inner: Expression }
    | { readonly kind: 'default' }
  )

export interface Call extends Span {
  readonly kind: 'call'
  /** In capitals, `SAFE.` taken off: `NET.HOST`. */
  readonly name: string
  readonly nameSpan: Span
  readonly safe: boolean
  readonly star: boolean
  readonly distinct: boolean
  readonly arguments: readonly Expression[]
  readonly nulls: 'IGNORE' | 'RESPECT' | null
  /** `ANY_VALUE(x HAVING MAX y)`. */
  readonly having: { readonly which: 'MAX' | 'MIN'; readonly value: Expression } | null
  readonly orderBy: readonly OrderItem[]
  readonly limit: Expression | null
  readonly over: Window | Name | null
}

export interface StructField {
  readonly name: Name | null
  readonly value: Expression
}

export type ElementMode = 'OFFSET' | 'ORDINAL' | 'SAFE_OFFSET' | 'SAFE_ORDINAL' | 'plain'

export type BinaryOperator =
  | '*'
  | '/'
  | '||'
  | '+'
  | '-'
  | '<<'
  | '>>'
  | '&'
  | '^'
  | '|'
  | '='
  | '<'
  | '>'
  | '<='
  | '>='
  | '!='
  | 'AND'
  | 'OR'

export type InSet =
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'query'; readonly query: Query }
  | { readonly kind: 'unnest'; readonly array: Expression }

/** `DAY`, `WEEK(MONDAY)`. */
export interface DatePart extends Span {
  readonly name: string
  readonly weekday: string | null
}

export interface OrderItem extends Span {
  readonly value: Expression
  readonly descending: boolean
  readonly nulls: 'FIRST' | 'LAST' | null
}

export interface Window extends Span {
  readonly kind: 'window'
  readonly base: Name | null
  readonly partitionBy: readonly Expression[]
  readonly orderBy: readonly OrderItem[]
  readonly frame: Frame | null
}

export interface Frame {
  readonly unit: 'ROWS' | 'RANGE'
  readonly start: FrameBound
  readonly end: FrameBound | null
}

export type FrameBound =
  | { readonly kind: 'unbounded'; readonly side: 'PRECEDING' | 'FOLLOWING' }
  | { readonly kind: 'current' }
  | { readonly kind: 'offset'; readonly side: 'PRECEDING' | 'FOLLOWING'; readonly amount: Expression }

export interface Query extends Span {
  readonly recursive: boolean
  readonly with: readonly CommonTable[]
  readonly body: QueryBody
  readonly orderBy: readonly OrderItem[]
  readonly limit: Expression | null
  readonly offset: Expression | null
}

export interface CommonTable {
  readonly name: Name
  readonly query: Query
}

export type QueryBody = Span &
  (
    | Select
    | { readonly kind: 'query'; readonly query: Query }
    | { readonly kind: 'set'; readonly operator: SetOperator; readonly left: QueryBody; readonly right: QueryBody }
  )

export type SetOperator = 'UNION ALL' | 'UNION DISTINCT' | 'INTERSECT DISTINCT' | 'EXCEPT DISTINCT'

export interface Select extends Span {
  readonly kind: 'select'
  readonly distinct: boolean
  readonly as: 'STRUCT' | 'VALUE' | null
  readonly items: readonly SelectItem[]
  readonly from: FromItem | null
  readonly where: Expression | null
  readonly groupBy: 'all' | readonly Expression[] | null
  /** `GROUP BY ROLLUP (…)` and `CUBE (…)`. */
  readonly grouping: 'ROLLUP' | 'CUBE' | null
  readonly having: Expression | null
  readonly qualify: Expression | null
  readonly windows: readonly { readonly name: Name; readonly window: Window }[]
}

export type SelectItem = Span &
  (
    | { readonly kind: 'expression'; readonly value: Expression; readonly alias: Name | null }
    | {
        readonly kind: 'star'
        readonly of: Expression | null
        readonly except: readonly Name[]
        readonly replace: readonly { readonly value: Expression; readonly name: Name }[]
      }
  )

export type FromItem = Span &
  (
    | {
        readonly kind: 'table'
        readonly path: TablePath
        readonly names: readonly Name[]
        readonly alias: Name | null
        readonly offset: Name | 'unnamed' | null
      }
    | { readonly kind: 'derived'; readonly query: Query; readonly alias: Name | null }
    | { readonly kind: 'unnest'; readonly array: Expression; readonly alias: Name | null; readonly offset: Name | 'unnamed' | null }
    | {
        readonly kind: 'join'
        readonly join: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | 'COMMA'
        readonly left: FromItem
        readonly right: FromItem
        readonly on: Expression | null
        readonly using: readonly Name[]
      }
    | { readonly kind: 'parenthesized'; readonly inner: FromItem }
    | Pivot
    | Unpivot
  )

export interface Pivot {
  readonly kind: 'pivot'
  readonly input: FromItem
  readonly aggregates: readonly Named<Expression>[]
  readonly column: Expression
  readonly values: readonly Named<Expression>[]
  readonly alias: Name | null
}

export interface Unpivot {
  readonly kind: 'unpivot'
  readonly input: FromItem
  readonly includeNulls: boolean
  readonly values: readonly Name[]
  readonly name: Name
  readonly items: readonly { readonly columns: readonly Name[]; readonly label: Expression | null }[]
  readonly alias: Name | null
}

export interface Named<T> {
  readonly value: T
  readonly alias: Name | null
}

export interface ColumnDefinition extends Span {
  readonly name: Name
  readonly type: SqlType
  readonly notNull: boolean
  readonly default: Expression | null
}

/** `OPTIONS (name = value, …)`. */
export interface Option extends Span {
  readonly name: Name
  readonly value: Expression
}

export type Statement = Span &
  (
    | { readonly kind: 'query'; readonly query: Query }
    | { readonly kind: 'insert'; readonly table: TablePath; readonly columns: readonly Name[]; readonly source: InsertSource }
    | {
        readonly kind: 'update'
        readonly table: TablePath
        readonly alias: Name | null
        readonly set: readonly Assignment[]
        readonly from: FromItem | null
        readonly where: Expression
      }
    | { readonly kind: 'delete'; readonly table: TablePath; readonly alias: Name | null; readonly where: Expression }
    | { readonly kind: 'truncate'; readonly table: TablePath }
    | {
        readonly kind: 'merge'
        readonly table: TablePath
        readonly alias: Name | null
        readonly source: FromItem
        readonly on: Expression
        readonly clauses: readonly MergeClause[]
      }
    | CreateTable
    | {
        readonly kind: 'create-view'
        readonly replace: boolean
        readonly ifNotExists: boolean
        readonly materialized: boolean
        readonly table: TablePath
        readonly columns: readonly Name[]
        readonly query: Query
      }
    | { readonly kind: 'create-schema'; readonly ifNotExists: boolean; readonly path: TablePath }
    | {
        readonly kind: 'drop'
        readonly object: 'TABLE' | 'VIEW' | 'SCHEMA'
        readonly ifExists: boolean
        readonly path: TablePath
        readonly cascade: boolean
      }
    | { readonly kind: 'alter-table'; readonly ifExists: boolean; readonly table: TablePath; readonly actions: readonly AlterAction[] }
    | LoadData
    | CreateFunction
    | { readonly kind: 'drop-function'; readonly ifExists: boolean; readonly path: TablePath }
    | ScriptStatement
    | { readonly kind: 'assert'; readonly condition: Expression; readonly message: string | null }
  )

/** Statements that only a script has. */
export type ScriptStatement =
  | { readonly kind: 'declare'; readonly names: readonly Name[]; readonly type: SqlType | null; readonly default: Expression | null }
  | { readonly kind: 'set'; readonly names: readonly Name[]; readonly value: Expression }
  | { readonly kind: 'jump'; readonly jump: 'BREAK' | 'CONTINUE' | 'RETURN' }
  | { readonly kind: 'raise'; readonly message: Expression | null }
  | { readonly kind: 'transaction'; readonly action: 'BEGIN' | 'COMMIT' | 'ROLLBACK' }
  | {
      readonly kind: 'execute'
      readonly sql: Expression
      readonly into: readonly Name[]
      readonly using: readonly Named<Expression>[]
    }

export interface CreateFunction extends Span {
  readonly kind: 'create-function'
  readonly temporary: boolean
  readonly replace: boolean
  readonly ifNotExists: boolean
  readonly path: TablePath
  /** `type` is null for ANY TYPE. */
  readonly parameters: readonly { readonly name: Name; readonly type: SqlType | null }[]
  readonly returns: SqlType | null
  readonly body: Expression
}

export type InsertSource =
  | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }
  | { readonly kind: 'query'; readonly query: Query }

export interface Assignment {
  readonly column: readonly Name[]
  readonly value: Expression
}

export interface MergeClause extends Span {
  readonly match: 'MATCHED' | 'NOT MATCHED' | 'NOT MATCHED BY SOURCE'
  readonly condition: Expression | null
  readonly action:
    | { readonly kind: 'update'; readonly set: readonly Assignment[] }
    | { readonly kind: 'delete' }
    | { readonly kind: 'insert'; readonly columns: readonly Name[]; readonly values: readonly Expression[] }
    | { readonly kind: 'insert-row' }
}

export interface CreateTable extends Span {
  readonly kind: 'create-table'
  readonly replace: boolean
  readonly temporary: boolean
  readonly ifNotExists: boolean
  readonly table: TablePath
  readonly columns: readonly ColumnDefinition[] | null
  readonly query: Query | null
  /** `LIKE`, `COPY` or `CLONE` of a table. */
  readonly from: { readonly how: 'LIKE' | 'COPY' | 'CLONE'; readonly table: TablePath } | null
  readonly partitionBy: Expression | null
  readonly clusterBy: readonly Expression[]
  readonly options: readonly Option[]
}

export type AlterAction = Span &
  (
    | { readonly kind: 'add-column'; readonly ifNotExists: boolean; readonly column: ColumnDefinition }
    | { readonly kind: 'drop-column'; readonly ifExists: boolean; readonly name: Name }
    | { readonly kind: 'rename-column'; readonly ifExists: boolean; readonly from: Name; readonly to: Name }
    | { readonly kind: 'rename-table'; readonly to: Name }
    | { readonly kind: 'set-options' }
    | { readonly kind: 'set-type'; readonly name: Name; readonly type: SqlType }
    | { readonly kind: 'set-default'; readonly name: Name; readonly value: Expression | null }
    | { readonly kind: 'drop-not-null'; readonly name: Name }
  )

export interface LoadData extends Span {
  readonly kind: 'load-data'
  readonly overwrite: boolean
  readonly temporary: boolean
  readonly table: TablePath
  readonly columns: readonly ColumnDefinition[] | null
  readonly options: readonly Option[]
}

/** Why a statement was not understood: it is wrong, or it is BigQuery SQL that is not known here. */
export interface SqlFault extends Span {
  readonly kind: 'syntax' | 'unsupported'
  readonly message: string
}
