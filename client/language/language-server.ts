import * as vscode from 'vscode'
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient'
import {
  type GraphChangedParams,
  type GraphParams,
  type GraphResult,
  graphChangedNotification,
  graphRequest,
  type ImportParams,
  type ImportResult,
  importRequest,
  type ServerOptions,
} from '../../server/protocol.ts'
import { Signal } from '../signal.ts'
import { words } from '../words.ts'
import { answerForFiles } from './client-files.ts'
import { RestartPolicy } from './restart-policy.ts'
import { registerShowReferences } from './show-references.ts'
import { withoutUnsavedScripts } from './unsaved-scripts.ts'

/** The schemes whose documents the server is told of, beside those of the workspace. Old versions in a diff (`git:`) are not among them. */
export const documentSchemes = ['file', 'untitled', 'vscode-vfs', 'vscode-test-web']

/** How the server comes to be: as a process, or as a worker. */
export interface ServerProgram {
  /** A client that starts it. */
  client(options: LanguageClientOptions): BaseLanguageClient
  /** Why it ended before it ran, in a few words. */
  whyNot(): string
}

/** The language server: started, restarted after a crash, and asked for graphs. */
export class LanguageServer implements vscode.Disposable {
  /** It answers, for the first time or again. */
  readonly running = new Signal<void>()
  /** The graph of that document may be another one. */
  readonly graphChanged = new Signal<string>()
  readonly #program: ServerProgram
  readonly #client: BaseLanguageClient
  #hasRun = false
  readonly #policy = new RestartPolicy({ restarts: 4, withinMilliseconds: 180_000 }, Date.now)
  readonly #log: vscode.LogOutputChannel
  readonly #showReferences = registerShowReferences()

  constructor(program: ServerProgram, log: vscode.LogOutputChannel) {
    this.#program = program
    this.#log = log
    this.#client = program.client(this.#options())
    answerForFiles(this.#client)
    this.#client.onNotification(graphChangedNotification, ({ uri }: GraphChangedParams) => this.graphChanged.fire(uri))
    this.#client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return
      this.#hasRun = true
      this.running.fire()
    })
  }

  async start(): Promise<void> {
    await this.#attempt(() => this.#client.start())
  }

  async restart(): Promise<void> {
    this.#policy.reset()
    await this.#attempt(async () => {
      await this.#client.stop()
      await this.#client.start()
    })
  }

  /** The graph of an open document; null where the server is not there or cannot say. */
  async graph(uri: string): Promise<GraphResult | null> {
    if (!this.#client.isRunning()) return null
    const params: GraphParams = { uri }
    try {
      return await this.#client.sendRequest<GraphResult | null>(graphRequest, params)
    } catch (error) {
      this.#log.warn(`graph of ${uri}: ${reasonOf(error)}`)
      return null
    }
  }

  /** A pyDag document as a `.dag` file; null where the server is not there or cannot say. */
  async importPyDag(params: ImportParams): Promise<ImportResult | null> {
    if (!this.#client.isRunning()) return null
    try {
      return await this.#client.sendRequest<ImportResult>(importRequest, params)
    } catch (error) {
      this.#log.warn(`import of ${params.name}: ${reasonOf(error)}`)
      return null
    }
  }

  dispose(): void {
    this.#showReferences.dispose()
    // A client that never started, or whose server is gone, refuses to stop; there is nothing left to end then.
    void this.#client.dispose().catch((error: unknown) => this.#log.debug(reasonOf(error)))
  }

  #options(): LanguageClientOptions {
    const folders = vscode.workspace.workspaceFolders ?? []
    const schemes = new Set([...documentSchemes, ...folders.map(({ uri }) => uri.scheme)])
    // A script without a file is none that a task could name.
    const scriptSchemes = [...schemes].filter(scheme => scheme !== 'untitled')
    return {
      initializationOptions: { graphChanged: true, readsFiles: true, showReferences: true, scriptSchemes } satisfies ServerOptions,
      documentSelector: [...schemes].map(scheme => ({ language: 'dagline', scheme })),
      outputChannel: this.#log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true },
      middleware: {
        provideRenameEdits: async (document, position, newName, token, next) =>
          withoutUnsavedScripts(await next(document, position, newName, token)),
      },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          // A server that never ran would not run the next time either; who starts it tells of it.
          if (!this.#hasRun) return { action: CloseAction.DoNotRestart, handled: true }
          if (this.#policy.mayRestart()) return { action: CloseAction.Restart, handled: true }
          this.#offerRestart(words.server.gaveUp)
          return { action: CloseAction.DoNotRestart, handled: true }
        },
      },
    }
  }

  async #attempt(start: () => Promise<void>): Promise<void> {
    try {
      await start()
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error))
      this.#offerRestart(words.server.startFailed(this.#program.whyNot()))
    }
  }

  #offerRestart(message: string): void {
    const { restart, showLog } = words.server
    void vscode.window.showErrorMessage(message, restart, showLog).then(async choice => {
      if (choice === restart) await this.restart()
      else if (choice === showLog) this.#log.show()
    })
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
