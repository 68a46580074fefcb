import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import {
  AbstractMessageWriter,
  createMessageConnection,
  type Message,
  type MessageConnection,
  StreamMessageReader,
} from 'vscode-jsonrpc/node'
import type {
  ClientCapabilities,
  ConfigurationParams,
  Diagnostic,
  InitializeResult,
  PublishDiagnosticsParams,
  RegistrationParams,
} from 'vscode-languageserver-protocol'

const root = join(import.meta.dirname, '../..')

/** Writes messages at once, or holds them and writes them together, so that they arrive in one piece. */
class HoldingWriter extends AbstractMessageWriter {
  readonly #out: Writable
  #held: string[] | null = null

  constructor(out: Writable) {
    super()
    this.#out = out
  }

  hold(): void {
    this.#held = []
  }

  release(): void {
    this.#out.write((this.#held ?? []).join(''))
    this.#held = null
  }

  async write(message: Message): Promise<void> {
    const content = JSON.stringify(message)
    const frame = `Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`
    if (this.#held) this.#held.push(frame)
    else this.#out.write(frame)
  }

  end(): void {}
}

/** A client of the real server, over standard input and output, in a folder of its own. */
export class TestClient implements AsyncDisposable {
  readonly connection: MessageConnection
  readonly writer: HoldingWriter
  readonly folder: string
  readonly child: ChildProcessWithoutNullStreams
  readonly registrations: string[] = []
  initialized!: InitializeResult
  refreshes = 0
  /** What else it was told to ask for again, by the names of the requests. */
  readonly refreshed: string[] = []
  /** What it answers when it is asked for its settings. */
  settings: unknown = null
  readonly #published = new Map<string, PublishDiagnosticsParams>()
  readonly #waiting = new Set<() => void>()

  private constructor(folder: string, command: readonly string[]) {
    this.folder = folder
    this.child = spawn(process.execPath, [join(root, command[0]!), ...command.slice(1)], { stdio: 'pipe' })
    this.child.stderr.pipe(process.stderr)
    this.writer = new HoldingWriter(this.child.stdin)
    this.connection = createMessageConnection(new StreamMessageReader(this.child.stdout), this.writer)
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params)
      this.#wake()
    })
    this.connection.onRequest('client/registerCapability', (params: RegistrationParams) => {
      this.registrations.push(...params.registrations.map(registration => registration.method))
      this.#wake()
    })
    this.connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++
      this.#wake()
      return null
    })
    for (const what of ['semanticTokens', 'inlayHint', 'codeLens'])
      this.connection.onRequest(`workspace/${what}/refresh`, () => {
        this.refreshed.push(what)
        this.#wake()
        return null
      })
    this.connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) => items.map(() => this.settings))
    this.connection.listen()
  }

  /** `command`: the program, from the project's folder, and its arguments. `workspace`: a folder that is on no disk. */
  static async start(
    capabilities: ClientCapabilities,
    files: Readonly<Record<string, string>> = {},
    command: readonly string[] = ['server/main.ts', '--stdio'],
    initializationOptions?: object,
    workspace?: string,
  ): Promise<TestClient> {
    const folder = await mkdtemp(join(tmpdir(), 'dagline-server-'))
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const client = new TestClient(folder, command)
    client.initialized = await client.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: workspace ?? pathToFileURL(folder).href,
      workspaceFolders: [{ uri: workspace ?? pathToFileURL(folder).href, name: 'test' }],
      capabilities,
      initializationOptions,
    })
    await client.connection.sendNotification('initialized', {})
    return client
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href
  }

  async open(name: string, text: string, version = 1, languageId = 'dagline'): Promise<string> {
    const uri = this.uri(name)
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version, text } })
    return uri
  }

  async change(uri: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] })
  }

  /** Diagnostics that the server has pushed for a file, once `accept` takes them. */
  async published(uri: string, accept: (params: PublishDiagnosticsParams) => boolean): Promise<readonly Diagnostic[]> {
    await this.until(() => {
      const params = this.#published.get(uri)
      return params !== undefined && accept(params)
    })
    return this.#published.get(uri)!.diagnostics
  }

  /** Whether anything was pushed for a file so far. */
  hasPublished(uri: string): boolean {
    return this.#published.has(uri)
  }

  /** Resolves when something has arrived that makes the condition true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>(wake => this.#waiting.add(wake))
  }

  /** Ends the server as an editor does, and gives its exit status. */
  async stop(): Promise<number | null> {
    const closed = this.child.exitCode === null ? once(this.child, 'exit') : null
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
    await closed
    return this.child.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connection.dispose()
    if (this.child.exitCode === null) {
      const closed = once(this.child, 'exit')
      this.child.kill()
      await closed
    }
    await rm(this.folder, { recursive: true, force: true })
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}
