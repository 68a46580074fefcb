import * as vscode from 'vscode'
import type { Graphs } from '../graph/graphs.ts'
import { isDagline } from '../graph/graphs.ts'
import { Signal } from '../signal.ts'
import { words } from '../words.ts'
import { pickTarget, targetsOf } from './run-questions.ts'

const key = 'dagline.targets'

/** Which target each file runs on: `local` until another is chosen. Shown in the status bar where a file has several. */
export class TargetChoice implements vscode.Disposable {
  readonly changed = new Signal<void>()
  readonly #memory: vscode.Memento
  readonly #graphs: Graphs
  readonly #item = vscode.window.createStatusBarItem('dagline.target', vscode.StatusBarAlignment.Right, 90)
  readonly #disposables: { dispose(): void }[]

  constructor(memory: vscode.Memento, graphs: Graphs) {
    this.#memory = memory
    this.#graphs = graphs
    this.#item.name = words.status.targetName
    this.#item.command = 'dagline.selectTarget'
    this.#disposables = [
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(() => this.#refresh()),
      graphs.changed.on(() => this.#refresh()),
      this.changed.on(() => this.#refresh()),
    ]
    this.#refresh()
  }

  /** A target that the file no longer has counts as not chosen. */
  of(document: vscode.TextDocument): string {
    const chosen = this.#all()[document.uri.toString()] ?? 'local'
    const graph = this.#graphs.view(document)?.latest
    return !graph || targetsOf(graph).some(({ name }) => name === chosen) ? chosen : 'local'
  }

  async select(document: vscode.TextDocument): Promise<void> {
    const view = await this.#graphs.fresh(document)
    const target = view && (await pickTarget(view.latest, this.of(document)))
    if (target === undefined) return
    await this.#memory.update(key, { ...this.#all(), [document.uri.toString()]: target })
    this.changed.fire()
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
  }

  #all(): Readonly<Record<string, string>> {
    return this.#memory.get<Record<string, string>>(key) ?? {}
  }

  #refresh(): void {
    const document = vscode.window.activeTextEditor?.document
    const graph = document && isDagline(document) ? this.#graphs.view(document)?.latest : undefined
    if (!document || !graph || targetsOf(graph).length < 2) {
      this.#item.hide()
      return
    }
    const target = this.of(document)
    this.#item.text = words.status.target(target)
    this.#item.tooltip = words.status.targetTooltip(target)
    this.#item.show()
  }
}
