import type { Span } from '../span.ts'
import { distinct, type JsonObject, type JsonString, readJson } from './json.ts'
import { readPython } from './python-literal.ts'

/** How params came to be read. */
export type ReadParams =
  | { readonly kind: 'read'; readonly params: JsonObject /** pyDag itself could not read them. */; readonly lenient: boolean }
  | { readonly kind: 'unreadable' }

/**
 * Reads params that are written in a string: as pyDag does, which takes every single quote for a double one and the whole for JSON; else as
 * JSON as it stands; else as Python writes a dictionary. `source`: the text of the file that the string stands in.
 */
export function readParams(node: JsonString, source: string): ReadParams {
  const place = placesIn(source, node)
  for (const text of [node.value.replaceAll("'", '"'), node.value]) {
    const read = readJson(text, place)
    if (read.ok && read.node.kind === 'object') return { kind: 'read', params: { ...read.node, ...spanOf(node) }, lenient: false }
  }
  const python = readPython(node.value, place)
  return python?.kind === 'object' ? { kind: 'read', params: { ...python, ...spanOf(node) }, lenient: true } : { kind: 'unreadable' }
}

/** No params. */
export function emptyParams(span: Span): JsonObject {
  return { kind: 'object', ...distinct([]), ...spanOf(span) }
}

const spanOf = ({ start, end }: Span): Span => ({ start, end })

/** Where a character of a string's value stands in the file, by way of its escapes. */
function placesIn(source: string, { start, end, value }: JsonString): (offset: number) => number {
  if (end - start === value.length + 2) return offset => start + 1 + offset
  const places: number[] = []
  for (let at = start + 1; at < end - 1; ) {
    places.push(at)
    at += source[at] !== '\\' ? 1 : source[at + 1] === 'u' ? 6 : 2
  }
  return offset => places[offset] ?? end - 1
}
