import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { Span } from '../span.ts'
import type { ImportNote } from './notes.ts'

/** A value of JSON with its place. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull

export interface JsonObject extends Span {
  readonly kind: 'object'
  /** Each key once, where it came first, with the value that came last: as Python reads it. */
  readonly entries: readonly JsonEntry[]
  /** Entries that a later one of the same key takes the place of. */
  readonly repeated: readonly JsonEntry[]
}
export interface JsonEntry {
  readonly key: string
  readonly place: Span
  readonly value: JsonNode
}
export interface JsonArray extends Span {
  readonly kind: 'array'
  readonly items: readonly JsonNode[]
}
export interface JsonString extends Span {
  readonly kind: 'string'
  readonly value: string
}
export interface JsonNumber extends Span {
  readonly kind: 'number'
  /** As it is written. */
  readonly text: string
}
export interface JsonBoolean extends Span {
  readonly kind: 'boolean'
  readonly value: boolean
}
export interface JsonNull extends Span {
  readonly kind: 'null'
}

export type ReadJson = { readonly ok: true; readonly node: JsonNode } | { readonly ok: false; readonly note: ImportNote }

/** Deepest nesting: a reader that calls itself must not run out of stack. */
export const jsonNesting = 100

/**
 * Reads JSON; a comma after the last entry is let pass. `place`: where an offset of the text stands in the file that it is a part of.
 * Never throws.
 */
export function readJson(text: string, place: (offset: number) => number = offset => offset): ReadJson {
  const deep = tooDeep(text)
  if (deep !== null) {
    const span = { start: place(deep), end: place(deep + 1) }
    return { ok: false, note: { code: 'nesting', data: { limit: jsonNesting }, ...span } }
  }
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: true })
  const [error] = errors
  // What comes after the first fault mostly follows from it.
  if (error !== undefined || root === undefined) {
    // A comment that never ends is said to end after the text.
    const { offset, length } = error ?? { offset: 0, length: 0 }
    const what = (error && problems[printParseErrorCode(error.error)]) ?? 'it cannot be read'
    return { ok: false, note: { code: 'json', data: { what }, start: place(offset), end: place(Math.min(offset + length, text.length)) } }
  }
  return { ok: true, node: nodeOf(root, text, place) }
}

/** By the names that the parser has for them. */
const problems: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word that is none of true, false and null',
  InvalidNumberFormat: 'a number that is not written as one',
  PropertyNameExpected: 'a key in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'there is more after its end',
  InvalidCommentToken: 'comments are not a part of it',
  UnexpectedEndOfComment: 'a comment without an end',
  UnexpectedEndOfString: 'a string without a closing quote',
  UnexpectedEndOfNumber: 'a number without its end',
  InvalidUnicode: 'a \\u without four digits',
  InvalidEscapeCharacter: 'a backslash before a character that wants none',
  InvalidCharacter: 'a character that must be escaped',
}

/** Where the text nests deeper than may be, or null. */
function tooDeep(text: string): number | null {
  const scanner = createScanner(text, true)
  let depth = 0
  while (scanner.getPosition() < text.length) {
    scanner.scan()
    const first = text[scanner.getTokenOffset()]
    if (first === '{' || first === '[') depth++
    else if (first === '}' || first === ']') depth--
    if (depth > jsonNesting) return scanner.getTokenOffset()
  }
  return null
}

function nodeOf(node: Node, text: string, place: (offset: number) => number): JsonNode {
  const at = spanOf(node, place)
  switch (node.type) {
    case 'object': {
      const all = (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
        key && value ? [{ key: String(key.value), place: spanOf(key, place), value: nodeOf(value, text, place) }] : [],
      )
      return { kind: 'object', ...distinct(all), ...at }
    }
    case 'array':
      return { kind: 'array', items: (node.children ?? []).map(child => nodeOf(child, text, place)), ...at }
    case 'number':
      return { kind: 'number', text: text.slice(node.offset, node.offset + node.length), ...at }
    case 'boolean':
      return { kind: 'boolean', value: node.value === true, ...at }
    case 'string':
      return { kind: 'string', value: String(node.value), ...at }
    case 'null':
    case 'property':
      return { kind: 'null', ...at }
  }
}

/** Splits entries into those that count and those that a later one replaces. */
export function distinct(all: readonly JsonEntry[]): Pick<JsonObject, 'entries' | 'repeated'> {
  const last = new Map(all.map(entry => [entry.key, entry]))
  const repeated = all.filter(entry => last.get(entry.key) !== entry)
  return { entries: [...last.values()], repeated }
}

function spanOf({ offset, length }: Pick<Node, 'offset' | 'length'>, place: (offset: number) => number): Span {
  const start = place(offset)
  return { start, end: Math.max(start, place(offset + length)) }
}

/** Every entry that another takes the place of, also of inner objects. */
export function repeatedIn(node: JsonNode): readonly JsonEntry[] {
  switch (node.kind) {
    case 'object':
      return [...node.repeated, ...node.entries.flatMap(entry => repeatedIn(entry.value))]
    case 'array':
      return node.items.flatMap(repeatedIn)
    default:
      return []
  }
}

/** A value as JSON on one line, without what could move or hide text around it. */
export function jsonText(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node.entries.map(({ key, value }) => `${jsonString(key)}: ${jsonText(value)}`).join(', ')}}`
    case 'array':
      return `[${node.items.map(jsonText).join(', ')}]`
    case 'string':
      return jsonString(node.value)
    case 'number':
      return node.text
    case 'boolean':
      return String(node.value)
    case 'null':
      return 'null'
  }
}

/** `key: value` on one line, as a comment has it. */
export function entryText(key: string, value: JsonNode): string {
  return `${/^[\w*.-]+$/.test(key) ? key : jsonString(key)}: ${jsonText(value)}`
}

function jsonString(text: string): string {
  return JSON.stringify(text).replace(unseen, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Characters that a reader does not see, or that change the order in which a line is shown; all in the first plane. */
export const unseen = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** A string that stands nowhere, to be written. */
export function stringNode(value: string): JsonString {
  return { kind: 'string', value, start: 0, end: 0 }
}

/** What kind of value it is, with its article. */
export function nounOfJson({ kind }: JsonNode): string {
  return { object: 'an object', array: 'a list', string: 'a string', number: 'a number', boolean: 'a boolean', null: 'null' }[kind]
}
