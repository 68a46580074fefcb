import { messages, notes } from './messages.ts'
import type { FileSpan, Span } from './span.ts'

/** A reason why something is wrong: `code/reason`. */
export type Reason = keyof typeof messages
/** The stable code of a diagnostic. */
export type Code = Reason extends infer R ? (R extends `${infer C}/${string}` ? C : never) : never
export type Severity = 'error' | 'warning' | 'info' | 'hint'

type DataOf<F> = F extends () => string ? Record<never, never> : F extends (data: infer D) => string ? D : never

/** One fact about a file: closed union over the reasons, each with its own data. Words come from `describe`. */
export type Diagnostic = {
  [R in Reason]: FileSpan & {
    readonly reason: R
    readonly data: DataOf<(typeof messages)[R]>
    readonly related: readonly Related[]
  }
}[Reason]

/** A fact of the syntax, before its file is known. */
export type SyntaxFact = {
  [R in Reason & `${'syntax' | 'reserved-name'}/${string}`]: Span & {
    readonly reason: R
    readonly data: DataOf<(typeof messages)[R]>
    readonly related: readonly SyntaxRelated[]
  }
}[Reason & `${'syntax' | 'reserved-name'}/${string}`]

/** What a related place says, and of what. */
export type Note = { [N in keyof typeof notes]: { readonly note: N; readonly data: DataOf<(typeof notes)[N]> } }[keyof typeof notes]
export type SyntaxRelated = Span & Note
export type Related = FileSpan & Note

const warnings: ReadonlySet<Code> = new Set<Code>([
  'empty-matrix',
  'never-runs',
  'unused-param',
  'race',
  'read-before-write',
  'secret-in-text',
  'text-interpolation',
  'braces',
  'date-arithmetic',
  'no-local-stand-in',
])
const hints: ReadonlySet<Code> = new Set<Code>(['redundant-edge', 'unused-let'])

/** The stable code of a fact. */
export function codeOf(diagnostic: { readonly reason: Reason }): Code {
  return diagnostic.reason.slice(0, diagnostic.reason.indexOf('/')) as Code
}

export function severityOf(code: Code): Severity {
  return warnings.has(code) ? 'warning' : hints.has(code) ? 'hint' : 'error'
}

/** The sentence for a person. */
export function describe(diagnostic: Diagnostic | SyntaxFact): string {
  // The table and the union are one: the data of a reason is what its function takes.
  const words = messages[diagnostic.reason] as (data: unknown) => string
  return words(diagnostic.data)
}

/** The sentence of a related place. */
export function describeRelated(related: Related): string {
  const words = notes[related.note] as (data: unknown) => string
  return words(related.data)
}

/** Whether something may be severe enough that nothing runs. */
export function isError(diagnostic: { readonly reason: Reason }): boolean {
  return severityOf(codeOf(diagnostic)) === 'error'
}
