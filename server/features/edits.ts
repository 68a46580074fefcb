import type { FileSpan } from '#language'

/** What stands at a place is replaced by a text. */
export interface FileEdit extends FileSpan {
  readonly text: string
}

/** Edits by their files, each file's in the order of its text. */
export function editsByFile(edits: readonly FileEdit[]): Map<string, FileEdit[]> {
  const found = new Map<string, FileEdit[]>()
  for (const edit of edits) {
    const list = found.get(edit.file)
    if (list) list.push(edit)
    else found.set(edit.file, [edit])
  }
  for (const list of found.values()) list.sort((a, b) => a.start - b.start)
  return found
}

/** A text with edits made, which are in order and do not overlap. */
export function edited(text: string, edits: readonly FileEdit[]): string {
  let result = ''
  let at = 0
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}
