import { cronProblem } from '../checks/shapes.ts'
import { parseDate } from '../literals.ts'
import { showDate, showDuration, showNumber } from '../show.ts'
import type { JsonNode } from './json.ts'
import type { Note } from './notes.ts'
import { quoted, text, type Written, writtenOf } from './write.ts'

// Readers of facts: each gives the value as the language writes it, or null where it is something else.

export function stringFact(node: JsonNode, note: Note): Written | null {
  return node.kind === 'string' ? writtenOf(node, note) : null
}

/** A list of strings; one by itself is a list of it, and numbers are written as strings. */
export function stringsFact(node: JsonNode, note: Note): Written | null {
  if (node.kind === 'string') return { kind: 'list', items: [writtenOf(node, note)] }
  if (node.kind !== 'array') return null
  const items = node.items.map(item =>
    item.kind === 'string' ? writtenOf(item, note) : item.kind === 'number' ? text(quoted(item.text)) : null,
  )
  return items.includes(null) ? null : { kind: 'list', items: items as Written[] }
}

export function booleanFact(node: JsonNode): boolean | null {
  if (node.kind === 'boolean') return node.value
  if (node.kind !== 'string') return null
  const word = node.value.trim().toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : null
}

/** A number, also one in quotes. */
export function numberFact(node: JsonNode): number | null {
  const digits = node.kind === 'number' ? node.text : node.kind === 'string' ? node.value.trim() : ''
  const value = Number(digits)
  return digits !== '' && Number.isFinite(value) && /^[-+\d.eE]+$/.test(digits) ? value : null
}

/** A whole number from `least` on. */
export function countFact(node: JsonNode, least: number): Written | null {
  const value = numberFact(node)
  return value !== null && Number.isSafeInteger(value) && value >= least ? text(showNumber(value)) : null
}

/** Longest length of time that is taken for one, in seconds: about three hundred years. */
const mostSeconds = 1e10

/** Seconds, as a duration. */
export function secondsFact(node: JsonNode): Written | null {
  const value = numberFact(node)
  if (value === null || value < 0 || value > mostSeconds || !Number.isInteger(value * 1000)) return null
  return text(showDuration(value * 1000))
}

/** What Airflow calls by a word, and pyDag after it. */
const presets: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@quarterly', '0 0 1 */3 *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
])

/** A cron schedule of five fields, or a word for one. */
export function scheduleFact(node: JsonNode): Written | null {
  if (node.kind !== 'string') return null
  const pattern = presets.get(node.value.trim().toLowerCase()) ?? node.value.trim()
  return cronProblem(pattern) === null ? text(quoted(pattern)) : null
}

const dateForm = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?)?$/i

/** A date, with a time or without. Midnight in UTC is written as the day, which means the same. */
export function dateFact(node: JsonNode, note: Note): Written | null {
  const found = node.kind === 'string' ? dateForm.exec(node.value.trim()) : null
  if (node.kind !== 'string' || !found) return null
  const [, day = '', time, zone] = found
  const offset = (zone ?? 'Z').toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  const date = parseDate(time === undefined ? day : `${day}T${time.replace(',', '.')}${offset}`)
  if (date === null) return null
  if (time !== undefined && zone === undefined)
    note({ code: 'assumed-zone', data: { text: node.value.trim() }, start: node.start, end: node.end })
  const isMidnight = date.ms % 86_400_000 === 0
  return text(isMidnight ? showDate({ ...date, dateOnly: true }) : (date.text ?? showDate(date)))
}
