import { type Diagnostic, type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver'
import { digest } from '#digest'
import type { Analyzed } from '../analyses.ts'
import { diagnosticOf } from '../convert.ts'
import type { Workspace } from '../workspace.ts'

/** Diagnostics by file: those of the document, and those of the files that it imports. */
export function diagnosticsByFile(analyzed: Analyzed, workspace: Workspace, related: boolean): ReadonlyMap<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>([[analyzed.file, []]])
  for (const diagnostic of analyzed.analysis.diagnostics) {
    const list = found.get(diagnostic.file) ?? []
    list.push(diagnosticOf(workspace, diagnostic, related))
    found.set(diagnostic.file, list)
  }
  return found
}

/** The answer to a pull. Its id is made of what it says, so that an edit that changes nothing costs no list. */
export function diagnosticReport(
  analyzed: Analyzed,
  workspace: Workspace,
  related: boolean,
  previous: string | undefined,
): DocumentDiagnosticReport {
  const items = diagnosticsByFile(analyzed, workspace, related).get(analyzed.file) ?? []
  const resultId = digest(JSON.stringify(items))
  return resultId === previous
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items }
}
