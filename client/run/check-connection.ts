import * as vscode from 'vscode'
import { words } from '../words.ts'
import { mayRun, type RunContext, rootOf } from './run-command.ts'
import { taskEnvironment } from './run-inputs.ts'
import { pickTarget, targetsOf } from './run-questions.ts'

/** Tries what the tasks of a document need on a target, and lists what works and what mends the rest. */
export async function checkConnection(document: vscode.TextDocument, context: RunContext): Promise<void> {
  if (!(await mayRun(document))) return
  const graph = (await context.graphs.fresh(document))?.latest
  if (!graph) {
    void vscode.window.showWarningMessage(words.run.noGraph)
    return
  }
  const others = targetsOf(graph).filter(({ name }) => name !== 'local')
  if (others.length === 0) {
    void vscode.window.showInformationMessage(words.connection.noTarget)
    return
  }
  const chosen = context.targets.of(document)
  const target = chosen !== 'local' ? chosen : others.length === 1 ? others[0]!.name : await pickTarget(graph, chosen)
  if (target === undefined) return
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)
  const asking = context.runtimes.check(rootOf(document.uri), {
    file: document.uri.fsPath,
    target,
    ...(folder ? { workspace: folder.uri.fsPath } : {}),
    env: taskEnvironment(process.env),
  })
  const progress = { location: vscode.ProgressLocation.Notification, title: words.connection.trying(target) }
  const checked = await vscode.window.withProgress(progress, () => asking)
  if (checked.kind === 'refused') {
    void vscode.window.showWarningMessage(checked.message)
    return
  }
  const items = checked.checks.map(({ what, ok, told, mend }): vscode.QuickPickItem & { mend?: string } => ({
    label: `${ok ? '$(pass)' : '$(error)'} ${what}`,
    detail: mend === undefined ? told : `${told} ${mend}`,
    ...(mend === undefined ? {} : { mend }),
  }))
  const broken = checked.checks.filter(({ ok }) => !ok).length
  const picked = await vscode.window.showQuickPick(items, {
    title: broken === 0 ? words.connection.works(target) : words.connection.broken(target, broken),
    placeHolder: words.connection.copy,
    matchOnDetail: true,
  })
  if (picked?.mend !== undefined) await vscode.env.clipboard.writeText(picked.mend)
}
