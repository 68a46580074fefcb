import { type Diagnostic, type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver'
import { digest } from '#digest'
import { codeOf, severityOf } from '#language'
import type { Analyzed } from '../analyses.ts'
import { diagnosticOf } from '../convert.ts'
import type { Workspace } from '../workspace.ts'

/** Which diagnostics a client is shown, and how. */
export interface ShownDiagnostics {
  /** With related places. */
  readonly related: boolean
  readonly hints: boolean
}

/** Diagnostics by file: those of the document, and those of the files that it imports, as far as they are known by now. */
export function diagnosticsByFile(
  analyzed: Analyzed,
  workspace: Workspace,
  { related, hints }: ShownDiagnostics,
): ReadonlyMap<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>([[analyzed.file, []]])
  for (const diagnostic of analyzed.analysis.firstDiagnostics) {
    if (!hints && severityOf(codeOf(diagnostic)) === 'hint') continue
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
  shown: ShownDiagnostics,
  previous: string | undefined,
): DocumentDiagnosticReport {
  return reportOf(diagnosticsByFile(analyzed, workspace, shown).get(analyzed.file) ?? [], previous)
}

/** The same of diagnostics that are known. */
export function reportOf(items: Diagnostic[], previous: string | undefined): DocumentDiagnosticReport {
  const resultId = digest(JSON.stringify(items))
  return resultId === previous
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items }
}
