import { parseLiteral } from '../literals.ts'
import type { DagModel } from '../model/model.ts'
import { nearest } from '../near.ts'
import { fromJson } from '../show.ts'
import type { InputType } from '../tokens.ts'
import type { Json, Value } from '../values.ts'

/** What is wrong with the inputs of a run, as data. */
export type InputProblem =
  | { readonly kind: 'unknown'; readonly name: string; readonly near: string | null }
  | { readonly kind: 'type'; readonly name: string; readonly type: InputType; readonly text: string }
  | { readonly kind: 'missing'; readonly name: string; readonly type: InputType | null }

/** Reads inputs as they are written on the command line or in a prompt: name to text. */
export function readInputs(
  dag: DagModel,
  texts: Readonly<Record<string, string>>,
): { readonly values: ReadonlyMap<string, Value>; readonly problems: readonly InputProblem[] } {
  const values = new Map<string, Value>()
  const problems: InputProblem[] = []
  const names = dag.inputs.map(input => input.name)
  for (const [name, text] of Object.entries(texts)) {
    const input = dag.inputs.find(candidate => candidate.name === name)
    const type = input?.node.type
    if (!input || !type) {
      problems.push({ kind: 'unknown', name, near: nearest(name, names) })
      continue
    }
    const value = parseInput(type, text)
    if (value) values.set(name, value)
    else problems.push({ kind: 'type', name, type, text })
  }
  for (const input of dag.inputs)
    if (!input.node.value && !Object.hasOwn(texts, input.name)) problems.push({ kind: 'missing', name: input.name, type: input.node.type })
  return { values, problems }
}

/** Reads one input by its type: a string as it is, lists and maps as JSON, the others as literals of the language. */
export function parseInput(type: InputType, text: string): Value | null {
  switch (type) {
    case 'string':
      return { type: 'string', value: text }
    case 'boolean':
      return text.trim() === 'true' || text.trim() === 'false' ? { type: 'boolean', value: text.trim() === 'true' } : null
    case 'list':
    case 'map': {
      const value = parseJson(text)
      return value?.type === type ? value : null
    }
    case 'number': {
      const match = /^\s*(-?)(\d+(?:\.\d+)?)\s*$/.exec(text)
      return match ? { type: 'number', value: Number(match[1]! + match[2]!), text: match[1]! + match[2]! } : null
    }
    case 'date':
    case 'duration':
    case 'size': {
      const result = parseLiteral(text.trim())
      return result.ok && result.value.type === type ? result.value : null
    }
  }
}

function parseJson(text: string): Value | null {
  try {
    return fromJson(JSON.parse(text) as Json)
  } catch {
    return null
  }
}
