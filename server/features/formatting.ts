import { type Edit, type Formatted, format, formatPart, indentCloser, indentLine, type Span } from '#language'
import type { Analyzed } from '../analyses.ts'

/** What is typed for the line to be indented. */
export const onTypeTriggers = ['}', '\n'] as const

/** The edits that format a document. None where brackets or quotes do not balance: its diagnostics say so. */
export function formatDocument({ analysis }: Analyzed): readonly Edit[] {
  return editsOf(format(analysis.file.tree))
}

/** The edits that format the lines of a selection. */
export function formatRange({ analysis }: Analyzed, span: Span): readonly Edit[] {
  return editsOf(formatPart(analysis.file.tree, span))
}

/** The edits that indent the line in which something was typed; `offset` is behind it. */
export function formatTyped({ analysis }: Analyzed, offset: number, typed: string): readonly Edit[] {
  const { tree } = analysis.file
  return typed === '}' ? indentCloser(tree, offset) : indentLine(tree, offset)
}

function editsOf(formatted: Formatted): readonly Edit[] {
  return formatted.kind === 'formatted' ? formatted.edits : []
}
