import { existsSync } from 'node:fs'
import type * as vscode from 'vscode'
import { LanguageClient, TransportKind } from 'vscode-languageclient/node'
import { words } from '../words.ts'
import { LanguageServer } from './language-server.ts'

/** The language server as a child process, whose program is that module. */
export function languageServerProcess(module: string, log: vscode.LogOutputChannel): LanguageServer {
  const server = { module, transport: TransportKind.ipc }
  return new LanguageServer(
    {
      client: options => new QuietClient('dagline', words.server.name, { run: server, debug: server }, options),
      whyNot: () => (existsSync(module) ? words.server.endedAtOnce : words.server.missing(module)),
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
