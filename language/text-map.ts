import type { Span } from './span.ts'
import type { Expression } from './tree.ts'

/** Where a part of a literal's value stands in its source; `null` where the value is computed. */
export function spanInSource(node: Expression, start: number, end: number): Span | null {
  const from = offsetInSource(node, start, false)
  const to = offsetInSource(node, Math.max(start, end), true)
  return from === null || to === null ? null : { start: from, end: Math.max(to, from) }
}

/** Source offset of a value offset; `isEnd`: of the end of what stands before it. */
function offsetInSource(node: Expression, offset: number, isEnd: boolean): number | null {
  if (node.kind === 'parenthesized') return offsetInSource(node.inner, offset, isEnd)
  if (node.kind === 'text') {
    let line = node.lines[0]
    for (const candidate of node.lines) {
      if (candidate[0] > offset || (isEnd && candidate[0] === offset && offset > 0)) break
      line = candidate
    }
    return line ? node.start + line[1] + (offset - line[0]) : null
  }
  if (node.kind !== 'string') return null
  let at = 0
  for (const part of node.parts) {
    // After an interpolation the length of the value is not known here.
    if (part.kind === 'interpolated') return null
    const length = part.value.length
    if (offset < at + length || (isEnd && offset <= at + length))
      return part.escape ? (offset === at ? part.start : part.end) : part.start + (offset - at)
    at += length
  }
  return offset === at ? node.end - 1 : null
}
