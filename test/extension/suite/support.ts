import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as vscode from 'vscode'
import type { Annotation } from '../../../client/annotations/annotate.ts'
import type { DaglineExtension } from '../../../client/extension.ts'
import type { GraphView } from '../../../client/graph/graph-feed.ts'
import type { RunProgress } from '../../../client/run/run-progress.ts'

/** The extension, once its language server answers. */
export async function extension(): Promise<DaglineExtension> {
  const found = vscode.extensions.getExtension<DaglineExtension>('dagline.dagline')
  assert.ok(found, 'the extension is not there')
  const api = await found.activate()
  await api.serverStarted
  return api
}

/** Writes a file into the workspace. */
export async function write(name: string, text: string): Promise<vscode.Uri> {
  const path = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, name)
  await writeFile(path, text)
  return vscode.Uri.file(path)
}

/** Writes a file and shows it. */
export async function open(name: string, text: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(await write(name, text))
  return vscode.window.showTextDocument(document)
}

/** Waits for the first event after which `look` finds something; looks once before any. */
export async function eventually<T>(event: (listener: () => void) => { dispose(): void }, look: () => T | undefined | false): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>()
  const check = (): void => {
    const found = look()
    if (found !== undefined && found !== false) resolve(found)
  }
  const subscription = event(check)
  check()
  try {
    return await promise
  } finally {
    subscription.dispose()
  }
}

/** Waits until a document's problems are as wanted. */
export function problems(
  uri: vscode.Uri,
  wanted: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return eventually(vscode.languages.onDidChangeDiagnostics, () => {
    const diagnostics = vscode.languages.getDiagnostics(uri)
    return wanted(diagnostics) && diagnostics
  })
}

/** Codes of problems, whether they lead to a page or not. */
export function codes(diagnostics: readonly vscode.Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code }) => String(typeof code === 'object' ? code.value : code)).sort()
}

/** Waits for the graph of a document's text as it is. */
export function graphOf({ graphs }: DaglineExtension, document: vscode.TextDocument): Promise<GraphView> {
  return eventually(
    listener => graphs.changed.on(listener),
    () => {
      const view = graphs.view(document)
      return view?.latest.version === document.version && view
    },
  )
}

/** Runs a dag by the command and waits for its end. */
export async function run(api: DaglineExtension, document: vscode.TextDocument, dag?: string): Promise<RunProgress> {
  const id = await vscode.commands.executeCommand<string | undefined>('dagline.run', { uri: document.uri.toString(), dag })
  assert.ok(id, 'the run did not start')
  return ended(api, id)
}

export function ended({ runs }: DaglineExtension, id: string): Promise<RunProgress> {
  return eventually(
    listener => runs.changed.on(listener),
    () => {
      const progress = runs.get(id)
      return progress && progress.state !== 'running' && progress
    },
  )
}

/** What a document's lines show: `line: text`, a faded one in brackets; times are left out. */
export function shown({ annotations }: DaglineExtension, document: vscode.TextDocument): readonly string[] {
  return annotations.of(document).map(lineOf)
}

function lineOf({ line, text, faded }: Annotation): string {
  const timeless = text.replace(/( ·)? [\d.]+ (ms|s|min|h)(?= ·|$)/, '')
  return `${line}: ${faded ? `(${timeless})` : timeless}`
}

/** Replaces the first occurrence of a text in a document. */
export async function replace(editor: vscode.TextEditor, what: string, by: string): Promise<void> {
  const start = editor.document.getText().indexOf(what)
  assert.notEqual(start, -1, `${what} is not in the text`)
  const range = new vscode.Range(editor.document.positionAt(start), editor.document.positionAt(start + what.length))
  assert.ok(await editor.edit(edit => edit.replace(range, by)))
}
