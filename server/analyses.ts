import { type Analysis, analyze, type Host, LineIndex, TreeCache } from '#language'
import type { OpenDocument, Workspace } from './workspace.ts'

/** All that is known of one version of a document. */
export interface Analyzed {
  readonly uri: string
  readonly version: number
  readonly file: string
  readonly text: string
  readonly analysis: Analysis
  readonly lines: LineIndex
  /** The world that it was checked in. */
  readonly host: Host
  /** Files that it read or looked for, with what they were then. */
  readonly sources: ReadonlyMap<string, string | null>
}

/** Analyses of open documents: made when they are asked for, and kept until the document or a file that it names changes. */
export class Analyses {
  readonly #workspace: Workspace
  readonly #trees = new TreeCache()
  readonly #kept = new Map<string, Analyzed>()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  of(document: OpenDocument): Analyzed {
    const before = this.#kept.get(document.uri)
    if (before?.version === document.version) return before
    // What it was made of is as it was then, or it would not be kept: only the edit is looked at again.
    const analyzed = this.#analyze(document, this.#trees, before)
    this.#kept.set(document.uri, analyzed)
    return analyzed
  }

  /** Analyses of files by their names, open or not; those of closed ones are not kept. A file that cannot be read has none. */
  among(files: Iterable<string>): Analyzed[] {
    const trees = new TreeCache()
    const found: Analyzed[] = []
    for (const file of files) {
      const document = this.#workspace.documentOf(file)
      const text = document ? null : this.#workspace.glance(file)
      if (document) found.push(this.of(document))
      else if (text !== null) found.push(this.#analyze({ uri: this.#workspace.uriOf(file), version: 0, getText: () => text }, trees))
    }
    return found
  }

  #analyze(document: OpenDocument, trees: TreeCache, before?: Analyzed): Analyzed {
    const file = this.#workspace.fileOf(document.uri)
    const text = document.getText()
    const sources = new Map(before?.sources)
    const host = this.#workspace.host(read => {
      if (!sources.has(read)) sources.set(read, this.#workspace.stamp(read))
    })
    const analysis = analyze(host, file, text, { trees, ...(before ? { previous: before.analysis } : {}) })
    // What a client asks about may be a text that it has changed since.
    const isNow = this.#workspace.documentOf(file)?.version === document.version
    const lines = isNow ? this.#workspace.lines(file) : new LineIndex(text)
    return { uri: document.uri, version: document.version, file, text, analysis, lines, host, sources }
  }

  closed(uri: string): void {
    this.#kept.delete(uri)
  }

  /** Forgets what was made from a file, and says of which documents. */
  changed(file: string): string[] {
    const gone = [...this.#kept.values()].filter(analyzed => analyzed.file !== file && analyzed.sources.has(file))
    for (const { uri } of gone) this.#kept.delete(uri)
    return gone.map(analyzed => analyzed.uri)
  }

  /** Forgets what was made from files that are not the same any more, and says of which documents. */
  refresh(): string[] {
    const isStale = (analyzed: Analyzed): boolean => [...analyzed.sources].some(([file, stamp]) => this.#workspace.stamp(file) !== stamp)
    const gone = [...this.#kept.values()].filter(isStale)
    for (const { uri } of gone) this.#kept.delete(uri)
    return gone.map(analyzed => analyzed.uri)
  }
}
