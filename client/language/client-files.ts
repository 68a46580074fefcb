import * as vscode from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'
import {
  type ReadFileParams,
  type ReadFileResult,
  type ReadFolderResult,
  readFileRequest,
  readFolderRequest,
} from '../../server/protocol.ts'
import { words } from '../words.ts'

/** Reads files for the server that are on no disk of its own. The server asks only for what a file may name. */
export function answerForFiles(client: BaseLanguageClient): void {
  client.onRequest<ReadFileResult, void>(readFileRequest, ({ uri }: ReadFileParams) => readFile(vscode.Uri.parse(uri)))
  client.onRequest<ReadFolderResult, void>(readFolderRequest, ({ uri }: ReadFileParams) => readFolder(vscode.Uri.parse(uri)))
}

/** A text that is open is as it stands in the editor. */
async function readFile(uri: vscode.Uri): Promise<ReadFileResult> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString())
  if (open) return { kind: 'text', text: open.getText() }
  let bytes: Uint8Array
  try {
    bytes = await vscode.workspace.fs.readFile(uri)
  } catch (problem) {
    return whyUnread(problem)
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { kind: 'unreadable', reason: words.files.notText }
  }
}

async function readFolder(uri: vscode.Uri): Promise<ReadFolderResult> {
  const found = await vscode.workspace.fs.readDirectory(uri).then(
    entries => entries,
    () => [],
  )
  return { entries: found.map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 })) }
}

function whyUnread(problem: unknown): ReadFileResult {
  const code = problem instanceof vscode.FileSystemError ? problem.code : ''
  if (code === 'FileNotFound') return { kind: 'missing' }
  if (code === 'FileIsADirectory') return { kind: 'unreadable', reason: words.files.isFolder }
  if (code === 'NoPermissions') return { kind: 'unreadable', reason: words.files.noPermission }
  return { kind: 'unreadable', reason: problem instanceof Error ? problem.message : String(problem) }
}
