import type { Span } from '#language'
import { bindOnce } from './bind-once.ts'
import { Refusal } from './refusal.ts'
import { coerce, commonType, noSignature, type Typed, typed } from './typed.ts'
import { type ScalarKind, sameType, typeText, type ValueType } from './types.ts'

/** One way to call a function: `STRING, INT64 -> STRING` and what it is in DuckDB's words, `$1` being the first argument; `!` for what does not run here. */
export interface Signature {
  readonly parameters: readonly Pattern[]
  /** Whether the last parameter may come any number of times. */
  readonly variadic: boolean
  readonly result: Pattern
  readonly template: string
}

/** A type, or `T`, which is the same wherever it stands, or an array of one. */
type Pattern = { readonly kind: 'type'; readonly type: ValueType } | { readonly kind: 'any' } | { readonly kind: 'any-array' }

/** Reads signatures as they are written in the lists of functions: `STRING, INT64 -> STRING: left($1, $2)`. */
export function signature(text: string): Signature {
  const [, head = '', result = '', template = ''] = /^(.*?)\s*->\s*([A-Z0-9<>]+):\s*(.*)$/s.exec(text) ?? []
  if (result === '') throw new Error(`no signature: ${text}`)
  const variadic = head.endsWith('...')
  const parameters = head
    .replace(/\.\.\.$/, '')
    .split(',')
    .map(p => p.trim())
    .filter(p => p !== '')
    .map(pattern)
  return { parameters, variadic, result: pattern(result), template }
}

function pattern(text: string): Pattern {
  if (text === 'T') return { kind: 'any' }
  if (text === 'ARRAY<T>') return { kind: 'any-array' }
  const array = /^ARRAY<(\w+)>$/.exec(text)
  return { kind: 'type', type: array ? { kind: 'ARRAY', element: { kind: array[1] as ScalarKind } } : { kind: text as ScalarKind } }
}

/** Calls the first signature that wants the fewest conversions. */
export function applySignature(name: string, signatures: readonly Signature[], values: readonly Typed[], span: Span): Typed {
  let best: { cost: number; value: Typed } | null = null
  for (const one of signatures) {
    const found = tryApply(one, values, span)
    if (found && (best === null || found.cost < best.cost)) best = found
    if (best?.cost === 0) break
  }
  if (best === null) throw new Refusal(span, noSignature(`function ${name}`, values), 'sql-error')
  if (best.value.sql === '!') {
    throw new Refusal(span, `${name} of these types does not run on the local target: ${values.map(v => typeText(v.type)).join(', ')}`)
  }
  return best.value
}

function tryApply(one: Signature, values: readonly Typed[], span: Span): { cost: number; value: Typed } | null {
  const { parameters } = one
  if (one.variadic ? values.length < parameters.length : values.length !== parameters.length) return null
  const patterns = values.map((_, i) => parameters[Math.min(i, parameters.length - 1)]!)
  const generic = genericType(patterns, values, span)
  if (generic === null) return null
  let cost = 0
  const sql: string[] = []
  for (const [i, value] of values.entries()) {
    const wanted = typeOf(patterns[i]!, generic)
    if (wanted.kind !== 'NULL' && !sameType(value.type, wanted)) cost += value.type.kind === 'NULL' ? 0 : 1
    const converted = wanted.kind === 'NULL' ? value.sql : coerce(value, wanted, span)
    if (converted === null) return null
    sql.push(converted)
  }
  const write = (parts: readonly string[]): string =>
    one.template.replace(/\$(\d+|\*)/g, (_, which: string) => (which === '*' ? parts.join(', ') : (parts[Number(which) - 1] ?? 'NULL')))
  const text = one.template.includes('bq_') ? bindOnce(sql, write) : write(sql)
  return { cost, value: typed(text, typeOf(one.result, generic)) }
}

/** What `T` is; null where the values have nothing in common. */
function genericType(patterns: readonly Pattern[], values: readonly Typed[], span: Span): ValueType | null {
  const candidates: Typed[] = []
  for (const [i, value] of values.entries()) {
    if (patterns[i]!.kind === 'any') candidates.push(value)
    if (patterns[i]!.kind === 'any-array') {
      if (value.type.kind === 'NULL') continue
      if (value.type.kind !== 'ARRAY') return null
      candidates.push(typed('NULL', value.type.element))
    }
  }
  return candidates.length === 0 ? { kind: 'NULL' } : commonType(candidates, span)
}

function typeOf(one: Pattern, generic: ValueType): ValueType {
  switch (one.kind) {
    case 'type':
      return one.type
    case 'any':
      return generic
    case 'any-array':
      return { kind: 'ARRAY', element: generic }
    default:
      return one satisfies never
  }
}
