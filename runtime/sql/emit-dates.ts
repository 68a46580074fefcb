import type { Call, DatePart, Expression } from '#language/sql'
import { argument, literalText } from './emit-calls.ts'
import type { EmitContext } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { native, text } from './emit-literals.ts'
import { refuse } from './refusal.ts'

/** Functions of dates and times that are written by the part of the date that they name. */
export const DATE_CALLS: ReadonlySet<string> = new Set([
  'CURRENT_DATE',
  'CURRENT_DATETIME',
  'CURRENT_TIMESTAMP',
  'DATE',
  'DATE_ADD',
  'DATE_DIFF',
  'DATE_SUB',
  'DATE_TRUNC',
  'DATETIME_ADD',
  'DATETIME_DIFF',
  'DATETIME_SUB',
  'DATETIME_TRUNC',
  'FORMAT_DATE',
  'FORMAT_DATETIME',
  'FORMAT_TIMESTAMP',
  'LAST_DAY',
  'PARSE_DATE',
  'TIMESTAMP',
  'TIMESTAMP_ADD',
  'TIMESTAMP_DIFF',
  'TIMESTAMP_SUB',
  'TIMESTAMP_TRUNC',
])

type Family = 'DATE' | 'DATETIME' | 'TIMESTAMP'

const UNITS: Readonly<Record<Family, readonly string[]>> = {
  DATE: ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  DATETIME: ['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  TIMESTAMP: ['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR', 'DAY'],
}

const INTERVALS: Readonly<Record<string, { readonly make: string; readonly times: number }>> = {
  MICROSECOND: { make: 'to_microseconds', times: 1 },
  MILLISECOND: { make: 'to_microseconds', times: 1000 },
  SECOND: { make: 'to_microseconds', times: 1_000_000 },
  MINUTE: { make: 'to_minutes', times: 1 },
  HOUR: { make: 'to_hours', times: 1 },
  DAY: { make: 'to_days', times: 1 },
  WEEK: { make: 'to_days', times: 7 },
  MONTH: { make: 'to_months', times: 1 },
  QUARTER: { make: 'to_months', times: 3 },
  YEAR: { make: 'to_months', times: 12 },
}

export function emitDateCall(call: Call, context: EmitContext): string {
  const emit = (at: number): string => emitExpression(argument(call, at), context)
  switch (call.name) {
    case 'CURRENT_DATE':
      return `bq_today()`
    case 'CURRENT_DATETIME':
      return `bq_now_datetime()`
    case 'CURRENT_TIMESTAMP':
      return `${native('now')}()`
    case 'DATE':
      if (call.arguments.length === 2) return refuse(call, 'DATE with a time zone does not run on the local target')
      return `bq_date(${call.arguments.map(a => emitExpression(a, context)).join(', ')})`
    case 'TIMESTAMP':
      return `bq_timestamp(${emit(0)})`
    case 'LAST_DAY': {
      const part = call.arguments[1]
      if (part && datePart(part).name !== 'MONTH') return refuse(part, 'LAST_DAY runs on the local target for MONTH only')
      return `bq_last_day(${emit(0)})`
    }
    case 'FORMAT_DATE':
    case 'FORMAT_DATETIME':
    case 'FORMAT_TIMESTAMP':
      return `${native('strftime')}(bq_with_year(${asFamily(call.name.slice(7) as Family, argument(call, 1), context)}), ${formatText(argument(call, 0), call.name === 'FORMAT_DATE')})`
    case 'PARSE_DATE':
      return `CAST(${native('strptime')}(${emit(1)}, ${parseText(argument(call, 0))}) AS DATE)`
  }
  const [family, verb] = call.name.split('_') as [Family, string]
  const unit = verb === 'ADD' || verb === 'SUB' ? null : datePart(argument(call, verb === 'DIFF' ? 2 : 1))
  switch (verb) {
    case 'ADD':
    case 'SUB': {
      const interval = argument(call, 1)
      if (interval.kind !== 'interval') return refuse(interval, 'INTERVAL is expected')
      const sum = `(${asFamily(family, argument(call, 0), context)} ${verb === 'ADD' ? '+' : '-'} ${emitInterval(interval, UNITS[family], context)})`
      if (family === 'TIMESTAMP') return `bq_timestamp_in_range(${sum})`
      return family === 'DATE' ? `CAST(bq_in_range(${sum}) AS DATE)` : `bq_in_range(${sum})`
    }
    case 'TRUNC':
      return emitTrunc(family, unit!, asFamily(family, argument(call, 0), context))
    case 'DIFF':
      return emitDiff(family, unit!, asFamily(family, argument(call, 0), context), asFamily(family, argument(call, 1), context))
    default:
      return refuse(call, `${call.name} does not run on the local target`)
  }
}

function asFamily(family: Family, node: Expression, context: EmitContext): string {
  const value = emitExpression(node, context)
  // A written string becomes a date by itself.
  const literal = node.kind === 'literal' && node.literal === 'string'
  return `bq_as_${family.toLowerCase()}(${literal ? `bq_cast_${family.toLowerCase()}(${value})` : value})`
}

/** `d + INTERVAL 1 DAY`. */
export function emitDateArithmetic(
  left: Expression,
  operator: '+' | '-',
  interval: Extract<Expression, { kind: 'interval' }>,
  context: EmitContext,
): string {
  return `(${emitExpression(left, context)} ${operator} ${emitInterval(interval, UNITS.DATETIME, context)})`
}

function emitInterval(node: Extract<Expression, { kind: 'interval' }>, allowed: readonly string[], context: EmitContext): string {
  const unit = INTERVALS[node.part.name]
  if (!unit || node.part.weekday || !allowed.includes(node.part.name))
    return refuse(node.part, `an interval of ${node.part.name} does not fit here`)
  const amount = emitExpression(node.amount, context)
  const times = unit.times === 1 ? amount : `(${amount} * CAST(${unit.times} AS INT64))`
  return `bq_${unit.make}(${times})`
}

/** A part of a date, which stands as a name or as `WEEK(MONDAY)`. */
function datePart(node: Expression): DatePart {
  if (node.kind === 'path' && node.parts.length === 1) {
    return { name: node.parts[0]!.text.toUpperCase(), weekday: null, start: node.start, end: node.end }
  }
  const day = node.kind === 'call' && node.name === 'WEEK' ? node.arguments[0] : undefined
  if (day?.kind === 'path' && day.parts.length === 1) {
    return { name: 'WEEK', weekday: day.parts[0]!.text.toUpperCase(), start: node.start, end: node.end }
  }
  return refuse(node, 'a part of a date is expected: DAY, WEEK, MONTH …')
}

const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY']

/** Number of the day that a week starts on, from Sunday as 0; null where the part is no week. */
function weekStart(part: DatePart): number | null {
  if (part.name === 'ISOWEEK') return 1
  if (part.name !== 'WEEK') return null
  const day = WEEKDAYS.indexOf(part.weekday ?? 'SUNDAY')
  return day < 0 ? refuse(part, `${part.weekday} is no day of the week`) : day
}

function emitTrunc(family: Family, part: DatePart, value: string): string {
  const week = weekStart(part)
  let truncated: string
  if (week !== null) truncated = `bq_week_start(${value}, ${week})`
  else if (part.name === 'ISOYEAR' || !(UNITS.DATETIME.includes(part.name) && (family !== 'DATE' || UNITS.DATE.includes(part.name)))) {
    return refuse(part, `a ${family} cannot be truncated to ${part.name} on the local target`)
  } else truncated = `${native('date_trunc')}(${text(part.name.toLowerCase())}, ${value})`
  return `CAST(${truncated} AS ${family === 'TIMESTAMP' ? native('timestamptz') : family === 'DATE' ? 'DATE' : native('timestamp')})`
}

function emitDiff(family: Family, part: DatePart, later: string, earlier: string): string {
  const week = weekStart(part)
  if (week !== null && family !== 'TIMESTAMP') {
    return `bq_div(${native('date_diff')}('day', bq_week_start(${earlier}, ${week}), bq_week_start(${later}, ${week})), CAST(7 AS INT64))`
  }
  if (!UNITS[family].includes(part.name) || week !== null)
    return refuse(part, `a difference in ${part.name} does not run on the local target`)
  // Timestamps count whole units, dates count borders.
  const count = family === 'TIMESTAMP' ? 'date_sub' : 'date_diff'
  return `${native(count)}(${text(part.name.toLowerCase())}, ${earlier}, ${later})`
}

const EXTRACTS: Readonly<Record<string, string>> = {
  YEAR: 'year',
  ISOYEAR: 'isoyear',
  QUARTER: 'quarter',
  MONTH: 'month',
  ISOWEEK: 'week',
  DAY: 'day',
  DAYOFYEAR: 'doy',
  HOUR: 'hour',
  MINUTE: 'minute',
  SECOND: 'second',
}

/** `EXTRACT(part FROM value)`. */
export function emitExtract(node: Extract<Expression, { kind: 'extract' }>, context: EmitContext): string {
  if (node.zone) return refuse(node.zone, 'AT TIME ZONE does not run on the local target')
  const value = emitExpression(node.value, context)
  const part = EXTRACTS[node.part.name]
  if (part) return `${native('date_part')}(${text(part)}, bq_datelike(${value}))`
  switch (node.part.name) {
    case 'DAYOFWEEK':
      return `(${native('date_part')}('dow', bq_datelike(${value})) + CAST(1 AS INT64))`
    case 'MILLISECOND':
      return `(${native('date_part')}('millisecond', bq_datelike(${value})) % CAST(1000 AS INT64))`
    case 'MICROSECOND':
      return `(${native('date_part')}('microsecond', bq_datelike(${value})) % CAST(1000000 AS INT64))`
    case 'DATE':
      return `bq_date(${value})`
    case 'WEEK':
      return `bq_week_of_year(${value}, ${weekStart(node.part) ?? 0})`
    default:
      return refuse(node.part, `EXTRACT of ${node.part.name} does not run on the local target`)
  }
}

/** Elements of formats that both write alike. */
const FORMAT_ELEMENTS = 'YmdHMSyBbAajpI%F'
const DATE_ELEMENTS = 'YmdyBbAaj%F'
const PARSE_ELEMENTS = 'YmdF'

function formatText(node: Expression, date: boolean): string {
  return text(expand(checkFormat(node, date ? DATE_ELEMENTS : FORMAT_ELEMENTS)))
}

function parseText(node: Expression): string {
  return text(expand(checkFormat(node, PARSE_ELEMENTS)))
}

function expand(format: string): string {
  return format.replace(/%(.)/g, (all, element) => (element === 'F' ? '%Y-%m-%d' : all))
}

function checkFormat(node: Expression, elements: string): string {
  const format = literalText(node, 'the format')
  if (format === '') refuse(node, 'an empty format does not run on the local target')
  for (const [element] of format.matchAll(/%.?/g)) {
    if (element.length < 2 || !elements.includes(element.slice(1)))
      refuse(node, `the element ${element} of a format does not run on the local target`)
  }
  return format
}
