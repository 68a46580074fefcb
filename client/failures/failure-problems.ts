import * as vscode from 'vscode'
import type { Graphs } from '../graph/graphs.ts'
import type { RunProgress } from '../run/run-progress.ts'
import type { FileKey, RunStore } from '../run/run-store.ts'
import { words } from '../words.ts'
import { type Failure, failuresOf } from './failures.ts'

const source = 'dagline run'

/** Failed tasks as problems, until the dag runs again; each leads to the task's log. */
export class FailureProblems implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #graphs: Graphs
  readonly #runs: RunStore
  readonly #fileKey: FileKey
  readonly #collection = vscode.languages.createDiagnosticCollection(source)
  readonly #failures = new Map<string, readonly Failure[]>()
  readonly #disposables: { dispose(): void }[]

  constructor(graphs: Graphs, runs: RunStore, fileKey: FileKey) {
    this.#graphs = graphs
    this.#runs = runs
    this.#fileKey = fileKey
    this.#disposables = [
      this.#collection,
      vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, this, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
      // After a reload of the window runs may be there before the graph, which says where their tasks stand.
      graphs.changed.on(({ document }) => {
        for (const progress of runs.ofFile(document.uri.fsPath))
          if (this.#failures.get(this.#keyOf(progress))?.some(isUnplaced)) this.#update(progress)
      }),
      runs.changed.on(({ progress, event, task }) => {
        const mayFail = event === 'task-state' && progress.tasks.get(task ?? '')?.error
        if (event === 'run-started' || event === 'run-finished' || event === 'forgotten' || mayFail) this.#update(progress)
      }),
    ]
  }

  provideCodeActions(_document: vscode.TextDocument, _range: vscode.Range, { diagnostics }: vscode.CodeActionContext): vscode.CodeAction[] {
    return diagnostics.flatMap(diagnostic => {
      const target = typeof diagnostic.code === 'object' ? diagnostic.code.target : undefined
      if (diagnostic.source !== source || target?.scheme !== 'command') return []
      const [argument] = JSON.parse(target.query) as [{ run: string; task: string }]
      const action = new vscode.CodeAction(words.run.logOf(argument.task), vscode.CodeActionKind.QuickFix)
      action.command = { title: action.title, command: target.path, arguments: [argument] }
      action.diagnostics = [diagnostic]
      return [action]
    })
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
  }

  #update(progress: RunProgress): void {
    const shown = this.#runs.newest(progress.file, progress.dag)
    const document = vscode.workspace.textDocuments.find(candidate => this.#fileKey(candidate.uri.fsPath) === this.#fileKey(progress.file))
    const dags = (document && this.#graphs.view(document)?.latest.dags) ?? []
    this.#failures.set(this.#keyOf(progress), shown ? failuresOf(shown, dags, (a, b) => this.#fileKey(a) === this.#fileKey(b)) : [])
    this.#publish()
  }

  #keyOf({ file, dag }: RunProgress): string {
    return `${this.#fileKey(file)}\n${dag}`
  }

  #publish(): void {
    const byFile = new Map<string, vscode.Diagnostic[]>()
    for (const failure of [...this.#failures.values()].flat()) {
      const file = byFile.get(failure.file)
      if (file) file.push(diagnosticOf(failure))
      else byFile.set(failure.file, [diagnosticOf(failure)])
    }
    this.#collection.clear()
    for (const [file, diagnostics] of byFile) this.#collection.set(vscode.Uri.file(file), diagnostics)
  }
}

function isUnplaced({ isPlaced }: Failure): boolean {
  return !isPlaced
}

function diagnosticOf(failure: Failure): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(failure.range), failure.message, vscode.DiagnosticSeverity.Error)
  const query = JSON.stringify([{ run: failure.run, task: failure.task }])
  diagnostic.source = source
  diagnostic.code = { value: failure.code, target: vscode.Uri.from({ scheme: 'command', path: 'dagline.showLog', query }) }
  if (failure.declaredAt) {
    const place = new vscode.Location(vscode.Uri.file(failure.dagFile), rangeOf(failure.declaredAt))
    diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(place, words.run.declaredHere(failure.task))]
  }
  return diagnostic
}

function rangeOf({ start, end }: Failure['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character)
}
