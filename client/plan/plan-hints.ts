import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as vscode from 'vscode'
import type { GraphResultDag, ProtocolRange } from '../../server/protocol.ts'
import type { Graphs } from '../graph/graphs.ts'
import { rootOf } from '../run/run-command.ts'
import type { TargetChoice } from '../run/target-choice.ts'
import { expectation, hintOf } from './plan-text.ts'
import type { Plans } from './plans.ts'

/** Behind the heads of tasks that have run: whether the run's length hangs on them, and pointed at, how long they are expected to take. */
export class PlanHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #plans: Plans
  readonly #graphs: Graphs
  readonly #targets: TargetChoice
  readonly #changed = new vscode.EventEmitter<void>()
  readonly #subscriptions: { dispose(): void }[]
  readonly onDidChangeInlayHints = this.#changed.event

  constructor(plans: Plans, graphs: Graphs, targets: TargetChoice) {
    this.#plans = plans
    this.#graphs = graphs
    this.#targets = targets
    this.#subscriptions = [
      ...[plans.changed, graphs.changed, targets.changed].map(signal => signal.on(() => this.#changed.fire())),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('dagline.inlayHints')) this.#changed.fire()
      }),
    ]
  }

  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    if (!vscode.workspace.isTrusted || document.uri.scheme !== 'file') return []
    if (!vscode.workspace.getConfiguration('dagline', document).get<boolean>('inlayHints.plan', true)) return []
    const latest = this.#graphs.view(document)?.latest
    if (latest?.version !== document.version) return []
    // No runtime is made for that where nothing has ever run.
    if (!existsSync(join(rootOf(document.uri), '.dagline', 'dagline.db'))) return []
    return latest.dags.filter(dag => touches(dag.range, range)).flatMap(dag => this.#ofDag(document, dag, range))
  }

  dispose(): void {
    this.#changed.dispose()
    for (const subscription of this.#subscriptions) subscription.dispose()
  }

  #ofDag(document: vscode.TextDocument, dag: GraphResultDag, range: vscode.Range): vscode.InlayHint[] {
    const plan = this.#plans.of({ file: document.uri.fsPath, dag: dag.name, target: this.#targets.of(document) })
    if (plan?.kind !== 'plan') return []
    const seen = Map.groupBy(
      dag.tasks.filter(task => touches(task.nameRange, range)),
      task => task.declaration,
    )
    return [...seen.values()].flatMap(tasks => {
      const names = tasks.map(task => task.name)
      const text = hintOf(plan, names)
      if (text === null) return []
      const hint = new vscode.InlayHint(headEnd(document, tasks[0]!.nameRange), text)
      hint.paddingLeft = true
      hint.tooltip = expectation(plan, names) ?? undefined
      return [hint]
    })
  }
}

/** Behind the engine, where it stands on the line of the name. */
function headEnd(document: vscode.TextDocument, { end }: ProtocolRange): vscode.Position {
  const rest = document.lineAt(end.line).text.slice(end.character)
  return new vscode.Position(end.line, end.character + (/^\s*:\s*\w+/.exec(rest)?.[0].length ?? 0))
}

function touches({ start, end }: ProtocolRange, range: vscode.Range): boolean {
  return start.line <= range.end.line && end.line >= range.start.line
}
