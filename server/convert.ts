import {
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Location,
  type Diagnostic as LspDiagnostic,
  type Position,
  type Range,
} from 'vscode-languageserver'
import {
  type Code,
  codeOf,
  type Diagnostic,
  describe,
  describeRelated,
  type FileSpan,
  type LineIndex,
  type Severity,
  type Span,
  severityOf,
} from '#language'
import type { Workspace } from './workspace.ts'

// Everything that turns the language's facts into those of LSP.

export function rangeOf(lines: LineIndex, span: Span): Range {
  const start = lines.position(span.start)
  const end = lines.position(span.end)
  return { start: { line: start.line, character: start.column }, end: { line: end.line, character: end.column } }
}

export function offsetOf(lines: LineIndex, position: Position): number {
  return lines.offset(position.line, position.character)
}

export function locationOf(workspace: Workspace, span: FileSpan): Location {
  return { uri: workspace.uriOf(span.file), range: rangeOf(workspace.lines(span.file), span) }
}

/** `related`: whether the client shows related places. */
export function diagnosticOf(workspace: Workspace, diagnostic: Diagnostic, related: boolean): LspDiagnostic {
  const code = codeOf(diagnostic)
  const relatedInformation = diagnostic.related.map(
    (place): DiagnosticRelatedInformation => ({ location: locationOf(workspace, place), message: describeRelated(place) }),
  )
  return {
    range: rangeOf(workspace.lines(diagnostic.file), diagnostic),
    severity: severities[severityOf(code)],
    code,
    source: 'dagline',
    message: describe(diagnostic),
    ...(unnecessary.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related && relatedInformation.length > 0 ? { relatedInformation } : {}),
  }
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
}

/** Codes of what could be left out: editors show it faded. */
const unnecessary: ReadonlySet<Code | 'unused-let' | 'redundant-edge'> = new Set(['unused-param', 'unused-let', 'redundant-edge'])
