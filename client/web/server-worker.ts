import type * as vscode from 'vscode'
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from 'vscode-languageclient/browser'
import { LanguageServer } from '../language/language-server.ts'
import { words } from '../words.ts'

/** The language server as a web worker, whose script is at that address. A new one is made with each start. */
export function languageServerWorker(script: string, log: vscode.LogOutputChannel): LanguageServer {
  let worker: Worker | undefined
  // The client would make the way of messages itself, but does not know the workers of VS Code's host for what they are.
  const start = async (): Promise<MessageTransports> => {
    worker?.terminate()
    worker = new Worker(script)
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) }
  }
  return new LanguageServer(
    {
      client: options => new QuietClient('dagline', words.server.name, start, options),
      whyNot: () => words.server.noWorker,
    },
    log,
  )
}

/** One readable message is shown for each trouble, by who knows what it means; the client's own go to the log. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false)
  }
}
