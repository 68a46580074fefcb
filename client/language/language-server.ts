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
import { type GraphParams, type GraphResult, graphRequest } from '../../server/protocol.ts'
import { Signal } from '../signal.ts'
import { words } from '../words.ts'
import { RestartPolicy } from './restart-policy.ts'

/** The schemes whose documents the server is told of. Old versions in a diff (`git:`) are not among them. */
export const documentSchemes = ['file', 'untitled', 'vscode-vfs', 'vscode-test-web']

/** The language server as a child process: started, restarted after a crash, and asked for graphs. */
export class LanguageServer implements vscode.Disposable {
  /** It answers, for the first time or again. */
  readonly running = new Signal<void>()
  readonly #client: LanguageClient
  readonly #policy = new RestartPolicy({ restarts: 4, withinMilliseconds: 180_000 }, Date.now)
  readonly #log: vscode.LogOutputChannel

  constructor(module: string, log: vscode.LogOutputChannel) {
    this.#log = log
    const server = { module, transport: TransportKind.ipc }
    this.#client = new LanguageClient('dagline', words.server.name, { run: server, debug: server }, this.#options())
    this.#client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.running.fire()
    })
  }

  async start(): Promise<void> {
    try {
      await this.#client.start()
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error))
      this.#offerRestart(words.server.startFailed(reasonOf(error)))
    }
  }

  async restart(): Promise<void> {
    this.#policy.reset()
    try {
      await this.#client.restart()
    } catch (error) {
      this.#log.error(error instanceof Error ? error : String(error))
      this.#offerRestart(words.server.startFailed(reasonOf(error)))
    }
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
          if (this.#policy.mayRestart()) return { action: CloseAction.Restart, handled: true }
          this.#offerRestart(words.server.gaveUp)
          return { action: CloseAction.DoNotRestart, handled: true }
        },
      },
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
