import type { FileText } from '#language'
import type { DiskEntry } from './disk.ts'

/** Who reads files where the server cannot: the client, which knows file systems that are on no disk. */
export interface FileReader {
  text(uri: string): Promise<Exclude<FileText, { kind: 'pending' }>>
  entries(uri: string): Promise<readonly DiskEntry[]>
}

interface KnownText {
  text: FileText
  /** Grows with every text that differs from the one before. */
  number: number
  /** The newest question; an answer to an older one is dropped. */
  asked: Promise<void> | null
}

/**
 * Files that are read through the client, by their URIs. A question is answered at once: with what has come, else with `pending`,
 * and the text is asked for. Who asked is told when it has come.
 */
export class ClientFiles {
  readonly #reader: FileReader
  readonly #arrived: (uri: string) => void
  readonly #texts = new Map<string, KnownText>()
  readonly #folders = new Map<string, readonly DiskEntry[]>()
  readonly #asked = new Set<Promise<void>>()

  /** `arrived` is called for each text that is another one than before. */
  constructor(reader: FileReader, arrived: (uri: string) => void) {
    this.#reader = reader
    this.#arrived = arrived
  }

  read(uri: string): FileText {
    const known = this.#texts.get(uri)
    if (known) return known.text
    const asked: KnownText = { text: { kind: 'pending' }, number: 0, asked: null }
    this.#texts.set(uri, asked)
    this.#ask(uri, asked)
    return asked.text
  }

  list(uri: string): readonly DiskEntry[] {
    const known = this.#folders.get(uri)
    if (known) return known
    this.#folders.set(uri, [])
    this.#follow(
      this.#reader.entries(uri).then(
        entries => void this.#folders.set(uri, entries),
        // It stays empty until something changes: to ask again at once would never end.
        () => undefined,
      ),
    )
    return []
  }

  /** Changes when a text does; null where none has come. */
  stamp(uri: string): string | null {
    const known = this.#texts.get(uri)
    return known && known.text.kind !== 'pending' && known.text.kind !== 'missing' ? String(known.number) : null
  }

  /** These files may be other ones; without any, each may. What is known stays until the answer comes. */
  changed(uris: readonly string[] = [...this.#texts.keys()]): void {
    this.#folders.clear()
    for (const uri of uris) {
      const known = this.#texts.get(uri)
      if (known) this.#ask(uri, known)
    }
  }

  /** Settles when all that is asked for now has come; null where nothing is. */
  arriving(): Promise<unknown> | null {
    return this.#asked.size === 0 ? null : Promise.all(this.#asked)
  }

  #ask(uri: string, known: KnownText): void {
    const asking: Promise<void> = this.#reader.text(uri).then(
      text => this.#take(uri, known, text, asking),
      (problem: unknown) => {
        const reason = problem instanceof Error ? problem.message : String(problem)
        this.#take(uri, known, { kind: 'unreadable', reason }, asking)
      },
    )
    known.asked = asking
    this.#follow(asking)
  }

  #take(uri: string, known: KnownText, text: FileText, asking: Promise<void>): void {
    if (known.asked !== asking) return
    known.asked = null
    if (isSame(known.text, text)) return
    known.text = text
    known.number++
    this.#arrived(uri)
  }

  #follow(asking: Promise<void>): void {
    this.#asked.add(asking)
    void asking.finally(() => this.#asked.delete(asking))
  }
}

function isSame(a: FileText, b: FileText): boolean {
  if (a.kind === 'text') return b.kind === 'text' && a.text === b.text
  if (a.kind === 'unreadable') return b.kind === 'unreadable' && a.reason === b.reason
  return a.kind === b.kind
}
