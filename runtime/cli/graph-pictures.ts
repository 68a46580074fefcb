import type { GraphDag } from '#language'
import { displayList } from '../../webview/display-list/picture.ts'
import { stacked } from '../../webview/display-list/stack.ts'
import { toSvg } from '../../webview/display-list/svg.ts'
import type { Box, GraphLayout, Route } from '../../webview/layout/layout.ts'
import { layoutGraph } from '../../webview/layout/layout-graph.ts'

/** A layout as it is written: of several dags, each thing says of which it is. */
export interface LayoutDocument extends GraphLayout {
  readonly nodes: readonly (Box & { readonly dag?: string })[]
  readonly groups: readonly (Box & { readonly dag?: string })[]
  readonly edges: readonly (Route & { readonly dag?: string })[]
  /** Where each dag begins, of several. */
  readonly dags?: readonly { readonly name: string; readonly y: number }[]
}

/** Between the dags of a file. */
const gap = 56

/** Lays dags out, one below the other. `previous`: a layout that the new one keeps to where it can. */
export async function graphLayout(dags: readonly GraphDag[], previous: LayoutDocument | null): Promise<LayoutDocument> {
  const layouts = await layoutsOf(dags, previous)
  if (layouts.length === 1) return layouts[0]!
  const tops: number[] = []
  let height = 0
  for (const layout of layouts) {
    tops.push(height === 0 ? 0 : height + gap)
    height = tops[tops.length - 1]! + layout.height
  }
  const moved = (boxes: readonly Box[], i: number) => boxes.map(box => ({ ...box, y: box.y + tops[i]!, dag: dags[i]!.name }))
  return {
    nodes: layouts.flatMap((layout, i) => moved(layout.nodes, i)),
    groups: layouts.flatMap((layout, i) => moved(layout.groups, i)),
    edges: layouts.flatMap((layout, i) =>
      layout.edges.map(edge => ({ ...edge, points: edge.points.map(([x, y]) => [x, y + tops[i]!] as const), dag: dags[i]!.name })),
    ),
    width: Math.max(0, ...layouts.map(layout => layout.width)),
    height,
    dags: dags.map((dag, i) => ({ name: dag.name, y: tops[i]! })),
  }
}

/** The picture; it follows the reader's theme. */
export async function graphSvg(dags: readonly GraphDag[], previous: LayoutDocument | null): Promise<string> {
  const layouts = await layoutsOf(dags, previous)
  const lists = layouts.map((layout, i) => displayList(dags[i]!, layout))
  return toSvg(lists.length === 1 ? lists[0]! : stacked(lists.map((list, i) => ({ title: dags[i]!.name, list }))), 'auto')
}

async function layoutsOf(dags: readonly GraphDag[], previous: LayoutDocument | null): Promise<GraphLayout[]> {
  const layouts: GraphLayout[] = []
  for (const dag of dags) {
    // Only the layered engine keeps to an earlier layout.
    layouts.push(await layoutGraph(dag, previous ? { previous: partOf(previous, dag.name), engine: 'layered' } : {}))
  }
  return layouts
}

/** What an earlier layout says of one dag, from its own corner. */
function partOf(previous: LayoutDocument, dag: string): GraphLayout {
  const top = previous.dags?.find(each => each.name === dag)?.y ?? 0
  const isHere = (thing: { readonly dag?: string }): boolean => thing.dag === undefined || thing.dag === dag
  const moved = (box: Box): Box => ({ ...box, y: box.y - top })
  return {
    nodes: previous.nodes.filter(isHere).map(moved),
    groups: previous.groups.filter(isHere).map(moved),
    edges: previous.edges.filter(isHere).map(edge => ({ ...edge, points: edge.points.map(([x, y]) => [x, y - top] as const) })),
    width: previous.width,
    height: previous.height,
  }
}

/** Reads a layout that was written before; null where the text is none. */
export function parseLayout(text: string): LayoutDocument | null {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return null
  }
  return isLayout(document) ? document : null
}

function isLayout(document: unknown): document is LayoutDocument {
  if (!isRecord(document)) return false
  const { nodes, groups, edges, width, height } = document
  const isBox = (box: unknown): boolean =>
    isRecord(box) && typeof box['name'] === 'string' && ['x', 'y', 'width', 'height'].every(key => Number.isFinite(box[key]))
  const isPoint = (point: unknown): boolean => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite)
  const isRoute = (route: unknown): boolean =>
    isRecord(route) && typeof route['from'] === 'string' && typeof route['to'] === 'string' && isListOf(route['points'], isPoint)
  return isListOf(nodes, isBox) && isListOf(groups, isBox) && isListOf(edges, isRoute) && Number.isFinite(width) && Number.isFinite(height)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const isListOf = (value: unknown, accept: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(accept)
