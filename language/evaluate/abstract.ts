import type { MapValue, Value, ValueType } from '../values.ts'

/** A value in a check: known, or unknown with the type that it will have, where that is known. */
export type Abstract = Exclude<Value, { type: 'list' } | { type: 'map' }> | AbstractList | AbstractMap | Unknown

export interface AbstractList {
  readonly type: 'list'
  readonly items: readonly Abstract[]
}
export interface AbstractMap {
  readonly type: 'map'
  readonly entries: ReadonlyMap<string, Abstract>
}
export interface Unknown {
  readonly type: 'unknown'
  /** `null`: of any type. */
  readonly of: ValueType | null
}

export const anything: Unknown = { type: 'unknown', of: null }
export const unknown = (of: ValueType): Unknown => ({ type: 'unknown', of })

/** The type, as far as it is known. */
export function typeOf(value: Abstract): ValueType | null {
  return value.type === 'unknown' ? value.of : value.type
}

/** The same type, without its value. */
export function forget(value: Abstract): Unknown {
  return value.type === 'unknown' ? value : unknown(value.type)
}

/** The value, where every part of it is known. */
export function known(value: Abstract): Value | null {
  switch (value.type) {
    case 'unknown':
      return null
    case 'list': {
      const items = value.items.map(known)
      return items.includes(null) ? null : { type: 'list', items: items as Value[] }
    }
    case 'map': {
      const entries = new Map<string, Value>()
      for (const [key, entry] of value.entries) {
        const inner = known(entry)
        if (inner === null) return null
        entries.set(key, inner)
      }
      return { type: 'map', entries } satisfies MapValue
    }
    default:
      return value
  }
}

/** The most that a value may hold: 1 MB. */
export const valueLimit = 1_000_000

const sizes = new WeakMap<object, number>()

/** Rough size of a value in bytes; that of shared parts counts each time they occur, and is remembered. */
export function sizeOf(value: Abstract): number {
  if (value.type === 'string') return value.value.length
  if (value.type !== 'list' && value.type !== 'map') return 8
  const before = sizes.get(value)
  if (before !== undefined) return before
  let size = 2
  let isFlat = true
  if (value.type === 'list')
    for (const item of value.items) {
      isFlat &&= isAtom(item)
      size += 1 + sizeOf(item)
    }
  else
    for (const [key, entry] of value.entries) {
      isFlat &&= isAtom(entry)
      size += 2 + key.length + sizeOf(entry)
    }
  // To count a small flat one again is cheaper than to remember it.
  if (!isFlat || size > 1000) sizes.set(value, size)
  return size
}

const isAtom = ({ type }: Abstract): boolean => type !== 'list' && type !== 'map'

/** Deep equality, without conversion; `null` where it depends on what is unknown. */
export function equal(a: Abstract, b: Abstract): boolean | null {
  if (a.type === 'unknown' || b.type === 'unknown') {
    const [left, right] = [typeOf(a), typeOf(b)]
    return left !== null && right !== null && left !== right ? false : null
  }
  if (a === b && a.type !== 'list' && a.type !== 'map') return true
  switch (a.type) {
    case 'null':
      return b.type === 'null'
    case 'boolean':
      return b.type === 'boolean' && a.value === b.value
    case 'number':
      return b.type === 'number' && a.value === b.value
    case 'string':
      return b.type === 'string' && a.value === b.value
    case 'date':
      return b.type === 'date' && a.ms === b.ms
    case 'duration':
      return b.type === 'duration' && a.ms === b.ms
    case 'size':
      return b.type === 'size' && a.bytes === b.bytes
    case 'list':
      return b.type === 'list' && a.items.length === b.items.length && allEqual(a.items.map((item, i) => [item, b.items[i]!]))
    case 'map':
      if (b.type !== 'map' || a.entries.size !== b.entries.size) return false
      for (const key of a.entries.keys()) if (!b.entries.has(key)) return false
      return allEqual([...a.entries].map(([key, entry]) => [entry, b.entries.get(key)!]))
  }
}

function allEqual(pairs: readonly (readonly [Abstract, Abstract])[]): boolean | null {
  let result: boolean | null = true
  for (const [a, b] of pairs) {
    const same = equal(a, b)
    if (same === false) return false
    if (same === null) result = null
  }
  return result
}
