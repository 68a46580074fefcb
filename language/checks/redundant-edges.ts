import type { Diagnostic } from '../diagnostics.ts'
import { adjacency } from '../graph/components.ts'
import { spanOfPlace, type WrittenEdge } from '../graph/edges.ts'
import type { TaskEdge } from '../graph/order.ts'
import { versionOf, wordOf } from '../model/effective.ts'
import type { DagModel, TaskModel } from '../model/model.ts'

/** Most edges that are looked at for one dag: what is left unsaid beyond is a hint only. */
const searchLimit = 20_000_000

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
  const found: RedundantEdge[] = []
  const beside = new Set(written.filter(edge => edge.why === 'output').map(keyOf))
  const candidates = [...written]
    .sort((a, b) => a.place.start - b.place.start)
    .filter(edge => edge.why !== 'output' && isSingle(edge.from) && isSingle(edge.to) && !beside.has(keyOf(edge)))
  const first = new Map<string, WrittenEdge>()
  const byFrom = new Map<TaskModel, WrittenEdge[]>()
  for (const edge of candidates) {
    const before = first.get(keyOf(edge))
    if (!before) first.set(keyOf(edge), edge)
    if (edge.inProduct) continue
    if (before) found.push({ edge, first: before })
    else if (edge.from.kind === 'task') byFrom.set(edge.from, [...(byFrom.get(edge.from) ?? []), edge])
  }
  const paths = new Paths(dag, edges, waits)
  for (const [from, list] of byFrom) {
    const reached = paths.beyond(from, list)
    for (const edge of list) if (edge.to.kind === 'task' && reached.has(edge.to)) found.push({ edge, first: null })
  }
  return found
}

const ids = new WeakMap<object, number>()
let nextId = 0

function idOf(node: object): number {
  const before = ids.get(node)
  if (before !== undefined) return before
  ids.set(node, nextId)
  return nextId++
}

const keyOf = (edge: WrittenEdge): string => `${idOf(edge.from)} ${idOf(edge.to)}`
const isSingle = (node: WrittenEdge['from']): boolean => node.kind === 'task' && !node.properties.has('matrix')

export function reportRedundant({ edge, first }: RedundantEdge, report: (diagnostic: Diagnostic) => void): void {
  const data = { from: edge.from.path, to: edge.to.path }
  const place = spanOfPlace(edge.place)
  if (first) report({ reason: 'redundant-edge/twice', data, ...place, related: [{ note: 'edge', data, ...spanOfPlace(first.place) }] })
  else report({ reason: 'redundant-edge/path', data, ...place, related: [] })
}

/** Finds what paths of two or more edges lead to, through tasks that wait for success. */
class Paths {
  readonly #tasks: readonly TaskModel[]
  readonly #index: ReadonlyMap<TaskModel, number>
  readonly #graph: ReturnType<typeof adjacency>
  readonly #incoming: Int32Array
  /** Place in a topological order: a path to a task passes only those before it. */
  readonly #rank: Int32Array
  readonly #waits: boolean[]
  #budget = searchLimit

  constructor(dag: DagModel, edges: readonly TaskEdge[], waits: (task: TaskModel) => boolean) {
    this.#tasks = dag.tasks
    this.#index = new Map(dag.tasks.map((task, index) => [task, index]))
    const numbered = edges.map(edge => ({ from: this.#index.get(edge.from)!, to: this.#index.get(edge.to)! }))
    this.#graph = adjacency(dag.tasks.length, numbered)
    this.#incoming = new Int32Array(dag.tasks.length)
    for (const { to } of numbered) this.#incoming[to]!++
    this.#rank = this.#ranks()
    this.#waits = dag.tasks.map(waits)
  }

  beyond(from: TaskModel, candidates: readonly WrittenEdge[]): ReadonlySet<TaskModel> {
    const reached = new Set<TaskModel>()
    const start = this.#index.get(from)!
    const { start: starts, to } = this.#graph
    // Another way in and another way out are needed for another path.
    if (starts[start + 1]! - starts[start]! < 2) return reached
    const ends = candidates.map(edge => this.#index.get(edge.to as TaskModel)!).filter(end => this.#incoming[end]! > 1)
    const last = ends.reduce((rank, end) => Math.max(rank, this.#rank[end]!), -1)
    const seen = new Set<number>()
    const stack: number[] = []
    const enter = (node: number): void => {
      if (seen.has(node) || !this.#waits[node] || this.#rank[node]! >= last) return
      seen.add(node)
      stack.push(node)
    }
    for (let at = starts[start]!; at < starts[start + 1]!; at++) enter(to[at]!)
    while (stack.length > 0 && this.#budget > 0) {
      const node = stack.pop()!
      for (let at = starts[node]!; at < starts[node + 1]!; at++, this.#budget--) {
        const next = to[at]!
        if (this.#waits[next]) reached.add(this.#tasks[next]!)
        enter(next)
      }
    }
    return reached
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
  const targets = [null, ...task.overrides.map(override => override.target)]
  return targets.every(target => {
    const trigger = versionOf(task, target).properties.get('trigger')
    return trigger === undefined || wordOf(trigger.value) === 'all_success'
  })
}
