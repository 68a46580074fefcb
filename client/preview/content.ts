import { randomBytes } from 'node:crypto'
import * as vscode from 'vscode'

/** The page of a preview: one script, which may run nothing but itself. */
export function pictureContent(extension: vscode.Uri): (webview: vscode.Webview) => string {
  return webview => {
    const nonce = randomBytes(16).toString('base64url')
    const script = webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist/webview.js')).toString()
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource} 'nonce-${nonce}'; worker-src blob:`
    return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"></head>
<body><script nonce="${nonce}" src="${script}"></script></body>
</html>`
  }
}
