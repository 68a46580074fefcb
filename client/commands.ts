import * as vscode from 'vscode'
import { hasRows } from './annotations/task-result.ts'
import { isDagline } from './graph/graphs.ts'
import type { Previews } from './preview/previews.ts'
import type { ResultDocuments } from './result/result-documents.ts'
import { checkConnection } from './run/check-connection.ts'
import type { LogDocuments } from './run/log-documents.ts'
import { type RunContext, type RunWish, runDag } from './run/run-command.ts'
import { pickRun, pickTask } from './run/run-picks.ts'
import type { RunProgress, TaskProgress } from './run/run-progress.ts'
import { words } from './words.ts'

export interface CommandContext extends RunContext {
  readonly previews: Previews
  readonly logs: LogDocuments
  readonly results: ResultDocuments
  readonly restartServer: () => Promise<void>
}

/** What a command is called with: nothing from the palette, a URI from the explorer, names from a lens or the picture. */
type Argument = vscode.Uri | Names | { readonly run: RunProgress; readonly task?: TaskProgress } | undefined

interface Names {
  readonly uri?: string
  readonly dag?: string
  readonly run?: string
  readonly task?: string
  readonly inputs?: Readonly<Record<string, string>>
}

export function registerCommands(context: CommandContext): vscode.Disposable {
  const { previews, runs, runtimes, targets } = context
  const commands: Readonly<Record<string, (argument: Argument) => unknown>> = {
    preview: async argument => {
      const document = await documentOf(argument, context)
      if (document) previews.show(document, named(argument).dag ?? null)
      else void vscode.window.showWarningMessage(words.preview.noDocument)
    },
    lockPreview: () => previews.active()?.toggleLock(),
    run: argument => run(argument, {}, context),
    runOn: argument => run(argument, { askTarget: true }, context),
    runWithoutCache: argument => run(argument, { cache: false }, context),
    resume: argument => resume(argument, context),
    selectTarget: async argument => {
      const document = await documentOf(argument, context)
      if (document) await targets.select(document)
    },
    checkConnection: async argument => {
      const document = await documentOf(argument, context)
      if (document) await checkConnection(document, context)
      else void vscode.window.showWarningMessage(words.run.noDocument)
    },
    cancel: async argument => {
      const active = runs.active()
      const wanted = named(argument).run ?? (active.length === 1 ? active[0]!.run : (await pickRun(active))?.run)
      if (wanted !== undefined) await runtimes.cancel(wanted)
      else if (active.length === 0) void vscode.window.showInformationMessage(words.run.nothingRuns)
    },
    showLog: argument => showLog(argument, context),
    showResult: argument => showResult(argument, context),
    openRuns: async () => {
      const chosen = await pickRun(runs.all())
      if (chosen) await showLog({ run: chosen.run }, context)
    },
    clearResults: async argument => {
      const document = await documentOf(argument, context)
      if (document) runs.forget(document.uri.fsPath)
    },
    restartServer: () => context.restartServer(),
  }
  const registered = Object.entries(commands).map(([name, act]) => vscode.commands.registerCommand(`dagline.${name}`, act))
  return vscode.Disposable.from(...registered)
}

async function run(argument: Argument, wish: RunWish, context: CommandContext): Promise<string | undefined> {
  const document = await documentOf(argument, context)
  if (!document) {
    void vscode.window.showWarningMessage(words.run.noDocument)
    return undefined
  }
  const { dag, inputs } = named(argument)
  return runDag(document, { ...wish, ...(dag === undefined ? {} : { dag }), ...(inputs === undefined ? {} : { inputs }) }, context)
}

/** Goes on with a run that was named, or with one of the document's that did not end well. */
async function resume(argument: Argument, context: CommandContext): Promise<string | undefined> {
  const { run: wanted } = named(argument)
  const document = wanted === undefined ? await documentOf(argument, context) : undefined
  const among = document ? context.runs.ofFile(document.uri.fsPath) : context.runs.all()
  const found = wanted === undefined ? await pickRun(among.filter(({ canResume }) => canResume)) : context.runs.get(wanted)
  if (found) return runDag(await vscode.workspace.openTextDocument(found.file), { dag: found.dag, resume: found }, context)
  if (!among.some(({ canResume }) => canResume)) void vscode.window.showInformationMessage(words.run.nothingToResume)
  return undefined
}

/** The log of the task that is named, of a dag's newest run or of a certain run; what is not named is asked for. */
async function showLog(argument: Argument, context: CommandContext): Promise<void> {
  const found = await chooseRun(argument, context)
  if (!found) return
  const instances = instancesOf(found, named(argument).task)
  const wanted = instances.length === 1 ? instances[0] : await pickTask(found, instances)
  if (wanted) await context.logs.show(found.run, wanted.name)
}

/** The first rows of what a task answered. */
async function showResult(argument: Argument, context: CommandContext): Promise<void> {
  const found = await chooseRun(argument, context)
  if (!found) return
  const { task } = named(argument)
  const answered = (task === undefined ? [...found.tasks.values()] : instancesOf(found, task)).filter(hasRows)
  if (answered.length === 0) void vscode.window.showInformationMessage(words.result.noTask)
  const wanted = answered.length <= 1 ? answered[0] : await pickTask(found, answered)
  if (wanted) await context.results.show(found.run, wanted.name)
}

function instancesOf(run: RunProgress, task: string | undefined): readonly TaskProgress[] {
  return [...run.tasks.values()].filter(({ name, declaration }) => name === task || declaration === task)
}

async function chooseRun(argument: Argument, { runs, previews }: CommandContext): Promise<RunProgress | undefined> {
  const { uri, dag, run } = named(argument)
  const document = uri === undefined ? (previews.active()?.document ?? vscode.window.activeTextEditor?.document) : undefined
  const file = uri === undefined ? document?.uri.fsPath : vscode.Uri.parse(uri).fsPath
  const ofFile = file === undefined ? [] : runs.ofFile(file)
  const found =
    (run === undefined ? undefined : runs.get(run)) ??
    (file !== undefined && dag !== undefined ? runs.newest(file, dag) : undefined) ??
    (await pickRun(ofFile.length > 0 ? ofFile : runs.all()))
  if (!found && runs.all().length === 0) void vscode.window.showInformationMessage(words.run.noRuns)
  return found
}

async function documentOf(argument: Argument, { previews }: CommandContext): Promise<vscode.TextDocument | undefined> {
  if (argument instanceof vscode.Uri) return vscode.workspace.openTextDocument(argument)
  const { uri } = named(argument)
  if (uri !== undefined) return vscode.workspace.openTextDocument(vscode.Uri.parse(uri))
  const active = vscode.window.activeTextEditor?.document
  return active && isDagline(active) ? active : previews.active()?.document
}

/** A tree hands over its own node, whose run is more than a name. */
function named(argument: Argument): Names {
  if (argument === undefined || argument instanceof vscode.Uri) return {}
  if (typeof argument.run === 'object') {
    const task = typeof argument.task === 'object' ? argument.task.name : undefined
    return { run: argument.run.run, ...(task === undefined ? {} : { task }) }
  }
  return argument as Names
}
