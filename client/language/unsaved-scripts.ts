import * as vscode from 'vscode'
import { words } from '../words.ts'

/**
 * The server may see a script as the disk has it, so its edits could hit other words of one that has unsaved changes: such a rename is
 * refused. Documents of the language itself are always known as they stand in the editor.
 */
export function withoutUnsavedScripts(edit: vscode.WorkspaceEdit | null | undefined): vscode.WorkspaceEdit | null | undefined {
  for (const [uri] of edit?.entries() ?? []) {
    const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString())
    if (document?.isDirty && document.languageId !== 'dagline')
      throw new Error(words.server.saveScript(vscode.workspace.asRelativePath(document.uri)))
  }
  return edit
}
