import * as vscode from 'vscode'
import type { Graphs } from '../graph/graphs.ts'
import { words } from '../words.ts'
import type { RunStore } from './run-store.ts'
import type { TargetChoice } from './target-choice.ts'

/** Where the lenses get what they show. */
export interface LensContext {
  readonly graphs: Graphs
  readonly runs: RunStore
  readonly targets: Pick<TargetChoice, 'of' | 'changed'>
  /** Whether the dags of a document can be run from here at all. */
  readonly canRun: (document: vscode.TextDocument) => boolean
}

/** Above each dag: run it (or cancel the run), and show its graph. */
export class RunLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #context: LensContext
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #subscriptions: { dispose(): void }[]
  readonly onDidChangeCodeLenses = this.#changed.event

  constructor(context: LensContext) {
    const { graphs, runs, targets } = context
    this.#context = context
    this.#subscriptions = [
      graphs.changed.on(() => this.#changed.fire()),
      targets.changed.on(() => this.#changed.fire()),
      runs.changed.on(({ event }) => {
        if (event === 'run-started' || event === 'run-finished' || event === 'forgotten') this.#changed.fire()
      }),
    ]
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[] | undefined> {
    if (!vscode.workspace.getConfiguration('dagline', document).get<boolean>('codeLens.enabled', true)) return []
    // The lenses that are there stay until the answer comes; an empty one would make the lines jump.
    const graph = (await this.#context.graphs.fresh(document))?.latest
    if (!graph) return undefined
    const uri = document.uri.toString()
    const target = this.#context.targets.of(document)
    return graph.dags.flatMap(({ name: dag, nameRange: { start, end } }) => {
      const range = new vscode.Range(start.line, start.character, end.line, end.character)
      const run = this.#context.runs.newest(document.uri.fsPath, dag)
      const lens = (title: string, command: string, argument: object): vscode.CodeLens =>
        new vscode.CodeLens(range, { title, command, arguments: [argument] })
      const preview = lens(words.lens.preview, 'dagline.preview', { uri, dag })
      if (!this.#context.canRun(document)) return [preview]
      const first =
        run?.state === 'running'
          ? lens(words.lens.cancel, 'dagline.cancel', { run: run.run })
          : lens(words.lens.run(target === 'local' ? null : target), 'dagline.run', { uri, dag })
      const more = run?.canResume ? [lens(words.lens.resume, 'dagline.resume', { uri, run: run.run })] : []
      return [first, ...more, preview]
    })
  }

  dispose(): void {
    this.#changed.dispose()
    for (const subscription of this.#subscriptions) subscription.dispose()
  }
}
