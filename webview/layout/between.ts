import type { Box, GraphLayout, Point } from './layout.ts'

/** A layout on its way to another: what both have moves, what is new is where it will be. */
export function between(from: GraphLayout, to: GraphLayout, part: number): GraphLayout {
  if (part >= 1) return to
  const mixed = (a: number, b: number) => a + (b - a) * part
  const boxes = (before: readonly Box[], after: readonly Box[]) => {
    const known = new Map(before.map(box => [box.name, box]))
    return after.map((box): Box => {
      const old = known.get(box.name) ?? box
      return {
        ...box,
        x: mixed(old.x, box.x),
        y: mixed(old.y, box.y),
        width: mixed(old.width, box.width),
        height: mixed(old.height, box.height),
      }
    })
  }
  const lines = new Map(from.edges.map(edge => [`${edge.from}\n${edge.to}`, edge.points]))
  const edges = to.edges.map(edge => {
    const old = lines.get(`${edge.from}\n${edge.to}`)
    if (!old) return edge
    const [a, b] = old.length === edge.points.length ? [old, edge.points] : [resampled(old), resampled(edge.points)]
    return { ...edge, points: a.map(([x, y], place): Point => [mixed(x, b[place]?.[0] ?? x), mixed(y, b[place]?.[1] ?? y)]) }
  })
  return { ...to, nodes: boxes(from.nodes, to.nodes), groups: boxes(from.groups, to.groups), edges }
}

/** A layout moved as a whole. */
export function shifted(layout: GraphLayout, dx: number, dy: number): GraphLayout {
  const moved = (box: Box): Box => ({ ...box, x: box.x + dx, y: box.y + dy })
  return {
    ...layout,
    nodes: layout.nodes.map(moved),
    groups: layout.groups.map(moved),
    edges: layout.edges.map(edge => ({ ...edge, points: edge.points.map(([x, y]): Point => [x + dx, y + dy]) })),
  }
}

/** The same line with a fixed number of points, evenly along it. */
function resampled(points: readonly Point[]): readonly Point[] {
  const count = 12
  const lengths = points.map((point, place) => {
    const before = points[place - 1]
    return before ? Math.hypot(point[0] - before[0], point[1] - before[1]) : 0
  })
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const result: Point[] = []
  let place = 1
  let passed = 0
  for (let k = 0; k < count; k++) {
    const wanted = (total * k) / (count - 1)
    while (place < points.length - 1 && passed + (lengths[place] ?? 0) < wanted) passed += lengths[place++] ?? 0
    const [a, b, length] = [points[place - 1], points[place], lengths[place] ?? 0]
    if (!a || !b) break
    const part = length === 0 ? 0 : Math.min(1, (wanted - passed) / length)
    result.push([a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part])
  }
  return result
}
