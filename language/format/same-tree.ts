import type { Tree } from '../tree.ts'

/** Whether two texts say the same: the same tree but for its places, the same problems, the same comments in the same order. */
export function isSameTree(a: Tree, b: Tree): boolean {
  return (
    isSame(a.items, b.items) &&
    isSame(
      a.problems.map(problem => problem.reason),
      b.problems.map(problem => problem.reason),
    ) &&
    isSame(commentsOf(a), commentsOf(b))
  )
}

/** Of a comment the blanks at both ends of its lines do not count: it may have been moved. */
function commentsOf({ comments }: Tree): string[] {
  return comments.map(({ image }) =>
    image
      .split('\n')
      .map(line => line.trim())
      .join('\n'),
  )
}

/** Places in the text: of tree nodes, and of the lines of a `"""` text. */
const places: ReadonlySet<string> = new Set(['start', 'end', 'unit', 'from', 'to', 'lines'])

/** Recurses over nesting only, which is limited. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, i) => isSame(each, b[i]))
  const left = Object.entries(a).filter(([key]) => !places.has(key))
  const right = new Map(Object.entries(b).filter(([key]) => !places.has(key)))
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
}
