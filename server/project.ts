import type { Analyses, Analyzed } from './analyses.ts'
import { type DagFile, DagFiles } from './dag-files.ts'
import type { PathReference } from './features/paths.ts'
import type { Workspace } from './workspace.ts'

/** The `.dag` files of the workspace as one: who imports whom, and who names what. */
export class Project {
  readonly workspace: Workspace
  readonly files: DagFiles
  readonly #analyses: Analyses

  constructor(workspace: Workspace, analyses: Analyses) {
    this.workspace = workspace
    this.files = new DagFiles(workspace)
    this.#analyses = analyses
  }

  /**
   * Analyses of a file and of those that import it, directly or not: the ones in which one of the words stands, or in something else that they
   * import. What names nothing of that is not looked at.
   */
  importersOf(file: string, words: readonly string[]): Analyzed[] {
    return this.#analyses.among(this.#around(file, words))
  }

  /** Analyses of the files in which a word stands, or in something that they import. */
  mentioning(word: string): Analyzed[] {
    const known = byName(this.files.all())
    const holds = this.#search([word])
    return this.#analyses.among([...known.keys()].filter(file => importsOf(file, known).some(holds)))
  }

  /** The `.dag` files that name a file, also by way of what they import, so that a task of theirs may run it. */
  naming(file: string): string[] {
    const { workspace } = this
    const leadsHere = (from: string, { kind, path, isFolder }: PathReference): boolean => {
      const found = kind === 'import' ? null : workspace.resolve(from, path)
      return found !== null && (isFolder ? file.startsWith(found) : file === found)
    }
    const all = this.files.all()
    const naming = all.filter(each => each.paths.some(path => leadsHere(each.file, path)))
    // Of open documents it is known also where the path is computed.
    const reading = this.some(all.map(each => each.file).filter(each => workspace.isOpen(each))).filter(each => each.sources.has(file))
    return [...new Set([...naming.flatMap(each => this.#around(each.file, ['task'])), ...reading.map(each => each.file)])]
  }

  /** Analyses of files, open or not. */
  some(files: readonly string[]): Analyzed[] {
    return this.#analyses.among(files)
  }

  /** The analysis of one file, open or not. */
  one(file: string): Analyzed | null {
    return this.#analyses.among([file])[0] ?? null
  }

  /** A file, and those that import it, as far as one of the words matters to them. */
  #around(file: string, words: readonly string[]): string[] {
    const known = byName(this.files.all())
    const importers = new Map<string, Set<string>>()
    for (const each of known.values())
      for (const imported of each.imports) importers.set(imported, (importers.get(imported) ?? new Set()).add(each.file))
    const around = new Set([file])
    for (const each of around) for (const importer of importers.get(each) ?? []) around.add(importer)
    const holds = this.#search(words)
    const matters = (each: string): boolean => each === file || importsOf(each, known).some(other => other !== file && holds(other))
    return [...around].filter(matters)
  }

  /** Whether one of the words stands in a file; each file is read once. */
  #search(words: readonly string[]): (file: string) => boolean {
    const known = new Map<string, boolean>()
    return file => {
      let holds = known.get(file)
      if (holds === undefined) {
        const text = this.workspace.glance(file)
        holds = text !== null && words.some(word => text.includes(word))
        known.set(file, holds)
      }
      return holds
    }
  }
}

const byName = (files: readonly DagFile[]): ReadonlyMap<string, DagFile> => new Map(files.map(each => [each.file, each]))

/** A file, and all that it imports. */
function importsOf(file: string, known: ReadonlyMap<string, DagFile>): string[] {
  const found = new Set([file])
  for (const each of found) for (const imported of known.get(each)?.imports ?? []) found.add(imported)
  return [...found]
}
