import type { Call, Expression } from '#language/sql'
import { argument, expectCount, literalText } from './emit-calls.ts'
import type { EmitContext } from './emit-context.ts'
import { asFamily, type Family, writtenZone } from './emit-dates.ts'
import { emitExpression } from './emit-expression.ts'
import { refuse } from './refusal.ts'
import { coerceOr, type Typed, typed } from './typed.ts'
import { duckdbType, quoteString, STRING } from './types.ts'

/** Elements that DuckDB's strftime writes as BigQuery does. */
const PLAIN = 'YmdHMSyBbAajpIUWuw'

/** Elements that stand for others. */
const LONGER: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  h: '%b',
}

/** Elements that are written by an expression of the value. */
const WRITTEN: Readonly<Record<string, (value: string) => string>> = {
  e: v => `lpad(CAST(day(${v}) AS VARCHAR), 2, ' ')`,
  k: v => `lpad(CAST(hour(${v}) AS VARCHAR), 2, ' ')`,
  l: v => `lpad(CAST((hour(${v}) + 11) % 12 + 1 AS VARCHAR), 2, ' ')`,
  Q: v => `CAST(quarter(${v}) AS VARCHAR)`,
  C: v => `lpad(CAST(year(${v}) // 100 AS VARCHAR), 2, '0')`,
  G: v => `CAST(isoyear(${v}) AS VARCHAR)`,
  V: v => `lpad(CAST(weekofyear(${v}) AS VARCHAR), 2, '0')`,
  n: () => `chr(10)`,
  t: () => `chr(9)`,
  P: v => `lower(strftime(${v}, '%p'))`,
}

const OF_CLOCK = 'HMSpIklTXRP'

/** FORMAT_DATE and its like: piece by piece, each one that both write alike. */
export function emitFormatted(call: Call, context: EmitContext): Typed {
  const family = call.name.slice('FORMAT_'.length) as Family
  expectCount(call, 2, family === 'TIMESTAMP' ? 3 : 2)
  const node = argument(call, 0)
  const format = literalText(node, 'the format')
  const zone = call.arguments[2] ? writtenZone(call.arguments[2]) : null
  const given = asFamily(family, emitExpression(argument(call, 1), context), argument(call, 1))
  const value = zone ? `timezone(${zone}, ${given})` : family === 'DATETIME' ? given : `CAST(${given} AS TIMESTAMP)`
  if (family === 'TIME') return refuse(call, 'FORMAT_TIME does not run on the local target')
  const parts: string[] = []
  let plain = ''
  const flush = (): void => {
    if (plain !== '') parts.push(`strftime(bq_with_year(${value}), ${quoteString(plain)})`)
    plain = ''
  }
  for (const [piece] of format.matchAll(/%E\*S|%E\dS|%E4Y|%Ez|%.?|[^%]+/gs)) {
    if (!piece.startsWith('%')) {
      plain += piece
      continue
    }
    const letter = piece.slice(1)
    // BigQuery leaves the time of day in the format of a DATE as it is.
    if (family === 'DATE' && (OF_CLOCK.includes(letter) || /^E[*\d]S$/.test(letter)))
      return refuse(node, `the element ${piece} says nothing of a DATE`)
    if (letter === '%') plain += '%%'
    else if (LONGER[letter]) plain += LONGER[letter]
    else if (letter === 'E4Y') plain += '%Y'
    else if (letter.length === 1 && PLAIN.includes(letter)) plain += piece
    else {
      const part = writtenElement(letter, value, family, zone !== null)
      if (part === null) return refuse(node, `the element ${piece} of a format does not run on the local target`)
      flush()
      parts.push(part)
    }
  }
  flush()
  return typed(parts.length === 0 ? refuse(node, 'an empty format does not run on the local target') : `(${parts.join(' || ')})`, STRING)
}

function writtenElement(letter: string, value: string, family: Family, zone: boolean): string | null {
  const known = WRITTEN[letter]
  if (known) return known(value)
  const places = /^E(\d)S$/.exec(letter)
  if (places && Number(places[1]) >= 1 && Number(places[1]) <= 6)
    return `strftime(${value}, '%S.') || left(strftime(${value}, '%f'), ${places[1]})`
  if (letter === 'E*S') return `rtrim(rtrim(strftime(${value}, '%S.%f'), '0'), '.')`
  if (family !== 'TIMESTAMP' || zone) return null
  if (letter === 'Z') return `'UTC'`
  if (letter === 'z') return `'+0000'`
  if (letter === 'Ez') return `'+00:00'`
  return letter === 's' ? `CAST(bq_floor_div(epoch_us(${value}), 1000000) AS VARCHAR)` : null
}

/** Elements that DuckDB's strptime reads as BigQuery does. */
const READ = 'YmdHMSbBy'

/** PARSE_DATE and its like, in forms that both read alike; the text must have no more than the format says. */
export function emitParsed(call: Call, context: EmitContext): Typed {
  const family = call.name.slice('PARSE_'.length) as Family
  expectCount(call, 2, family === 'TIMESTAMP' ? 3 : 2)
  const format = parseFormat(argument(call, 0), family)
  const value = emitExpression(argument(call, 1), context)
  const text = coerceOr(value, STRING, argument(call, 1), `${call.name} takes a STRING`)
  const parsed = `${format.includes(':%M:%S') ? 'bq_strptime_60' : 'strptime'}(${text}, ${quoteString(format)})`
  if (family === 'TIMESTAMP') {
    const zone = call.arguments[2] ? writtenZone(call.arguments[2]) : `'UTC'`
    return typed(`timezone(${zone}, ${parsed})`, { kind: family })
  }
  return typed(`CAST(${parsed} AS ${duckdbType({ kind: family })})`, { kind: family })
}

function parseFormat(node: Expression, family: Family): string {
  const format = literalText(node, 'the format')
    .replace(/%F/g, '%Y-%m-%d')
    .replace(/%[TX]/g, '%H:%M:%S')
    .replace(/%R/g, '%H:%M')
    .replace(/%E4Y/g, '%Y')
  if (format === '') refuse(node, 'an empty format does not run on the local target')
  for (const [element] of format.matchAll(/%.?/gs)) {
    const letter = element.slice(1)
    const clock = 'HMS'.includes(letter)
    if (letter !== '%' && (letter === '' || !READ.includes(letter) || (clock && family === 'DATE'))) {
      refuse(node, `the element ${element} of a format does not run on the local target`)
    }
  }
  if (!/%Y|%y/.test(format) || !/%m|%b|%B/.test(format)) refuse(node, 'a format to read needs a year and a month here')
  if (/\s/.test(format.replace(/(\S) (\S)/g, '$1$2')))
    refuse(node, 'spaces at the ends of a format, or several, do not run on the local target')
  return format
}
