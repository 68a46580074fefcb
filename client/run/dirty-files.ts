import * as vscode from 'vscode'
import { fileNameOf } from '../file-name.ts'
import { words } from '../words.ts'

/**
 * Saves what a run would read: the runtime reads files from the disk, and must not run something else than what is on
 * the screen. False where the user declined or a file could not be saved.
 */
export async function saveBeforeRun(document: vscode.TextDocument): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)
  const dirty = vscode.workspace.textDocuments.filter(
    candidate =>
      candidate.isDirty &&
      (candidate === document || (candidate.uri.scheme === 'file' && vscode.workspace.getWorkspaceFolder(candidate.uri) === folder)),
  )
  if (dirty.length === 0) return true
  if (vscode.workspace.getConfiguration('dagline', document).get('run.saveBeforeRun') === 'ask') {
    const { askToSave, saveAndRun } = words.run
    if ((await vscode.window.showInformationMessage(askToSave(dirty.length), { modal: true }, saveAndRun)) !== saveAndRun) return false
  }
  for (const file of dirty) {
    if (await file.save()) continue
    void vscode.window.showErrorMessage(words.run.notSaved(fileNameOf(file.uri)))
    return false
  }
  return true
}
