import { durationUnits, sizeUnits } from './tokens.ts'
import type { DateValue, DurationValue, NumberValue, SizeValue } from './values.ts'

export type Literal = NumberValue | DurationValue | SizeValue | DateValue

/** What a token that begins with a digit says, or why it says nothing. */
export type LiteralResult = { readonly ok: true; readonly value: Literal } | { readonly ok: false; readonly problem: 'number' | 'date' }

const dateForm = /^(\d{4})-(\d{2})-(\d{2})(?:([Tt])(.*))?$/s
const timeForm = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/
const durationForm = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
const sizeForm = /^(\d+)([KMGT]i?B|B)$/

/** Reads a number, duration, size or date as it is written. */
export function parseLiteral(text: string): LiteralResult {
  if (isShortInteger(text)) return { ok: true, value: { type: 'number', value: Number(text), text } }
  if (/^\d{4}-/.test(text)) {
    const value = parseDate(text)
    return value ? { ok: true, value } : { ok: false, problem: 'date' }
  }
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? { ok: true, value: { type: 'number', value, text } } : { ok: false, problem: 'number' }
  }
  const value = parseDuration(text) ?? parseSize(text)
  return value ? { ok: true, value } : { ok: false, problem: 'number' }
}

/** Most literals: told without the forms. */
function isShortInteger(text: string): boolean {
  if (text.length > 15) return false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 48 || c > 57) return false
  }
  return text !== ''
}

/** `2026-01-31`, or with a time of day and a zone: `2026-01-31T06:00:00+02:00`. Null where there is no such date. */
export function parseDate(text: string): DateValue | null {
  const match = dateForm.exec(text)
  if (!match) return null
  const [, year, month, day, t, time] = match
  const midnight = utc(Number(year), Number(month), Number(day))
  if (midnight === null) return null
  if (t === undefined) return { type: 'date', ms: midnight, dateOnly: true, text }
  const clock = timeForm.exec(time ?? '')
  if (!clock) return null
  const [, hours, minutes, seconds = '0', fraction = '0', , sign, zoneHours = '0', zoneMinutes = '0'] = clock
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 || Number(zoneHours) > 23 || Number(zoneMinutes) > 59) return null
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  const ofDay = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(`0.${fraction}`) * 1000
  return { type: 'date', ms: midnight + ofDay - offset * 60_000, dateOnly: false, text }
}

/** Milliseconds of a day's midnight in UTC; null where the calendar has no such day. */
function utc(year: number, month: number, day: number): number | null {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null
}

function parseDuration(text: string): DurationValue | null {
  const match = durationForm.exec(text)
  if (!match) return null
  let ms = 0
  durationUnits.forEach(([, length], i) => {
    ms += Number(match[i + 1] ?? 0) * length
  })
  return Number.isFinite(ms) ? { type: 'duration', ms, text } : null
}

function parseSize(text: string): SizeValue | null {
  const match = sizeForm.exec(text)
  if (!match) return null
  const unit = sizeUnits.find(([name]) => name === match[2])
  const bytes = Number(match[1]) * (unit?.[1] ?? Number.NaN)
  return Number.isFinite(bytes) ? { type: 'size', bytes, text } : null
}
