import { basename, dirname } from 'node:path'
import * as vscode from 'vscode'
import type { StartRun } from '../../runtime/protocol.ts'
import type { GraphResult, GraphResultDag } from '../../server/protocol.ts'
import type { Graphs } from '../graph/graphs.ts'
import { words } from '../words.ts'
import { saveBeforeRun } from './dirty-files.ts'
import type { RanTexts } from './ran-texts.ts'
import { givenInputs, taskEnvironment } from './run-inputs.ts'
import type { RunProgress } from './run-progress.ts'
import { askInputs, chooseDag, confirmTarget, pickTarget } from './run-questions.ts'
import type { RunStore } from './run-store.ts'
import type { Runtimes, StartOutcome } from './runtimes.ts'
import type { TargetChoice } from './target-choice.ts'

/** What a command or a lens may ask for. */
export interface RunWish {
  readonly dag?: string
  /** Ask where to run, instead of taking the target that was chosen last. */
  readonly askTarget?: boolean
  /** Values of inputs; with them nothing is asked, and the others have their defaults. */
  readonly inputs?: Readonly<Record<string, string>>
  /** False: nothing that is there already is reused. */
  readonly cache?: boolean
  /** A run to go on with: what it was given, it is given again, and nothing is asked. */
  readonly resume?: RunProgress
}

type WantedRun = Pick<StartRun, 'target' | 'inputs' | 'cache' | 'resume' | 'confirmed'> & { readonly dag: string }

export interface RunContext {
  readonly graphs: Graphs
  readonly runs: RunStore
  readonly runtimes: Runtimes
  readonly ranTexts: RanTexts
  readonly targets: TargetChoice
  readonly log: vscode.LogOutputChannel
}

/** The folder whose runtime runs a file, the file's own, as on the command line: both must come to the same one. */
export function rootOf(uri: vscode.Uri): string {
  return dirname(uri.fsPath)
}

/** Whether a document is, or once it is saved can be, where tasks run. */
export function isOnDisk({ uri, isUntitled }: vscode.TextDocument): boolean {
  return isUntitled || uri.scheme === 'file'
}

/** Runs a dag of a document: asks what must be asked, saves, starts. Answers with the run, once it is recorded. */
export async function runDag(document: vscode.TextDocument, wish: RunWish, context: RunContext): Promise<string | undefined> {
  if (!(await mayRun(document)) || !(await saveBeforeRun(document))) return undefined
  const view = await context.graphs.fresh(document, true)
  const graph = view?.latest
  const dag = graph && (await chooseDag(document, graph.dags, wish.dag))
  if (!graph || !dag) {
    if (!graph) void vscode.window.showWarningMessage(words.run.noGraph)
    return undefined
  }
  const running = context.runs.newest(document.uri.fsPath, dag.name)
  if (running?.state === 'running') {
    void offerRunning(dag.name, running.run, document)
    return undefined
  }
  const wanted = wish.resume
    ? { dag: dag.name, target: wish.resume.target, resume: wish.resume.run }
    : await askWhat(document, graph, dag, wish, context)
  if (!wanted) return undefined
  let outcome = await start(document, wanted, context)
  if (outcome?.kind === 'refused' && outcome.reason === 'confirm') {
    const confirmed = await confirmTarget(wanted.target)
    if (confirmed === undefined) return undefined
    outcome = await start(document, { ...wanted, confirmed }, context)
  }
  if (outcome?.kind === 'started') {
    context.ranTexts.remember(outcome.run, dag)
    return outcome.run
  }
  // Nobody waits for an answer to a message: it may stand there for hours.
  if (outcome) {
    context.log.warn(`${dag.name} was not run: ${outcome.message}`)
    void tellRefusal(outcome, dag.name, document)
  }
  return undefined
}

/** Where to run, and with what; undefined where the user gave up. */
async function askWhat(
  document: vscode.TextDocument,
  graph: GraphResult,
  dag: GraphResultDag,
  wish: RunWish,
  { targets }: RunContext,
): Promise<(WantedRun & { readonly target: string }) | undefined> {
  const target = wish.askTarget ? await pickTarget(graph, targets.of(document)) : targets.of(document)
  if (target === undefined) return undefined
  const answers = wish.inputs ? new Map(Object.entries(wish.inputs)) : await askInputs(dag)
  if (!answers) return undefined
  return { dag: dag.name, target, inputs: givenInputs(dag, answers), ...(wish.cache === undefined ? {} : { cache: wish.cache }) }
}

/** Whether tasks may run of a document; where not, it is told why. */
export async function mayRun(document: vscode.TextDocument): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    const { notTrusted, manageTrust } = words.run
    if ((await vscode.window.showWarningMessage(notTrusted, manageTrust)) === manageTrust)
      await vscode.commands.executeCommand('workbench.trust.manage')
    return vscode.workspace.isTrusted
  }
  if (document.uri.scheme === 'file') return true
  void vscode.window.showWarningMessage(document.isUntitled ? words.run.notSavedYet : words.run.notOnDisk(document.uri.scheme))
  return false
}

async function start(document: vscode.TextDocument, wanted: WantedRun, context: RunContext): Promise<StartOutcome | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)
  const starting = context.runtimes.start(rootOf(document.uri), {
    ...wanted,
    file: document.uri.fsPath,
    ...(folder ? { workspace: folder.uri.fsPath } : {}),
    origin: 'editor',
    env: taskEnvironment(process.env),
  })
  vscode.window.setStatusBarMessage(words.status.starting(wanted.dag), starting.then(noResult, noResult))
  try {
    return await starting
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    context.log.error(error instanceof Error ? error : reason)
    void tellFailedStart(reason, context.log)
    return undefined
  }
}

async function tellFailedStart(reason: string, log: vscode.LogOutputChannel): Promise<void> {
  const { showLog } = words.server
  if ((await vscode.window.showErrorMessage(words.run.runtimeFailed(reason), showLog)) === showLog) log.show()
}

async function tellRefusal(outcome: Extract<StartOutcome, { kind: 'refused' }>, dag: string, document: vscode.TextDocument): Promise<void> {
  if (outcome.reason === 'already-running' && outcome.run !== undefined) return offerRunning(dag, outcome.run, document)
  if (outcome.reason !== 'diagnostics') {
    void vscode.window.showErrorMessage(outcome.message)
    return
  }
  const { hasErrors, showProblems } = words.run
  if ((await vscode.window.showErrorMessage(hasErrors(basename(document.uri.path)), showProblems)) === showProblems)
    await vscode.commands.executeCommand('workbench.actions.view.problems')
}

/** A second run of a dag would write the same tables at once: show the first one, or end it. */
async function offerRunning(dag: string, run: string, document: vscode.TextDocument): Promise<void> {
  const { alreadyRunning, reveal, cancelIt } = words.run
  const choice = await vscode.window.showWarningMessage(alreadyRunning(dag), reveal, cancelIt)
  if (choice === reveal) await vscode.commands.executeCommand('dagline.preview', { uri: document.uri.toString(), dag })
  else if (choice === cancelIt) await vscode.commands.executeCommand('dagline.cancel', { run })
}

function noResult(): void {}
