import type { Value } from '#language'
import type { Sample, Shown } from '../../../runtime/sql/messages.ts'

/** A column in the words of the REST API. */
export interface WireField {
  readonly name: string
  readonly type: string
  readonly mode: 'NULLABLE' | 'REPEATED'
  readonly fields?: readonly WireField[]
}

export interface WireParameter {
  readonly name?: string
  readonly parameterType?: { readonly type?: string; readonly arrayType?: { readonly type?: string } }
  readonly parameterValue?: { readonly value?: string; readonly arrayValues?: readonly { readonly value?: string }[] }
}

const older: Readonly<Record<string, string>> = { INT64: 'INTEGER', FLOAT64: 'FLOAT', BOOL: 'BOOLEAN', STRUCT: 'RECORD' }

export function schemaOf(columns: Sample['columns']): { fields: WireField[] } {
  return { fields: columns.map(({ name, type }) => fieldOf(name, type)) }
}

function fieldOf(name: string, type: string): WireField {
  const array = /^ARRAY<(.*)>$/s.exec(type)
  const element = array?.[1] ?? type
  const struct = /^STRUCT<(.*)>$/s.exec(element)
  const mode = array === null ? 'NULLABLE' : 'REPEATED'
  if (struct === null) return { name, type: older[element] ?? element, mode }
  const fields = parts(struct[1]!).map((part, i) => {
    const named = /^(\w+) (.*)$/s.exec(part)
    return named === null ? fieldOf(`_field_${i + 1}`, part) : fieldOf(named[1]!, named[2]!)
  })
  return { name, type: 'RECORD', mode, fields }
}

/** Splits at the commas that are in no brackets. */
function parts(text: string): string[] {
  const found: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i <= text.length; i++) {
    if (text[i] === '<') depth++
    else if (text[i] === '>') depth--
    else if (i === text.length || (text[i] === ',' && depth === 0)) {
      found.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  return found
}

export function rowOf(cells: readonly Shown[], fields: readonly WireField[]): { f: { v: unknown }[] } {
  return { f: cells.map((cell, i) => ({ v: wireValue(cell, fields[i]!) })) }
}

function wireValue(cell: Shown, field: WireField): unknown {
  if (field.mode === 'REPEATED') {
    const items = (cell ?? []) as readonly Shown[]
    return items.map(item => ({ v: wireValue(item, { ...field, mode: 'NULLABLE' }) }))
  }
  if (cell === null) return null
  if (field.fields !== undefined) return rowOf(cell as readonly Shown[], field.fields)
  return textOf(cell as string, field.type)
}

function textOf(text: string, type: string): string {
  switch (type) {
    case 'TIMESTAMP': {
      const [, seconds = '', micros = ''] = /^(.*)\.(\d{6})$/.exec(text) ?? []
      return String(BigInt(Date.parse(`${seconds.replace(' ', 'T')}Z`)) * 1000n + BigInt(micros))
    }
    case 'DATETIME':
      return text.replace(' ', 'T').replace(/\.?0+$/, '')
    case 'BYTES':
      return Buffer.from(text, 'hex').toString('base64')
    case 'FLOAT':
      return /^-?\d+$/.test(text) ? `${text}.0` : text
    default:
      return text
  }
}

/** The params of a query; a text is what is wrong with one. */
export function valuesOf(parameters: readonly WireParameter[]): Map<string, Value> | string {
  const values = new Map<string, Value>()
  for (const { name, parameterType, parameterValue } of parameters) {
    if (name === undefined || parameterType?.type === undefined) return 'Query parameter must have a name and a type'
    if (parameterType.type === 'ARRAY') {
      const items = (parameterValue?.arrayValues ?? []).map(item => valueOfParameter(parameterType.arrayType?.type, item.value))
      if (items.includes(null)) return `Invalid value for query parameter ${name}`
      values.set(name, { type: 'list', items: items as Value[] })
      continue
    }
    const value = valueOfParameter(parameterType.type, parameterValue?.value)
    if (value === null) return `Invalid value for query parameter ${name} of type ${parameterType.type}`
    values.set(name, value)
  }
  return values
}

function valueOfParameter(type: string | undefined, text: string | undefined): Value | null {
  if (text === undefined) return null
  switch (type) {
    case 'STRING':
      return { type: 'string', value: text }
    case 'BOOL':
      return text === 'true' || text === 'false' ? { type: 'boolean', value: text === 'true' } : null
    case 'INT64':
      return /^-?\d+$/.test(text) ? { type: 'number', value: Number(text), text } : null
    case 'FLOAT64':
      return text === '' || Number.isNaN(Number(text)) ? null : { type: 'number', value: Number(text) }
    case 'DATE':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? { type: 'date', ms: Date.parse(text), dateOnly: true } : null
    case 'TIMESTAMP':
      return Number.isNaN(Date.parse(text)) ? null : { type: 'date', ms: Date.parse(text), dateOnly: false }
    default:
      return null
  }
}
