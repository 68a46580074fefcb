import { type FileText, type Host, LineIndex } from '#language'
import type { ClientFiles } from './client-files.ts'
import type { Disk, DiskEntry, PathTools } from './disk.ts'
import { fileOf, isOnDisk, uriOf } from './file-names.ts'
import { folderOfUri, isInsideUri, resolveInsideUri } from './uri-paths.ts'

/** A document that is open in the editor. */
export interface OpenDocument {
  readonly uri: string
  readonly version: number
  /** As its editor says. */
  readonly languageId?: string
  getText(): string
}

/** Texts of files: of open documents as they stand in the editor, of all others as they are on the disk or as the client reads them. */
export class Workspace {
  /** Reads what is on no disk; null where nobody can. */
  clientFiles: ClientFiles | null = null
  readonly #disk: Disk | null
  readonly #open = new Map<string, OpenDocument>()
  readonly #texts = new Map<string, { readonly stamp: string; readonly text: FileText }>()
  readonly #indexes = new WeakMap<object, { readonly version: number; readonly index: LineIndex }>()
  #folders: readonly string[] = []

  /** Without a disk every file has its URI for a name. */
  constructor(disk: Disk | null) {
    this.#disk = disk
  }

  setFolders(uris: readonly string[]): void {
    this.#folders = uris.map(uri => this.fileOf(uri))
  }

  /** How paths are put together; null where there is no disk. */
  get path(): PathTools | null {
    return this.#disk?.path ?? null
  }

  get folders(): readonly string[] {
    return this.#folders
  }

  /** The files of open documents. */
  get openFiles(): readonly string[] {
    return [...this.#open.keys()]
  }

  opened(document: OpenDocument): void {
    this.#open.set(this.fileOf(document.uri), document)
  }

  closed(uri: string): void {
    this.#open.delete(this.fileOf(uri))
  }

  /** How a document's file is named here. */
  fileOf(uri: string): string {
    return this.#disk ? fileOf(uri) : uri
  }

  documentOf(file: string): OpenDocument | null {
    return this.#open.get(file) ?? null
  }

  isOpen(file: string): boolean {
    return this.#open.has(file)
  }

  /** The URI of a file, as the editor spells it where it is open. */
  uriOf(file: string): string {
    return this.#open.get(file)?.uri ?? uriOf(file)
  }

  read(file: string): FileText {
    const document = this.#open.get(file)
    if (document) return { kind: 'text', text: document.getText() }
    const disk = this.#diskOf(file)
    if (!disk) return this.#clientFilesFor(file)?.read(file) ?? { kind: 'pending' }
    const stamp = disk.stamp(file)
    if (stamp === null) {
      this.#texts.delete(file)
      return { kind: 'missing' }
    }
    const before = this.#texts.get(file)
    if (before?.stamp === stamp) return before.text
    const text = disk.read(file)
    this.#texts.set(file, { stamp, text })
    return text
  }

  /** The same of one of many files, whose texts are not kept; null where there is no text. */
  glance(file: string): string | null {
    const disk = this.#open.has(file) ? null : this.#diskOf(file)
    const found = disk ? disk.read(file) : this.read(file)
    return found.kind === 'text' ? found.text : null
  }

  /** What tells whether a file is still what it was when it was read. */
  stamp(file: string): string | null {
    const document = this.#open.get(file)
    if (document) return `open ${document.version}`
    const disk = this.#diskOf(file)
    return disk ? disk.stamp(file) : (this.clientFiles?.stamp(file) ?? null)
  }

  resolve(from: string, path: string): string | null {
    const disk = this.#diskOf(from)
    if (!disk) return this.#resolveElsewhere(from, path)
    return disk.resolve(this.#rootOf(from, disk.path.isInside) ?? disk.workspaceOf(from), disk.path.dirname(from), path)
  }

  /** What is in a folder that a file names. */
  list(from: string, path: string): readonly DiskEntry[] {
    const folder = this.resolve(from, path)
    if (folder === null) return []
    const disk = this.#diskOf(folder)
    return disk ? disk.list(folder) : (this.#clientFilesFor(folder)?.list(folder) ?? [])
  }

  /** What is in a folder of the disk, by whole names; nothing where there is no disk. */
  entries(folder: string): readonly (DiskEntry & { readonly file: string })[] {
    const disk = this.#diskOf(folder)
    return disk ? disk.list(folder).map(entry => ({ ...entry, file: disk.path.join(folder, entry.name) })) : []
  }

  /** Lines of a file's text as it is now. */
  lines(file: string): LineIndex {
    const document = this.#open.get(file)
    const text = document ?? this.read(file)
    const version = document?.version ?? 0
    const before = this.#indexes.get(text)
    if (before?.version === version) return before.index
    const now = 'getText' in text ? text.getText() : text.kind === 'text' ? text.text : ''
    const index = before ? before.index.after(now) : new LineIndex(now)
    this.#indexes.set(text, { version, index })
    return index
  }

  /** The world of one check. `noted`: told of every file that it reads or looks for. */
  host(noted: (file: string) => void): Host {
    return {
      read: file => {
        noted(file)
        return this.read(file)
      },
      resolve: (from, path) => this.resolve(from, path),
      env: name => this.#disk?.env(name),
      now: Date.now,
    }
  }

  /** A document that has no file yet stands in the first workspace folder. */
  #resolveElsewhere(from: string, path: string): string | null {
    if (isUntitled(from)) {
      const root = this.#folders[0]
      if (root === undefined) return `untitled:${path}`
      return this.#diskOf(root)?.resolve(root, root, path) ?? (isOnDisk(root) ? null : resolveInsideUri(root, root, path))
    }
    const folder = folderOfUri(from)
    return resolveInsideUri(this.#rootOf(from, isInsideUri) ?? folder, folder, path)
  }

  /** The innermost workspace folder that a file is in. */
  #rootOf(file: string, isInside: (folder: string, file: string) => boolean): string | undefined {
    const alike = this.#folders.filter(folder => isOnDisk(folder) === isOnDisk(file))
    return alike.filter(folder => isInside(folder, file)).sort((a, b) => b.length - a.length)[0]
  }

  #diskOf(file: string): Disk | null {
    return isOnDisk(file) ? this.#disk : null
  }

  #clientFilesFor(file: string): ClientFiles | null {
    return isUntitled(file) ? null : this.clientFiles
  }
}

const isUntitled = (file: string): boolean => file.startsWith('untitled:')
