import * as vscode from 'vscode'
import { duration } from '../annotations/format.ts'
import { Coalescer } from '../coalescer.ts'
import { predictedAndTaken } from '../plan/plan-text.ts'
import { systemTimer } from '../timer.ts'
import { words } from '../words.ts'
import type { RunProgress } from './run-progress.ts'
import type { RunStore } from './run-store.ts'

/** The newest run in the status bar: how far it is, then how it ended. A click offers what can be done. */
export class RunStatus implements vscode.Disposable {
  readonly #runs: RunStore
  readonly #item = vscode.window.createStatusBarItem('dagline.run', vscode.StatusBarAlignment.Left, 10)
  readonly #soon = new Coalescer(systemTimer, 100, () => this.#refresh())
  readonly #subscription: { dispose(): void }
  #shown: RunProgress | undefined

  constructor(runs: RunStore) {
    this.#runs = runs
    this.#item.name = words.status.runName
    this.#item.command = 'dagline.openRuns'
    this.#subscription = runs.changed.on(({ progress, event, recalled }) => {
      if (event === 'run-started' && !recalled) this.#shown = progress
      if (event === 'forgotten' && this.#shown === progress) this.#shown = undefined
      if (event === 'run-finished' && !recalled) void tellFailure(progress)
      if (event !== 'task-log') this.#soon.soon()
    })
  }

  dispose(): void {
    this.#subscription.dispose()
    this.#soon.dispose()
    this.#item.dispose()
  }

  #refresh(): void {
    const active = this.#runs.active()
    void vscode.commands.executeCommand('setContext', 'dagline.running', active.length > 0)
    void vscode.commands.executeCommand(
      'setContext',
      'dagline.resumable',
      this.#runs.all().some(({ canResume }) => canResume),
    )
    const run = active.at(-1) ?? this.#shown
    if (!run) {
      this.#item.hide()
      return
    }
    const { state } = run
    this.#item.text =
      state === 'running'
        ? words.status.running(run.dag, run.ended, run.tasks.size)
        : words.status.ended(run.dag, state, duration(run.seconds ?? 0))
    this.#item.tooltip = words.status.runTooltip(predictedAndTaken(run.predictedSeconds, run.seconds))
    this.#item.backgroundColor = state === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined
    this.#item.show()
  }
}

async function tellFailure(run: RunProgress): Promise<void> {
  if (run.state !== 'failed') return
  const failed = [...run.tasks.values()].filter(task => task.state === 'failed')
  const { showTaskLog, showProblems, resume } = words.run
  const reason = (run.error ?? failed[0]?.error)?.message.split('\n', 1)[0]
  const message = words.run.failed(
    run.dag,
    failed.map(task => task.name),
    reason,
  )
  const choice = await vscode.window.showErrorMessage(message, ...(failed.length > 0 ? [showTaskLog] : []), showProblems, resume)
  if (choice === showProblems) await vscode.commands.executeCommand('workbench.actions.view.problems')
  if (choice === resume) await vscode.commands.executeCommand('dagline.resume', { run: run.run })
  if (choice === showTaskLog) await vscode.commands.executeCommand('dagline.showLog', { run: run.run, task: failed[0]!.name })
}
