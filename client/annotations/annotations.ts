import * as vscode from 'vscode'
import { Coalescer } from '../coalescer.ts'
import type { Graphs } from '../graph/graphs.ts'
import { isDagline } from '../graph/graphs.ts'
import type { RanTexts } from '../run/ran-texts.ts'
import type { RunStore } from '../run/run-store.ts'
import { systemTimer } from '../timer.ts'
import { type Annotation, annotate } from './annotate.ts'
import { DeclaredLines } from './declared-lines.ts'
import { Decorations } from './decorations.ts'

export interface AnnotationsContext {
  readonly graphs: Graphs
  readonly runs: RunStore
  readonly ranTexts: RanTexts
}

/** Results at the ends of the tasks' lines, in every visible editor, while a run goes on and after it. */
export class Annotations implements vscode.Disposable {
  readonly #context: AnnotationsContext
  readonly #decorations = new Decorations()
  readonly #lines = new Map<string, DeclaredLines>()
  readonly #soon = new Coalescer(systemTimer, 60, () => this.#draw())
  /** Times of running tasks grow while nothing else happens. */
  readonly #tick = new Coalescer(systemTimer, 1000, () => this.#draw())
  readonly #disposables: { dispose(): void }[]

  constructor(context: AnnotationsContext) {
    this.#context = context
    this.#disposables = [
      this.#decorations,
      this.#soon,
      this.#tick,
      context.runs.changed.on(({ event }) => {
        if (event === 'task-log') return
        if (event === 'run-started') for (const document of vscode.workspace.textDocuments) this.#rememberTexts(document)
        this.#soon.soon()
      }),
      context.graphs.changed.on(({ document, view }) => {
        // An incomplete graph says nothing of what a syntax error hides: the edits alone move the results then.
        if (view.latest.complete !== false) this.#linesOf(document).reset(view.latest.dags)
        this.#rememberTexts(document)
        this.#soon.soon()
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
        this.#lines.get(document.uri.toString())?.edit(contentChanges),
      ),
      vscode.workspace.onDidCloseTextDocument(document => this.#lines.delete(document.uri.toString())),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#soon.soon()),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('dagline.annotations')) this.#soon.soon()
      }),
    ]
  }

  /** What a document shows now. */
  of(document: vscode.TextDocument): readonly Annotation[] {
    const view = this.#context.graphs.view(document)
    if (!view || !vscode.workspace.getConfiguration('dagline', document).get<boolean>('annotations.enabled', true)) return []
    return annotate(this.#context.runs.ofFile(document.uri.fsPath), {
      lines: this.#linesOf(document),
      dags: view.shown,
      ranTexts: run => this.#context.ranTexts.of(run),
      now: Date.now(),
    })
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (isDagline(editor.document)) this.#decorations.draw(editor, this.of(editor.document))
    }
    if (this.#context.runs.active().length > 0) this.#tick.soon()
  }

  /** A run that was started elsewhere counts as run with the texts that are seen first. */
  #rememberTexts(document: vscode.TextDocument): void {
    const dags = this.#context.graphs.view(document)?.shown ?? []
    for (const run of this.#context.runs.ofFile(document.uri.fsPath)) {
      const dag = dags.find(candidate => candidate.name === run.dag)
      if (dag && !this.#context.ranTexts.has(run.run)) this.#context.ranTexts.remember(run.run, dag)
    }
  }

  #linesOf(document: vscode.TextDocument): DeclaredLines {
    const uri = document.uri.toString()
    const known = this.#lines.get(uri)
    if (known) return known
    const lines = new DeclaredLines()
    const view = this.#context.graphs.view(document)
    if (view?.latest.version === document.version) lines.reset(view.latest.dags)
    this.#lines.set(uri, lines)
    return lines
  }
}
