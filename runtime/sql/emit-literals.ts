import type { Span } from '#language'
import type { Expression } from '#language/sql'
import { Refusal, refuse } from './refusal.ts'
import { type Typed, typed } from './typed.ts'
import { BOOL, duckdbType, FLOAT64, INT64, NULL, quoteString, STRING } from './types.ts'

type Literal = Extract<Expression, { kind: 'literal' }>

const HIGHEST = 9223372036854775807n

/** Numbers carry their type, since DuckDB's own would be smaller, or decimal. */
export function emitLiteral(literal: Literal, negative = false): Typed {
  switch (literal.literal) {
    case 'int': {
      const value = BigInt(literal.text)
      if (value > (negative ? HIGHEST + 1n : HIGHEST)) return refuse(literal, 'the number does not fit into INT64')
      return { ...typed(`CAST(${negative ? '-' : ''}${value} AS BIGINT)`, INT64), written: { kind: 'number' } }
    }
    case 'float': {
      const value = Number(literal.text)
      if (!Number.isFinite(value)) return refuse(literal, 'the number does not fit into FLOAT64')
      return { ...typed(`CAST('${negative ? '-' : ''}${value}' AS DOUBLE)`, FLOAT64), written: { kind: 'number' } }
    }
    case 'string':
      return { ...typed(emitString(literal.text, literal), STRING), written: { kind: 'string', text: literal.text } }
    case 'bytes':
      return typed(`unhex('${[...literal.text].map(c => c.charCodeAt(0).toString(16).padStart(2, '0')).join('')}')`, { kind: 'BYTES' })
    case 'bool':
      return typed(literal.text, BOOL)
    case 'null':
      return typed('NULL', NULL)
    default:
      return literal.literal satisfies never
  }
}

/** A string; DuckDB would give a written one no type of its own. */
export function emitString(value: string, span: Span): string {
  if (value.includes('\0')) return refuse(span, 'a string with the character U+0000 does not run on the local target')
  return `CAST(${quoteString(value)} AS VARCHAR)`
}

type TypedLiteral = Extract<Expression, { kind: 'typed-literal' }>

/** `DATE '…'`, `NUMERIC '…'`. */
export function emitTypedLiteral(literal: TypedLiteral): Typed {
  switch (literal.type) {
    case 'DATE':
    case 'DATETIME':
    case 'TIMESTAMP':
    case 'TIME':
      return typed(dateLiteral(literal.type, literal.text, literal), { kind: literal.type })
    case 'NUMERIC':
    case 'DECIMAL': {
      if (!/^\s*[+-]?(?:\d{1,29}(?:\.\d{0,9})?|\.\d{1,9})\s*$/.test(literal.text))
        return refuse(literal, 'this NUMERIC cannot be read on the local target')
      return typed(`CAST('${literal.text.trim()}' AS ${duckdbType({ kind: 'NUMERIC' })})`, { kind: 'NUMERIC' })
    }
    case 'JSON':
      return typed(`bq_parse_json(${emitString(literal.text, literal)})`, { kind: 'JSON' })
    default:
      return refuse(literal, `a literal of type ${literal.type} does not run on the local target`)
  }
}

const DATE_FORM = /^(\d{4})-(\d{1,2})-(\d{1,2})(.*)$/s
const TIME_FORM = /^(?:[ Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,6})?)?(.*)$/s
const ZONE_FORM = /^(?:[Zz]| ?UTC|([+-])(\d{1,2})(?::(\d{2}))?| ([A-Za-z]+(?:[/_+-][A-Za-z0-9]+)+))$/

/** A written date or time as DuckDB's: only in forms that both read alike. */
export function dateLiteral(kind: 'DATE' | 'DATETIME' | 'TIMESTAMP' | 'TIME', text: string, span: Span): string {
  const type = duckdbType({ kind })
  if (kind === 'TIME') {
    const time = TIME_FORM.exec(` ${text}`)
    if (!time?.[1] || time[5] !== '') return invalid(kind, text, span)
    return `CAST('${clock(time, kind, text, span)}' AS ${type})`
  }
  const date = DATE_FORM.exec(text)
  const time = date && TIME_FORM.exec(date[4] ?? '')
  if (!date || !time) return invalid(kind, text, span)
  const [, year = '', month = '', day = ''] = date
  if (!isDay(Number(year), Number(month), Number(day))) return invalid(kind, text, span)
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const zone = time[5] ?? ''
  if (kind === 'DATE') return time[1] !== undefined || zone !== '' ? invalid(kind, text, span) : `CAST('${written}' AS ${type})`
  const at = `${written} ${time[1] === undefined ? '00:00:00' : clock(time, kind, text, span)}`
  if (kind === 'DATETIME') return zone !== '' ? invalid(kind, text, span) : `CAST('${at}' AS ${type})`
  return `CAST('${at}${zoneSuffix(zone, text, span)}' AS ${type})`
}

function clock(time: RegExpExecArray, kind: string, text: string, span: Span): string {
  const [, hour = '', minute = '', second = '', fraction = ''] = time
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return invalid(kind, text, span)
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}${fraction}`
}

function zoneSuffix(zone: string, text: string, span: Span): string {
  if (zone === '') return '+00'
  const parts = ZONE_FORM.exec(zone)
  if (!parts) return invalid('TIMESTAMP', text, span)
  const [, sign, hours, minutes, name] = parts
  if (name) return ` ${zoneName(name, span)}`
  return sign ? `${sign}${hours?.padStart(2, '0')}:${minutes ?? '00'}` : '+00'
}

/** A zone's name that DuckDB knows too. */
export function zoneName(name: string, span: Span): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
  } catch {
    throw new Refusal(span, `invalid time zone: ${name}`, 'sql-error')
  }
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/.test(name))
    return refuse(span, `the time zone ${name} does not run on the local target: use a name`)
  return name
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}

function invalid(kind: string, text: string, span: Span): never {
  throw new Refusal(span, `invalid ${kind}, or a form that is not read on the local target: "${text}"`, 'sql-error')
}
