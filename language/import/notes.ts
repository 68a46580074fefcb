import type { Span } from '../span.ts'
import { refusals, warnings } from './messages.ts'

const messages = { ...refusals, ...warnings }

export type ImportCode = keyof typeof messages

type DataOf<F> = F extends () => string ? Record<never, never> : F extends (data: infer D) => string ? D : never

/** One thing that an import has to say, with its place in the JSON. Words come from `describeNote`. */
export type ImportNote = { [C in ImportCode]: Span & { readonly code: C; readonly data: DataOf<(typeof messages)[C]> } }[ImportCode]

/** Takes notes, in any order. */
export type Note = (note: ImportNote) => void

/** The sentence for a person. */
export function describeNote(note: ImportNote): string {
  // The table and the union are one: the data of a code is what its function takes.
  const words = messages[note.code] as (data: unknown) => string
  return words(note.data)
}

export function severityOfNote({ code }: Pick<ImportNote, 'code'>): 'error' | 'warning' {
  return Object.hasOwn(refusals, code) ? 'error' : 'warning'
}
