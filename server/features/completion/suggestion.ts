import type { Cursor, Enclosing, Span } from '#language'
import type { Analyzed } from '../../analyses.ts'
import type { Workspace } from '../../workspace.ts'

/** What is offered at a place, before it is LSP. */
export interface Suggestion {
  readonly label: string
  readonly kind: SuggestionKind
  /** A few words beside the label. */
  readonly detail?: string
  /** Markdown. */
  readonly documentation?: string | null
  /** What is written instead of the label, in the snippet syntax of LSP where `snippet` says so. */
  readonly insert?: string
  readonly snippet?: boolean
  /** What is replaced; the word at the place without it. */
  readonly span?: Span
  /** Lower ones come first; 5 without one. */
  readonly rank?: number
  /** What is written can be completed at once. */
  readonly goesOn?: boolean
}

export type SuggestionKind =
  | 'task'
  | 'group'
  | 'let'
  | 'input'
  | 'matrix'
  | 'root'
  | 'entry'
  | 'output'
  | 'param'
  | 'function'
  | 'property'
  | 'required'
  | 'engine'
  | 'target'
  | 'type'
  | 'word'
  | 'keyword'
  | 'declaration'
  | 'operator'
  | 'file'
  | 'folder'

/** The place, and all that may be known of it. */
export interface CompletionContext {
  readonly analyzed: Analyzed
  readonly workspace: Workspace
  readonly cursor: Cursor
  readonly around: Enclosing
  /** Whether not all that fits is offered. */
  readonly partial: { is: boolean }
}

/** How many names are offered at once: whoever has more of them types on. */
const mostNames = 200

/** The names that fit best to what is typed; all of them where there are not many. */
export function foremost<T extends { readonly name: string }>(
  { analyzed, cursor, partial }: CompletionContext,
  names: readonly T[],
): readonly T[] {
  if (names.length <= mostNames) return names
  const typed = analyzed.text.slice(cursor.word.start, cursor.offset).toLowerCase()
  const first: T[] = []
  const others: T[] = []
  for (const each of names) {
    const name = each.name.toLowerCase()
    if (name.startsWith(typed)) first.push(each)
    else if (first.length < mostNames && isSubsequence(typed, name)) others.push(each)
  }
  // What is cut off comes back when more is typed.
  partial.is = true
  return [...first, ...others].slice(0, mostNames)
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0
  for (let i = 0; i < part.length; i++) {
    at = whole.indexOf(part[i]!, at) + 1
    if (at === 0) return false
  }
  return true
}

/** A string of the language. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('${', '\\${')}"`

/** Text that stands for itself in a snippet. */
export const literal = (text: string): string => text.replaceAll(/[$}\\]/g, '\\$&')
