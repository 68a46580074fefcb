import * as vscode from 'vscode'
import { pictureHtml } from './html.ts'

/** Gives each preview its page. */
export function pictureContent(extension: vscode.Uri): (webview: vscode.Webview) => string {
  return webview =>
    pictureHtml({
      nonce: crypto.randomUUID(),
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist/webview.js')).toString(),
    })
}
