import { analyze, type Code, codeOf, type Diagnostic, type Edit, type Host, type Span, TreeCache } from '#language'
import { edited, overlap } from './edits.ts'
import type { Fix, Places } from './fix.ts'

/** Largest text that edits are tried on, in characters: one of megabytes takes a second. */
const mostCharacters = 400_000

/** Most characters that are analysed for one question. */
const mostAnalyzed = 4_000_000

/** Tries edits: analyses the text as it would be. What is beyond the limit of a question fails. */
export class Trial {
  readonly #places: Places
  readonly #trees = new TreeCache()
  readonly #before: Counts
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

  /** What comes of a fix: whether it mends the diagnostic, and whether others appear that it may uncover. */
  of(diagnostic: Diagnostic, { edits, creates, uncovers }: Fix): 'mends' | 'uncovers' | 'fails' {
    this.#left -= this.#places.text.length
    if (this.#left < 0 || overlap(edits)) return 'fails'
    const { text, diagnostics } = this.#after(edits, creates)
    const after = count(diagnostics, text)
    const key = keyOf(diagnostic, this.#places.text)
    if (timesOf(after, key) >= timesOf(this.#before, key)) return 'fails'
    const added = this.#added(after)
    if (added.length === 0) return 'mends'
    if (!uncovers || (uncovers !== true && !added.every(code => uncovers.includes(code)))) return 'fails'
    // One fault of the syntax must not become another, nor one wrong word another.
    const wasFault = faultsOf([diagnostic]) > 0
    if (!wasFault && diagnostics.some(each => isWrongWord(each) && isAtPlace(each, diagnostic, edits))) return 'fails'
    return faultsOf(diagnostics) < this.#faults + (wasFault ? 0 : 1) ? 'uncovers' : 'fails'
  }

  /** Whether edits bring no diagnostic that was not there, but of some codes. */
  isClean(edits: readonly Edit[], uncovers: readonly Code[]): boolean {
    if (overlap(edits)) return false
    const { text, diagnostics } = this.#after(edits)
    return this.#added(count(diagnostics, text)).every(code => uncovers.includes(code))
  }

  /** Codes of diagnostics that were not there. */
  #added(after: Counts): Code[] {
    return [...after].flatMap(([key, { code, times }]) => (times > timesOf(this.#before, key) ? [code] : []))
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

/** A limit of a name that is right may still have to be declared. */
const isWrongWord = (diagnostic: Diagnostic): boolean =>
  ['unknown-name', 'wrong-type'].includes(codeOf(diagnostic)) && diagnostic.reason !== 'unknown-name/limit'

/** Whether something stands where, before the edits, something else stood. */
function isAtPlace(span: Span, before: Span, edits: readonly Edit[]): boolean {
  const grown = (most: number): number =>
    edits.reduce((sum, { start, end, text }) => (end <= most ? sum + text.length - (end - start) : sum), 0)
  return span.start === before.start + grown(before.start - 1) && span.end === before.end + grown(before.end)
}

/** How often something is said. */
type Counts = ReadonlyMap<string, { readonly code: Code; readonly times: number }>

const timesOf = (counts: Counts, key: string): number => counts.get(key)?.times ?? 0

function count(diagnostics: readonly Diagnostic[], text: string): Counts {
  const counts = new Map<string, { readonly code: Code; readonly times: number }>()
  for (const diagnostic of diagnostics) {
    const key = keyOf(diagnostic, text)
    counts.set(key, { code: codeOf(diagnostic), times: timesOf(counts, key) + 1 })
  }
  return counts
}

/** What a diagnostic says, whatever its place and what it suggests. */
function keyOf({ reason, data, start, end }: Diagnostic, text: string): string {
  return `${reason} ${JSON.stringify({ ...data, near: null, allowed: null })} ${text.slice(start, Math.min(end, start + 80))}`
}
