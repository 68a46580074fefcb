import { booleanFact, countFact, dateFact, numberFact, scheduleFact, secondsFact, stringFact, stringsFact } from './facts.ts'
import { Fields, isNothing, spanOf } from './fields.ts'
import type { JsonNode } from './json.ts'
import type { Note } from './notes.ts'
import { text, type Written, type WrittenEntry } from './write.ts'

/** What a dag says of itself, in the order in which it is written. */
export interface DagHeader {
  readonly properties: readonly WrittenEntry[]
  /** Properties of its tasks that a dag itself cannot have. */
  readonly defaults: readonly WrittenEntry[]
  readonly leftovers: readonly string[]
}

/** Reads the fields of a document beside its id and tasks. Older documents have some of them in `default_args`. */
export function readHeader(fields: Fields, note: Note): DagHeader {
  const inner = innerFields(fields, note)
  const properties: WrittenEntry[] = []
  const add = (key: string, value: Written | null): void => {
    if (value !== null) properties.push({ key, value })
  }
  /** From the document, else from `default_args`. */
  const first = (key: string, expected: string, reader: (value: JsonNode, note: Note) => Written | null): Written | null => {
    const read = (value: JsonNode): Written | null => reader(value, note)
    return fields.read(key, expected, read) ?? inner?.read(key, expected, read) ?? null
  }
  add('description', first('description', 'a string', stringFact))
  add('owner', first('owner', 'a string', stringFact))
  add('tags', first('tags', 'a list of strings', stringsFact))
  add('schedule', first('schedule_interval', 'a cron schedule of five fields', scheduleFact))
  add('start', first('start_date', 'a date such as 2026-01-31 or 2026-01-31T06:00:00Z', dateFact))
  add('catchup', fields.read('catchup', 'true or false', catchupFact))
  add('parallelism', parallelism(fields, note))
  add('retries', first('retries', 'a whole number from 0', retriesFact))
  add('timeout', fields.read('dagrun_timeout_sec', 'a number of seconds', secondsFact))
  add('script_cache', scriptCache(fields, note))
  const delay = first('retry_delay_sec', 'a number of seconds', secondsFact)
  return {
    properties,
    defaults: delay === null ? [] : [{ key: 'retry_delay', value: delay }],
    leftovers: [...fields.leftovers(), ...(inner?.leftovers() ?? [])],
  }
}

function catchupFact(node: JsonNode): Written | null {
  const value = booleanFact(node)
  return value === null ? null : text(String(value))
}

const retriesFact = (node: JsonNode): Written | null => countFact(node, 0)

function innerFields(fields: Fields, note: Note): Fields | null {
  const object = fields.read('default_args', 'an object', node => (node.kind === 'object' ? node : null))
  return object && new Fields(object, note, 'default_args.')
}

/** Documents that have `concurrency` are older than `processors`: pyDag took the number as an argument then. */
function parallelism(fields: Fields, note: Note): Written | null {
  const expected = 'a whole number from 1'
  const processors = fields.read('processors', expected, node => countFact(node, 1))
  if (processors !== null) return processors
  return fields.read('concurrency', expected, node => {
    const value = countFact(node, 1)
    if (value !== null) note({ code: 'unused-concurrency', data: {}, start: node.start, end: node.end })
    return value
  })
}

/** pyDag keeps the text of scripts where `script_cache` is true: for `expire_cache` seconds, or for ever where they are none. */
function scriptCache(fields: Fields, note: Note): Written | null {
  const on = fields.take('script_cache')
  const isOn = on === undefined || isNothing(on.value) ? null : booleanFact(on.value)
  const isUnclear = on !== undefined && isOn === null && !isNothing(on.value)
  if (isUnclear) {
    fields.keep(on)
    note({ code: 'not-understood', data: { key: on.key, expected: 'true or false' }, ...spanOf(on) })
  }
  const expire = fields.take('expire_cache')
  const isSet = expire !== undefined && !isNothing(expire.value)
  if (isOn !== true) {
    if (isSet) {
      fields.keep(expire)
      note({ code: 'no-counterpart', data: { key: expire.key }, ...spanOf(expire) })
    }
    return isOn === false ? text('0s') : null
  }
  const seconds = isSet ? numberFact(expire.value) : 0
  const length = isSet && seconds !== 0 ? secondsFact(expire.value) : null
  if (length !== null) return length
  for (const entry of [on, expire]) if (entry !== undefined) fields.keep(entry)
  if (isSet && (seconds === null || seconds > 0))
    note({ code: 'not-understood', data: { key: expire.key, expected: 'a number of seconds' }, ...spanOf(expire) })
  else if (on !== undefined) note({ code: 'unlimited-cache', data: {}, ...spanOf(on) })
  return null
}
