import * as vscode from 'vscode'
import { duration } from '../annotations/format.ts'
import { glyphs, hasRows, taskText } from '../annotations/task-result.ts'
import { Coalescer } from '../coalescer.ts'
import { predictedAndTaken } from '../plan/plan-text.ts'
import type { RunProgress, TaskProgress } from '../run/run-progress.ts'
import type { RunStore } from '../run/run-store.ts'
import { systemTimer } from '../timer.ts'

/** A run, or a task of it. */
type Node = { readonly run: RunProgress; readonly task?: TaskProgress }

/** The runs that this window knows, the newest first, and their tasks; a click on a task shows its log. */
export class RunsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #runs: RunStore
  readonly #changed = new vscode.EventEmitter<undefined>()
  readonly #soon = new Coalescer(systemTimer, 150, () => this.#changed.fire(undefined))
  readonly #disposables: { dispose(): void }[]
  readonly onDidChangeTreeData = this.#changed.event

  constructor(runs: RunStore) {
    this.#runs = runs
    this.#disposables = [
      this.#changed,
      this.#soon,
      vscode.window.registerTreeDataProvider('dagline.runs', this),
      runs.changed.on(({ event }) => {
        if (event !== 'task-log') this.#soon.soon()
      }),
    ]
  }

  getChildren(node?: Node): Node[] {
    if (!node) return this.#runs.all().map(run => ({ run }))
    return node.task ? [] : [...node.run.tasks.values()].map(task => ({ run: node.run, task }))
  }

  getTreeItem({ run, task }: Node): vscode.TreeItem {
    return task ? taskItem(run, task) : runItem(run)
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
  }
}

function runItem(run: RunProgress): vscode.TreeItem {
  const item = new vscode.TreeItem(`${glyphs[run.state]} ${run.dag}`, vscode.TreeItemCollapsibleState.Collapsed)
  const time = run.seconds === null ? `${run.ended}/${run.tasks.size}` : duration(run.seconds)
  item.id = run.run
  item.description = `${new Date(run.started).toLocaleTimeString()} · ${time} · ${run.target}`
  item.contextValue = run.state === 'running' ? 'running' : run.canResume ? 'resumable' : 'ended'
  const lengths = predictedAndTaken(run.predictedSeconds, run.seconds)
  item.tooltip = run.error?.message ?? [`${run.dag}: ${run.state}`, ...(lengths === null ? [] : [lengths])].join(', ')
  return item
}

function taskItem(run: RunProgress, task: TaskProgress): vscode.TreeItem {
  const item = new vscode.TreeItem(`${glyphs[task.state]} ${task.name}`)
  item.id = `${run.run}/${task.name}`
  item.contextValue = hasRows(task) ? 'rows' : 'task'
  item.description = taskText(task, Date.now())
  item.command = { title: '', command: 'dagline.showLog', arguments: [{ run: run.run, task: task.name }] }
  return item
}
