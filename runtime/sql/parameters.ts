import type { DuckDBValue } from '@duckdb/node-api'
import type { DateValue, Span, Value } from '#language'
import { Refusal } from './refusal.ts'
import { parameterName } from './translate.ts'

/** Values that one prepared statement binds, in the order of their places. */
export class Bindings {
  readonly values: Record<string, DuckDBValue> = {}
  #count = 0

  /** A value as canonical SQL: a typed place, whose value never becomes text of the statement. */
  place(value: Value, span: Span, name: string): string {
    switch (value.type) {
      case 'null':
        return 'NULL'
      case 'boolean':
        return `CAST(${this.#bind(value.value)} AS BOOL)`
      case 'number':
        return this.#number(value.value, value.text)
      case 'duration':
        return this.#number(value.ms / 1000)
      case 'size':
        return this.#number(value.bytes)
      case 'string':
        return `CAST(${this.#bind(value.value)} AS STRING)`
      case 'date':
        return this.#date(value)
      case 'list': {
        const types = new Set(value.items.map(i => (i.type === 'date' ? `date ${i.dateOnly}` : i.type)))
        if (types.size > 1 || types.has('list') || types.has('map')) {
          throw new Refusal(span, `the values of the list @${name} are not of one simple type`, 'sql-unsupported')
        }
        if (value.items.length === 0) return 'bq_empty_string()'
        return `native__list_value(${value.items.map(i => this.place(i, span, name)).join(', ')})`
      }
      case 'map':
        throw new Refusal(span, `@${name} is a map, which SQL cannot bind`, 'sql-unsupported')
      default:
        return value satisfies never
    }
  }

  #number(value: number, written?: string): string {
    const whole = written !== undefined && /^-?\d+$/.test(written) ? BigInt(written) : Number.isSafeInteger(value) ? BigInt(value) : null
    if (whole !== null && BigInt.asIntN(64, whole) === whole) return `CAST(${this.#bind(whole)} AS INT64)`
    return `CAST(${this.#bind(value)} AS FLOAT64)`
  }

  #date(value: DateValue): string {
    const iso = new Date(value.ms).toISOString()
    if (value.dateOnly) return `CAST(${this.#bind(iso.slice(0, 10))} AS DATE)`
    return `CAST(${this.#bind(iso)} AS native__timestamptz)`
  }

  #bind(value: DuckDBValue): string {
    const number = this.#count++
    this.values[`p${number}`] = value
    return parameterName(number)
  }
}
