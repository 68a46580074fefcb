import { longestLine } from '../processes/lines.ts'
import type { Redactor } from './redactor.ts'

/**
 * Masks secrets in the lines of one stream. A line that is too long comes in pieces, and a secret may be cut between two of
 * them: the end of a piece is held back until what follows it is there.
 */
export class LineRedactor {
  readonly #redactor: Redactor
  #rest = ''

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  /** What can be told of it, masked; null: nothing yet. */
  push(line: string): string | null {
    const text = this.#rest + line
    this.#rest = ''
    if (line.length < longestLine || this.#redactor.longest === 0) return this.#redactor.text(text)
    const cut = this.#redactor.cutAt(text, Math.max(0, text.length - this.#redactor.longest + 1))
    this.#rest = text.slice(cut)
    return cut === 0 ? null : this.#redactor.text(text.slice(0, cut))
  }

  /** What is held back, masked; null where that is nothing. */
  end(): string | null {
    const rest = this.#rest
    this.#rest = ''
    return rest === '' ? null : this.#redactor.text(rest)
  }
}
