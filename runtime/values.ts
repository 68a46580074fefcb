import type { DateValue, Json, Value } from '#language'

/** A value as JSON, as scripts get it: dates ISO 8601, durations in seconds, sizes in bytes. */
export function jsonOf(value: Value): Json {
  switch (value.type) {
    case 'null':
      return null
    case 'boolean':
    case 'number':
    case 'string':
      return value.value
    case 'date':
      return isoDate(value)
    case 'duration':
      return value.ms / 1000
    case 'size':
      return value.bytes
    case 'list':
      return value.items.map(jsonOf)
    case 'map':
      return jsonOfEntries(value.entries)
    default:
      return value satisfies never
  }
}

/** As an object without a prototype's names in the way: an entry may be called `__proto__`. */
export function jsonOfEntries(entries: ReadonlyMap<string, Value>): { readonly [key: string]: Json } {
  return Object.fromEntries([...entries].map(([key, value]) => [key, jsonOf(value)]))
}

/** A value as the text of an environment variable; null: to be left unset. */
export function environmentText(value: Value): string | null {
  const json = jsonOf(value)
  if (json === null) return null
  return typeof json === 'string' ? json : JSON.stringify(json)
}

function isoDate({ ms, dateOnly }: DateValue): string {
  const iso = new Date(ms).toISOString()
  return dateOnly ? iso.slice(0, 10) : iso.replace('.000Z', 'Z')
}
