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

/** From so many characters on, what is known soon of a document that was just opened is told before the rest. */
const longText = 200_000

/** Analyses of open documents: made when they are asked for, and kept until the document or a file that it names changes. */
export class Analyses {
  readonly #workspace: Workspace
  readonly #trees = new TreeCache()
  readonly #kept = new Map<string, Analyzed>()
  readonly #staged = new Set<string>()
  /** Whether the client can be told twice of a document: what is known soon, and then all. */
  mayStage = false

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  of(document: OpenDocument): Analyzed {
    const before = this.#kept.get(document.uri)
    if (before?.version === document.version) return before
    // What it was made of is as it was then, or it would not be kept: only the edit is looked at again.
    const isStaged = this.mayStage && before === undefined && document.getText().length >= longText
    const analyzed = this.#analyze(document, this.#trees, before, isStaged)
    if (isStaged) this.#staged.add(document.uri)
    this.#kept.set(document.uri, analyzed)
    return analyzed
  }

  /** Whether something was said of a document before all of it was looked at. */
  get areStaged(): boolean {
    return this.#staged.size > 0
  }

  /** Looks at all else of documents of which something was said before. */
  complete(): void {
    const uris = [...this.#staged]
    this.#staged.clear()
    // To ask for all diagnostics is to look for them.
    for (const uri of uris) void this.#kept.get(uri)?.analysis.diagnostics
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

  #analyze(document: OpenDocument, trees: TreeCache, before?: Analyzed, isStaged = false): Analyzed {
    const file = this.#workspace.fileOf(document.uri)
    const text = document.getText()
    const sources = new Map(before?.sources)
    const host = this.#workspace.host(read => {
      if (!sources.has(read)) sources.set(read, this.#workspace.stamp(read))
    })
    const analysis = analyze(host, file, text, { trees, isStaged, ...(before ? { previous: before.analysis } : {}) })
    // What a client asks about may be a text that it has changed since.
    const isNow = this.#workspace.documentOf(file)?.version === document.version
    const lines = isNow ? this.#workspace.lines(file) : new LineIndex(text)
    return { uri: document.uri, version: document.version, file, text, analysis, lines, host, sources }
  }

  closed(uri: string): void {
    this.#kept.delete(uri)
    this.#staged.delete(uri)
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
