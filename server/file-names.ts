import { URI } from 'vscode-uri'

/**
 * How the language names files here: a file on the disk by its path, any other document (`untitled:`, `vscode-vfs:`) by its
 * URI as the editor writes it.
 */
export function fileOf(uri: string): string {
  const parsed = URI.parse(uri)
  return parsed.scheme === 'file' ? parsed.fsPath : uri
}

/** Whether a document is of the language: by what its editor says, or by its ending. One that has no file yet has no ending. */
export function isDagDocument({ uri, languageId }: { readonly uri: string; readonly languageId?: string }): boolean {
  return languageId === 'dagline' || languageId === 'dag' || /\.dag$/i.test(URI.parse(uri).path)
}

export function isOnDisk(file: string): boolean {
  // A scheme has two letters at least, so that a drive of Windows is none.
  return !/^[a-z][a-z0-9+.-]+:/i.test(file)
}

export function uriOf(file: string): string {
  return isOnDisk(file) ? URI.file(file).toString() : file
}
