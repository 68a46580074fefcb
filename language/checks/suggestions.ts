import { nearest } from '../near.ts'

/** How many names are compared for the suggestions of one check. */
const comparisons = 100_000

/** The name that somebody may have meant, for a diagnostic that was made without it. */
export class Suggestion {
  readonly #data: { readonly name: string; near: string | null }
  readonly #candidates: () => readonly string[]
  /** `undefined`: not looked for yet. */
  #near: string | null | undefined
  #cost = 0

  constructor(data: { readonly name: string; near: string | null }, candidates: () => readonly string[]) {
    this.#data = data
    this.#candidates = candidates
  }

  /** Writes the suggestion into the diagnostic's data, and says how many names it was compared with. */
  settle(): number {
    if (this.#near === undefined) {
      const names = this.#candidates()
      this.#cost = names.length
      this.#near = nearest(this.#data.name, names)
    }
    this.#data.near = this.#near
    return this.#cost
  }

  omit(): void {
    this.#data.near = null
  }
}

/**
 * Gives the first unknown names of a file their suggestions. In a file of thousands of them the later ones go without, so that a
 * check stays linear.
 */
export function settleSuggestions(suggestions: Iterable<Suggestion>): void {
  let left = comparisons
  for (const suggestion of suggestions)
    if (left > 0) left -= suggestion.settle()
    else suggestion.omit()
}
