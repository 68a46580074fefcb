import { analyze, codeOf, type Diagnostic, type Edit, type Host, TreeCache } from '#language'
import { edited, overlap } from './edits.ts'
import type { Places } from './fix.ts'

/** Largest text that edits are tried on, in characters: one of megabytes takes a second. */
const mostCharacters = 400_000

/** Most characters that are analysed for one question. */
const mostAnalyzed = 4_000_000

/** Tries edits: analyses the text as it would be. What is beyond the limit of a question fails. */
export class Trial {
  readonly #places: Places
  readonly #trees = new TreeCache()
  readonly #before: ReadonlyMap<string, number>
  readonly #faults: number
  #left = mostAnalyzed

  constructor(places: Places) {
    this.#places = places
    const { diagnostics } = places.analyzed.analysis
    this.#before = count(diagnostics, places.text)
    this.#faults = faultsOf(diagnostics)
  }

  get isPossible(): boolean {
    return this.#places.text.length <= mostCharacters
  }

  /** What comes of edits: whether they mend the diagnostic, and whether others appear. */
  of(diagnostic: Diagnostic, edits: readonly Edit[], creates?: string): 'mends' | 'uncovers' | 'fails' {
    this.#left -= this.#places.text.length
    if (this.#left < 0 || overlap(edits)) return 'fails'
    const { text, diagnostics } = this.#after(edits, creates)
    const after = count(diagnostics, text)
    const key = keyOf(diagnostic, this.#places.text)
    if ((after.get(key) ?? 0) >= (this.#before.get(key) ?? 0)) return 'fails'
    if (!this.#addsAny(after)) return 'mends'
    // One fault of the syntax must not become another.
    const wasFault = faultsOf([diagnostic]) > 0
    return faultsOf(diagnostics) < this.#faults + (wasFault ? 0 : 1) ? 'uncovers' : 'fails'
  }

  /** Whether edits bring no diagnostic that was not there. */
  isClean(edits: readonly Edit[]): boolean {
    if (overlap(edits)) return false
    const { text, diagnostics } = this.#after(edits)
    return !this.#addsAny(count(diagnostics, text))
  }

  #addsAny(after: ReadonlyMap<string, number>): boolean {
    return [...after].some(([key, times]) => times > (this.#before.get(key) ?? 0))
  }

  #after(edits: readonly Edit[], creates?: string): { readonly text: string; readonly diagnostics: readonly Diagnostic[] } {
    const { host, file } = this.#places.analyzed
    const text = edited(this.#places.text, edits)
    const world: Host =
      creates === undefined ? host : { ...host, read: name => (name === creates ? { kind: 'text', text: '' } : host.read(name)) }
    return { text, diagnostics: analyze(world, file, text, { trees: this.#trees }).diagnostics }
  }
}

const isFault = (diagnostic: Diagnostic): boolean => codeOf(diagnostic) === 'syntax' || codeOf(diagnostic) === 'reserved-name'
const faultsOf = (diagnostics: readonly Diagnostic[]): number => diagnostics.filter(isFault).length

function count(diagnostics: readonly Diagnostic[], text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const diagnostic of diagnostics) {
    const key = keyOf(diagnostic, text)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** What a diagnostic says, whatever its place and what it suggests. */
function keyOf({ reason, data, start, end }: Diagnostic, text: string): string {
  return `${reason} ${JSON.stringify({ ...data, near: null, allowed: null })} ${text.slice(start, Math.min(end, start + 80))}`
}
