import * as vscode from 'vscode'
import { words } from '../words.ts'
import { looksLikePyDag } from './looks-like-pydag.ts'

/** On a JSON file that looks like a pyDag document, and nowhere else: the offer to convert it. */
export class ImportActions implements vscode.CodeActionProvider, vscode.Disposable {
  /** What each document looked like at a version: it is asked at every move of the cursor. */
  readonly #looks = new WeakMap<vscode.TextDocument, { readonly version: number; readonly pyDag: boolean }>()
  readonly #registration: vscode.Disposable

  constructor() {
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }
    this.#registration = vscode.languages.registerCodeActionsProvider({ language: 'json' }, this, kinds)
  }

  provideCodeActions(document: vscode.TextDocument): vscode.CodeAction[] {
    if (document.uri.scheme === 'git' || !this.#isPyDag(document)) return []
    const action = new vscode.CodeAction(words.import.convert, vscode.CodeActionKind.QuickFix)
    action.command = { title: words.import.convert, command: 'dagline.importPyDag', arguments: [document.uri] }
    return [action]
  }

  dispose(): void {
    this.#registration.dispose()
  }

  #isPyDag(document: vscode.TextDocument): boolean {
    const before = this.#looks.get(document)
    if (before?.version === document.version) return before.pyDag
    const pyDag = looksLikePyDag(document.getText())
    this.#looks.set(document, { version: document.version, pyDag })
    return pyDag
  }
}
