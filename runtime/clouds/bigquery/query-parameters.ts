import type { Span, Value } from '#language'
import { RenderMap, tokenizeSql } from '#language/sql'

/** A typed parameter in the words of the REST API. */
export interface QueryParameter {
  readonly name: string
  readonly parameterType: ParameterType
  readonly parameterValue: ParameterValue
}

export interface ParameterType {
  readonly type: string
  readonly arrayType?: ParameterType
}

export interface ParameterValue {
  readonly value?: string
  readonly arrayValues?: ParameterValue[]
}

export type BindingResult =
  | { readonly ok: true; readonly sql: string; readonly map: RenderMap; readonly parameters: readonly QueryParameter[] }
  | { readonly ok: false; readonly code: 'missing-param' | 'sql-unsupported'; readonly message: string; readonly span: Span }

/**
 * Gives each `@name` of a rendered script its typed value. Values have the types that they have on the local target. A null has
 * none, and BigQuery knows no parameter without a type, so it is written as NULL; `map` leads back to the text before.
 */
export function bindParameters(sql: string, params: ReadonlyMap<string, Value>): BindingResult {
  const parameters = new Map<string, QueryParameter>()
  const pieces: ConstructorParameters<typeof RenderMap>[0][number][] = []
  let text = ''
  let copied = 0
  const append = (source: Span, piece: string, isCopy: boolean): void => {
    if (source.end === source.start) return
    pieces.push({ rendered: { start: text.length, end: text.length + piece.length }, source, copied: isCopy })
    text += piece
  }
  for (const token of tokenizeSql(sql, 'rendered')) {
    if (token.kind !== 'parameter') continue
    const name = sql.slice(token.start + 1, token.end)
    const span = { start: token.start, end: token.end }
    const value = params.get(name)
    if (value === undefined) return { ok: false, code: 'missing-param', message: `The params have no "${name}".`, span }
    if (value.type === 'null') {
      append({ start: copied, end: token.start }, sql.slice(copied, token.start), true)
      append(span, 'NULL', false)
      copied = token.end
      continue
    }
    const typed = typedValue(value)
    if (typeof typed === 'string') return { ok: false, code: 'sql-unsupported', message: `@${name} ${typed}`, span }
    const known = parameters.get(name.toLowerCase())
    if (known !== undefined && known.name !== name) {
      const message = `@${known.name} and @${name} differ in capital letters only, which BigQuery does not tell apart.`
      return { ok: false, code: 'sql-unsupported', message, span }
    }
    parameters.set(name.toLowerCase(), { name, ...typed })
  }
  append({ start: copied, end: sql.length }, sql.slice(copied), true)
  return { ok: true, sql: text, map: new RenderMap(pieces, sql.length), parameters: [...parameters.values()] }
}

type Typed = Pick<QueryParameter, 'parameterType' | 'parameterValue'>

/** Or what is wrong with it. */
function typedValue(value: Exclude<Value, { readonly type: 'null' }>): Typed | string {
  switch (value.type) {
    case 'string':
      return scalar('STRING', value.value)
    case 'boolean':
      return scalar('BOOL', String(value.value))
    case 'number':
      return number(value.value, value.text)
    case 'duration':
      return number(value.ms / 1000)
    case 'size':
      return number(value.bytes)
    case 'date': {
      const iso = new Date(value.ms).toISOString()
      return value.dateOnly ? scalar('DATE', iso.slice(0, 10)) : scalar('TIMESTAMP', `${iso.slice(0, 10)} ${iso.slice(11, -1)}+00:00`)
    }
    case 'list':
      return list(value.items)
    case 'map':
      return 'is a map, which SQL cannot bind.'
    default:
      return value satisfies never
  }
}

function list(items: readonly Value[]): Typed | string {
  const kinds = new Set(items.map(item => (item.type === 'date' ? `date ${item.dateOnly}` : item.type)))
  if (kinds.size > 1 || kinds.has('list') || kinds.has('map') || kinds.has('null'))
    return 'is a list whose values are not of one simple type.'
  const typed = items.flatMap(item => (item.type === 'null' ? [] : [typedValue(item) as Typed]))
  const types = new Set(typed.map(item => item.parameterType.type))
  // A whole number beside others makes them no less FLOAT64.
  const type = types.size > 1 ? 'FLOAT64' : ([...types][0] ?? 'STRING')
  return {
    parameterType: { type: 'ARRAY', arrayType: { type } },
    parameterValue: { arrayValues: typed.map(item => item.parameterValue) },
  }
}

function number(value: number, written?: string): Typed {
  const whole = written !== undefined && /^-?\d+$/.test(written) ? BigInt(written) : Number.isSafeInteger(value) ? BigInt(value) : null
  if (whole !== null && BigInt.asIntN(64, whole) === whole) return scalar('INT64', String(whole))
  return scalar('FLOAT64', String(value))
}

function scalar(type: string, value: string): Typed {
  return { parameterType: { type }, parameterValue: { value } }
}
