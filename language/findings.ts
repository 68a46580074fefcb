import type { SyntaxFact } from './diagnostics.ts'

const none = new Int32Array(0)

/** What a lexer meets besides tokens. */
export class Findings {
  /** Where block comments begin that never end. */
  readonly openComments: number[] = []
  /** Whether a text never ends. */
  hasOpenText = false
  /** Where the lexer stopped: the limit, or behind it where a token or comment goes on. */
  end = 0
  /** Start and end of each run of characters that begin no token. */
  #runs = none
  #count = 0

  get hasCharacters(): boolean {
    return this.#count > 0
  }

  /** A character that begins no token; they come in the order of the text. */
  addCharacter(at: number): void {
    if (this.#count > 0 && this.#runs[this.#count - 1] === at) this.#runs[this.#count - 1] = at + 1
    else this.#add(at, at + 1)
  }

  /** Takes over the runs of a part of another text, moved. */
  addRuns(other: Findings, from: number, to: number, by: number): void {
    for (let i = 0; i < other.#count; i += 2) {
      const start = other.#runs[i]!
      if (start >= from && start < to) this.#add(start + by, other.#runs[i + 1]! + by)
    }
  }

  report(text: string, report: (fact: SyntaxFact) => void): void {
    for (let i = 0; i < this.#count; i += 2) reportCharacters(text, this.#runs[i]!, this.#runs[i + 1]!, report)
    for (const start of this.openComments) report({ reason: 'syntax/unclosed-comment', data: {}, start, end: start + 2, related: [] })
  }

  #add(start: number, end: number): void {
    if (this.#count === this.#runs.length) {
      const runs = new Int32Array(Math.max(16, 2 * this.#count))
      runs.set(this.#runs)
      this.#runs = runs
    }
    this.#runs[this.#count++] = start
    this.#runs[this.#count++] = end
  }
}

/** One report a character, but not more than a line of them. */
function reportCharacters(text: string, start: number, end: number, report: (fact: SyntaxFact) => void): void {
  let at = start
  for (const character of text.slice(start, end)) {
    report({ reason: 'syntax/character', data: { character }, start: at, end: at + character.length, related: [] })
    at += character.length
    if (at - start > 80) return
  }
}
