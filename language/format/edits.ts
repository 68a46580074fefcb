import type { Span } from '../span.ts'

/** A part of a text, and what stands there instead. */
export interface Edit extends Span {
  readonly text: string
}

/** The text with edits made; they are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let at = 0
  const parts: string[] = []
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  return parts.join('') + text.slice(at)
}

/** The least that makes a part of a text another one: line by line where it has as many lines, and without what is the same at both ends. */
export function leastEdits(text: string, { start, end, text: wanted }: Edit): Edit[] {
  const source = text.slice(start, end)
  if (source === wanted) return []
  // Gaps hold nothing but blanks: there it is one edit that leaves most of them.
  if (!source.includes('\n') || !/\S/.test(source)) return [trimmed(text, { start, end, text: wanted })]
  const before = source.split('\n')
  const after = wanted.split('\n')
  if (before.length !== after.length) return [trimmed(text, { start, end, text: wanted })]
  const edits: Edit[] = []
  let at = start
  for (const [i, line] of before.entries()) {
    if (line !== after[i]) edits.push(trimmed(text, { start: at, end: at + line.length, text: after[i]! }))
    at += line.length + 1
  }
  return edits
}

function trimmed(text: string, edit: Edit): Edit {
  let { start, end } = edit
  let from = 0
  let to = edit.text.length
  while (start < end && from < to && text[start] === edit.text[from]) {
    start++
    from++
  }
  while (start < end && from < to && text[end - 1] === edit.text[to - 1]) {
    end--
    to--
  }
  // An editor knows no place between the two characters of a line end.
  const isWithin = (offset: number): boolean => text[offset - 1] === '\r' && text[offset] === '\n'
  let replacement = edit.text.slice(from, to)
  if (isWithin(start)) {
    start--
    replacement = `\r${replacement}`
  }
  if (isWithin(end)) {
    end++
    replacement += '\n'
  }
  return { start, end, text: replacement }
}
