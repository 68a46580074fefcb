import { durationUnits, sizeUnits } from './tokens.ts'
import type { DateValue, Json, Value } from './values.ts'

/** A value as a person writes it, without quotes; `null` where it has no such form (null, list, map). */
export function show(value: Value): string | null {
  switch (value.type) {
    case 'string':
      return value.value
    case 'boolean':
      return String(value.value)
    case 'number':
      return value.text ?? showNumber(value.value)
    case 'date':
      return value.text ?? showDate(value)
    case 'duration':
      return value.text ?? showDuration(value.ms)
    case 'size':
      return value.text ?? showSize(value.bytes)
    case 'null':
    case 'list':
    case 'map':
      return null
  }
}

/** A number without an exponent. */
export function showNumber(value: number): string {
  const text = String(value)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!match) return text
  const [, sign, first, rest = '', exponent] = match
  const digits = first! + rest
  const point = 1 + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + (point >= digits.length ? digits + '0'.repeat(point - digits.length) : `${digits.slice(0, point)}.${digits.slice(point)}`)
}

/** ISO 8601: the day alone for a date without a time, else in UTC, with milliseconds only where there are any. */
export function showDate(date: DateValue): string {
  const iso = new Date(date.ms).toISOString()
  return date.dateOnly ? iso.slice(0, 10) : iso.replace('.000Z', 'Z')
}

/** The shortest form of a duration: `90s` plus `90s` is `3m`. */
export function showDuration(ms: number): string {
  let rest = Math.round(Math.abs(ms) * 1000) / 1000
  let text = ''
  for (const [unit, length] of durationUnits) {
    const count = unit === 'ms' ? rest : Math.floor(rest / length)
    if (count > 0) text += showNumber(count) + unit
    rest -= count * length
  }
  return text === '' ? '0s' : (ms < 0 ? '-' : '') + text
}

/** The shortest form of a size in whole units. */
export function showSize(bytes: number): string {
  const whole = Math.round(Math.abs(bytes))
  let best = `${showNumber(whole)}B`
  for (const [unit, length] of sizeUnits) {
    const text = `${showNumber(whole / length)}${unit}`
    if (whole > 0 && whole % length === 0 && text.length < best.length) best = text
  }
  return (bytes < 0 ? '-' : '') + best
}

/** A value as JSON, as scripts get it: dates in ISO 8601, durations in seconds, sizes in bytes. */
export function toJson(value: Value): Json {
  switch (value.type) {
    case 'null':
      return null
    case 'boolean':
    case 'number':
    case 'string':
      return value.value
    case 'date':
      return value.text ?? showDate(value)
    case 'duration':
      return value.ms / 1000
    case 'size':
      return value.bytes
    case 'list':
      return value.items.map(toJson)
    case 'map': {
      // A key such as `__proto__` is data like any other.
      const object: Record<string, Json> = Object.create(null)
      for (const [key, entry] of value.entries) object[key] = toJson(entry)
      return { ...object }
    }
  }
}

/** JSON as a value: outputs of tasks, and lists and maps of `--input`. */
export function fromJson(json: Json): Value {
  if (json === null) return { type: 'null' }
  if (typeof json === 'boolean') return { type: 'boolean', value: json }
  if (typeof json === 'number') return { type: 'number', value: json }
  if (typeof json === 'string') return { type: 'string', value: json }
  if (Array.isArray(json)) return { type: 'list', items: json.map(fromJson) }
  return { type: 'map', entries: new Map(Object.entries(json).map(([key, entry]) => [key, fromJson(entry)])) }
}
