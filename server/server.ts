import {
  type CancellationToken,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  type Position,
  PositionEncodingKind,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Analyses, type Analyzed } from './analyses.ts'
import { type CompletionAbilities, completionItemOf, offsetOf } from './convert.ts'
import type { Disk } from './disk.ts'
import { complete } from './features/completion/completion.ts'
import { diagnosticReport } from './features/diagnostics.ts'
import { graphResult } from './features/graph.ts'
import { fileOf } from './file-names.ts'
import { type GraphParams, graphRequest } from './protocol.ts'
import { Publisher } from './publisher.ts'
import { Workspace } from './workspace.ts'

/** How long the typing must pause before diagnostics are pushed, in milliseconds. */
const typingPause = 150

/** Files whose changes on the disk matter: the language's own and its scripts. */
const watchedFiles = '**/*.{dag,sql,py,sh,bash,zsh,ps1,bat,js,mjs,cjs,ts,mts,cts,yaml,yml,json,csv,txt,md,toml}'

/** Serves one client until the connection ends. */
export function serve(connection: Connection, disk: Disk): void {
  new Server(connection, disk).listen()
}

class Server {
  readonly #connection: Connection
  readonly #documents = new TextDocuments(TextDocument)
  readonly #workspace: Workspace
  readonly #analyses: Analyses
  #publisher: Publisher | null = null
  #timer: NodeJS.Timeout | null = null
  #canRefresh = false
  #related = false
  #completion: CompletionAbilities = { snippets: false, markdown: false, again: null }

  constructor(connection: Connection, disk: Disk) {
    this.#connection = connection
    this.#workspace = new Workspace(disk)
    this.#analyses = new Analyses(this.#workspace)
  }

  listen(): void {
    const connection = this.#connection
    connection.onInitialize(params => this.#initialize(params))
    connection.onShutdown(() => this.#stopTimer())
    this.#documents.onDidOpen(({ document }) => this.#workspace.opened(document))
    this.#documents.onDidChangeContent(({ document }) => this.#changed(fileOf(document.uri)))
    this.#documents.onDidClose(({ document }) => this.#closed(document.uri))
    this.#documents.onDidSave(() => this.#filesChanged())
    connection.onDidChangeWatchedFiles(() => this.#filesChanged())
    connection.languages.diagnostics.on((params, token) =>
      this.#answer(params.textDocument.uri, token, analyzed =>
        diagnosticReport(analyzed, this.#workspace, this.#related, params.previousResultId),
      ).then(report => report ?? { kind: 'full', items: [] }),
    )
    connection.onCompletion(({ textDocument, position }, token) =>
      this.#answerAt(textDocument.uri, position, token, (analyzed, offset) => {
        const { word, suggestions } = complete(analyzed, this.#workspace, offset)
        return suggestions.map(suggestion => completionItemOf(suggestion, analyzed.lines, word, this.#completion))
      }),
    )
    connection.onRequest(graphRequest, (params: GraphParams, token: CancellationToken) => this.#answer(params.uri, token, graphResult))
    this.#documents.listen(connection)
    connection.listen()
  }

  #initialize({ capabilities, workspaceFolders, rootUri, clientInfo }: InitializeParams): InitializeResult {
    const pulled = capabilities.textDocument?.diagnostic !== undefined
    this.#related =
      (pulled
        ? capabilities.textDocument?.diagnostic?.relatedInformation
        : capabilities.textDocument?.publishDiagnostics?.relatedInformation) === true
    this.#canRefresh = pulled && capabilities.workspace?.diagnostics?.refreshSupport === true
    const item = capabilities.textDocument?.completion?.completionItem
    this.#completion = {
      snippets: item?.snippetSupport === true,
      markdown: item?.documentationFormat?.includes('markdown') === true,
      // Only this client is known to have the command.
      again:
        clientInfo?.name.startsWith('Visual Studio Code') || clientInfo?.name.startsWith('code-server')
          ? 'editor.action.triggerSuggest'
          : null,
    }
    this.#publisher = new Publisher({
      workspace: this.#workspace,
      pulled,
      related: this.#related,
      analyses: () => this.#documents.all().map(document => this.#analyses.of(document)),
      send: params => void this.#connection.sendDiagnostics(params).catch(problem => this.#log(problem)),
    })
    this.#workspace.setFolders(workspaceFolders?.map(folder => folder.uri) ?? (rootUri ? [rootUri] : []))
    const hasFolders = capabilities.workspace?.workspaceFolders === true
    const canWatch = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    this.#connection.onInitialized(() => {
      if (hasFolders) this.#followFolders()
      if (canWatch) this.#watch()
    })
    return {
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
        ...(pulled ? { diagnosticProvider: { identifier: 'dagline', interFileDependencies: true, workspaceDiagnostics: false } } : {}),
        completionProvider: { triggerCharacters: ['.', ':', '>', '"', '/', '[', '{', '@', '$'] },
        ...(hasFolders ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } } : {}),
      },
      serverInfo: { name: 'dagline' },
    }
  }

  #followFolders(): void {
    this.#connection.workspace.onDidChangeWorkspaceFolders(() => {
      void this.#connection.workspace
        .getWorkspaceFolders()
        .then(folders => {
          this.#workspace.setFolders(folders?.map(folder => folder.uri) ?? [])
          for (const document of this.#documents.all()) this.#analyses.closed(document.uri)
          this.#othersChanged()
        })
        .catch(problem => this.#log(problem))
    })
  }

  #watch(): void {
    void this.#connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: watchedFiles }] })
      .catch(problem => this.#log(problem))
  }

  #changed(file: string): void {
    if (this.#analyses.changed(file).length > 0) this.#refresh()
    this.#schedule()
  }

  #closed(uri: string): void {
    this.#workspace.closed(uri)
    this.#analyses.closed(uri)
    this.#changed(fileOf(uri))
  }

  #filesChanged(): void {
    if (this.#analyses.refresh().length > 0) this.#othersChanged()
  }

  #othersChanged(): void {
    this.#refresh()
    this.#schedule()
  }

  #refresh(): void {
    if (this.#canRefresh) this.#connection.languages.diagnostics.refresh().catch(problem => this.#log(problem))
  }

  #schedule(): void {
    this.#stopTimer()
    this.#timer = setTimeout(() => {
      try {
        this.#publisher?.publish()
      } catch (problem) {
        this.#log(problem)
      }
    }, typingPause)
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /**
   * Answers a request about a document, as it is when its turn comes. A question at a place is one about the text that the
   * client saw: `exact` refuses it where the text is newer by then.
   */
  async #answer<R>(uri: string, token: CancellationToken, compute: (analyzed: Analyzed) => R, exact = false): Promise<R | null> {
    const version = this.#documents.get(uri)?.version
    // What arrived together is read first: an edit or a cancellation saves the work. The connection takes the next message in the
    // turn after this one.
    await turn()
    await turn()
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
    const document = this.#documents.get(uri)
    if (!document) return null
    if (exact && document.version !== version) throw new ResponseError(LSPErrorCodes.ContentModified, 'the text changed')
    try {
      return compute(this.#analyses.of(document))
    } catch (problem) {
      this.#log(problem)
      throw new ResponseError(LSPErrorCodes.RequestFailed, problem instanceof Error ? problem.message : String(problem))
    }
  }

  /** The same for a place of the text that the client saw. */
  #answerAt<R>(
    uri: string,
    position: Position,
    token: CancellationToken,
    compute: (analyzed: Analyzed, offset: number) => R,
  ): Promise<R | null> {
    return this.#answer(uri, token, analyzed => compute(analyzed, offsetOf(analyzed.lines, position)), true)
  }

  #log(problem: unknown): void {
    this.#connection.console.error(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem))
  }
}

const turn = (): Promise<void> => new Promise(done => setImmediate(done))
