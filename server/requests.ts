import { type CancellationToken, LSPErrorCodes, type Position, ResponseError } from 'vscode-languageserver'
import { LineIndex } from '#language'
import type { Analyses, Analyzed } from './analyses.ts'
import { offsetOf } from './convert.ts'
import { isScriptFile, type ScriptFile } from './features/script-files/users.ts'
import { isDagDocument } from './file-names.ts'
import type { ScriptDocuments } from './script-documents.ts'
import type { OpenDocument, Workspace } from './workspace.ts'

/** How long an answer waits for files that the client reads, in milliseconds. One without them may be wrong for a moment. */
const longestWait = 10_000

/**
 * Which text an answer is about: the newest one; the one that the client saw, refused as `ContentModified` where the text is newer
 * by then; or the one that it saw, whatever became of it since.
 */
export type AboutText = 'newest' | 'unchanged' | 'seen'

export interface RequestsOptions {
  readonly workspace: Workspace
  readonly analyses: Analyses
  readonly scripts: ScriptDocuments
  readonly document: (uri: string) => OpenDocument | undefined
  readonly log: (problem: unknown) => void
}

/** Answers requests: each in its turn, with a cancellation heeded, files waited for, and a bug logged. */
export class Requests {
  readonly #options: RequestsOptions

  constructor(options: RequestsOptions) {
    this.#options = options
  }

  /** About a document; null where it is not open, or of another language. `ofScript` answers where it is a script, which has no analysis. */
  async about<R>(
    uri: string,
    token: CancellationToken,
    compute: (analyzed: Analyzed) => R,
    text: AboutText = 'newest',
    ofScript: ((script: ScriptFile, lines: LineIndex) => R) | null = null,
  ): Promise<R | null> {
    const { workspace, analyses, scripts } = this.#options
    const asked = this.#options.document(uri)
    const seen = asked && { uri, version: asked.version, text: asked.getText() }
    return this.answer(token, () => {
      const now = this.#options.document(uri)
      if (!now) return null
      const isNewer = now !== asked || now.version !== seen?.version
      // A document that was opened again counts its versions anew.
      if (text !== 'newest' && isNewer && (text === 'unchanged' || now !== asked)) throw contentModified()
      const document = text === 'seen' && isNewer && seen ? { ...seen, getText: () => seen.text } : now
      if (!isScriptFile(uri)) return isDagDocument(now) ? compute(analyses.of(document)) : null
      if (!ofScript) return null
      const script = scripts.of(document)
      return ofScript(script, document === now ? workspace.lines(script.file) : new LineIndex(script.text))
    })
  }

  /** About a place of the text that the client saw. */
  at<R>(
    uri: string,
    position: Position,
    token: CancellationToken,
    compute: (analyzed: Analyzed, offset: number) => R,
    ofScript: ((script: ScriptFile, offset: number, lines: LineIndex) => R) | null = null,
    text: Exclude<AboutText, 'newest'> = 'unchanged',
  ): Promise<R | null> {
    return this.about(
      uri,
      token,
      analyzed => compute(analyzed, offsetOf(analyzed.lines, position)),
      text,
      ofScript && ((script, lines) => ofScript(script, offsetOf(lines, position), lines)),
    )
  }

  /** When its turn comes. A `ResponseError` is an answer too; any other is a bug, and goes to the log. */
  async answer<R>(token: CancellationToken, compute: () => R): Promise<R> {
    // What arrived together is read first: an edit or a cancellation saves the work. The connection takes the next message in the
    // turn after this one.
    await turn()
    await turn()
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
    try {
      const answer = compute()
      return (await this.#filesCame()) ? await this.answer(token, compute) : answer
    } catch (problem) {
      if (problem instanceof ResponseError) throw problem
      this.#options.log(problem)
      throw new ResponseError(LSPErrorCodes.RequestFailed, problem instanceof Error ? problem.message : String(problem))
    }
  }

  /** Waits for files that the client reads; says whether any came. */
  async #filesCame(): Promise<boolean> {
    const arriving = this.#options.workspace.clientFiles?.arriving()
    if (!arriving) return false
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(resolve, longestWait, false)
    void arriving.then(() => resolve(true))
    return promise.finally(() => clearTimeout(timer))
  }
}

/** What was asked is about a text that is no more. */
export const contentModified = (): ResponseError<void> => new ResponseError(LSPErrorCodes.ContentModified, 'the text changed')

/** A browser has no `setImmediate`; there every message has a turn of its own. */
const soon: (done: () => void) => unknown = 'setImmediate' in globalThis ? setImmediate : done => setTimeout(done, 0)
const turn = (): Promise<void> => new Promise(soon)
