import {
  type CancellationToken,
  type CodeAction,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  type DidChangeConfigurationParams,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type Range,
  TextDocuments,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Analyses, type Analyzed } from './analyses.ts'
import { abilitiesOf, type ClientAbilities, capabilitiesFor } from './capabilities.ts'
import { ClientFiles } from './client-files.ts'
import {
  type CodeActionData,
  codeActionOf,
  completionOf,
  definitionsOf,
  flatSymbolsOf,
  foldsOf,
  highlightsOf,
  hoverOf,
  locationOf,
  spanOf,
  symbolsOf,
  textEditsOf,
} from './convert.ts'
import type { Disk } from './disk.ts'
import { codeActions } from './features/code-actions/code-actions.ts'
import { complete } from './features/completion/completion.ts'
import { definitions } from './features/definition.ts'
import { diagnosticReport, reportOf, type ShownDiagnostics } from './features/diagnostics.ts'
import { folds } from './features/folding.ts'
import { formatDocument, formatRange, formatTyped } from './features/formatting.ts'
import { graphResult } from './features/graph.ts'
import { hover } from './features/hover.ts'
import { references } from './features/references.ts'
import { scriptCompletion, scriptDefinitions, scriptHover } from './features/script-files/params.ts'
import { isScriptFile } from './features/script-files/users.ts'
import { outline } from './features/symbols.ts'
import { isDagDocument } from './file-names.ts'
import { serveNavigation } from './navigation.ts'
import { Project } from './project.ts'
import {
  type GraphChangedParams,
  type GraphParams,
  graphChangedNotification,
  graphRequest,
  type ImportParams,
  type ImportResult,
  importRequest,
  type ReadFileParams,
  type ReadFileResult,
  type ReadFolderResult,
  readFileRequest,
  readFolderRequest,
} from './protocol.ts'
import { Publisher } from './publisher.ts'
import { contentModified, Requests } from './requests.ts'
import { ScriptDocuments, scriptRegistrations } from './script-documents.ts'
import { defaultSettings, type Settings, settingsOf } from './settings.ts'
import { Showing } from './showing.ts'
import { Workspace } from './workspace.ts'

/** How long the typing must pause before diagnostics are pushed, in milliseconds. */
const typingPause = 150

/** Files whose changes on the disk matter: the language's own and its scripts. */
const watchedFiles = '**/*.{dag,sql,py,sh,bash,zsh,ps1,bat,js,mjs,cjs,ts,mts,cts,yaml,yml,json,csv,txt,md,toml}'

/** Serves one client until the connection ends. Without a disk all files are read through the client. */
export function serve(connection: Connection, disk: Disk | null): void {
  new Server(connection, disk).listen()
}

class Server {
  readonly #connection: Connection
  readonly #documents = new TextDocuments(TextDocument)
  readonly #workspace: Workspace
  readonly #analyses: Analyses
  readonly #showing: Showing
  #settings: Settings = defaultSettings
  readonly #project: Project
  readonly #scripts: ScriptDocuments
  readonly #requests: Requests
  /** Documents whose scripts are being edited. */
  readonly #outdated = new Set<string>()
  #areScriptsOutdated = false
  #publisher: Publisher | null = null
  #timer: NodeJS.Timeout | null = null
  /** Known from `initialize` on, which comes first. */
  #client!: ClientAbilities

  constructor(connection: Connection, disk: Disk | null) {
    this.#connection = connection
    this.#workspace = new Workspace(disk)
    this.#analyses = new Analyses(this.#workspace)
    this.#project = new Project(this.#workspace, this.#analyses)
    this.#scripts = new ScriptDocuments({ project: this.#project, client: () => this.#client, documents: () => this.#documents.all() })
    this.#requests = new Requests({
      workspace: this.#workspace,
      analyses: this.#analyses,
      scripts: this.#scripts,
      document: uri => this.#documents.get(uri),
      log: problem => this.#log(problem),
    })
    this.#showing = new Showing({
      connection,
      client: () => this.#client,
      settings: () => this.#settings,
      answer: (uri, token, compute) => this.#requests.about(uri, token, compute),
      project: this.#project,
      log: problem => this.#log(problem),
    })
  }

  listen(): void {
    const connection = this.#connection
    connection.onInitialize(params => this.#initialize(params))
    connection.onShutdown(() => this.#stopTimer())
    this.#documents.onDidOpen(({ document }) => this.#workspace.opened(document))
    this.#documents.onDidChangeContent(({ document }) => this.#changed(this.#workspace.fileOf(document.uri)))
    this.#documents.onDidClose(({ document }) => this.#closed(document.uri))
    this.#documents.onDidSave(() => {
      this.#workspace.clientFiles?.changed()
      this.#filesChanged()
    })
    connection.onDidChangeWatchedFiles(({ changes }) => {
      this.#workspace.clientFiles?.changed(changes.map(({ uri }) => uri))
      this.#filesChanged()
    })
    connection.onDidChangeConfiguration(params => void this.#readSettings(params))
    this.#showing.listen()
    connection.languages.diagnostics.on((params, token) =>
      this.#requests
        .about(
          params.textDocument.uri,
          token,
          analyzed => diagnosticReport(analyzed, this.#workspace, this.#shownDiagnostics(), params.previousResultId),
          'newest',
          script => reportOf(this.#scripts.diagnostics(script), params.previousResultId),
        )
        .then(report => report ?? { kind: 'full', items: [] }),
    )
    connection.onCompletion(({ textDocument, position, context }, token) =>
      this.#requests.at(
        textDocument.uri,
        position,
        token,
        (analyzed, offset) => {
          const completion = complete(analyzed, this.#workspace, offset, context?.triggerCharacter === ' ')
          return completionOf(completion, analyzed.lines, this.#client.completion)
        },
        (script, offset, lines) => completionOf(scriptCompletion(script, offset), lines, this.#client.completion),
        // Whoever types on looks the names up in what was offered; without an answer the list would close and not come back.
        'seen',
      ),
    )
    connection.onHover(({ textDocument, position }, token) =>
      this.#requests.at(
        textDocument.uri,
        position,
        token,
        (analyzed, offset) => {
          const found = hover(analyzed, offset)
          return found && hoverOf(analyzed.lines, found, this.#client.markdownHover)
        },
        (script, offset, lines) => {
          const found = scriptHover(script, offset)
          return found && hoverOf(lines, found, this.#client.markdownHover)
        },
      ),
    )
    connection.onDefinition(({ textDocument, position }, token) =>
      this.#requests.at(
        textDocument.uri,
        position,
        token,
        (analyzed, offset) => {
          const found = definitions(analyzed, offset)
          return found && definitionsOf(this.#workspace, analyzed.lines, found, this.#client.links)
        },
        (script, offset, lines) => {
          const found = scriptDefinitions(script, offset)
          return found && definitionsOf(this.#workspace, lines, found, this.#client.links)
        },
      ),
    )
    connection.onReferences(({ textDocument, position, context }, token) =>
      this.#requests.at(textDocument.uri, position, token, (analyzed, offset) =>
        references(analyzed, offset, this.#project)
          .filter(place => context.includeDeclaration || !place.isDeclaration)
          .map(place => locationOf(this.#workspace, place)),
      ),
    )
    connection.onDocumentHighlight(({ textDocument, position }, token) =>
      this.#requests.at(textDocument.uri, position, token, (analyzed, offset) =>
        highlightsOf(
          analyzed.lines,
          references(analyzed, offset, null).filter(place => place.file === analyzed.file),
        ),
      ),
    )
    connection.onDocumentSymbol(({ textDocument }, token) =>
      this.#requests.about(textDocument.uri, token, analyzed => {
        const symbols = symbolsOf(analyzed.lines, outline(analyzed))
        return this.#client.nestedSymbols ? symbols : flatSymbolsOf(analyzed.uri, symbols)
      }),
    )
    connection.onFoldingRanges(({ textDocument }, token) =>
      this.#requests.about(textDocument.uri, token, analyzed => foldsOf(folds(analyzed))),
    )
    connection.onCodeAction(({ textDocument, range, context }, token) =>
      this.#requests.about(
        textDocument.uri,
        token,
        analyzed => this.#codeActions(analyzed, range, context.diagnostics, context.only),
        'unchanged',
      ),
    )
    connection.onCodeActionResolve((action, token) => this.#resolveCodeAction(action, token))
    connection.onDocumentFormatting(({ textDocument }, token) =>
      this.#requests.about(textDocument.uri, token, analyzed => textEditsOf(analyzed.lines, formatDocument(analyzed)), 'unchanged'),
    )
    connection.onDocumentRangeFormatting(({ textDocument, range }, token) =>
      this.#requests.about(
        textDocument.uri,
        token,
        analyzed => textEditsOf(analyzed.lines, formatRange(analyzed, spanOf(analyzed.lines, range))),
        'unchanged',
      ),
    )
    connection.onDocumentOnTypeFormatting(({ textDocument, position, ch }, token) =>
      this.#requests.at(textDocument.uri, position, token, (analyzed, offset) =>
        textEditsOf(analyzed.lines, formatTyped(analyzed, offset, ch)),
      ),
    )
    connection.onRequest(graphRequest, (params: GraphParams, token: CancellationToken) =>
      this.#requests.about(params.uri, token, graphResult),
    )
    serveNavigation(connection, {
      project: this.#project,
      client: () => this.#client,
      lookAgain: () => this.#filesChanged(),
      answer: (token, compute) => this.#requests.answer(token, compute),
      answerAbout: (uri, token, compute) => this.#requests.about(uri, token, compute),
      answerAt: (uri, position, token, compute) => this.#requests.at(uri, position, token, compute),
    })
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
    this.#analyses.mayStage = !client.pulls || client.refreshes
    this.#publisher = new Publisher({
      workspace: this.#workspace,
      pulled: client.pulls,
      shown: () => this.#shownDiagnostics(),
      analyses: () =>
        this.#documents
          .all()
          .filter(document => !isScriptFile(document.uri) && isDagDocument(document))
          .map(document => this.#analyses.of(document)),
      scripts: () => (client.pulls ? [] : this.#scripts.open()),
      send: diagnostics => void this.#connection.sendDiagnostics(diagnostics).catch(problem => this.#log(problem)),
    })
    this.#workspace.setFolders(params.workspaceFolders?.map(folder => folder.uri) ?? (params.rootUri ? [params.rootUri] : []))
    if (client.readsFiles) this.#workspace.clientFiles = this.#clientFiles()
    this.#connection.onInitialized(() => {
      if (client.folders) this.#followFolders()
      if (client.watches) this.#watch()
      if (client.scriptSchemes.length > 0)
        this.#connection.client.register(scriptRegistrations(client.scriptSchemes, client.pulls)).catch(problem => this.#log(problem))
      this.#followSettings()
    })
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'dagline' } }
  }

  #clientFiles(): ClientFiles {
    const ask = <R>(request: string, uri: string): Promise<R> => this.#connection.sendRequest<R>(request, { uri } satisfies ReadFileParams)
    return new ClientFiles(
      {
        text: uri => ask<ReadFileResult>(readFileRequest, uri),
        entries: async uri => (await ask<ReadFolderResult>(readFolderRequest, uri)).entries,
      },
      uri => this.#changed(uri),
    )
  }

  #followFolders(): void {
    this.#connection.workspace.onDidChangeWorkspaceFolders(() => {
      void this.#connection.workspace
        .getWorkspaceFolders()
        .then(folders => {
          this.#workspace.setFolders(folders?.map(folder => folder.uri) ?? [])
          this.#project.files.forget()
          this.#scripts.forget()
          const uris = this.#documents.all().map(document => document.uri)
          for (const uri of uris) this.#analyses.closed(uri)
          this.#dependentsChanged(uris)
          this.#schedule()
        })
        .catch(problem => this.#log(problem))
    })
  }

  #followSettings(): void {
    if (this.#client.configurationChanges)
      void this.#connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'dagline' })
        .catch(problem => this.#log(problem))
    if (this.#client.configuration) void this.#readSettings()
  }

  /** `told`: what a client says of a change; who can be asked is asked. */
  async #readSettings(told?: DidChangeConfigurationParams): Promise<void> {
    try {
      const all: unknown = this.#client.configuration
        ? await this.#connection.workspace.getConfiguration('dagline')
        : (told?.settings as { dagline?: unknown } | undefined)?.dagline
      const settings = settingsOf(all)
      const before = this.#settings
      this.#settings = settings
      if (JSON.stringify(before) === JSON.stringify(settings)) return
      this.#showing.refresh()
      if (before.diagnostics.hints === settings.diagnostics.hints) return
      if (this.#client.refreshes) this.#connection.languages.diagnostics.refresh().catch(problem => this.#log(problem))
      this.#schedule()
    } catch (problem) {
      this.#log(problem)
    }
  }

  #shownDiagnostics(): ShownDiagnostics {
    return { related: this.#client.related, hints: this.#settings.diagnostics.hints }
  }

  #watch(): void {
    void this.#connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: watchedFiles }] })
      .catch(problem => this.#log(problem))
  }

  #changed(file: string): void {
    const dependents = this.#analyses.changed(file)
    if (isScriptFile(file)) {
      // Of every letter in a script its graph would be drawn again.
      for (const uri of dependents) this.#outdated.add(uri)
    } else {
      this.#scripts.forget()
      this.#areScriptsOutdated = true
      this.#dependentsChanged(dependents)
    }
    this.#schedule()
  }

  #closed(uri: string): void {
    this.#workspace.closed(uri)
    this.#analyses.closed(uri)
    this.#showing.closed(uri)
    this.#changed(this.#workspace.fileOf(uri))
  }

  #filesChanged(): void {
    this.#scripts.forget()
    this.#areScriptsOutdated = true
    this.#dependentsChanged(this.#analyses.refresh())
    this.#schedule()
  }

  /** Documents that name a file which has changed are asked for again. */
  #dependentsChanged(uris: readonly string[]): void {
    if (uris.length === 0) return
    this.#showing.refresh()
    this.#refresh()
    if (!this.#client.graphChanges) return
    for (const uri of uris)
      this.#connection.sendNotification(graphChangedNotification, { uri } satisfies GraphChangedParams).catch(problem => this.#log(problem))
  }

  #refresh(): void {
    if (this.#client.refreshes) this.#connection.languages.diagnostics.refresh().catch(problem => this.#log(problem))
  }

  /** After a pause: what hangs on scripts that were edited, and scripts that hang on files which were. */
  #outdatedChanged(): void {
    const uris = [...this.#outdated]
    const scripts = this.#areScriptsOutdated && this.#scripts.areOpen()
    this.#outdated.clear()
    this.#areScriptsOutdated = false
    if (uris.length > 0) this.#dependentsChanged(uris)
    else if (scripts) this.#refresh()
  }

  #schedule(): void {
    this.#stopTimer()
    this.#timer = setTimeout(() => {
      try {
        this.#outdatedChanged()
        this.#publisher?.publish()
        if (this.#analyses.areStaged) this.#completeSoon()
      } catch (problem) {
        this.#log(problem)
      }
    }, typingPause)
  }

  /** In a later turn, so that what is known already reaches the client first. */
  #completeSoon(): void {
    this.#timer = setTimeout(() => {
      try {
        this.#analyses.complete()
        this.#publisher?.publish()
        this.#refresh()
      } catch (problem) {
        this.#log(problem)
      }
    }, 0)
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #codeActions(analyzed: Analyzed, range: Range, known: readonly Diagnostic[], only?: readonly string[]): CodeAction[] {
    const can = this.#client.codeActions
    return codeActions(analyzed, this.#workspace, spanOf(analyzed.lines, range), only)
      .filter(action => action.creates === null || (can.creates && can.versions))
      .map(action => codeActionOf(action, analyzed, this.#workspace, range, known, can, false))
  }

  /** The edit of an action that was offered without it; of the same text only. */
  async #resolveCodeAction(action: CodeAction, token: CancellationToken): Promise<CodeAction> {
    const { uri, version, range, kind, title } = action.data as CodeActionData
    const resolved = await this.#requests.about(uri, token, analyzed => {
      if (analyzed.version !== version) throw contentModified()
      const found = codeActions(analyzed, this.#workspace, spanOf(analyzed.lines, range), [kind]).find(each => each.title === title)
      return found && codeActionOf(found, analyzed, this.#workspace, range, [], this.#client.codeActions, true)
    })
    return { ...action, ...(resolved?.edit ? { edit: resolved.edit } : {}) }
  }

  #log(problem: unknown): void {
    this.#connection.console.error(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem))
  }
}
