import type { FileSpan, tree } from '#language'
import type { FileEdit } from '../edits.ts'
import { visitExpressions } from '../expressions.ts'

/** A file's maps, as far as a name is concerned. */
export class NameEdits {
  readonly #file: string
  readonly #text: string
  readonly #to: string
  /** Entries whose value is the name alone, by its place. */
  readonly #values = new Map<number, tree.MapEntry>()

  constructor(file: string, tree: tree.Tree, from: string, to: string) {
    this.#file = file
    this.#text = tree.text
    this.#to = to
    visitExpressions(tree, node => {
      if (node.kind === 'map') for (const entry of node.entries) if (isName(entry.value, from)) this.#values.set(entry.value.start, entry)
    })
  }

  /** The edit of a place where the name stands as a declaration or a reference. */
  ofName({ start, end }: { readonly start: number; readonly end: number }): FileEdit {
    const entry = this.#values.get(start)
    const to = this.#to
    if (entry?.shorthand) return this.#edit(entry, `${entry.key.text}: ${to}`)
    // `{ a: b }` whose b becomes a is written shortly, as it would have been at once.
    if (entry && entry.key.text === to && this.#isPlain(entry)) return this.#edit(entry, to)
    return this.#edit({ start, end }, to)
  }

  /** The edit of the key of an entry. */
  ofKey(entry: tree.MapEntry): FileEdit {
    const to = this.#to
    if (entry.shorthand) return this.#edit(entry, `${to}: ${entry.key.text}`)
    if (isName(entry.value, to) && this.#isPlain(entry)) return this.#edit(entry, to)
    const { start, end } = entry.key
    return this.#edit(this.#text[start] === '"' ? { start: start + 1, end: end - 1 } : { start, end }, to)
  }

  /** Written as `key: value`, with a bare key and one blank. */
  #isPlain({ key, value }: tree.MapEntry): boolean {
    return this.#text.slice(key.start, value.start) === `${key.text}: `
  }

  #edit({ start, end }: { readonly start: number; readonly end: number }, text: string): FileEdit {
    return { file: this.#file, start, end, text }
  }
}

const isName = (node: tree.Expression, name: string): boolean =>
  node.kind === 'ref' && node.path.length === 1 && node.path[0]!.text === name

/** Edits of places at which nothing but the name stands. */
export function plainEdits(places: readonly FileSpan[], to: string): FileEdit[] {
  return places.map(({ file, start, end }) => ({ file, start, end, text: to }))
}
