import { existsSync } from 'node:fs'
import * as vscode from 'vscode'
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from 'vscode-languageclient/node'
import {
  type GraphParams,
  type GraphResult,
  graphRequest,
  type ImportParams,
  type ImportResult,
  importRequest,
} from '../../server/protocol.ts'
import { Signal } from '../signal.ts'
import { words } from '../words.ts'
import { RestartPolicy } from './restart-policy.ts'

/** The schemes whose documents the server is told of. Old versions in a diff (`git:`) are not among them. */
export const documentSchemes = ['file', 'untitled', 'vscode-vfs', 'vscode-test-web']

/** The language server as a child process: started, restarted after a crash, and asked for graphs. */
export class LanguageServer implements vscode.Disposable {
  /** It answers, for the first time or again. */
  readonly running = new Signal<void>()
  readonly #module: string
  readonly #client: LanguageClient
  #hasRun = false
  readonly #policy = new RestartPolicy({ restarts: 4, withinMilliseconds: 180_000 }, Date.now)
  readonly #log: vscode.LogOutputChannel

  constructor(module: string, log: vscode.LogOutputChannel) {
    this.#module = module
    this.#log = log
    const server = { module, transport: TransportKind.ipc }
    this.#client = new QuietClient('dagline', words.server.name, { run: server, debug: server }, this.#options())
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
    await this.#attempt(() => this.#client.restart())
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
    // A client that never started, or whose server is gone, refuses to stop; there is nothing left to end then.
    void this.#client.dispose().catch((error: unknown) => this.#log.debug(reasonOf(error)))
  }

  #options(): LanguageClientOptions {
    return {
      documentSelector: documentSchemes.map(scheme => ({ language: 'dagline', scheme })),
      outputChannel: this.#log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true },
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
      const { startFailed, missing, endedAtOnce } = words.server
      this.#offerRestart(startFailed(existsSync(this.#module) ? endedAtOnce : missing(this.#module)))
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

/** One readable message is shown for each trouble, by who knows what it means; the client's own go to the log. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
