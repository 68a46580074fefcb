import type { Span } from '#language'
import { dateLiteral } from './emit-literals.ts'
import { Refusal, refuse } from './refusal.ts'
import { duckdbType, fieldName, quoteName, quoteString, sameType, typeText, type ValueType } from './types.ts'

/** An expression in DuckDB's words, with BigQuery's type. */
export interface Typed {
  readonly sql: string
  readonly type: ValueType
  /** What a written value is: BigQuery turns it into other types, as it does not with values of columns. */
  readonly written?: Written
}

export type Written =
  | { readonly kind: 'string'; readonly text: string }
  /** A param that is a string. */
  | { readonly kind: 'string-param' }
  | { readonly kind: 'number' }
  | { readonly kind: 'array'; readonly items: readonly Typed[] }
  | { readonly kind: 'struct'; readonly fields: readonly Typed[] }

export function typed(sql: string, type: ValueType): Typed {
  return { sql, type }
}

/** The value as one of another type where BigQuery would turn it without being asked; null where it would not. */
export function coerce(value: Typed, to: ValueType, span: Span): string | null {
  const from = value.type
  if (from.kind === 'OTHER') return refuse(span, `a value of DuckDB's type ${from.duckdb} does not run on the local target`)
  if (from.kind === 'NULL') return `CAST(${value.sql} AS ${duckdbType(to)})`
  if (value.written?.kind === 'string' && isDateKind(to)) return dateLiteral(to.kind, value.written.text, span)
  if (value.written?.kind === 'string-param' && isDateKind(to)) return `bq_cast_${to.kind.toLowerCase()}(${value.sql})`
  if (value.written?.kind === 'number' && from.kind === 'FLOAT64' && to.kind === 'NUMERIC')
    return value.sql.replace(/DOUBLE\)$/, 'DECIMAL(38,9))')
  if (value.written?.kind === 'array' && to.kind === 'ARRAY') {
    const items = value.written.items.map(item => coerce(item, to.element, span))
    if (items.some(item => item === null)) return null
    return `CAST([${items.join(', ')}] AS ${duckdbType(to)})`
  }
  if (from.kind === 'ARRAY' && from.element.kind === 'NULL' && to.kind === 'ARRAY') return `CAST(${value.sql} AS ${duckdbType(to)})`
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') return coerceStruct(value, to, span)
  if (sameType(from, to)) return value.sql
  if (WIDER[from.kind]?.includes(to.kind)) return `CAST(${value.sql} AS ${duckdbType(to)})`
  return null
}

/** As `coerce`, but what does not fit is refused with what BigQuery would say. */
export function coerceOr(value: Typed, to: ValueType, span: Span, message: string): string {
  const sql = coerce(value, to, span)
  if (sql === null) throw new Refusal(span, message, 'sql-error')
  return sql
}

const WIDER: Readonly<Record<string, readonly string[]>> = {
  INT64: ['NUMERIC', 'FLOAT64'],
  NUMERIC: ['FLOAT64'],
  DATE: ['DATETIME'],
}

function isDateKind(type: ValueType): type is { readonly kind: 'DATE' | 'DATETIME' | 'TIMESTAMP' | 'TIME' } {
  return type.kind === 'DATE' || type.kind === 'DATETIME' || type.kind === 'TIMESTAMP' || type.kind === 'TIME'
}

function coerceStruct(value: Typed, to: ValueType & { kind: 'STRUCT' }, span: Span): string | null {
  const from = value.type
  if (from.kind !== 'STRUCT' || from.fields.length !== to.fields.length) return null
  const same = from.fields.every((f, i) => sameType(f.type, to.fields[i]!.type) && fieldName(f, i) === fieldName(to.fields[i]!, i))
  if (same) return value.sql
  const written = value.written?.kind === 'struct' ? value.written.fields : null
  const fields = from.fields.map((f, i) => {
    // A written struct adapts field by field.
    const extracted = f.type.kind === 'NULL' ? 'NULL' : `struct_extract(${value.sql}, ${quoteString(fieldName(f, i))})`
    const part = coerce(written?.[i] ?? typed(extracted, f.type), to.fields[i]!.type, span)
    return part === null ? null : `${quoteName(fieldName(to.fields[i]!, i))} := ${part}`
  })
  if (fields.some(f => f === null)) return null
  const packed = `struct_pack(${fields.join(', ')})`
  return written ? packed : `CASE WHEN ${value.sql} IS NULL THEN NULL ELSE ${packed} END`
}

/** The type that all values fit into, as BigQuery chooses it; null where there is none. */
export function commonType(values: readonly Typed[], span: Span): ValueType | null {
  const known = values.filter(v => v.type.kind !== 'NULL' && !(v.type.kind === 'ARRAY' && v.type.element.kind === 'NULL'))
  if (known.length === 0) return values.find(v => v.type.kind === 'ARRAY')?.type ?? { kind: 'NULL' }
  // Written values adapt to the others, where there are others.
  const firm = known.filter(v => v.written === undefined)
  for (const group of firm.length > 0 ? [firm, known] : [known]) {
    const candidates = [...group.map(v => v.type), ...widerTypes(group)]
    const found = candidates.find(type => values.every(v => fits(v, type, span)))
    if (found) return found
  }
  return null
}

/** Two types may both fit into a third one only. */
function widerTypes(values: readonly Typed[]): ValueType[] {
  const kinds = new Set(values.map(v => v.type.kind))
  return kinds.has('NUMERIC') || kinds.has('INT64') ? [{ kind: 'NUMERIC' }, { kind: 'FLOAT64' }] : []
}

function fits(value: Typed, type: ValueType, span: Span): boolean {
  try {
    return coerce(value, type, span) !== null
  } catch (problem) {
    // A text that is no date.
    if (problem instanceof Refusal) return false
    throw problem
  }
}

/** All values as ones of their common type. */
export function unify(values: readonly Typed[], span: Span, what: string): { readonly type: ValueType; readonly sql: readonly string[] } {
  const type = commonType(values, span)
  if (type === null) throw new Refusal(span, noSignature(what, values), 'sql-error')
  if (type.kind === 'NULL') return { type, sql: values.map(v => v.sql) }
  return { type, sql: values.map(v => coerce(v, type, span)!) }
}

/** What BigQuery says of types that do not go together. */
export function noSignature(what: string, values: readonly Typed[]): string {
  return `no matching signature for ${what} for argument types: ${values.map(v => typeText(v.type)).join(', ')}`
}

/** Whether values of a type can be grouped, and told apart by DISTINCT. */
export function expectGroupable(value: Typed, span: Span, what: string): void {
  if (!isComparable(value.type) || value.type.kind === 'STRUCT' || value.type.kind === 'ARRAY') {
    throw new Refusal(span, `${what} does not take values of type ${typeText(value.type)} on the local target`, 'sql-unsupported')
  }
}

export function isComparable(type: ValueType): boolean {
  return type.kind === 'STRUCT'
    ? type.fields.every(f => isComparable(f.type))
    : type.kind !== 'ARRAY' && type.kind !== 'JSON' && type.kind !== 'OTHER'
}
