import { entryText, type JsonEntry, type JsonNode, type JsonObject } from './json.ts'
import type { Note } from './notes.ts'

/** Entries of an object that are taken one by one; what nobody took is left over, and is said. */
export class Fields {
  readonly #entries: Map<string, JsonEntry>
  readonly #note: Note
  readonly #prefix: string
  readonly #kept: string[] = []

  /** `prefix`: what is said before the keys of an inner object: `default_args.`. */
  constructor(object: JsonObject, note: Note, prefix = '') {
    this.#entries = new Map(object.entries.map(entry => [entry.key, entry]))
    this.#note = note
    this.#prefix = prefix
  }

  take(key: string): JsonEntry | undefined {
    const entry = this.#entries.get(key)
    this.#entries.delete(key)
    return entry
  }

  /** Takes an entry and reads its value. One that says nothing is left out; one that cannot be read is kept and told of. */
  read<T>(key: string, expected: string, reader: (value: JsonNode) => T | null): T | null {
    const entry = this.take(key)
    if (entry === undefined || isNothing(entry.value)) return null
    const value = reader(entry.value)
    if (value === null) {
      this.keep(entry)
      this.#note({ code: 'not-understood', data: { key: this.#prefix + key, expected }, ...spanOf(entry) })
    }
    return value
  }

  /** Keeps an entry as a comment. Who calls says why. */
  keep({ key, value }: JsonEntry): void {
    this.#kept.push(entryText(this.#prefix + key, value))
  }

  /** What is left: a line for each entry that was kept or that nobody took. Those that nobody took are told of. */
  leftovers(): readonly string[] {
    for (const entry of this.#entries.values()) {
      this.keep(entry)
      this.#note({ code: 'no-counterpart', data: { key: this.#prefix + entry.key }, ...spanOf(entry) })
    }
    this.#entries.clear()
    return this.#kept
  }
}

/** The span of a whole entry. */
export function spanOf({ place, value }: JsonEntry): { readonly start: number; readonly end: number } {
  return { start: place.start, end: Math.max(place.end, value.end) }
}

/** Null, and what is empty: it says no more than nothing at all. */
export function isNothing(value: JsonNode): boolean {
  switch (value.kind) {
    case 'null':
      return true
    case 'string':
      return value.value.trim() === ''
    case 'array':
      return value.items.length === 0
    case 'object':
      return value.entries.length === 0
    default:
      return false
  }
}
