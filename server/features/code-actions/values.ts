import { nearest, type Span } from '#language'
import { insertion, replacement } from './edits.ts'
import type { Fact, Fix, Places } from './fix.ts'
import { didYouMean } from './names.ts'
import { cronFor } from './other-words.ts'
import { unitFor } from './syntax.ts'
import { titles } from './titles.ts'

// Values of another type than their place takes, and secrets.

/** Most words that are offered where none of them is the obvious one. */
const mostWords = 8

export function wrongWord(fact: Fact<'wrong-type/word'>, places: Places): Fix[] {
  const { near, allowed } = fact.data
  if (near !== null) return didYouMean(fact, near, places)
  if (allowed.length > mostWords) return []
  return allowed.flatMap(word => didYouMean(fact, word, places).map(fix => ({ ...fix, choice: true })))
}

/** What can be written in one other way only. */
export function wrongValue(fact: Fact<'wrong-type/value'>, places: Places): Fix[] {
  const { expected } = fact.data
  const there = places.sourceOf(fact)
  const text = /^"([^"\\$]*)"$/.exec(there)?.[1]
  const to = (by: string, title: string): Fix[] => [{ title, edits: [replacement(places.text, fact, by)], uncovers: true }]
  if (isIn(fact, places, 'after')) {
    // Tasks are named, not quoted.
    const name = text ?? there
    if (!/^[\w.]+$/.test(name)) return []
    return expected.startsWith('a list') ? to(`[${name}]`, titles.asList()) : text === undefined ? [] : to(name, titles.unquote())
  }
  if (expected.startsWith('a list')) return /^["\w]/.test(there) ? to(`[${there}]`, titles.asList()) : []
  const wants = (type: string): boolean => expected.split(' or ').includes(`a ${type}`) || expected.split(', ').includes(`a ${type}`)
  const date = wants('date') ? dateFor(text ?? there) : null
  if (date !== null && date !== text) return to(date, titles.replace(date))
  const duration = (wants('duration') ? durationFor(there, text) : null) ?? (wants('size') ? sizeFor(text) : null)
  if (duration !== null && duration !== text) return to(duration, titles.replace(duration)).map(fix => ({ ...fix, choice: true }))
  if (text !== undefined) {
    const fits =
      (wants('number') && /^\d+(\.\d+)?$/.test(text)) ||
      (wants('boolean') && /^(true|false)$/.test(text)) ||
      (wants('duration') && /^(\d+(ms|[dhms]))+$/.test(text)) ||
      (wants('size') && /^\d+([KMGT]i?)?B$/.test(text)) ||
      (wants('date') && /^\d{4}-\d\d-\d\d/.test(text))
    return fits ? to(text, titles.unquote()) : []
  }
  const line = places.text.slice(fact.start, places.layout.lineEnd(fact.start))
  const cron = wants('string') ? /^[\d*/,-]+(?: +[\w*/,-]+){4}(?=\s*,?\s*(?:\/\/.*)?$)/.exec(line) : null
  if (cron)
    return [{ title: titles.quote(), edits: [insertion(fact.start, '"'), insertion(fact.start + cron[0].length, '"')], uncovers: true }]
  if (!/^\s*(?:[,}\]]|\/\/|$|\w+\s*:)/.test(line.slice(there.length))) return []
  return wants('string') && /^[\w.:+-]+$/.test(there) && /^\d|^(true|false)$/.test(there) ? to(`"${there}"`, titles.quote()) : []
}

/** Whether a place is in the value of a property of that name. */
function isIn({ start }: Span, places: Places, key: string): boolean {
  const statement = places.at(start).statements.at(-1)
  return statement?.kind === 'property' && statement.key.text === key
}

/** In other words: `10 minutes`, and a number of seconds. */
function durationFor(there: string, text: string | undefined): string | null {
  if (text === undefined) return /^\d+$/.test(there) ? `${there}s` : null
  const [, count, unit] = /^(\d+)\s*([A-Za-z]+)$/.exec(text) ?? []
  const spelt = unit === undefined ? undefined : unitFor(unit)
  return count !== undefined && spelt !== undefined ? count + spelt : null
}

/** A date with all its digits. */
function dateFor(text: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? []
  return year !== undefined && month !== undefined && day !== undefined ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null
}

function sizeFor(text: string | undefined): string | null {
  const [, count, unit] = /^(\d+)\s+([KMGT]i?B)$/i.exec(text ?? '') ?? []
  const spelt = unit === undefined ? undefined : unitFor(unit)
  return count !== undefined && spelt !== undefined ? count + spelt : null
}

/** The name of a zone that was meant. */
export function knownTimezone(fact: Fact<'wrong-type/timezone'>, places: Places): Fix[] {
  return didYouMean(fact, nearest(fact.data.name, Intl.supportedValuesOf('timeZone')), places)
}

/** The five fields of a schedule that has a name elsewhere, or seconds before them. */
export function fiveFields(fact: Fact<'invalid-cron/pattern'>, places: Places): Fix[] {
  const { text } = fact.data
  const by = cronFor(text) ?? /^\s*0\s+(\S+(?:\s+\S+){4})\s*$/.exec(text)?.[1] ?? null
  if (by === null || places.sourceOf(fact) !== `"${text}"`) return []
  return [{ title: titles.replace(by), edits: [replacement(places.text, fact, `"${by}"`)] }]
}

/** A key that stands in the file: the secret of a name that tells what it is for. */
export function readSecret(fact: Fact<'secret-in-text/literal'>, places: Places): Fix[] {
  const { statements, expressions } = places.at(fact.start)
  const literal = expressions.at(-1)
  const statement = statements.at(-1)
  if (literal?.kind !== 'string' || !statement) return []
  const map = expressions.findLast(node => node.kind === 'map')
  const entry = map?.kind === 'map' ? map.entries.find(each => each.value.start <= fact.start && fact.end <= each.value.end) : undefined
  const key =
    entry?.key.text ?? (statement.kind === 'property' ? statement.key.text : statement.kind === 'let' ? statement.name?.text : null)
  const name = (key ?? 'key').replaceAll(/\W/g, '_')
  const isWhole = literal.start + 1 === fact.start && fact.end + 1 === literal.end
  const call = `secret("${name}")`
  const edits = isWhole
    ? [{ start: literal.start, end: literal.end, text: call }]
    : [{ start: fact.start, end: fact.end, text: `\${${call}}` }]
  return [{ title: titles.readSecret(name), edits }]
}
