import * as vscode from 'vscode'

const languages: readonly string[] = ['sql', 'python']

let looked: Thenable<boolean> | null = null

/** Whether a document may be the script of a task: the workspace is looked through, once, for a `.dag` file that could name it. */
export async function mayBeScript(document: vscode.TextDocument): Promise<boolean> {
  if (!languages.includes(document.languageId) || vscode.workspace.getWorkspaceFolder(document.uri) === undefined) return false
  looked ??= vscode.workspace.findFiles('**/*.dag', '**/node_modules/**', 1).then(found => found.length > 0)
  return looked
}
