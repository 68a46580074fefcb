import type { TableField } from '@google-cloud/bigquery'
import type { RowsPreview } from '../../protocol.ts'
import { cutCell, largestPreview } from '../../sql/preview-limits.ts'
import type { ResultPage, WireRow } from './connection.ts'

/** A result as it is kept to be shown: as that of a script on the local target is. `rows`: the first ones, as they were sent. */
export function previewOf(schema: ResultPage['schema'], rows: readonly WireRow[], total: number): RowsPreview {
  const fields = schema?.fields ?? []
  const shown: (string | null)[][] = []
  let size = 0
  for (const row of rows) {
    const cells = fields.map((field, i) => cellText(row.f[i]?.v, field))
    for (const cell of cells) size += cell?.length ?? 0
    if (size > largestPreview) break
    shown.push(cells)
  }
  return { columns: fields.map(field => ({ name: field.name ?? '', type: typeText(field) })), rows: shown, total }
}

const names: Readonly<Record<string, string>> = { INTEGER: 'INT64', FLOAT: 'FLOAT64', BOOLEAN: 'BOOL', RECORD: 'STRUCT' }

/** In the words of SQL; a result tells them in older ones. */
function typeText(field: TableField): string {
  const name = names[field.type ?? ''] ?? field.type ?? ''
  const parts = (field.fields ?? []).map(part => `${part.name} ${typeText(part)}`)
  const type = name === 'STRUCT' ? `STRUCT<${parts.join(', ')}>` : name
  return isRepeated(field) ? `ARRAY<${type}>` : type
}

function isRepeated(field: TableField): boolean {
  return field.mode === 'REPEATED'
}

function cellText(value: unknown, field: TableField): string | null {
  if (value === null || value === undefined) return null
  const json = jsonOf(value, field)
  const text = isRepeated(field) || isStruct(field) ? JSON.stringify(json) : typeof value === 'string' ? scalarText(value, field) : ''
  return cutCell(text)
}

function isStruct(field: TableField): boolean {
  return field.type === 'RECORD' || field.type === 'STRUCT'
}

/** Whole numbers as texts, since JSON's are too small for them. */
function jsonOf(value: unknown, field: TableField): unknown {
  if (value === null || value === undefined) return null
  if (isRepeated(field)) return (value as readonly { readonly v: unknown }[]).map(item => jsonOf(item.v, { ...field, mode: 'NULLABLE' }))
  if (isStruct(field))
    return Object.fromEntries((field.fields ?? []).map((part, i) => [part.name, jsonOf((value as WireRow).f[i]?.v, part)]))
  const text = scalarText(String(value), field)
  const type = names[field.type ?? ''] ?? field.type
  if (type === 'BOOL') return text === 'true'
  return type === 'FLOAT64' && Number.isFinite(Number(text)) ? Number(text) : text
}

function scalarText(text: string, field: TableField): string {
  switch (names[field.type ?? ''] ?? field.type) {
    case 'FLOAT64':
      return /^-?inf/i.test(text) ? (text.startsWith('-') ? '-Infinity' : 'Infinity') : String(Number(text))
    case 'TIMESTAMP':
      return timestampText(text)
    case 'DATETIME':
      return secondsText(text.replace('T', ' '))
    case 'BYTES':
      return Buffer.from(text, 'base64').toString('hex')
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return text.includes('.') ? text.replace(/\.?0+$/, '') : text
    default:
      return text
  }
}

/** Of microseconds since 1970-01-01. */
function timestampText(micros: string): string {
  const perSecond = 1_000_000n
  const all = BigInt(micros)
  const rest = ((all % perSecond) + perSecond) % perSecond
  const iso = new Date(Number((all - rest) / perSecond) * 1000).toISOString()
  return `${iso.slice(0, -5).replace('T', ' ')}.${String(rest).padStart(6, '0')}`
}

/** With all six places of a second's fraction. */
function secondsText(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.padEnd(6, '0')}`
}
