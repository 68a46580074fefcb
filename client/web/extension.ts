import * as vscode from 'vscode'
import { Graphs, isDagline } from '../graph/graphs.ts'
import { ImportActions } from '../import/import-actions.ts'
import { PyDagImport } from '../import/pydag-import.ts'
import type { LanguageServer } from '../language/language-server.ts'
import { Plans } from '../plan/plans.ts'
import { pictureContent } from '../preview/content.ts'
import { Previews } from '../preview/previews.ts'
import { RunLens } from '../run/run-lens.ts'
import { RunStore } from '../run/run-store.ts'
import { Signal } from '../signal.ts'
import { words } from '../words.ts'
import { registerWebCommands } from './commands.ts'
import { languageServerWorker } from './server-worker.ts'

/** What the extension answers to others in the same host: its tests read it. */
export interface DaglineWebExtension {
  readonly graphs: Graphs
  readonly previews: Previews
  /** Settles once the language server has started, or could not. Asking starts it. */
  readonly serverStarted: Promise<void>
}

/** In a browser: language features and preview. Nothing runs, so the store of runs stays empty and every file has its first target. */
export function activate(context: vscode.ExtensionContext): DaglineWebExtension {
  const log = vscode.window.createOutputChannel('Dagline', { log: true })
  const server: LanguageServer = languageServerWorker(vscode.Uri.joinPath(context.extensionUri, 'dist/web/server.js').toString(true), log)
  let started: Promise<void> | null = null
  const startOnce = (): Promise<void> => (started ??= server.start())
  const graphs = new Graphs(server)
  const runs = new RunStore(path => path)
  const targets = { of: () => 'local', changed: new Signal<void>() }
  const plans = new Plans(() => Promise.reject(new Error(words.run.notInBrowser)))
  const previews = new Previews(context.extensionUri, { graphs, runs, plans, targets, log, html: pictureContent(context.extensionUri) })
  const lens = new RunLens({ graphs, runs, targets, canRun: () => false })
  server.running.on(() => graphs.refresh())
  server.graphChanged.on(uri => graphs.refresh(uri))
  context.subscriptions.push(
    log,
    graphs,
    previews,
    lens,
    vscode.languages.registerCodeLensProvider({ language: 'dagline' }, lens),
    new ImportActions(),
    new PyDagImport(async params => {
      await startOnce()
      return server.importPyDag(params)
    }),
    registerWebCommands(context.extension, { previews, restartServer: () => server.restart() }),
    server,
  )
  void vscode.commands.executeCommand('setContext', 'dagline.cannotRun', true)
  // JSON, SQL and Python files activate the extension too; a server is for who has a `.dag` file.
  const startFor = (document: vscode.TextDocument): void => {
    if (isDagline(document)) void startOnce()
  }
  context.subscriptions.push(vscode.workspace.onDidOpenTextDocument(startFor))
  for (const document of vscode.workspace.textDocuments) startFor(document)
  return {
    graphs,
    previews,
    get serverStarted() {
      return startOnce()
    },
  }
}
