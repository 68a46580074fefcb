import { type InitializeParams, PositionEncodingKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver'
import type { CodeActionAbilities, CompletionAbilities } from './convert.ts'
import { actionKinds } from './features/code-actions/code-actions.ts'
import { onTypeTriggers } from './features/formatting.ts'
import { tokenModifiers, tokenTypes } from './features/semantic-tokens.ts'
import type { ServerOptions } from './protocol.ts'

/** What the client can do, as far as the server cares. */
export interface ClientAbilities {
  /** It pulls diagnostics. */
  readonly pulls: boolean
  /** It pulls again when it is told to. */
  readonly refreshes: boolean
  /** It shows related places of diagnostics. */
  readonly related: boolean
  /** It tells of changes of the workspace's folders. */
  readonly folders: boolean
  /** It watches files for the server. */
  readonly watches: boolean
  readonly completion: CompletionAbilities
  readonly codeActions: CodeActionAbilities
  readonly markdownHover: boolean
  /** Definitions say which word leads there. */
  readonly links: boolean
  readonly nestedSymbols: boolean
  /** It asks for semantic tokens of what it shows. */
  readonly tokenRanges: boolean
  /** What it asks for again when it is told to. */
  readonly refreshed: { readonly semanticTokens: boolean; readonly inlayHints: boolean; readonly codeLenses: boolean }
  /** It answers what its settings are. */
  readonly configuration: boolean
  /** It tells of changed settings if it is asked to. */
  readonly configurationChanges: boolean
  /** It has the command that shows the references of a lens. */
  readonly showsReferences: boolean
  /** It asks whether something may be renamed before it asks for a name. */
  readonly preparesRename: boolean
  /** Edits of several documents say of which versions they are. */
  readonly versionedEdits: boolean
  /** It asks what follows from a move of files before it moves them. */
  readonly asksOfMoves: boolean
  /** It wants to know of documents whose graph may be another one. */
  readonly graphChanges: boolean
  /** It reads files for the server that are on no disk. */
  readonly readsFiles: boolean
  /** Schemes of the documents that are scripts, of which it tells when it is asked to. */
  readonly scriptSchemes: readonly string[]
}

export function abilitiesOf({ capabilities, clientInfo, initializationOptions }: InitializeParams): ClientAbilities {
  const { textDocument, workspace } = capabilities
  const options = initializationOptions as ServerOptions | undefined
  const pulls = textDocument?.diagnostic !== undefined
  const item = textDocument?.completion?.completionItem
  return {
    pulls,
    refreshes: pulls && workspace?.diagnostics?.refreshSupport === true,
    related: (pulls ? textDocument?.diagnostic?.relatedInformation : textDocument?.publishDiagnostics?.relatedInformation) === true,
    folders: workspace?.workspaceFolders === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    completion: {
      snippets: item?.snippetSupport === true,
      markdown: item?.documentationFormat?.includes('markdown') === true,
      // Only editors of this family are known to have the command.
      again: /^(Visual Studio Code|Code - OSS|code-server|VSCodium)/.test(clientInfo?.name ?? '') ? 'editor.action.triggerSuggest' : null,
    },
    codeActions: {
      literals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
      resolves:
        textDocument?.codeAction?.dataSupport === true && textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
      preferred: textDocument?.codeAction?.isPreferredSupport === true,
      versions: workspace?.workspaceEdit?.documentChanges === true,
      creates: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    },
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    links: textDocument?.definition?.linkSupport === true,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    tokenRanges: Boolean(textDocument?.semanticTokens?.requests.range),
    refreshed: {
      semanticTokens: workspace?.semanticTokens?.refreshSupport === true,
      inlayHints: workspace?.inlayHint?.refreshSupport === true,
      codeLenses: workspace?.codeLens?.refreshSupport === true,
    },
    configuration: workspace?.configuration === true,
    configurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    showsReferences: (initializationOptions as ServerOptions | undefined)?.showReferences === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    asksOfMoves: workspace?.fileOperations?.willRename === true,
    graphChanges: options?.graphChanged === true,
    readsFiles: options?.readsFiles === true,
    scriptSchemes: options?.scriptSchemes ?? [],
  }
}

/** What the server announces: what works, and nothing else. */
export function capabilitiesFor(client: ClientAbilities): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    completionProvider: { triggerCharacters: ['.', ':', '>', ' ', '"', '/', '[', '{', '@', '$'] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      range: true,
      full: { delta: true },
    },
    inlayHintProvider: true,
    codeLensProvider: { resolveProvider: true },
    renameProvider: client.preparesRename ? { prepareProvider: true } : true,
    workspaceSymbolProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: { resolveProvider: false },
    callHierarchyProvider: true,
    ...(client.codeActions.literals
      ? { codeActionProvider: { codeActionKinds: [...actionKinds], resolveProvider: client.codeActions.resolves } }
      : {}),
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: onTypeTriggers[0], moreTriggerCharacter: onTypeTriggers.slice(1) },
    ...(client.pulls ? { diagnosticProvider: { identifier: 'dagline', interFileDependencies: true, workspaceDiagnostics: false } } : {}),
    workspace: {
      ...(client.folders ? { workspaceFolders: { supported: true, changeNotifications: true } } : {}),
      // Any file, and any folder, may be one that a path names.
      ...(client.asksOfMoves ? { fileOperations: { willRename: { filters: [{ scheme: 'file', pattern: { glob: '**' } }] } } } : {}),
    },
  }
}
