import * as vscode from 'vscode'
import { isDagline } from '../graph/graphs.ts'
import type { RanTexts } from './ran-texts.ts'
import { rootOf } from './run-command.ts'
import type { Runtimes } from './runtimes.ts'

/**
 * After a reload of the window: what still runs in the folder of an open file goes on to be shown, and what ended meanwhile
 * shows its result. Nothing is started for that, and nothing happens in a workspace that is not trusted.
 */
export function reattachment(runtimes: Runtimes, ranTexts: RanTexts, log: vscode.LogOutputChannel): vscode.Disposable {
  const tried = new Set<string>()
  const attach = (document: vscode.TextDocument): void => {
    if (!vscode.workspace.isTrusted || !isDagline(document) || document.uri.scheme !== 'file') return
    const folder = rootOf(document.uri)
    if (tried.has(folder)) return
    tried.add(folder)
    runtimes
      .reattach(folder, run => ranTexts.has(run))
      .catch((error: unknown) => log.warn(`runs in ${folder}: ${error instanceof Error ? error.message : String(error)}`))
  }
  const attachAll = (): void => {
    for (const document of vscode.workspace.textDocuments) attach(document)
  }
  attachAll()
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(attach), vscode.workspace.onDidGrantWorkspaceTrust(attachAll))
}
