import * as vscode from 'vscode'

/** An extension for the tests: the file system `memory:`, which is on no disk. Its files lie beside it as one JSON of paths and texts. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const files = new MemoryFiles()
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('memory', files))
  const response = await fetch(vscode.Uri.joinPath(context.extensionUri, 'files.json').toString(true))
  for (const [path, text] of Object.entries((await response.json()) as Record<string, string>)) files.put(path, text)
  files.filled()
}

class MemoryFiles implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>()
  readonly #files = new Map<string, { readonly bytes: Uint8Array; readonly written: number }>()
  readonly #filling = Promise.withResolvers<void>()
  readonly onDidChangeFile = this.#changed.event

  put(path: string, text: string): void {
    this.#files.set(path, { bytes: new TextEncoder().encode(text), written: Date.now() })
  }

  filled(): void {
    this.#filling.resolve()
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {})
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    await this.#filling.promise
    const file = this.#files.get(uri.path)
    if (file) return { type: vscode.FileType.File, ctime: 0, mtime: file.written, size: file.bytes.length }
    if (uri.path === '/' || this.#namesIn(uri).size > 0) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
    throw vscode.FileSystemError.FileNotFound(uri)
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    await this.#filling.promise
    return [...this.#namesIn(uri)]
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    await this.#filling.promise
    const file = this.#files.get(uri.path)
    if (!file) throw vscode.FileSystemError.FileNotFound(uri)
    return file.bytes
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    const type = this.#files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created
    this.#files.set(uri.path, { bytes, written: Date.now() })
    this.#changed.fire([{ type, uri }])
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri)
  }

  delete(uri: vscode.Uri): void {
    this.#files.delete(uri.path)
    this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri }])
  }

  rename(from: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(from)
  }

  #namesIn(folder: vscode.Uri): Map<string, vscode.FileType> {
    const prefix = folder.path.endsWith('/') ? folder.path : `${folder.path}/`
    const inside = [...this.#files.keys()].filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length))
    return new Map(
      inside.map(path => [path.split('/', 1)[0] ?? '', path.includes('/') ? vscode.FileType.Directory : vscode.FileType.File] as const),
    )
  }
}
