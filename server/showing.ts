import {
  type CancellationToken,
  type CodeLens,
  CodeLensRefreshRequest,
  type Connection,
  type Range,
  SemanticTokensBuilder,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver'
import type { Analyzed } from './analyses.ts'
import type { ClientAbilities } from './capabilities.ts'
import { inlayHintOf, offsetOf, pushTokens, rangeOf } from './convert.ts'
import { type LensKind, lenses, lensTitle } from './features/code-lens.ts'
import { inlayHints } from './features/inlay-hints.ts'
import { semanticTokens } from './features/semantic-tokens.ts'
import type { Project } from './project.ts'
import { type ShowReferencesParams, showReferencesCommand } from './protocol.ts'
import { contentModified } from './requests.ts'
import type { Settings } from './settings.ts'

/** Beyond so many characters, a client that asks for what it sees gets no tokens of a whole document. */
const longestWhole = 300_000

export interface ShowingOptions {
  readonly connection: Connection
  /** Known when the first request comes. */
  readonly client: () => ClientAbilities
  readonly settings: () => Settings
  /** Answers a request about a document as it is when its turn comes. */
  readonly answer: <R>(uri: string, token: CancellationToken, compute: (analyzed: Analyzed) => R) => Promise<R | null>
  readonly project: Project
  readonly log: (problem: unknown) => void
}

/** What a lens keeps until it is seen. */
interface LensData {
  readonly uri: string
  readonly version: number
  readonly kind: LensKind
}

/** What is shown in and between the words of a document: semantic tokens, inlay hints, code lenses. */
export class Showing {
  readonly #options: ShowingOptions
  /** Of each open document, the tokens that its client has. */
  readonly #tokens = new Map<string, SemanticTokensBuilder>()

  constructor(options: ShowingOptions) {
    this.#options = options
  }

  listen(): void {
    const { connection, answer, settings } = this.#options
    const { inlayHint } = connection.languages
    // By the types of the requests, since the connection's own handlers cannot answer that there are no tokens.
    connection.onRequest(SemanticTokensRequest.type, ({ textDocument }, token) =>
      answer(textDocument.uri, token, analyzed => this.#whole(analyzed, '')?.build() ?? null),
    )
    connection.onRequest(SemanticTokensDeltaRequest.type, ({ textDocument, previousResultId }, token) =>
      answer(textDocument.uri, token, analyzed => this.#whole(analyzed, previousResultId)?.buildEdits() ?? null),
    )
    connection.onRequest(SemanticTokensRangeRequest.type, ({ textDocument, range }, token) =>
      answer(textDocument.uri, token, analyzed => {
        const builder = new SemanticTokensBuilder()
        pushTokens(builder, analyzed.lines, semanticTokens(analyzed, spanOf(analyzed, range)))
        return builder.build()
      }),
    )
    inlayHint.on(({ textDocument, range }, token) =>
      answer(textDocument.uri, token, analyzed =>
        inlayHints(analyzed, spanOf(analyzed, range), settings().inlayHints).map(hint => inlayHintOf(analyzed.lines, hint)),
      ),
    )
    connection.onCodeLens(({ textDocument }, token) =>
      answer(textDocument.uri, token, analyzed =>
        lenses(analyzed, settings().codeLens).map(
          ({ kind, span }): CodeLens => ({
            range: rangeOf(analyzed.lines, span),
            data: { uri: analyzed.uri, version: analyzed.version, kind } satisfies LensData,
          }),
        ),
      ),
    )
    connection.onCodeLensResolve((lens, token) => this.#resolve(lens, token))
  }

  closed(uri: string): void {
    this.#tokens.delete(uri)
  }

  /** Asks the client to ask again: files that documents name have changed, or what is wanted has. */
  refresh(): void {
    const { connection, client, log } = this.#options
    const { refreshed } = client()
    if (refreshed.semanticTokens) connection.languages.semanticTokens.refresh().catch(log)
    if (refreshed.inlayHints) connection.languages.inlayHint.refresh().catch(log)
    if (refreshed.codeLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(log)
  }

  /** Tokens of a whole document, to be told as they are, or as edits of what the client has by the name `previous`. */
  #whole(analyzed: Analyzed, previous: string): SemanticTokensBuilder | null {
    if (analyzed.text.length > longestWhole && this.#options.client().tokenRanges) return null
    const builder = this.#tokens.get(analyzed.uri) ?? new SemanticTokensBuilder()
    this.#tokens.set(analyzed.uri, builder)
    builder.previousResult(previous)
    pushTokens(builder, analyzed.lines, semanticTokens(analyzed, { start: 0, end: analyzed.text.length }))
    return builder
  }

  async #resolve(lens: CodeLens, token: CancellationToken): Promise<CodeLens> {
    const { uri, version, kind } = lens.data as LensData
    const resolved = await this.#options.answer(uri, token, (analyzed): CodeLens | null => {
      if (analyzed.version !== version) return null
      const title = lensTitle(kind, analyzed, offsetOf(analyzed.lines, lens.range.start), this.#options.project)
      const canShow = kind === 'references' && this.#options.client().showsReferences
      const params: ShowReferencesParams = { uri, position: lens.range.start }
      return { ...lens, command: canShow ? { title, command: showReferencesCommand, arguments: [params] } : { title, command: '' } }
    })
    if (!resolved) throw contentModified()
    return resolved
  }
}

function spanOf({ lines }: Analyzed, { start, end }: Range): { start: number; end: number } {
  return { start: offsetOf(lines, start), end: offsetOf(lines, end) }
}
