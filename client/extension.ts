import { dirname } from 'node:path'
import * as vscode from 'vscode'
import { Annotations } from './annotations/annotations.ts'
import { registerCommands } from './commands.ts'
import { FailureProblems } from './failures/failure-problems.ts'
import { Graphs, isDagline } from './graph/graphs.ts'
import { ImportActions } from './import/import-actions.ts'
import { PyDagImport } from './import/pydag-import.ts'
import type { LanguageServer } from './language/language-server.ts'
import { mayBeScript } from './language/scripts-in-use.ts'
import { PlanHints } from './plan/plan-hints.ts'
import { PlanHover } from './plan/plan-hover.ts'
import { Plans } from './plan/plans.ts'
import { pictureContent } from './preview/content.ts'
import { Previews } from './preview/previews.ts'
import { ResultDocuments } from './result/result-documents.ts'
import { connectTo } from './run/connect.ts'
import { fileKeyOf } from './run/file-key.ts'
import { LogDocuments } from './run/log-documents.ts'
import { RanTexts } from './run/ran-texts.ts'
import { reattachment } from './run/reattach.ts'
import { isOnDisk } from './run/run-command.ts'
import { taskEnvironment } from './run/run-inputs.ts'
import { RunLens } from './run/run-lens.ts'
import { RunStatus } from './run/run-status.ts'
import { RunStore } from './run/run-store.ts'
import { Runtimes } from './run/runtimes.ts'
import { TargetChoice } from './run/target-choice.ts'
import { RunsTree } from './views/runs-tree.ts'
import { words } from './words.ts'

/** What the extension answers to others in the same host: its tests read it. */
export interface DaglineExtension {
  readonly graphs: Graphs
  readonly runs: RunStore
  readonly annotations: Annotations
  readonly previews: Previews
  /** Settles once the language server has started, or could not. Asking starts it. */
  readonly serverStarted: Promise<void>
}

/** Only wires things up: the language server starts with the first `.dag` file after this has returned, the runtime with the first run. */
export function activate(context: vscode.ExtensionContext): DaglineExtension {
  const log = vscode.window.createOutputChannel('Dagline', { log: true })
  const server: { current?: LanguageServer } = {}
  let started: Promise<void> | null = null
  const startOnce = (): Promise<void> => (started ??= startServer(context, log, server, graphs))
  const graphs = new Graphs({ graph: async uri => (await server.current?.graph(uri)) ?? null })
  const fileKey = fileKeyOf(process.platform)
  const runs = new RunStore(fileKey)
  const ranTexts = new RanTexts({
    get: key => context.workspaceState.get(key),
    set: (key, value) => void context.workspaceState.update(key, value),
  })
  const runtimes = new Runtimes(
    connectTo(context.asAbsolutePath('dist/runtime.mjs')),
    runs,
    root => runs.lose(progress => fileKey(dirname(progress.file)) === fileKey(root), words.run.connectionLost),
    () => taskEnvironment(process.env),
  )
  const targets = new TargetChoice(context.workspaceState, graphs)
  const plans = new Plans(request => runtimes.plan(dirname(request.file), { ...request, env: taskEnvironment(process.env) }))
  const previews = new Previews(context.extensionUri, { graphs, runs, plans, targets, log, html: pictureContent(context.extensionUri) })
  const annotations = new Annotations({ graphs, runs, ranTexts })
  const logs = new LogDocuments(runs)
  const results = new ResultDocuments(runs, runtimes)
  const lens = new RunLens({ graphs, runs, targets, canRun: isOnDisk })
  const planHints = new PlanHints(plans, graphs, targets)
  context.subscriptions.push(
    log,
    graphs,
    runtimes,
    targets,
    previews,
    annotations,
    logs,
    results,
    lens,
    planHints,
    new RunStatus(runs),
    new RunsTree(runs),
    new FailureProblems(graphs, runs, fileKey),
    runs.changed.on(({ event }) => {
      if (event === 'run-finished') plans.outdate()
    }),
    vscode.workspace.onDidSaveTextDocument(() => plans.outdate()),
    vscode.languages.registerHoverProvider({ language: 'dagline' }, new PlanHover(plans, graphs, targets)),
    vscode.languages.registerInlayHintsProvider({ language: 'dagline' }, planHints),
    vscode.languages.registerCodeLensProvider({ language: 'dagline' }, lens),
    new ImportActions(),
    new PyDagImport(async params => {
      await startOnce()
      return (await server.current?.importPyDag(params)) ?? null
    }),
    registerCommands({
      graphs,
      runs,
      runtimes,
      ranTexts,
      targets,
      previews,
      logs,
      results,
      log,
      restartServer: async () => server.current?.restart(),
    }),
    reattachment(runtimes, ranTexts, log),
    { dispose: () => server.current?.dispose() },
  )
  // JSON, SQL and Python files activate the extension too, for what it offers there; a server and a view of runs are for who has a `.dag` file.
  const startFor = (document: vscode.TextDocument): void => {
    if (isDagline(document)) void startOnce()
    else if (started === null)
      void mayBeScript(document).then(
        may => (may ? startOnce() : undefined),
        problem => log.debug(String(problem)),
      )
  }
  context.subscriptions.push(vscode.workspace.onDidOpenTextDocument(startFor))
  for (const document of vscode.workspace.textDocuments) startFor(document)
  return {
    graphs,
    runs,
    annotations,
    previews,
    get serverStarted() {
      return startOnce()
    },
  }
}

/** The client's code is loaded after activation too: it is the biggest part of the bundle. */
async function startServer(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  server: { current?: LanguageServer },
  graphs: Graphs,
): Promise<void> {
  void vscode.commands.executeCommand('setContext', 'dagline.active', true)
  await new Promise(resolve => setImmediate(resolve))
  const { languageServerProcess } = await import('./language/server-process.ts')
  server.current = languageServerProcess(context.asAbsolutePath('dist/server.mjs'), log)
  server.current.running.on(() => graphs.refresh())
  server.current.graphChanged.on(uri => graphs.refresh(uri))
  await server.current.start()
}
