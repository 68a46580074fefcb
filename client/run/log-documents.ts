import * as vscode from 'vscode'
import { Coalescer } from '../coalescer.ts'
import { systemTimer } from '../timer.ts'
import { words } from '../words.ts'
import type { RunStore } from './run-store.ts'
import { fromLogPath, logPath, logScheme, logText } from './task-log.ts'

/** Logs of tasks as read-only documents that grow while the task runs. */
export class LogDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #runs: RunStore
  readonly #changed = new vscode.EventEmitter<vscode.Uri>()
  readonly #pending = new Set<string>()
  readonly #soon = new Coalescer(systemTimer, 200, () => this.#tell())
  readonly #disposables: { dispose(): void }[]
  readonly onDidChange = this.#changed.event

  constructor(runs: RunStore) {
    this.#runs = runs
    this.#disposables = [
      this.#changed,
      this.#soon,
      vscode.workspace.registerTextDocumentContentProvider(logScheme, this),
      runs.changed.on(({ progress, task }) => {
        if (task === undefined) return
        this.#pending.add(logPath(progress.run, task))
        this.#soon.soon()
      }),
    ]
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const named = fromLogPath(uri.path)
    const run = named && this.#runs.get(named.run)
    const task = named && run?.tasks.get(named.task)
    return run && task ? logText(run, task) : words.run.noLog
  }

  async show(run: string, task: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: logScheme, path: logPath(run, task) })
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), 'log')
    const editor = await vscode.window.showTextDocument(document, { preview: true })
    const end = document.lineAt(document.lineCount - 1).range
    editor.revealRange(end)
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
  }

  /** Only logs that are open are asked for again. */
  #tell(): void {
    for (const { uri } of vscode.workspace.textDocuments)
      if (uri.scheme === logScheme && this.#pending.has(uri.path)) this.#changed.fire(uri)
    this.#pending.clear()
  }
}
