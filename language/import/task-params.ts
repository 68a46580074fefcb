import type { Declarations } from './declarations.ts'
import type { Fields } from './fields.ts'
import { isNothing, spanOf } from './fields.ts'
import { entryText, type JsonEntry, type JsonNode, type JsonObject, repeatedIn } from './json.ts'
import type { Note } from './notes.ts'
import { emptyParams, readParams } from './params.ts'
import { text, type Written, writtenOf } from './write.ts'

/** A param as the `.dag` file has it, and what it was. */
export interface Param {
  readonly key: string
  readonly value: Written
  /** The string of a plain param or of a variable, if it is one and says something. */
  readonly string: string | null
  readonly entry: JsonEntry
}

export interface TaskParams {
  readonly params: readonly Param[]
  /** What could not become a param, as lines of a comment. */
  readonly leftovers: readonly string[]
}

export interface ParamsContext {
  readonly source: string
  readonly declarations: Declarations
  readonly note: Note
}

/** Reads the params of a task. `*name` is a variable and becomes a `let`; `**name` is a connection, which is the target's affair. */
export function taskParams(fields: Fields, context: ParamsContext): TaskParams {
  const entry = fields.take('params')
  if (entry === undefined) return { params: [], leftovers: [] }
  const object = objectOf(entry.value, context)
  if (object === null) {
    const { note } = context
    note({ code: 'unreadable-params', data: {}, ...spanOf(entry) })
    return { params: [], leftovers: [entryText('params', entry.value)] }
  }
  // Those of the document itself are told of where it is read.
  const repeated = entry.value.kind === 'string' ? repeatedIn(object) : []
  for (const one of repeated) context.note({ code: 'repeated-key', data: { key: one.key }, ...spanOf(one) })
  const taken = new Set(object.entries.map(({ key }) => key))
  const connections = object.entries.filter(({ key }) => key.startsWith('**') && key.length > 2)
  return {
    params: object.entries.map(param => paramOf(param, taken, context)),
    leftovers: [...repeated, ...connections].map(({ key, value }) => entryText(key, value)),
  }
}

function objectOf(value: JsonNode, { source, note }: ParamsContext): JsonObject | null {
  if (isNothing(value)) return emptyParams(value)
  if (value.kind === 'object') return value
  if (value.kind !== 'string') return null
  const read = readParams(value, source)
  if (read.kind === 'unreadable') return null
  if (read.lenient) note({ code: 'params-text', data: {}, start: value.start, end: value.end })
  return read.params
}

/** Marks before the name of a param, longest first. */
const marks = ['**', '*'] as const

/** `taken`: all keys of the params, since a name without its mark may be there too. */
function paramOf(entry: JsonEntry, taken: Set<string>, { declarations, note }: ParamsContext): Param {
  const { value } = entry
  const mark = marks.find(one => entry.key.startsWith(one) && entry.key.length > one.length)
  const name = entry.key.slice(mark?.length ?? 0)
  const clashes = mark !== undefined && taken.has(name)
  if (clashes) note({ code: 'clashing-param', data: { key: entry.key, name }, ...entry.place })
  const key = clashes ? entry.key : name
  taken.add(key)
  const string = value.kind === 'string' && value.value.trim() !== '' ? value.value : null
  if (mark === '*') return { key, value: text(declarations.variable(name, value, note)), string, entry }
  // pyDag puts the path of a key file here, whatever the document says.
  if (mark === '**') note({ code: 'connection', data: { name }, ...spanOf(entry) })
  return { key, value: writtenOf(value, note), string: mark === '**' ? null : string, entry }
}
