/** A value of the language. Tagged, so that types never mix; what was written is kept where it is shown again. */
export type Value = NullValue | BooleanValue | NumberValue | StringValue | DateValue | DurationValue | SizeValue | ListValue | MapValue

export interface NullValue {
  readonly type: 'null'
}
export interface BooleanValue {
  readonly type: 'boolean'
  readonly value: boolean
}
export interface NumberValue {
  readonly type: 'number'
  readonly value: number
  /** As written; absent where it was computed. */
  readonly text?: string
}
export interface StringValue {
  readonly type: 'string'
  readonly value: string
}
export interface DateValue {
  readonly type: 'date'
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly ms: number
  /** A date without a time of day: `2026-01-31`. */
  readonly dateOnly: boolean
  /** As written; absent where it was computed. */
  readonly text?: string
}
export interface DurationValue {
  readonly type: 'duration'
  /** Milliseconds; may be negative and fractional. */
  readonly ms: number
  readonly text?: string
}
export interface SizeValue {
  readonly type: 'size'
  /** Bytes; may be negative and fractional. */
  readonly bytes: number
  readonly text?: string
}
export interface ListValue {
  readonly type: 'list'
  readonly items: readonly Value[]
}
export interface MapValue {
  readonly type: 'map'
  /** In the order in which the keys were written. */
  readonly entries: ReadonlyMap<string, Value>
}

export type ValueType = Value['type']

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
