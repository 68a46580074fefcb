import type { Box, GraphLayout, Point } from '../../webview/layout/layout.ts'

/** Pairs of nodes that lie on one another. */
export function overlaps(layout: GraphLayout): readonly string[] {
  const found: string[] = []
  layout.nodes.forEach((a, place) => {
    for (const b of layout.nodes.slice(place + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
      if (!apart) found.push(`${a.name} ${b.name}`)
    }
  })
  return found
}

/** Edges whose line goes through a node that is none of its ends. */
export function linesThroughNodes(layout: GraphLayout): readonly string[] {
  return layout.edges.flatMap(edge =>
    layout.nodes
      .filter(node => node.name !== edge.from && node.name !== edge.to)
      .filter(node => edge.points.some((point, place) => place > 0 && crosses(edge.points[place - 1] ?? point, point, node)))
      .map(node => `${edge.from} -> ${edge.to} through ${node.name}`),
  )
}

/** Whether a segment has a part inside a box, borders left out by a pixel. */
function crosses(a: Point, b: Point, box: Box): boolean {
  const [left, right, top, bottom] = [box.x + 1, box.x + box.width - 1, box.y + 1, box.y + box.height - 1]
  let [from, to] = [0, 1]
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  for (const [p, q] of [
    [-dx, a[0] - left],
    [dx, right - a[0]],
    [-dy, a[1] - top],
    [dy, bottom - a[1]],
  ] as const) {
    if (p === 0 && q < 0) return false
    if (p < 0) from = Math.max(from, q / p)
    if (p > 0) to = Math.min(to, q / p)
  }
  return from < to
}

export function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

/** Whether a point lies on the border of a box, within a pixel. */
export function isOnBorder([x, y]: Point, box: Box): boolean {
  const inside = x >= box.x - 1 && x <= box.x + box.width + 1 && y >= box.y - 1 && y <= box.y + box.height + 1
  const onSide = Math.min(Math.abs(x - box.x), Math.abs(x - box.x - box.width), Math.abs(y - box.y), Math.abs(y - box.y - box.height))
  return inside && onSide <= 1
}
