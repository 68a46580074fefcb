import type { Route } from '../layout/layout.ts'
import { type DisplayElement, type DrawItem, detail } from './display-list.ts'
import type { Paint } from './palette.ts'
import { arrowHead, boundsOf, roundedLine, shortenedEnd } from './paths.ts'
import type { DrawnEdge, Marks } from './picture.ts'
import { words } from './words.ts'

/** The line of an edge, with the head of an arrow; what runs now has its lines lit, and so has the critical path. */
export function edgeElement(route: Route, edge: DrawnEdge | undefined, marks: Marks): DisplayElement {
  const paint = edgePaint(route, marks)
  const width = paint === 'edge' ? 1.5 : paint === 'warning' ? 3 : 2
  const line: DrawItem = {
    kind: 'path',
    d: roundedLine(shortenedEnd(route.points, 5), 14),
    x: 0,
    y: 0,
    scale: 1,
    stroke: paint,
    strokeWidth: width,
  }
  const head: DrawItem = { kind: 'path', d: arrowHead(route.points, 8, 7.5), x: 0, y: 0, scale: 1, fill: paint, from: detail.arrow }
  return {
    kind: 'edge',
    id: `${route.from} -> ${route.to}`,
    title: [words.edge(route.from, route.to, edge?.why), ...words.tables(edge?.tables ?? [])].join('\n'),
    bounds: boundsOf(route.points, 6),
    items: [line, head],
  }
}

function edgePaint(route: Route, { states, plan }: Marks): Paint {
  if (plan?.criticalEdges.has(`${route.from} -> ${route.to}`)) return 'warning'
  const to = Object.hasOwn(states, route.to) ? states[route.to]?.state : undefined
  return to === 'running' || to === 'retrying' ? 'running' : 'edge'
}
