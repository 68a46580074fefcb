import type { InputType } from '../tokens.ts'
import { type JsonNode, jsonText } from './json.ts'
import { comments } from './messages.ts'
import type { Names } from './names.ts'
import type { Note } from './notes.ts'
import { statement, type Written, writtenOf } from './write.ts'

interface Input {
  readonly name: string
  readonly type: InputType
  /** Null: who starts a run must give it. */
  readonly value: Written | null
}

const types: Readonly<Record<Exclude<JsonNode['kind'], 'null'>, InputType>> = {
  object: 'map',
  array: 'list',
  string: 'string',
  number: 'number',
  boolean: 'boolean',
}

/** What a run of the dag may be given: pyDag's variables, and what the document does not say. */
export class Inputs {
  readonly #names: Names
  readonly #inputs: Input[] = []
  /** By the name of the variable and its value, as JSON. */
  readonly #variables = new Map<string, Map<string, string>>()
  readonly #asked = new Map<string, string>()

  constructor(names: Names) {
    this.#names = names
  }

  /** The input of a variable, whose default is its value in the document; null for one that is null. */
  variable(name: string, value: JsonNode, note: Note): string | null {
    if (value.kind === 'null') return null
    const values = this.#variables.get(name) ?? new Map<string, string>()
    this.#variables.set(name, values)
    const before = values.get(jsonText(value))
    if (before !== undefined) return before
    const input = this.#names.invent(name, 'variable')
    if (values.size > 0) note({ code: 'different-variable', data: { name, input }, start: value.start, end: value.end })
    values.set(jsonText(value), input)
    const written = writtenOf(value, note)
    // A number that is too large for one is written as a string.
    const isText = written.kind === 'text' && written.text.startsWith('"')
    this.#inputs.push({ name: input, type: isText ? 'string' : types[value.kind], value: written })
    return input
  }

  /** The input for a string that the document does not say. */
  ask(name: string): string {
    const before = this.#asked.get(name)
    if (before !== undefined) return before
    const input = this.#names.invent(name, 'value')
    this.#asked.set(name, input)
    this.#inputs.push({ name: input, type: 'string', value: null })
    return input
  }

  lines(indent: string): readonly string[] {
    const given = this.#inputs.flatMap(({ name, type, value }) =>
      value === null ? [] : [statement(`input ${name}: ${type} =`, value, indent)],
    )
    const asked = this.#inputs.flatMap(({ name, type, value }) => (value === null ? [`${indent}input ${name}: ${type}`] : []))
    return [
      ...(given.length === 0 ? [] : [`${indent}// ${comments.variables}`, ...given]),
      ...(asked.length === 0 ? [] : [`${indent}// ${comments.asked}`, ...asked]),
    ]
  }
}
