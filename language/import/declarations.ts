import { type JsonNode, jsonText } from './json.ts'
import { comments } from './messages.ts'
import type { Names } from './names.ts'
import type { Note } from './notes.ts'
import { statement, type Written, writtenOf } from './write.ts'

/**
 * What a dag declares for all its tasks. A variable of pyDag is a `let`: its text goes into SQL as it is, which that of an `input` may not.
 * What the document does not say is an `input` without a default.
 */
export class Declarations {
  readonly #names: Names
  readonly #lets: { readonly name: string; readonly value: Written }[] = []
  /** By the name of the variable and its value, as JSON. */
  readonly #variables = new Map<string, Map<string, string>>()
  readonly #asked = new Map<string, string>()

  constructor(names: Names) {
    this.#names = names
  }

  /** The name of the `let` for a variable with this value. */
  variable(name: string, value: JsonNode, note: Note): string {
    const values = this.#variables.get(name) ?? new Map<string, string>()
    this.#variables.set(name, values)
    const before = values.get(jsonText(value))
    if (before !== undefined) return before
    const declared = this.#names.invent(name, 'variable')
    if (values.size > 0) note({ code: 'different-variable', data: { name, declared }, start: value.start, end: value.end })
    values.set(jsonText(value), declared)
    this.#lets.push({ name: declared, value: writtenOf(value, note) })
    return declared
  }

  /** The name of the input for a string that the document does not say. */
  ask(name: string): string {
    const input = this.#asked.get(name) ?? this.#names.invent(name, 'value')
    this.#asked.set(name, input)
    return input
  }

  inputLines(indent: string): readonly string[] {
    const lines = [...this.#asked.values()].map(name => `${indent}input ${name}: string`)
    return lines.length === 0 ? [] : [`${indent}// ${comments.asked}`, ...lines]
  }

  letLines(indent: string): readonly string[] {
    const lines = this.#lets.map(({ name, value }) => statement(`let ${name} =`, value, indent))
    return lines.length === 0 ? [] : [`${indent}// ${comments.variables}`, ...lines]
  }
}
