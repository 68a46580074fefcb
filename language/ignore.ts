import { locate } from './locate.ts'
import type { Span } from './span.ts'
import type { Tree } from './tree.ts'

const form = /^\/\/\s*dagline-ignore\s+([a-z-]+)\s*:\s*\S/

/** Whether a comment silences something on the next line. */
export function isIgnoreComment(image: string): boolean {
  return form.test(image)
}

/**
 * What `// dagline-ignore CODE: reason` silences in a file: that code on the next line; of several such comments one above the
 * other, on the line below all. Without a reason it silences nothing. Inside a text of several lines no comment of the language can
 * stand: there one above the text counts, or above the statement that holds it.
 */
export class IgnoreComments {
  readonly #tree: Tree
  readonly #isUsed: boolean

  constructor(tree: Tree) {
    this.#tree = tree
    this.#isUsed = tree.text.includes('dagline-ignore')
  }

  /** Looks at the lines above a span only: a file may have thousands of comments. */
  silences(code: string, { start }: Span): boolean {
    if (!this.#isUsed) return false
    const line = this.#lineStart(start)
    return this.#isSilencedAbove(code, line) || this.#headsOf(start, line).some(head => this.#isSilencedAbove(code, this.#lineStart(head)))
  }

  /** Where the text that an offset is in begins, and the statement that holds the text, if not on the line of the offset. */
  #headsOf(offset: number, line: number): number[] {
    const { statements, expressions } = locate(this.#tree, offset)
    const text = expressions.find(node => node.kind === 'text')
    const statement = statements.at(-1)
    return text && statement && text.start < line ? [text.start, statement.start] : []
  }

  #lineStart(offset: number): number {
    return offset === 0 ? 0 : this.#tree.text.lastIndexOf('\n', offset - 1) + 1
  }

  #isSilencedAbove(code: string, line: number): boolean {
    const { text } = this.#tree
    for (let below = line; below > 0; ) {
      const above = this.#lineStart(below - 1)
      const found = this.#codeIn(text.slice(above, below), above)
      if (found === null || found === code) return found !== null
      below = above
    }
    return false
  }

  /** The code that a comment in a line silences. */
  #codeIn(line: string, start: number): string | null {
    for (const { index } of line.matchAll(/\/\/\s*dagline-ignore/g)) {
      const at = start + index
      const comment = this.#tree.near(at).comments.find(each => each.start === at)
      const code = comment && form.exec(comment.image)?.[1]
      if (code !== undefined) return code
    }
    return null
  }
}
