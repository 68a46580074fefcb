import type { Box, Direction, GraphLayout, Point, SizedGraph } from '../layout.ts'
import { adjacency } from './adjacency.ts'

/** What an earlier layout says of a graph: `along` is the way of the edges, `across` the other one. */
export interface Kept {
  /** The earlier columns along the direction, first to last. */
  readonly columns: readonly Extent[]
  /** The column of each node, `NaN` for a new one. */
  readonly column: Float64Array
  /** Where each node began along the direction, `NaN` for a new one. */
  readonly start: Float64Array
  /** The middle of each node across, `NaN` for a new one. */
  readonly middle: Float64Array
  /** The earlier line of an edge, as places along and across. */
  readonly line: (from: number, to: number) => readonly Point[] | undefined
  /** The earlier box of a group. */
  readonly group: (name: string) => { readonly along: Extent; readonly across: Extent } | undefined
}

export interface Extent {
  readonly start: number
  readonly end: number
}

/** Reads an earlier layout. A task that is alone in having come takes the place of the one that is alone in having gone: it was renamed. */
export function keptFrom(graph: SizedGraph, direction: Direction, previous: GraphLayout): Kept {
  const isRight = direction === 'right'
  const along = (box: Box): Extent => (isRight ? { start: box.x, end: box.x + box.width } : { start: box.y, end: box.y + box.height })
  const across = (box: Box): Extent => (isRight ? { start: box.y, end: box.y + box.height } : { start: box.x, end: box.x + box.width })
  const before = new Map(previous.nodes.map(box => [box.name, box]))
  const names = renamed(graph, before)
  const nameOf = (v: number) => names.get(graph.nodes[v]!.name) ?? graph.nodes[v]!.name
  const boxes = graph.nodes.map((_, v) => before.get(nameOf(v)))
  const columns = columnsOf(previous.nodes.map(along))
  const columnAt = (place: number) => columns.findLastIndex(column => column.start <= place)
  const lines = new Map(previous.edges.map(route => [key(route.from, route.to), route.points]))
  const groups = new Map(previous.groups.map(box => [box.name, box]))
  const numbers = (of: (box: Box) => number) => Float64Array.from(boxes, box => (box ? of(box) : Number.NaN))
  return {
    columns,
    column: numbers(box => columnAt(along(box).start)),
    start: numbers(box => along(box).start),
    middle: numbers(box => (across(box).start + across(box).end) / 2),
    line: (from, to) => lines.get(key(nameOf(from), nameOf(to)))?.map(([x, y]): Point => (isRight ? [x, y] : [y, x])),
    group: name => {
      const box = groups.get(name)
      return box && { along: along(box), across: across(box) }
    },
  }
}

/** Whether a reader knows the picture: a few tasks are better drawn anew, and so is what is mostly another graph. */
export function isEdit(graph: SizedGraph, previous: GraphLayout): boolean {
  const before = new Set(previous.nodes.map(box => box.name))
  const known = graph.nodes.filter(node => before.has(node.name)).length
  return previous.nodes.length >= fewest && known * 2 >= graph.nodes.length
}

/** The columns that nodes should stay in; a new node comes right after its upstreams, else right before its downstreams, maybe before all. */
export function columnHints(graph: SizedGraph, { column }: Kept): Float64Array {
  const hints = column.slice()
  const down = adjacency(
    graph.nodes.length,
    graph.edges.map(edge => edge.from),
    graph.edges.map(edge => edge.to),
  )
  const isNew = (v: number) => Number.isNaN(column[v])
  const hasUpstream = new Uint8Array(graph.nodes.length)
  for (const edge of graph.edges) hasUpstream[edge.to] = 1
  // A chain of new tasks before a known one is walked from its end; as many rounds as there are new tasks reach its beginning.
  const sources = graph.nodes.map((_, v) => v).filter(isNew)
  for (let round = 0, changed = true; changed && round < Math.min(sources.length, mostRounds); round++) {
    changed = false
    for (const v of sources) {
      let latest = Number.NaN
      for (let k = down.offsets[v]!; k < down.offsets[v + 1]!; k++) {
        const next = hints[down.targets[k]!]! - 1
        if (!Number.isNaN(next)) latest = Number.isNaN(latest) ? next : Math.min(latest, next)
      }
      if (Number.isNaN(latest) || latest === hints[v]) continue
      hints[v] = latest
      changed = true
    }
  }
  for (const v of sources) if (hasUpstream[v]) hints[v] = Number.NaN
  return hints
}

/** Where an earlier line was across at a place along, if it came by there. */
export function acrossAt(line: readonly Point[] | undefined, place: number): number {
  for (let k = 1; line && k < line.length; k++) {
    const [[a, first], [b, second]] = [line[k - 1]!, line[k]!]
    if (a <= place && place <= b) return a === b ? first : first + ((second - first) * (place - a)) / (b - a)
  }
  return Number.NaN
}

const mostRounds = 64
const fewest = 4

function renamed(graph: SizedGraph, before: ReadonlyMap<string, Box>): ReadonlyMap<string, string> {
  const now = new Set(graph.nodes.map(node => node.name))
  const gone = [...before.keys()].filter(name => !now.has(name))
  const come = [...now].filter(name => !before.has(name))
  const [from, to] = [gone[0], come[0]]
  return gone.length === 1 && come.length === 1 && from !== undefined && to !== undefined ? new Map([[to, from]]) : new Map()
}

/** Extents that overlap are one column. */
function columnsOf(extents: readonly Extent[]): readonly Extent[] {
  const columns: { start: number; end: number }[] = []
  for (const { start, end } of extents.toSorted((a, b) => a.start - b.start)) {
    const last = columns.at(-1)
    if (last && start < last.end) last.end = Math.max(last.end, end)
    else columns.push({ start, end })
  }
  return columns
}

function key(from: string, to: string): string {
  return `${from}\n${to}`
}
