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
}

/** A string of the language. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('${', '\\${')}"`

/** Text that stands for itself in a snippet. */
export const literal = (text: string): string => text.replaceAll(/[$}\\]/g, '\\$&')
