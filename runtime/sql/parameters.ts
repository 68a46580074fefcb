import type { DuckDBValue } from '@duckdb/node-api'
import type { DateValue, Span, Value } from '#language'
import { Refusal } from './refusal.ts'
import { type Typed, typed } from './typed.ts'
import { BOOL, FLOAT64, INT64, NULL, STRING } from './types.ts'

/** Values that one prepared statement binds. The same param is the same place wherever it stands. */
export class Bindings {
  readonly values: Record<string, DuckDBValue> = {}
  readonly #places = new Map<string, Typed>()
  #count = 0

  /** A param as a typed place, whose value never becomes text of the statement. */
  place(value: Value, span: Span, name: string): Typed {
    const known = this.#places.get(name)
    if (known) return known
    const place = this.#place(value, span, name)
    this.#places.set(name, place)
    return place
  }

  #place(value: Value, span: Span, name: string): Typed {
    switch (value.type) {
      case 'null':
        return typed('NULL', NULL)
      case 'boolean':
        return typed(`CAST(${this.#bind(value.value)} AS BOOLEAN)`, BOOL)
      case 'number':
        return this.#number(value.value, value.text)
      case 'duration':
        return this.#number(value.ms / 1000)
      case 'size':
        return this.#number(value.bytes)
      case 'string':
        return { ...typed(`CAST(${this.#bind(value.value)} AS VARCHAR)`, STRING), written: { kind: 'string-param' } }
      case 'date':
        return this.#date(value)
      case 'list': {
        const types = new Set(value.items.map(i => (i.type === 'date' ? `date ${i.dateOnly}` : i.type)))
        if (types.size > 1 || types.has('list') || types.has('map')) {
          throw new Refusal(span, `the values of the list @${name} are not of one simple type`, 'sql-unsupported')
        }
        if (value.items.length === 0) return typed('CAST([] AS VARCHAR[])', { kind: 'ARRAY', element: STRING })
        const items = value.items.map(i => this.#place(i, span, name))
        // A whole number beside others makes them no less FLOAT64.
        const float = items.some(i => i.type.kind === 'FLOAT64')
        const element = float ? FLOAT64 : items[0]!.type
        const list = `list_value(${items.map(i => (float ? `CAST(${i.sql} AS DOUBLE)` : i.sql)).join(', ')})`
        return typed(list, { kind: 'ARRAY', element })
      }
      case 'map':
        throw new Refusal(span, `@${name} is a map, which SQL cannot bind`, 'sql-unsupported')
      default:
        return value satisfies never
    }
  }

  #number(value: number, written?: string): Typed {
    const whole = written !== undefined && /^-?\d+$/.test(written) ? BigInt(written) : Number.isSafeInteger(value) ? BigInt(value) : null
    if (whole !== null && BigInt.asIntN(64, whole) === whole) return typed(`CAST(${this.#bind(whole)} AS BIGINT)`, INT64)
    return typed(`CAST(${this.#bind(value)} AS DOUBLE)`, FLOAT64)
  }

  #date(value: DateValue): Typed {
    const iso = new Date(value.ms).toISOString()
    if (value.dateOnly) return typed(`CAST(${this.#bind(iso.slice(0, 10))} AS DATE)`, { kind: 'DATE' })
    return typed(`CAST(${this.#bind(iso)} AS TIMESTAMPTZ)`, { kind: 'TIMESTAMP' })
  }

  #bind(value: DuckDBValue): string {
    const name = `p${this.#count++}`
    this.values[name] = value
    return `$${name}`
  }
}
