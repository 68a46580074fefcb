import {
  type CancellationToken,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  type Position,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Analyses, type Analyzed } from './analyses.ts'
import { abilitiesOf, type ClientAbilities, capabilitiesFor } from './capabilities.ts'
import {
  completionItemOf,
  definitionsOf,
  flatSymbolsOf,
  foldsOf,
  highlightsOf,
  hoverOf,
  locationOf,
  offsetOf,
  spanOf,
  symbolsOf,
  textEditsOf,
} from './convert.ts'
import type { Disk } from './disk.ts'
import { complete } from './features/completion/completion.ts'
import { definitions } from './features/definition.ts'
import { diagnosticReport } from './features/diagnostics.ts'
import { folds } from './features/folding.ts'
import { formatDocument, formatRange, formatTyped } from './features/formatting.ts'
import { graphResult } from './features/graph.ts'
import { hover } from './features/hover.ts'
import { references } from './features/references.ts'
import { outline } from './features/symbols.ts'
import { fileOf } from './file-names.ts'
import {
  type GraphChangedParams,
  type GraphParams,
  graphChangedNotification,
  graphRequest,
  type ImportParams,
  type ImportResult,
  importRequest,
} from './protocol.ts'
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
  /** Known from `initialize` on, which comes first. */
  #client!: ClientAbilities

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
        diagnosticReport(analyzed, this.#workspace, this.#client.related, params.previousResultId),
      ).then(report => report ?? { kind: 'full', items: [] }),
    )
    connection.onCompletion(({ textDocument, position, context }, token) =>
      this.#answerAt(textDocument.uri, position, token, (analyzed, offset) => {
        const { word, suggestions, isPartial } = complete(analyzed, this.#workspace, offset, context?.triggerCharacter === ' ')
        const items = suggestions.map(suggestion => completionItemOf(suggestion, analyzed.lines, word, this.#client.completion))
        return isPartial ? { isIncomplete: true, items } : items
      }),
    )
    connection.onHover(({ textDocument, position }, token) =>
      this.#answerAt(textDocument.uri, position, token, (analyzed, offset) => {
        const found = hover(analyzed, offset)
        return found && hoverOf(analyzed.lines, found, this.#client.markdownHover)
      }),
    )
    connection.onDefinition(({ textDocument, position }, token) =>
      this.#answerAt(textDocument.uri, position, token, (analyzed, offset) => {
        const found = definitions(analyzed, offset)
        return found && definitionsOf(this.#workspace, analyzed.lines, found, this.#client.links)
      }),
    )
    connection.onReferences(({ textDocument, position, context }, token) =>
      this.#answerAt(textDocument.uri, position, token, (analyzed, offset) =>
        references(analyzed, offset, this.#others(analyzed))
          .filter(place => context.includeDeclaration || !place.isDeclaration)
          .map(place => locationOf(this.#workspace, place)),
      ),
    )
    connection.onDocumentHighlight(({ textDocument, position }, token) =>
      this.#answerAt(textDocument.uri, position, token, (analyzed, offset) =>
        highlightsOf(
          analyzed.lines,
          references(analyzed, offset).filter(place => place.file === analyzed.file),
        ),
      ),
    )
    connection.onDocumentSymbol(({ textDocument }, token) =>
      this.#answer(textDocument.uri, token, analyzed => {
        const symbols = symbolsOf(analyzed.lines, outline(analyzed))
        return this.#client.nestedSymbols ? symbols : flatSymbolsOf(analyzed.uri, symbols)
      }),
    )
    connection.onFoldingRanges(({ textDocument }, token) => this.#answer(textDocument.uri, token, analyzed => foldsOf(folds(analyzed))))
    connection.onDocumentFormatting(({ textDocument }, token) =>
      this.#answer(textDocument.uri, token, analyzed => textEditsOf(analyzed.lines, formatDocument(analyzed)), true),
    )
    connection.onDocumentRangeFormatting(({ textDocument, range }, token) =>
      this.#answer(
        textDocument.uri,
        token,
        analyzed => textEditsOf(analyzed.lines, formatRange(analyzed, spanOf(analyzed.lines, range))),
        true,
      ),
    )
    connection.onDocumentOnTypeFormatting(({ textDocument, position, ch }, token) =>
      this.#answerAt(textDocument.uri, position, token, (analyzed, offset) =>
        textEditsOf(analyzed.lines, formatTyped(analyzed, offset, ch)),
      ),
    )
    connection.onRequest(graphRequest, (params: GraphParams, token: CancellationToken) => this.#answer(params.uri, token, graphResult))
    // Loaded with the first import: most sessions have none.
    connection.onRequest<ImportResult, void>(importRequest, async (params: ImportParams) =>
      (await import('./features/import.ts')).importResult(params),
    )
    this.#documents.listen(connection)
    connection.listen()
  }

  #initialize(params: InitializeParams): InitializeResult {
    const client = abilitiesOf(params)
    this.#client = client
    this.#publisher = new Publisher({
      workspace: this.#workspace,
      pulled: client.pulls,
      related: client.related,
      analyses: () => this.#documents.all().map(document => this.#analyses.of(document)),
      send: diagnostics => void this.#connection.sendDiagnostics(diagnostics).catch(problem => this.#log(problem)),
    })
    this.#workspace.setFolders(params.workspaceFolders?.map(folder => folder.uri) ?? (params.rootUri ? [params.rootUri] : []))
    this.#connection.onInitialized(() => {
      if (client.folders) this.#followFolders()
      if (client.watches) this.#watch()
    })
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'dagline' } }
  }

  #followFolders(): void {
    this.#connection.workspace.onDidChangeWorkspaceFolders(() => {
      void this.#connection.workspace
        .getWorkspaceFolders()
        .then(folders => {
          this.#workspace.setFolders(folders?.map(folder => folder.uri) ?? [])
          const uris = this.#documents.all().map(document => document.uri)
          for (const uri of uris) this.#analyses.closed(uri)
          this.#dependentsChanged(uris)
          this.#schedule()
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
    this.#dependentsChanged(this.#analyses.changed(file))
    this.#schedule()
  }

  #closed(uri: string): void {
    this.#workspace.closed(uri)
    this.#analyses.closed(uri)
    this.#changed(fileOf(uri))
  }

  #filesChanged(): void {
    this.#dependentsChanged(this.#analyses.refresh())
    this.#schedule()
  }

  /** Documents that name a file which has changed are asked for again. */
  #dependentsChanged(uris: readonly string[]): void {
    if (uris.length === 0) return
    if (this.#client.refreshes) this.#connection.languages.diagnostics.refresh().catch(problem => this.#log(problem))
    if (!this.#client.graphChanges) return
    for (const uri of uris)
      this.#connection.sendNotification(graphChangedNotification, { uri } satisfies GraphChangedParams).catch(problem => this.#log(problem))
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

  /** Analyses of the other open documents. */
  #others(analyzed: Analyzed): Analyzed[] {
    return this.#documents
      .all()
      .filter(document => document.uri !== analyzed.uri)
      .map(document => this.#analyses.of(document))
  }

  #log(problem: unknown): void {
    this.#connection.console.error(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem))
  }
}

const turn = (): Promise<void> => new Promise(done => setImmediate(done))
