import { showNumber } from '../show.ts'
import { type JsonNode, unseen } from './json.ts'
import { isKey, isName } from './names.ts'
import type { Note } from './notes.ts'

/** A value of the language, to be laid out. */
export type Written =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Written[] }
  | { readonly kind: 'map'; readonly entries: readonly WrittenEntry[] }

export interface WrittenEntry {
  readonly key: string
  readonly value: Written
}

/** Longest line, where values can be broken at all. */
export const lineWidth = 120

export const text = (text: string): Written => ({ kind: 'text', text })

/** A value of JSON as one of the language. */
export function writtenOf(node: JsonNode, note: Note): Written {
  switch (node.kind) {
    case 'object':
      return { kind: 'map', entries: node.entries.map(({ key, value }) => ({ key, value: writtenOf(value, note) })) }
    case 'array':
      return { kind: 'list', items: node.items.map(item => writtenOf(item, note)) }
    case 'string':
      if (lone.test(node.value)) note({ code: 'broken-character', data: {}, start: node.start, end: node.end })
      return text(quoted(node.value))
    case 'number': {
      const value = Number(node.text)
      if (Number.isFinite(value)) return text(/^-?\d+(\.\d+)?$/.test(node.text) ? node.text : showNumber(value))
      note({ code: 'big-number', data: { text: node.text }, start: node.start, end: node.end })
      return text(quoted(node.text))
    }
    case 'boolean':
      return text(String(node.value))
    case 'null':
      return text('null')
  }
}

const lone = /\p{Surrogate}/u

/** A string of the language with exactly this value, but that half a character becomes U+FFFD. */
export function quoted(value: string): string {
  const escaped = value
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/["\\]|\$(?=\{)/g, character => `\\${character}`)
    .replace(/[\u0000-\u001f]/g, character => short[character] ?? byCode(character))
    .replace(unseen, byCode)
  return `"${escaped}"`
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' }
const byCode = (character: string): string => `\\u{${character.charCodeAt(0).toString(16)}}`

/** `key: value`, on one line where it fits, else with an entry a line. `indent`: the blanks before it. */
export function property(key: string, value: Written, indent: string): string {
  return statement(`${key}:`, value, indent)
}

/** What begins with some words and ends with a value. */
export function statement(words: string, value: Written, indent: string): string {
  return `${indent}${words} ${laidOut(value, indent, words.length + 1)}`
}

/** Lines under a sentence, as a comment; none without lines. */
export function leftoverComment(sentence: string, lines: readonly string[], indent: string): readonly string[] {
  return lines.length === 0 ? [] : [`${indent}// ${sentence}`, ...lines.map(line => `${indent}//   ${line}`)]
}

function laidOut(value: Written, indent: string, before: number): string {
  if (value.kind === 'text') return value.text
  const line = inline(value, lineWidth - indent.length - before)
  if (line !== null) return line
  const inner = `${indent}  `
  const lines =
    value.kind === 'list'
      ? value.items.map(item => `${inner}${laidOut(item, inner, 1)},`)
      : value.entries.map(entry => inner + entryText(entry, one => laidOut(one, inner, entry.key.length + 4)))
  const [open, close] = value.kind === 'list' ? ['[', ']'] : ['{', '}']
  return `${open}\n${lines.join('\n')}\n${indent}${close}`
}

/** The value on one line, or null where that is longer than `most`. */
function inline(value: Written, most: number): string | null {
  if (value.kind === 'text') return value.text.length <= most ? value.text : null
  const parts: string[] = []
  let length = 4
  for (const part of value.kind === 'list' ? value.items : value.entries) {
    const own = 'key' in part ? inline(part.value, most - length) : inline(part, most - length)
    if (own === null) return null
    const whole = 'key' in part ? entryText(part, () => own) : own
    length += whole.length + 2
    if (length - 2 > most) return null
    parts.push(whole)
  }
  if (value.kind === 'list') return `[${parts.join(', ')}]`
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

/** `{ project }` is `{ project: project }`. */
function entryText({ key, value }: WrittenEntry, write: (value: Written) => string): string {
  const own = write(value)
  return isName(key) && own === key ? key : `${isKey(key) ? key : quoted(key)}: ${own}`
}
