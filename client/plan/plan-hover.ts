import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as vscode from 'vscode'
import type { Graphs } from '../graph/graphs.ts'
import { rootOf } from '../run/run-command.ts'
import type { TargetChoice } from '../run/target-choice.ts'
import { expectation } from './plan-text.ts'
import type { Plans } from './plans.ts'

/** Over a task's name: how long it is expected to take, and how much longer it may. No runtime is made for that where nothing has ever run. */
export class PlanHover implements vscode.HoverProvider {
  readonly #plans: Plans
  readonly #graphs: Graphs
  readonly #targets: TargetChoice

  constructor(plans: Plans, graphs: Graphs, targets: TargetChoice) {
    this.#plans = plans
    this.#graphs = graphs
    this.#targets = targets
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!vscode.workspace.isTrusted || document.uri.scheme !== 'file') return undefined
    const latest = this.#graphs.view(document)?.latest
    if (latest?.version !== document.version) return undefined
    for (const dag of latest.dags) {
      const here = dag.tasks.find(({ nameRange }) => rangeOf(nameRange).contains(position))
      if (!here) continue
      if (!existsSync(join(rootOf(document.uri), '.dagline', 'dagline.db'))) return undefined
      const plan = await this.#plans.fresh({ file: document.uri.fsPath, dag: dag.name, target: this.#targets.of(document) })
      const instances = dag.tasks.filter(task => task.declaration === here.declaration).map(task => task.name)
      const text = plan.kind === 'plan' ? expectation(plan, instances) : null
      return text === null ? undefined : new vscode.Hover(text, rangeOf(here.nameRange))
    }
    return undefined
  }
}

function rangeOf({ start, end }: { start: { line: number; character: number }; end: { line: number; character: number } }): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character)
}
