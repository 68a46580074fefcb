import { applyEdits, type Edit, type Span } from '#language'

/** The text with edits that do not overlap; of two insertions at one place the first in the list comes first. */
export function edited(text: string, edits: readonly Edit[]): string {
  return applyEdits(text, inOrder(edits))
}

/** Sorted by place. */
export function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
}

export const insertion = (at: number, text: string): Edit => ({ start: at, end: at, text })

/** Replaces a span by a text, and leaves alone what both begin and end with. */
export function replacement(text: string, span: Span, by: string): Edit {
  const before = text.slice(span.start, span.end)
  const most = Math.min(before.length, by.length)
  let head = 0
  while (head < most && before[head] === by[head]) head++
  let tail = 0
  while (tail < most - head && before[before.length - 1 - tail] === by[by.length - 1 - tail]) tail++
  // An editor knows no place between the two characters of a line end.
  const isWithin = (offset: number): boolean => text[offset - 1] === '\r' && text[offset] === '\n'
  if (head > 0 && isWithin(span.start + head)) head--
  if (tail > 0 && isWithin(span.end - tail)) tail--
  return { start: span.start + head, end: span.end - tail, text: by.slice(head, by.length - tail) }
}

/** Whether some edit changes what another one changes. */
export function overlap(edits: readonly Edit[]): boolean {
  const sorted = inOrder(edits)
  return sorted.some(
    (edit, i) => i > 0 && (edit.start < sorted[i - 1]!.end || (edit.start === sorted[i - 1]!.start && edit.end > edit.start)),
  )
}

/** Edits of a text that do what `first` does, and then `second` to what comes of it. */
export function compose(text: string, first: readonly Edit[], second: readonly Edit[]): Edit[] {
  if (first.length === 0) return inOrder(second)
  const between = edited(text, first)
  // Where each of the first edits ended up.
  let shift = 0
  const moved = inOrder(first).map(edit => {
    const start = edit.start + shift
    shift += edit.text.length - (edit.end - edit.start)
    return { edit, start, end: start + edit.text.length }
  })
  const back = (offset: number): number => {
    let shift = 0
    for (const { edit, end } of moved) if (end <= offset) shift += edit.text.length - (edit.end - edit.start)
    return offset - shift
  }
  const result: Edit[] = []
  const sorted = inOrder(second)
  let next = 0
  let i = 0
  while (i < moved.length || next < sorted.length) {
    // A run of edits of both kinds that touch each other becomes one.
    const a = moved[i]
    const b = sorted[next]
    let start = Math.min(a?.start ?? Number.POSITIVE_INFINITY, b?.start ?? Number.POSITIVE_INFINITY)
    let end = start
    const firsts: typeof moved = []
    const seconds: Edit[] = []
    for (;;) {
      const one = moved[i]
      const other = sorted[next]
      if (one && one.start <= end) {
        firsts.push(one)
        end = Math.max(end, one.end)
        i++
      } else if (other && other.start <= end) {
        seconds.push(other)
        end = Math.max(end, other.end)
        next++
      } else break
    }
    start = Math.min(start, firsts[0]?.start ?? start)
    const from = firsts[0] && firsts[0].start === start ? firsts[0].edit.start : back(start)
    const last = firsts[firsts.length - 1]
    const to = last && last.end === end ? last.edit.end : back(end)
    const by = edited(
      between.slice(start, end),
      seconds.map(edit => ({ start: edit.start - start, end: edit.end - start, text: edit.text })),
    )
    const whole = replacement(text, { start: from, end: to }, by)
    if (whole.end > whole.start || whole.text !== '') result.push(whole)
  }
  return result
}
