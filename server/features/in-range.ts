import type { Span } from '#language'

/** Those of many spans in order, none in another, that touch a range: found by their places, not by looking at all. */
export function inRange<T>(items: readonly T[], range: Span, spanOf: (item: T) => Span): readonly T[] {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spanOf(items[middle]!).end < range.start) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < items.length && spanOf(items[end]!).start <= range.end) end++
  return items.slice(low, end)
}

/** The same of what has a node. */
export function nodesInRange<T extends { readonly node: Span }>(items: readonly T[], range: Span): readonly T[] {
  return inRange(items, range, item => item.node)
}

export function statementsInRange<T extends Span>(items: readonly T[], range: Span): readonly T[] {
  return inRange(items, range, item => item)
}
