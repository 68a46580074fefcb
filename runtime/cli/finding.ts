import type { Severity } from '#language'
import { oneLine } from './output.ts'

/** A diagnostic as people and JSON have it: lines and columns from 1. */
export interface Finding {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly severity: Severity
  readonly code: string
  readonly message: string
  readonly related: readonly RelatedPlace[]
}

export interface RelatedPlace {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** `file:line:col: severity code: message`. */
export function findingLine(finding: Finding): string {
  const { file, line, column, severity, code } = finding
  return `${file}:${line}:${column}: ${severity} ${code}: ${oneLine(messageOf(finding))}`
}

/** The message, and where the fault has its cause in another file, that place. */
export function messageOf({ file, message, related }: Pick<Finding, 'file' | 'message' | 'related'>): string {
  const elsewhere = related
    .filter(place => place.file !== file)
    .map(place => `${place.message}, ${place.file}:${place.line}:${place.column}`)
  return elsewhere.length === 0 ? message : `${message} (${elsewhere.join('; ')})`
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(finding => finding.severity === 'error')
}
