import * as vscode from 'vscode'
import { duration } from '../annotations/format.ts'
import { glyphs, taskText } from '../annotations/task-result.ts'
import { words } from '../words.ts'
import type { RunProgress, TaskProgress } from './run-progress.ts'

/** One of several runs, picked; the only one without a question. */
export async function pickRun(runs: readonly RunProgress[]): Promise<RunProgress | undefined> {
  if (runs.length <= 1) return runs[0]
  const items = runs.map(run => ({
    label: `${glyphs[run.state]} ${run.dag}`,
    description: [run.state, run.seconds === null ? '' : duration(run.seconds), run.target].filter(Boolean).join(' · '),
    detail: new Date(run.started).toLocaleString(),
    run,
  }))
  return (await vscode.window.showQuickPick(items, { placeHolder: words.run.pickRun }))?.run
}

/** One of a run's tasks, picked; failed ones come first. */
export async function pickTask(run: RunProgress, among: readonly TaskProgress[]): Promise<TaskProgress | undefined> {
  const tasks = among.length > 0 ? among : [...run.tasks.values()]
  const items = [...tasks]
    .sort((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed'))
    .map(task => ({ label: `${glyphs[task.state]} ${task.name}`, description: taskText(task, Date.now()), task }))
  return (await vscode.window.showQuickPick(items, { placeHolder: words.run.pickTask, matchOnDescription: true }))?.task
}
