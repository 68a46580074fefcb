import { LineIndex, type Span } from './span.ts'
import type { Tree } from './tree.ts'

const form = /^\/\/\s*dagline-ignore\s+([a-z-]+)\s*:\s*\S/

/** Whether a comment silences something on the next line. */
export function isIgnoreComment(image: string): boolean {
  return form.test(image)
}

/**
 * What `// dagline-ignore CODE: reason` silences in a file: that code on the next line; of several such comments one above the
 * other, on the line below all. Without a reason it silences nothing.
 */
export class IgnoreComments {
  readonly #lines: LineIndex | null
  readonly #codes = new Map<number, Set<string>>()

  constructor(tree: Tree) {
    this.#lines = tree.text.includes('dagline-ignore') ? new LineIndex(tree.text) : null
    let above: { readonly line: number; readonly codes: Set<string> } | null = null
    for (const { image, start } of this.#lines ? tree.comments : []) {
      const code = form.exec(image)?.[1]
      if (code === undefined) continue
      const line = this.#lines!.position(start).line
      const codes: Set<string> = above?.line === line - 1 ? above.codes : new Set()
      codes.add(code)
      this.#codes.set(line + 1, codes)
      above = { line, codes }
    }
  }

  silences(code: string, span: Span): boolean {
    return this.#lines !== null && this.#codes.get(this.#lines.position(span.start).line)?.has(code) === true
  }
}
