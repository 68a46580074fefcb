import type { Expression } from '#language/sql'
import { bindOnce } from './bind-once.ts'
import type { EmitContext } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, type Typed, typed } from './typed.ts'
import { duckdbType, sameType, typeText, type ValueType, valueType } from './types.ts'

type Cast = Extract<Expression, { kind: 'cast' }>

/** Casts that DuckDB's own CAST does right; `macro` are those that a macro does. */
const CASTS: Readonly<Record<string, Readonly<Record<string, 'plain' | 'macro'>>>> = {
  INT64: { FLOAT64: 'plain', NUMERIC: 'plain', BOOL: 'macro', STRING: 'plain' },
  FLOAT64: { INT64: 'macro', NUMERIC: 'macro', STRING: 'macro' },
  NUMERIC: { INT64: 'macro', FLOAT64: 'plain', STRING: 'macro' },
  BOOL: { INT64: 'macro', STRING: 'plain' },
  STRING: {
    INT64: 'macro',
    FLOAT64: 'macro',
    NUMERIC: 'macro',
    BOOL: 'macro',
    BYTES: 'macro',
    DATE: 'macro',
    DATETIME: 'macro',
    TIMESTAMP: 'macro',
    TIME: 'macro',
  },
  BYTES: { STRING: 'macro' },
  DATE: { STRING: 'plain', DATETIME: 'plain', TIMESTAMP: 'plain' },
  DATETIME: { STRING: 'macro', DATE: 'plain', TIMESTAMP: 'plain', TIME: 'plain' },
  TIMESTAMP: { STRING: 'macro', DATE: 'plain', DATETIME: 'plain', TIME: 'plain' },
  TIME: { STRING: 'macro' },
}

/** Casts whose macro cannot fail, so that SAFE_CAST has none of its own. */
const NEVER_FAILS = new Set([
  'INT64 BOOL',
  'BOOL INT64',
  'FLOAT64 STRING',
  'NUMERIC STRING',
  'DATETIME STRING',
  'TIMESTAMP STRING',
  'TIME STRING',
  'STRING BYTES',
])

/** `CAST(value AS type)`. */
export function emitCast(node: Cast, context: EmitContext): Typed {
  const to = valueType(node.type)
  const value = emitExpression(node.value, context)
  return castTo(value, to, node)
}

export function castTo(value: Typed, to: ValueType, node: { readonly safe: boolean; readonly start: number; readonly end: number }): Typed {
  const from = value.type
  if (from.kind === 'NULL' || sameType(from, to)) {
    const sql = coerce(value, to, node)
    if (sql !== null) return typed(sql, to)
  }
  if (to.kind === 'ARRAY' || to.kind === 'STRUCT') {
    const sql = coerce(value, to, node)
    return sql === null ? refuse(node, 'a cast to an array or struct of other types does not run on the local target') : typed(sql, to)
  }
  if (from.kind === 'JSON' || to.kind === 'JSON')
    return refuse(node, 'a cast from or to JSON does not run on the local target: use PARSE_JSON, STRING, INT64, FLOAT64 or BOOL')
  if (from.kind === 'FLOAT64' && to.kind === 'NUMERIC' && value.written?.kind === 'number') return typed(coerce(value, to, node)!, to)
  const how = CASTS[from.kind]?.[to.kind]
  if (!how) throw new Refusal(node, `invalid cast from ${typeText(from)} to ${typeText(to)}`, 'sql-error')
  if (from.kind === 'TIMESTAMP' && to.kind === 'TIME') return typed(`CAST(CAST(${value.sql} AS TIMESTAMP) AS TIME)`, to)
  if (how === 'plain') return typed(`CAST(${value.sql} AS ${duckdbType(to)})`, to)
  const safe = node.safe && !NEVER_FAILS.has(`${from.kind} ${to.kind}`)
  const macro = `bq_${safe ? 'safe_' : ''}cast_${from.kind.toLowerCase()}_${to.kind.toLowerCase()}`
  return typed(
    bindOnce([value.sql], ([x]) => `${macro}(${x})`),
    to,
  )
}
