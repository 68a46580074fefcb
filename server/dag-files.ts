import { LineIndex, parse } from '#language'
import type { DiskEntry } from './disk.ts'
import { type PathReference, pathsIn } from './features/paths.ts'
import { isScriptFile } from './features/script-files/users.ts'
import { type DeclaredSymbol, declaredSymbols } from './features/workspace-symbols.ts'
import { isDagDocument } from './file-names.ts'
import type { Workspace } from './workspace.ts'

/** What is kept of a `.dag` file of the workspace, whether it is open or not. */
export interface DagFile {
  readonly file: string
  readonly symbols: readonly DeclaredSymbol[]
  readonly paths: readonly PathReference[]
  /** The files that it imports. */
  readonly imports: readonly string[]
  readonly lines: LineIndex
}

type FoundEntry = DiskEntry & { readonly file: string }

/** Folders that hold no sources of a person. */
const isPassedOver = (name: string): boolean => name.startsWith('.') || name === 'node_modules'

/** More folders than this are not looked into, so that an editor in a whole disk is not lost in it. */
const mostFolders = 20_000

/**
 * All `.dag` files of the workspace folders, and open ones elsewhere. A folder is listed, and a file is parsed, when they are asked for
 * and their stamps are not what they were; texts and trees are not kept.
 */
export class DagFiles {
  readonly #workspace: Workspace
  #folders = new Map<string, { readonly stamp: string; readonly entries: readonly FoundEntry[] }>()
  #files = new Map<string, { readonly stamp: string; readonly known: DagFile | null }>()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  all(): DagFile[] {
    const names = new Set([...this.#list(), ...this.#workspace.openFiles.filter(file => this.#isOpenDag(file))])
    const before = this.#files
    this.#files = new Map()
    const found: DagFile[] = []
    for (const file of names) {
      const stamp = this.#workspace.stamp(file)
      if (stamp === null) continue
      const kept = before.get(file)
      const entry = kept?.stamp === stamp ? kept : { stamp, known: this.#look(file) }
      this.#files.set(file, entry)
      if (entry.known) found.push(entry.known)
    }
    return found
  }

  #isOpenDag(file: string): boolean {
    const document = this.#workspace.documentOf(file)
    return document !== null && !isScriptFile(file) && isDagDocument(document)
  }

  /** Paths mean something else when the workspace has other folders. */
  forget(): void {
    this.#files.clear()
  }

  #list(): string[] {
    const { folders } = this.#workspace
    const before = this.#folders
    this.#folders = new Map()
    const found: string[] = []
    const open = [...folders]
    for (let folder = open.pop(); folder !== undefined && this.#folders.size < mostFolders; folder = open.pop()) {
      const stamp = this.#workspace.stamp(folder)
      if (stamp === null || this.#folders.has(folder)) continue
      const kept = before.get(folder)
      const listed = kept?.stamp === stamp ? kept : { stamp, entries: this.#workspace.entries(folder).filter(isOfInterest) }
      this.#folders.set(folder, listed)
      for (const { file, isFolder } of listed.entries) (isFolder ? open : found).push(file)
    }
    return found
  }

  #look(file: string): DagFile | null {
    // A link may lead out of the workspace; such a file is read only if it is open.
    if (!this.#workspace.isOpen(file) && this.#workspace.resolve(file, file) === null) return null
    const text = this.#workspace.glance(file)
    if (text === null) return null
    const tree = parse(text)
    const paths = pathsIn(tree)
    const imports = paths.flatMap(({ kind, path }) => (kind === 'import' ? (this.#workspace.resolve(file, path) ?? []) : []))
    return { file, symbols: declaredSymbols(tree), paths, imports, lines: new LineIndex(text) }
  }
}

const isOfInterest = ({ name, isFolder }: DiskEntry): boolean => (isFolder ? !isPassedOver(name) : name.endsWith('.dag'))
