import * as vscode from 'vscode'
import type { ImportParams, ImportResult, ImportResultNote } from '../../server/protocol.ts'
import { fileNameOf } from '../file-name.ts'
import { words } from '../words.ts'
import { looksLikePyDag } from './looks-like-pydag.ts'

type Imported = Extract<ImportResult, { kind: 'imported' }>

/** The command that turns a pyDag document into a `.dag` file beside it. What is to be looked at are problems of the document. */
export class PyDagImport implements vscode.Disposable {
  readonly #ask: (params: ImportParams) => Promise<ImportResult | null>
  readonly #notes = vscode.languages.createDiagnosticCollection('dagline import')
  readonly #disposables: vscode.Disposable

  constructor(ask: (params: ImportParams) => Promise<ImportResult | null>) {
    this.#ask = ask
    this.#disposables = vscode.Disposable.from(
      this.#notes,
      vscode.commands.registerCommand('dagline.importPyDag', (uri?: unknown) => this.#import(uri instanceof vscode.Uri ? uri : undefined)),
      // What was said of a text is not said of another.
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#notes.delete(document.uri)
      }),
      vscode.workspace.onDidCloseTextDocument(document => this.#notes.delete(document.uri)),
    )
  }

  dispose(): void {
    this.#disposables.dispose()
  }

  /** Answers with the file that was written, if one was. */
  async #import(named: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
    const uri = named ?? activePyDag() ?? (await pickFile())
    const document = uri && (await openText(uri))
    if (!document) return undefined
    const file = fileNameOf(document.uri)
    const result = await this.#ask({ text: document.getText(), name: file.replace(/\.json$/i, '') })
    if (result === null) {
      void vscode.window.showErrorMessage(words.import.noServer)
      return undefined
    }
    this.#notes.set(document.uri, result.notes.map(diagnosticOf))
    if (result.kind === 'refused') {
      void tellRefusal(document, result.notes[0])
      return undefined
    }
    const written = document.isUntitled ? await openUntitled(result) : await this.#write(document.uri, result)
    if (written && result.notes.length > 0) void tellNotes(fileNameOf(written), result.notes.length, file)
    return written
  }

  async #write(from: vscode.Uri, imported: Imported): Promise<vscode.Uri | undefined> {
    const place = await choosePlace(from)
    if (!place) return undefined
    const edit = new vscode.WorkspaceEdit()
    edit.createFile(place.uri, { overwrite: place.overwrite, contents: bytesOf(imported.text) })
    for (const { path, text } of imported.files) {
      // One that is there may have been completed by a person.
      const uri = vscode.Uri.joinPath(place.uri, '..', path)
      if (!(await exists(uri))) edit.createFile(uri, { contents: bytesOf(text) })
    }
    if (!(await vscode.workspace.applyEdit(edit))) {
      void vscode.window.showErrorMessage(words.import.notWritten(fileNameOf(place.uri)))
      return undefined
    }
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(place.uri))
    return place.uri
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The document of the active editor, where it looks like one. */
function activePyDag(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document
  return document?.languageId === 'json' && looksLikePyDag(document.getText()) ? document.uri : undefined
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const { pick, pickTitle, documents } = words.import
  const picked = await vscode.window.showOpenDialog({ title: pickTitle, openLabel: pick, filters: { [documents]: ['json'] } })
  return picked?.[0]
}

async function openText(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri)
  } catch {
    void vscode.window.showErrorMessage(words.import.cannotOpen(fileNameOf(uri)))
    return undefined
  }
}

/** A document that is not on the disk yet becomes another such. */
async function openUntitled(imported: Imported): Promise<vscode.Uri> {
  const document = await vscode.workspace.openTextDocument({ language: 'dagline', content: imported.text })
  await vscode.window.showTextDocument(document)
  return document.uri
}

/** Beside the document; a file that is there is replaced only by who says so. */
async function choosePlace(from: vscode.Uri): Promise<{ readonly uri: vscode.Uri; readonly overwrite: boolean } | undefined> {
  const uri = from.with({ path: `${from.path.replace(/\.json$/i, '')}.dag` })
  if (!(await exists(uri))) return { uri, overwrite: false }
  const { exists: isThere, replace, openIt, elsewhere } = words.import
  const choice = await vscode.window.showWarningMessage(isThere(fileNameOf(uri)), replace, openIt, elsewhere)
  if (choice === replace) return { uri, overwrite: true }
  if (choice === openIt) await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri))
  const other = choice === elsewhere ? await vscode.window.showSaveDialog({ defaultUri: uri, filters: { Dagline: ['dag'] } }) : undefined
  // The dialog has asked already.
  return other && { uri: other, overwrite: true }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri)
    return true
  } catch {
    return false
  }
}

function diagnosticOf(note: ImportResultNote): vscode.Diagnostic {
  const severity = note.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning
  const diagnostic = new vscode.Diagnostic(rangeOf(note), note.message, severity)
  diagnostic.source = 'dagline'
  diagnostic.code = note.code
  return diagnostic
}

function rangeOf({ range: { start, end } }: ImportResultNote): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character)
}

async function tellRefusal(document: vscode.TextDocument, note: ImportResultNote | undefined): Promise<void> {
  if (!note) return
  const { refused, show } = words.import
  const message = refused(fileNameOf(document.uri), note.range.start.line + 1, note.message)
  if ((await vscode.window.showErrorMessage(message, show)) === show)
    await vscode.window.showTextDocument(document, { selection: rangeOf(note) })
}

async function tellNotes(file: string, count: number, document: string): Promise<void> {
  const { written, showProblems } = words.import
  if ((await vscode.window.showInformationMessage(written(file, count, document), showProblems)) === showProblems)
    await vscode.commands.executeCommand('workbench.actions.view.problems')
}
