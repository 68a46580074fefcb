import type { Diagnostic } from '../diagnostics.ts'
import { adjacency } from '../graph/components.ts'
import { spanOfPlace, type WrittenEdge } from '../graph/edges.ts'
import type { TaskEdge } from '../graph/order.ts'
import { type Version, versionOf, wordOf } from '../model/effective.ts'
import type { DagModel, TaskModel } from '../model/model.ts'

/** Most edges that are looked at for one dag: what is left unsaid beyond is a hint only. */
const searchLimit = 20_000_000

/** An edge between tasks by their places in the dag. */
interface Numbered {
  readonly from: number
  readonly to: number
}

/** An edge that says nothing new. */
export interface RedundantEdge {
  readonly edge: WrittenEdge
  /** The same edge, written before; `null`: a longer path says it. */
  readonly first: WrittenEdge | null
}

/**
 * Edges that say nothing new: written twice, or between two tasks that a longer path joins anyway, on which every later task
 * waits for the success of the one before. `edges`: all edges between tasks; they form no cycle.
 */
export function redundantEdges(
  dag: DagModel,
  written: readonly WrittenEdge[],
  edges: readonly TaskEdge[],
  waits: (task: TaskModel) => boolean,
): RedundantEdge[] {
  const index = new Map<WrittenEdge['from'], number>()
  for (const task of dag.tasks) index.set(task, index.size)
  const numbered = edges.map((edge): Numbered => ({ from: index.get(edge.from)!, to: index.get(edge.to)! }))
  // Of two edges that leave one task, one may be superfluous; most tasks have one, and these are not looked at any further.
  const leaving = new Int32Array(dag.tasks.length)
  for (const { from } of numbered) leaving[from]!++
  const leavingAsWritten = new Int32Array(dag.tasks.length)
  for (const { from } of written) if (from.kind === 'task') leavingAsWritten[index.get(from)!]!++
  const hasOthers = ({ from }: WrittenEdge): boolean => {
    const at = index.get(from)
    return at !== undefined && (leaving[at]! > 1 || leavingAsWritten[at]! > 1)
  }
  const isSingle = (node: WrittenEdge['from']): boolean => index.has(node) && !node.properties.has('matrix')
  const keyOf = (edge: WrittenEdge): number => index.get(edge.from)! * dag.tasks.length + index.get(edge.to)!
  const beside = new Set<number>()
  const candidates: WrittenEdge[] = []
  for (const edge of written)
    if (!hasOthers(edge) || !isSingle(edge.from) || !isSingle(edge.to)) continue
    else if (edge.why === 'output') beside.add(keyOf(edge))
    else candidates.push(edge)
  const found: RedundantEdge[] = []
  const first = new Map<number, WrittenEdge>()
  const byFrom = new Map<WrittenEdge['from'], WrittenEdge[]>()
  for (const edge of inOrder(candidates)) {
    const key = keyOf(edge)
    if (beside.has(key)) continue
    const before = first.get(key)
    if (!before) first.set(key, edge)
    if (edge.inProduct) continue
    if (before) found.push({ edge, first: before })
    else {
      const list = byFrom.get(edge.from)
      if (list) list.push(edge)
      else byFrom.set(edge.from, [edge])
    }
  }
  if (byFrom.size === 0) return found
  const paths = new Paths(index, numbered, dag.tasks.map(waits))
  for (const [from, list] of byFrom) for (const edge of paths.beyond(index.get(from)!, list)) found.push({ edge, first: null })
  return found
}

/** By place; most are so already. */
function inOrder(edges: readonly WrittenEdge[]): readonly WrittenEdge[] {
  let last = -1
  for (const { place } of edges) {
    const { start } = place
    if (start < last) return [...edges].sort((a, b) => a.place.start - b.place.start)
    last = start
  }
  return edges
}

export function reportRedundant({ edge, first }: RedundantEdge, report: (diagnostic: Diagnostic) => void): void {
  const data = { from: edge.from.path, to: edge.to.path }
  const place = spanOfPlace(edge.place)
  if (first) report({ reason: 'redundant-edge/twice', data, ...place, related: [{ note: 'edge', data, ...spanOfPlace(first.place) }] })
  else report({ reason: 'redundant-edge/path', data, ...place, related: [] })
}

/** Finds what paths of two or more edges lead to, through tasks that wait for success. */
class Paths {
  readonly #index: ReadonlyMap<WrittenEdge['from'], number>
  readonly #graph: ReturnType<typeof adjacency>
  readonly #incoming: Int32Array
  /** Place in a topological order: a path to a task passes only those before it. */
  readonly #rank: Int32Array
  readonly #waits: readonly boolean[]
  /** By whose search a task was entered, and reached, last. */
  readonly #entered: Int32Array
  readonly #reached: Int32Array
  #budget = searchLimit

  constructor(index: ReadonlyMap<WrittenEdge['from'], number>, numbered: readonly Numbered[], waits: readonly boolean[]) {
    const nodes = waits.length
    this.#index = index
    this.#waits = waits
    this.#graph = adjacency(nodes, numbered)
    this.#incoming = new Int32Array(nodes)
    for (const { to } of numbered) this.#incoming[to]!++
    this.#rank = this.#ranks()
    this.#entered = new Int32Array(nodes).fill(-1)
    this.#reached = new Int32Array(nodes).fill(-1)
  }

  /** Those of a task's edges whose end a longer path reaches too. */
  beyond(start: number, candidates: readonly WrittenEdge[]): WrittenEdge[] {
    const { start: starts, to } = this.#graph
    // Another way in and another way out are needed for another path.
    if (starts[start + 1]! - starts[start]! < 2) return []
    let last = -1
    for (const edge of candidates) {
      const end = this.#index.get(edge.to)!
      if (this.#incoming[end]! > 1) last = Math.max(last, this.#rank[end]!)
    }
    const stack: number[] = []
    const enter = (node: number): void => {
      if (this.#entered[node] === start || !this.#waits[node] || this.#rank[node]! >= last) return
      this.#entered[node] = start
      stack.push(node)
    }
    for (let at = starts[start]!; at < starts[start + 1]!; at++) enter(to[at]!)
    while (stack.length > 0 && this.#budget > 0) {
      const node = stack.pop()!
      for (let at = starts[node]!; at < starts[node + 1]!; at++, this.#budget--) {
        const next = to[at]!
        if (this.#waits[next]) this.#reached[next] = start
        enter(next)
      }
    }
    return candidates.filter(edge => this.#reached[this.#index.get(edge.to)!] === start)
  }

  #ranks(): Int32Array {
    const { start, to, nodes } = this.#graph
    const waits = this.#incoming.slice()
    const rank = new Int32Array(nodes)
    const order: number[] = []
    for (let node = 0; node < nodes; node++) if (waits[node] === 0) order.push(node)
    for (let i = 0; i < order.length; i++) {
      const node = order[i]!
      rank[node] = i
      for (let at = start[node]!; at < start[node + 1]!; at++) if (--waits[to[at]!]! === 0) order.push(to[at]!)
    }
    return rank
  }
}

/** Whether the trigger is `all_success` on every target. */
export function waitsForSuccess(task: TaskModel): boolean {
  return waits(versionOf(task, null)) && task.overrides.every(({ target }) => waits(versionOf(task, target)))
}

function waits({ properties }: Version): boolean {
  const trigger = properties.get('trigger')
  return trigger === undefined || wordOf(trigger.value) === 'all_success'
}
