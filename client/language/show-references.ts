import * as vscode from 'vscode'
import { type ShowReferencesParams, showReferencesCommand } from '../../server/protocol.ts'

/** The references of the name that a lens of the language server stands above. */
export function registerShowReferences(): vscode.Disposable {
  return vscode.commands.registerCommand(showReferencesCommand, async ({ uri, position }: ShowReferencesParams) => {
    const document = vscode.Uri.parse(uri)
    const place = new vscode.Position(position.line, position.character)
    const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', document, place)
    const others = found.filter(location => !(location.uri.toString() === document.toString() && location.range.contains(place)))
    await vscode.commands.executeCommand('editor.action.showReferences', document, place, others)
  })
}
