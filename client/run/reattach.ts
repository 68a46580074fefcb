import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as vscode from 'vscode'
import type { RunRecord } from '../../runtime/protocol.ts'
import { isDagline } from '../graph/graphs.ts'
import type { RanTexts } from './ran-texts.ts'
import { rootOf } from './run-command.ts'
import type { Runtimes } from './runtimes.ts'

/**
 * What runs in the folder of an open file is shown, whoever started it, and after a reload of the window so is what ended. The
 * runtime is started only where something has run before, and nothing happens in a workspace that is not trusted.
 */
export function reattachment(runtimes: Runtimes, ranTexts: RanTexts, log: vscode.LogOutputChannel): vscode.Disposable {
  const watched = new Map<string, vscode.Disposable>()
  const come = (folder: string, start: boolean): void => {
    runtimes
      .reattach(folder, async record => ranTexts.has(record.run) || (await isAsItRan(record)), start)
      .catch((error: unknown) => log.warn(`runs in ${folder}: ${error instanceof Error ? error.message : String(error)}`))
  }
  const attach = (document: vscode.TextDocument): void => {
    if (!vscode.workspace.isTrusted || !isDagline(document) || document.uri.scheme !== 'file') return
    const folder = rootOf(document.uri)
    if (watched.has(folder)) return
    // A runtime that comes later, started in a terminal, writes down where it listens.
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, '.dagline/runtime.json'),
      false,
      false,
      true,
    )
    watcher.onDidCreate(() => come(folder, false))
    watcher.onDidChange(() => come(folder, false))
    watched.set(folder, watcher)
    come(folder, existsSync(join(folder, '.dagline', 'dagline.db')))
  }
  const attachAll = (): void => {
    for (const document of vscode.workspace.textDocuments) attach(document)
  }
  attachAll()
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(attach), vscode.workspace.onDidGrantWorkspaceTrust(attachAll), {
    dispose: () => vscode.Disposable.from(...watched.values()).dispose(),
  })
}

/** Where nobody here saw the texts that ran, the result belongs to a file that was not written since. */
async function isAsItRan({ file, started }: RunRecord): Promise<boolean> {
  const status = await stat(file).catch(() => null)
  return status !== null && status.mtimeMs <= Date.parse(started)
}
