import * as vscode from 'vscode'
import { isDagline } from '../graph/graphs.ts'
import type { Previews } from '../preview/previews.ts'
import { words } from '../words.ts'

export interface WebCommandContext {
  readonly previews: Previews
  readonly restartServer: () => Promise<void>
}

interface Names {
  readonly uri?: string
  readonly dag?: string
}

/** Commands that are registered where they belong. */
const elsewhere = ['dagline.importPyDag']

/** Commands that work in a browser; all others that the extension declares say why they do not. */
export function registerWebCommands(
  extension: vscode.Extension<unknown>,
  { previews, restartServer }: WebCommandContext,
): vscode.Disposable {
  const working: Readonly<Record<string, (argument?: vscode.Uri | Names) => unknown>> = {
    'dagline.preview': async argument => {
      const document = await documentOf(argument, previews)
      if (document) previews.show(document, (argument instanceof vscode.Uri ? undefined : argument?.dag) ?? null)
      else void vscode.window.showWarningMessage(words.preview.noDocument)
    },
    'dagline.lockPreview': () => previews.active()?.toggleLock(),
    'dagline.restartServer': restartServer,
  }
  const sayWhy = (): void => void vscode.window.showWarningMessage(words.run.notInBrowser)
  const declared = extension.packageJSON.contributes.commands as readonly { readonly command: string }[]
  const here = declared.filter(({ command }) => !elsewhere.includes(command))
  return vscode.Disposable.from(...here.map(({ command }) => vscode.commands.registerCommand(command, working[command] ?? sayWhy)))
}

async function documentOf(argument: vscode.Uri | Names | undefined, previews: Previews): Promise<vscode.TextDocument | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : argument?.uri === undefined ? undefined : vscode.Uri.parse(argument.uri)
  if (uri) return vscode.workspace.openTextDocument(uri)
  const active = vscode.window.activeTextEditor?.document
  return active && isDagline(active) ? active : previews.active()?.document
}
