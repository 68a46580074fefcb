import type { Analyses, Analyzed } from './analyses.ts'
import { type DagFile, DagFiles } from './dag-files.ts'
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
    const known = byName(this.files.all())
    const importers = new Map<string, Set<string>>()
    for (const each of known.values())
      for (const imported of each.imports) importers.set(imported, (importers.get(imported) ?? new Set()).add(each.file))
    const around = new Set([file])
    for (const each of around) for (const importer of importers.get(each) ?? []) around.add(importer)
    const holds = this.#search(words)
    const matters = (each: string): boolean => each === file || importsOf(each, known).some(other => other !== file && holds(other))
    return this.#analyses.among([...around].filter(matters))
  }

  /** Analyses of the files in which a word stands, or in something that they import. */
  mentioning(word: string): Analyzed[] {
    const known = byName(this.files.all())
    const holds = this.#search([word])
    return this.#analyses.among([...known.keys()].filter(file => importsOf(file, known).some(holds)))
  }

  /** The analysis of one file, open or not. */
  one(file: string): Analyzed | null {
    return this.#analyses.among([file])[0] ?? null
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
