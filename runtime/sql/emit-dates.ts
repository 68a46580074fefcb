import type { Span } from '#language'
import type { Call, DatePart, Expression } from '#language/sql'
import { bindOnce } from './bind-once.ts'
import { argument, expectCount, literalText } from './emit-calls.ts'
import type { EmitContext } from './emit-context.ts'
import { emitFormatted, emitParsed } from './emit-date-formats.ts'
import { emitExpression } from './emit-expression.ts'
import { zoneName } from './emit-literals.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, coerceOr, noSignature, type Typed, typed } from './typed.ts'
import { INT64, quoteString, STRING, typeText, type ValueType } from './types.ts'

export type Family = 'DATE' | 'DATETIME' | 'TIMESTAMP' | 'TIME'

const CONSTRUCTORS = /^(?:DATE|DATETIME|TIMESTAMP|TIME|STRING|FLOAT64|GENERATE_DATE_ARRAY|GENERATE_TIMESTAMP_ARRAY|LAST_DAY|CURRENT_\w+)$/

/** Whether a function is of dates and times. */
export function isDateCall(name: string): boolean {
  return (
    CONSTRUCTORS.test(name) ||
    /^(?:DATE|DATETIME|TIMESTAMP|TIME)_(?:ADD|SUB|DIFF|TRUNC)$|^(?:FORMAT|PARSE)_(?:DATE|DATETIME|TIMESTAMP|TIME)$/.test(name)
  )
}

const CLOCK = ['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR']
const UNITS: Readonly<Record<Family, readonly string[]>> = {
  DATE: ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  DATETIME: [...CLOCK, 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'],
  TIMESTAMP: [...CLOCK, 'DAY'],
  TIME: CLOCK,
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

export function emitDateCall(call: Call, context: EmitContext): Typed {
  if (/^(?:FORMAT)_/.test(call.name)) return emitFormatted(call, context)
  if (/^(?:PARSE)_/.test(call.name)) return emitParsed(call, context)
  if (CONSTRUCTORS.test(call.name)) return emitConstructor(call, context)
  const [named = 'DATE', verb] = call.name.split('_') as [Family, string]
  const first = emitExpression(argument(call, 0), context)
  const family = familyOf(first, named)
  const value = asFamily(family, first, argument(call, 0))
  switch (verb) {
    case 'ADD':
    case 'SUB': {
      expectCount(call, 2, 2)
      const interval = argument(call, 1)
      if (interval.kind !== 'interval') return refuse(interval, 'INTERVAL is expected')
      return addInterval(family, value, verb === 'ADD' ? '+' : '-', interval, context)
    }
    case 'TRUNC': {
      expectCount(call, 2, family === 'TIMESTAMP' ? 3 : 2)
      const part = datePart(argument(call, 1))
      const zone = call.arguments[2] ? writtenZone(call.arguments[2]) : null
      if (zone === null) return typed(emitTrunc(family, part, value), { kind: family })
      return typed(`timezone(${zone}, ${emitTrunc('DATETIME', part, `timezone(${zone}, ${value})`)})`, { kind: family })
    }
    case 'DIFF': {
      expectCount(call, 3, 3)
      const other = asFamily(family, emitExpression(argument(call, 1), context), argument(call, 1))
      return typed(emitDiff(family, datePart(argument(call, 2)), value, other), INT64)
    }
    default:
      return refuse(call.nameSpan, `the function ${call.name} does not run on the local target`)
  }
}

/** DATE_TRUNC and the like also take their neighbours, and do as those do. */
function familyOf(value: Typed, named: Family): Family {
  const { kind } = value.type
  const neighbours: readonly string[] = named === 'TIME' ? ['TIME'] : ['DATE', 'DATETIME', 'TIMESTAMP']
  return neighbours.includes(kind) && !(kind === 'DATE' && named !== 'DATE') ? (kind as Family) : named
}

/** A value as one of the family. */
export function asFamily(family: Family, value: Typed, node: Expression): string {
  return coerceOr(value, { kind: family }, node, `no matching signature: a ${family} is expected here, not a ${typeText(value.type)}`)
}

/** A time zone by its written name. */
export function writtenZone(node: Expression): string {
  return quoteString(zoneName(literalText(node, 'the time zone'), node))
}

function emitConstructor(call: Call, context: EmitContext): Typed {
  const values = call.arguments.filter(a => a.kind !== 'interval' && !isPart(call, a)).map(a => emitExpression(a, context))
  const [first, second] = values
  const fail = (): never => {
    throw new Refusal(call, noSignature(`function ${call.name}`, values), 'sql-error')
  }
  const zoneAt = (at: number): string | null => (call.arguments[at] ? writtenZone(call.arguments[at]) : null)
  switch (call.name) {
    case 'CURRENT_DATE':
    case 'CURRENT_DATETIME':
    case 'CURRENT_TIME': {
      expectCount(call, 0, 1)
      const kind = call.name.slice(8) as 'DATE' | 'DATETIME' | 'TIME'
      const now = `timezone(${zoneAt(0) ?? `'UTC'`}, now())`
      return typed(kind === 'DATETIME' ? now : `CAST(${now} AS ${kind})`, { kind })
    }
    case 'CURRENT_TIMESTAMP':
      expectCount(call, 0, 0)
      return typed('now()', { kind: 'TIMESTAMP' })
    case 'LAST_DAY': {
      expectCount(call, 1, 2)
      const value = first!.type.kind === 'DATETIME' ? `CAST(${first!.sql} AS DATE)` : asFamily('DATE', first!, argument(call, 0))
      return typed(lastDay(value, call.arguments[1] ? datePart(call.arguments[1]) : null), { kind: 'DATE' })
    }
    case 'GENERATE_DATE_ARRAY':
    case 'GENERATE_TIMESTAMP_ARRAY':
      return emitSeries(call, context)
    case 'FLOAT64':
      expectCount(call, 1, 1)
      return first!.type.kind === 'JSON' ? typed(`bq_json_float64(${first!.sql})`, { kind: 'FLOAT64' }) : fail()
    case 'STRING': {
      expectCount(call, 1, 2)
      const kind = first!.type.kind
      if (kind === 'JSON') return typed(`bq_json_string(${first!.sql})`, STRING)
      if (kind === 'DATE') return typed(`CAST(${first!.sql} AS VARCHAR)`, STRING)
      if (kind !== 'TIMESTAMP' && kind !== 'DATETIME') return fail()
      if (second) return refuse(call, 'STRING with a time zone does not run on the local target: use FORMAT_TIMESTAMP')
      return typed(`bq_cast_${kind.toLowerCase()}_string(${first!.sql})`, STRING)
    }
    case 'DATE':
      return typed(makeDate(call, values, zoneAt, fail), { kind: 'DATE' })
    case 'DATETIME':
      return typed(makeDatetime(call, values, zoneAt, fail), { kind: 'DATETIME' })
    case 'TIME': {
      if (values.length === 3) return typed(`make_time(${numbers(values, call, fail).join(', ')})`, { kind: 'TIME' })
      if (values.length === 2 && first!.type.kind === 'TIMESTAMP')
        return refuse(call, 'TIME with a time zone does not run on the local target')
      expectCount(call, 1, 1)
      return first!.type.kind === 'DATETIME' || first!.type.kind === 'TIMESTAMP'
        ? typed(`CAST(CAST(${first!.sql} AS TIMESTAMP) AS TIME)`, { kind: 'TIME' })
        : fail()
    }
    default:
      return typed(makeTimestamp(call, values, zoneAt, fail), { kind: 'TIMESTAMP' })
  }
}

/** LAST_DAY names a part of a date, which is no value. */
function isPart(call: Call, node: Expression): boolean {
  return call.name === 'LAST_DAY' && node !== call.arguments[0]
}

type ZoneAt = (at: number) => string | null

function numbers(values: readonly Typed[], span: Span, fail: () => never): string[] {
  return values.map(v => coerce(v, INT64, span) ?? fail())
}

function makeDate(call: Call, values: readonly Typed[], zoneAt: ZoneAt, fail: () => never): string {
  expectCount(call, 1, 3)
  if (values.length === 3) return `make_date(${numbers(values, call, fail).join(', ')})`
  const { sql, type, written } = values[0]!
  if (values.length === 2) return type.kind === 'TIMESTAMP' ? `CAST(timezone(${zoneAt(1)}, ${sql}) AS DATE)` : fail()
  if (type.kind === 'TIMESTAMP' || type.kind === 'DATETIME') return `CAST(${sql} AS DATE)`
  if (type.kind === 'STRING' && written === undefined) return `bq_cast_string_date(${sql})`
  return coerce(values[0]!, { kind: 'DATE' }, call) ?? fail()
}

function makeDatetime(call: Call, values: readonly Typed[], zoneAt: ZoneAt, fail: () => never): string {
  expectCount(call, 1, 6)
  if (values.length === 6) {
    const [year, month, day, hour, minute, second] = numbers(values, call, fail)
    return `make_timestamp(${year}, ${month}, ${day}, ${hour}, ${minute}, CAST(${second} AS DOUBLE))`
  }
  const [first, second] = values
  const { sql, type } = first!
  if (second) {
    if (type.kind === 'DATE' && second.type.kind === 'TIME') return `(${sql} + ${second.sql})`
    return type.kind === 'TIMESTAMP' && values.length === 2 ? `timezone(${zoneAt(1)}, ${sql})` : fail()
  }
  if (type.kind === 'TIMESTAMP') return `CAST(${sql} AS TIMESTAMP)`
  if (type.kind === 'STRING' && first!.written === undefined) return `bq_cast_string_datetime(${sql})`
  return coerce(first!, { kind: 'DATETIME' }, call) ?? fail()
}

function makeTimestamp(call: Call, values: readonly Typed[], zoneAt: ZoneAt, fail: () => never): string {
  expectCount(call, 1, 2)
  const { sql, type, written } = values[0]!
  const zone = zoneAt(1) ?? `'UTC'`
  if (type.kind === 'DATE' || type.kind === 'DATETIME') return `timezone(${zone}, CAST(${sql} AS TIMESTAMP))`
  if (call.arguments[1])
    return refuse(call, 'TIMESTAMP of a text with a time zone does not run on the local target: use PARSE_DATETIME inside')
  if (type.kind === 'STRING' && written?.kind !== 'string') return `bq_cast_string_timestamp(${sql})`
  return coerce(values[0]!, { kind: 'TIMESTAMP' }, call) ?? fail()
}

/** `d + INTERVAL 1 DAY`. */
export function dateArithmetic(
  node: Span,
  left: Typed,
  operator: '+' | '-',
  interval: Extract<Expression, { kind: 'interval' }>,
  context: EmitContext,
): Typed {
  const kind = left.type.kind
  // A date plus an interval is a DATETIME.
  if (kind === 'DATE') return addInterval('DATETIME', `CAST(${left.sql} AS TIMESTAMP)`, operator, interval, context)
  if (kind === 'DATETIME' || kind === 'TIMESTAMP') return addInterval(kind, left.sql, operator, interval, context)
  throw new Refusal(node, `no matching signature for operator ${operator} for argument types: ${kind}, INTERVAL`, 'sql-error')
}

function addInterval(
  family: Family,
  value: string,
  operator: '+' | '-',
  interval: Extract<Expression, { kind: 'interval' }>,
  context: EmitContext,
): Typed {
  const sum = `(${value} ${operator} ${emitInterval(interval, UNITS[family], context)})`
  const type: ValueType = { kind: family }
  if (family === 'TIME') return typed(`CAST(${sum} AS TIME)`, type)
  const moved = family === 'DATE' ? `CAST(${sum} AS DATE)` : sum
  return typed(
    bindOnce([moved], ([x]) => `bq_${family.toLowerCase()}_in_range(${x})`),
    type,
  )
}

function emitInterval(node: Extract<Expression, { kind: 'interval' }>, allowed: readonly string[], context: EmitContext): string {
  const unit = INTERVALS[node.part.name]
  if (!unit || node.part.weekday || !allowed.includes(node.part.name))
    return refuse(node.part, `an interval of ${node.part.name} does not fit here`)
  const value = emitExpression(node.amount, context)
  const amount = coerceOr(value, INT64, node.amount, 'an interval takes a whole number')
  return `bq_${unit.make}(${unit.times === 1 ? amount : `(${amount} * ${unit.times})`})`
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

function emitTrunc(family: Family, part: DatePart, given: string): string {
  const start = bindOnce([given], ([value]) => truncated(family, part, value!))
  // Only a week may begin in the year before the first one, as an ISO year does.
  if (family === 'TIME' || (weekStart(part) === null && part.name !== 'ISOYEAR')) return start
  return bindOnce([start], ([x]) => `bq_${family.toLowerCase()}_in_range(${x})`)
}

function truncated(family: Family, part: DatePart, value: string): string {
  const week = weekStart(part)
  const type = family === 'TIMESTAMP' ? 'TIMESTAMPTZ' : family === 'DATETIME' ? 'TIMESTAMP' : family
  if (week !== null && family !== 'TIME') return `CAST(bq_week_start(${value}, ${week}) AS ${type})`
  if (part.name === 'ISOYEAR' && family !== 'TIME') return `CAST(bq_iso_year_start(${value}) AS ${type})`
  const known = family === 'TIMESTAMP' ? UNITS.DATETIME : UNITS[family]
  if (!known.includes(part.name) || week !== null)
    return refuse(part, `a ${family} cannot be truncated to ${part.name} on the local target`)
  if (family === 'TIME') return `CAST(date_trunc('${part.name.toLowerCase()}', CAST('1970-01-01' AS DATE) + ${value}) AS TIME)`
  return `CAST(date_trunc('${part.name.toLowerCase()}', ${value}) AS ${type})`
}

function emitDiff(family: Family, part: DatePart, later: string, earlier: string): string {
  const week = weekStart(part)
  if (week !== null && (family === 'DATE' || family === 'DATETIME')) {
    return `(date_diff('day', bq_week_start(${earlier}, ${week}), bq_week_start(${later}, ${week})) // 7)`
  }
  if (part.name === 'ISOYEAR' && (family === 'DATE' || family === 'DATETIME'))
    return `CAST(isoyear(${later}) - isoyear(${earlier}) AS BIGINT)`
  if (!UNITS[family].includes(part.name) || week !== null)
    return refuse(part, `a difference in ${part.name} does not run on the local target`)
  // Timestamps count whole units, dates count borders.
  return `${family === 'TIMESTAMP' ? 'date_sub' : 'date_diff'}('${part.name.toLowerCase()}', ${earlier}, ${later})`
}

function lastDay(value: string, part: DatePart | null): string {
  const week = part && weekStart(part)
  if (part && week !== null) return `bq_date_in_range(CAST(bq_week_start(${value}, ${week}) + 6 AS DATE))`
  switch (part?.name ?? 'MONTH') {
    case 'MONTH':
      return `last_day(${value})`
    case 'QUARTER':
      return `CAST(date_trunc('quarter', ${value}) + to_months(3) - to_days(1) AS DATE)`
    case 'YEAR':
      return `make_date(CAST(extract(year FROM ${value}) AS BIGINT), 12, 31)`
    default:
      return refuse(part!, `LAST_DAY of ${part!.name} does not run on the local target`)
  }
}

/** `GENERATE_DATE_ARRAY(start, end[, INTERVAL n part])`. */
function emitSeries(call: Call, context: EmitContext): Typed {
  const dates = call.name === 'GENERATE_DATE_ARRAY'
  const family: Family = dates ? 'DATE' : 'TIMESTAMP'
  expectCount(call, dates ? 2 : 3, 3)
  const [from, to] = [0, 1].map(at => asFamily(family, emitExpression(argument(call, at), context), argument(call, at)))
  const step = call.arguments[2]
  if (step && step.kind !== 'interval') return refuse(step, 'INTERVAL is expected')
  const interval = step ? emitInterval(step, UNITS[family], context) : 'to_days(1)'
  const series = `generate_series(${dates ? `CAST(${from} AS TIMESTAMP)` : from}, ${dates ? `CAST(${to} AS TIMESTAMP)` : to}, ${interval})`
  return typed(dates ? `CAST(${series} AS DATE[])` : series, { kind: 'ARRAY', element: { kind: family } })
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
export function emitExtract(node: Extract<Expression, { kind: 'extract' }>, context: EmitContext): Typed {
  const value = emitExpression(node.value, context)
  const kind = value.type.kind
  if (kind !== 'DATE' && kind !== 'DATETIME' && kind !== 'TIMESTAMP' && kind !== 'TIME') {
    throw new Refusal(node.value, `no matching signature for function EXTRACT for argument types: DATE_PART FROM ${kind}`, 'sql-error')
  }
  if (node.zone && kind !== 'TIMESTAMP') throw new Refusal(node.zone, 'AT TIME ZONE takes a TIMESTAMP', 'sql-error')
  const sql = node.zone ? `timezone(${writtenZone(node.zone)}, ${value.sql})` : value.sql
  const clock = [...CLOCK, 'TIME', 'DATE', 'DATETIME'].includes(node.part.name)
  if ((kind === 'DATE' && clock) || (kind === 'TIME' && !CLOCK.includes(node.part.name))) {
    throw new Refusal(node.part, `EXTRACT from ${kind} does not support the ${node.part.name} date part`, 'sql-error')
  }
  const part = EXTRACTS[node.part.name]
  if (part) return typed(`date_part('${part}', ${sql})`, INT64)
  switch (node.part.name) {
    case 'DAYOFWEEK':
      return typed(`(date_part('dow', ${sql}) + 1)`, INT64)
    case 'MILLISECOND':
      return typed(`(date_part('millisecond', ${sql}) % 1000)`, INT64)
    case 'MICROSECOND':
      return typed(`(date_part('microsecond', ${sql}) % 1000000)`, INT64)
    case 'DATE':
      return typed(`CAST(${sql} AS DATE)`, { kind: 'DATE' })
    case 'TIME':
      return typed(`CAST(CAST(${sql} AS TIMESTAMP) AS TIME)`, { kind: 'TIME' })
    case 'DATETIME':
      return typed(`CAST(${sql} AS TIMESTAMP)`, { kind: 'DATETIME' })
    case 'WEEK':
      return typed(`bq_week_of_year(${sql}, ${weekStart(node.part) ?? 0})`, INT64)
    default:
      return refuse(node.part, `EXTRACT of ${node.part.name} does not run on the local target`)
  }
}
