import * as vscode from 'vscode'
import type { RunStore } from '../run/run-store.ts'
import type { Runtimes } from '../run/runtimes.ts'
import { words } from '../words.ts'
import { rowsText } from './rows-text.ts'

/** Identity of a result as a document: `dagline-result:/RUN/TASK.txt`, parts percent-encoded. */
const scheme = 'dagline-result'
/** As many as the runtime keeps. */
const mostRows = 100

/** The first rows of what tasks answered, as read-only documents. */
export class ResultDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #runs: RunStore
  readonly #runtimes: Runtimes
  readonly #registration: vscode.Disposable

  constructor(runs: RunStore, runtimes: Runtimes) {
    this.#runs = runs
    this.#runtimes = runtimes
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this)
  }

  async provideTextDocumentContent({ path }: vscode.Uri): Promise<string> {
    const [, run = '', task = ''] = (/^\/([^/]+)\/([^/]+)\.txt$/.exec(path) ?? []).map(decodeURIComponent)
    const rows = await this.#runtimes.previewRows(run, task, mostRows).catch(() => null)
    if (!rows) return words.result.none
    const dag = this.#runs.get(run)?.dag ?? ''
    return rowsText(rows.table === undefined ? words.result.title(task, dag, run) : words.result.table(rows.table, task), rows)
  }

  async show(run: string, task: string): Promise<void> {
    const path = `/${encodeURIComponent(run)}/${encodeURIComponent(task)}.txt`
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path })), { preview: true })
  }

  dispose(): void {
    this.#registration.dispose()
  }
}
