import type { Direction, Point } from './layout.ts'

/**
 * Lines leave and reach nodes in the direction of the graph: a slanted first or last segment gets a short straight piece. That piece stays
 * in the gap between two layers, as the slanted segment did, so no node comes under it.
 */
export function withStraightEnds(points: readonly Point[], direction: Direction): readonly Point[] {
  const [along, across] = direction === 'right' ? ([0, 1] as const) : ([1, 0] as const)
  const [first, second] = points
  const [last, beforeLast] = [points.at(-1), points.at(-2)]
  if (!first || !second || !last || !beforeLast) return points
  const middle: Point[] = points.slice(1, -1)
  const leaves = first[across] !== second[across] && room(first, second, along, points.length)
  const reaches = last[across] !== beforeLast[across] && room(beforeLast, last, along, points.length)
  if (leaves) middle.unshift(moved(first, along, stub))
  if (reaches) middle.push(moved(last, along, -stub))
  return withoutRepeats([first, ...middle, last], across)
}

const stub = 18

/** A line of one segment needs place for both pieces; an edge that goes back has none. */
function room(from: Point, to: Point, along: 0 | 1, count: number): boolean {
  return to[along] - from[along] >= (count === 2 ? 2 : 1) * stub + 8
}

function moved(point: Point, along: 0 | 1, by: number): Point {
  return along === 0 ? [point[0] + by, point[1]] : [point[0], point[1] + by]
}

/** Leaves away points that change nothing: the same place twice, or a place on a straight line in the graph's direction. */
export function withoutRepeats(points: readonly Point[], across: 0 | 1): readonly Point[] {
  const kept: Point[] = []
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)]
    if (last && last[0] === point[0] && last[1] === point[1]) continue
    if (before && last && before[across] === last[across] && last[across] === point[across]) kept.pop()
    kept.push(point)
  }
  return kept
}
