import { dirname, resolve } from 'node:path'
import { URI, Utils } from 'vscode-uri'
import { type FileText, type Host, LineIndex } from '#language'
import { isInside } from '../runtime/file-host.ts'
import type { Disk } from './disk.ts'
import { fileOf, isOnDisk, uriOf } from './file-names.ts'

/** A document that is open in the editor. */
export interface OpenDocument {
  readonly uri: string
  readonly version: number
  getText(): string
}

/** Texts of files: of open documents as they stand in the editor, of all others as they are on the disk. */
export class Workspace {
  readonly disk: Disk
  readonly #open = new Map<string, OpenDocument>()
  readonly #texts = new Map<string, { readonly stamp: string; readonly text: FileText }>()
  readonly #indexes = new WeakMap<object, { readonly version: number; readonly index: LineIndex }>()
  #folders: readonly string[] = []

  constructor(disk: Disk) {
    this.disk = disk
  }

  setFolders(uris: readonly string[]): void {
    this.#folders = uris.map(fileOf).filter(isOnDisk)
  }

  opened(document: OpenDocument): void {
    this.#open.set(fileOf(document.uri), document)
  }

  closed(uri: string): void {
    this.#open.delete(fileOf(uri))
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
    if (!isOnDisk(file)) return { kind: 'pending' }
    const stamp = this.disk.stamp(file)
    if (stamp === null) {
      this.#texts.delete(file)
      return { kind: 'missing' }
    }
    const before = this.#texts.get(file)
    if (before?.stamp === stamp) return before.text
    const text = this.disk.read(file)
    this.#texts.set(file, { stamp, text })
    return text
  }

  /** What tells whether a file is still what it was when it was read. */
  stamp(file: string): string | null {
    const document = this.#open.get(file)
    return document ? `open ${document.version}` : isOnDisk(file) ? this.disk.stamp(file) : null
  }

  resolve(from: string, path: string): string | null {
    if (!isOnDisk(from)) return this.#resolveElsewhere(from, path)
    const root = this.#folders.filter(folder => isInside(folder, from)).sort((a, b) => b.length - a.length)[0]
    return this.disk.resolve(root ?? this.disk.workspaceOf(from), dirname(from), path)
  }

  /** The folder that paths in a file are relative to; null where it is not on the disk. */
  folderOf(file: string): string | null {
    return isOnDisk(file) ? dirname(file) : (this.#folders[0] ?? null)
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
      env: name => this.disk.env(name),
      now: Date.now,
    }
  }

  /** A document that has no file yet stands in the first workspace folder; one of another file system among its own kind. */
  #resolveElsewhere(from: string, path: string): string | null {
    const uri = URI.parse(from)
    const root = this.#folders[0]
    if (uri.scheme === 'untitled') return root === undefined ? `untitled:${path}` : this.disk.resolve(root, resolve(root), path)
    return Utils.resolvePath(Utils.dirname(uri), path).toString()
  }
}
