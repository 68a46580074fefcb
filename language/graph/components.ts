/** Directed edges over nodes `0 … nodes - 1`. */
export interface Adjacency {
  readonly nodes: number
  /** Where each node's edges begin in `to`; one more than nodes. */
  readonly start: Int32Array
  readonly to: Int32Array
  /** Index of each edge in the list that it was made from. */
  readonly edge: Int32Array
}

/** Packs edges by their first node (compressed sparse rows). Linear. */
export function adjacency(nodes: number, edges: readonly { readonly from: number; readonly to: number }[]): Adjacency {
  const start = new Int32Array(nodes + 1)
  for (const { from } of edges) start[from + 1]!++
  for (let i = 0; i < nodes; i++) start[i + 1]! += start[i]!
  const next = start.slice()
  const to = new Int32Array(edges.length)
  const edge = new Int32Array(edges.length)
  edges.forEach((each, index) => {
    const at = next[each.from]!++
    to[at] = each.to
    edge[at] = index
  })
  return { nodes, start, to, edge }
}

/** Whether there is an order of all nodes (A. B. Kahn, "Topological sorting of large networks", Communications of the ACM 5, 1962). */
export function isAcyclic({ nodes, start, to }: Adjacency): boolean {
  const waits = new Int32Array(nodes)
  for (let at = 0; at < to.length; at++) waits[to[at]!]!++
  const order = new Int32Array(nodes)
  let found = 0
  for (let node = 0; node < nodes; node++) if (waits[node] === 0) order[found++] = node
  for (let i = 0; i < found; i++) {
    const node = order[i]!
    for (let at = start[node]!; at < start[node + 1]!; at++) if (--waits[to[at]!]! === 0) order[found++] = to[at]!
  }
  return found === nodes
}

/**
 * Strongly connected components, each node's number; a component's number is greater than those of the components that it
 * leads to. Tarjan's algorithm without recursion, so that a chain of any length is fine; linear. Source: R. Tarjan,
 * "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972).
 */
export function components(graph: Adjacency): { readonly count: number; readonly of: Int32Array } {
  const { nodes, start, to } = graph
  const index = new Int32Array(nodes).fill(-1)
  const low = new Int32Array(nodes)
  const of = new Int32Array(nodes).fill(-1)
  const next = start.slice(0, nodes)
  const path: number[] = []
  const open: number[] = []
  let counter = 0
  let count = 0
  for (let root = 0; root < nodes; root++) {
    if (index[root] !== -1) continue
    path.push(root)
    while (path.length > 0) {
      const node = path[path.length - 1]!
      if (index[node] === -1) {
        index[node] = low[node] = counter++
        open.push(node)
      }
      const at = next[node]!
      if (at < start[node + 1]!) {
        next[node]!++
        const other = to[at]!
        if (index[other] === -1) path.push(other)
        else if (of[other] === -1) low[node] = Math.min(low[node]!, index[other]!)
        continue
      }
      path.pop()
      const parent = path[path.length - 1]
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!)
      if (low[node] !== index[node]) continue
      let member: number
      do {
        member = open.pop()!
        of[member] = count
      } while (member !== node)
      count++
    }
  }
  return { count, of }
}

/** Most edges that the search for a shortest cycle looks at, over all its starts. */
const searchLimit = 4_000_000

/**
 * The shortest cycle inside a component, as indices of edges in the order of the cycle. `weight`: 0 or 1 for each edge; the
 * cycle has the least sum. In a large component the search ends early, and is then a short cycle.
 */
export function shortestCycle(graph: Adjacency, of: Int32Array, members: readonly number[], weight: (edge: number) => 0 | 1): number[] {
  let best: number[] = []
  let bestWeight = Number.POSITIVE_INFINITY
  const budget = { edges: searchLimit }
  for (const root of members) {
    if (budget.edges < 0) break
    const found = cycleThrough(graph, of, root, bestWeight, weight, budget)
    if (found && found.weight < bestWeight) {
      best = found.edges
      bestWeight = found.weight
    }
    if (bestWeight <= 1) break
  }
  return best
}

/** Breadth-first with weights 0 and 1 (a deque as two lists). */
function cycleThrough(
  graph: Adjacency,
  of: Int32Array,
  root: number,
  limit: number,
  weight: (edge: number) => 0 | 1,
  budget: { edges: number },
): { edges: number[]; weight: number } | null {
  const component = of[root]!
  const distance = new Map<number, number>([[root, 0]])
  const via = new Map<number, { readonly node: number; readonly edge: number }>()
  let level: number[] = [root]
  let least = null as { node: number; edge: number; weight: number } | null
  for (let cost = 0; level.length > 0 && cost < limit; cost++) {
    const next: number[] = []
    const stack = level
    while (stack.length > 0) {
      const node = stack.pop()!
      if (distance.get(node) !== cost) continue
      for (let at = graph.start[node]!; at < graph.start[node + 1]!; at++) {
        const other = graph.to[at]!
        budget.edges--
        if (of[other] !== component) continue
        const edge = graph.edge[at]!
        const reached = cost + weight(edge)
        if (other === root) {
          if (least === null || reached < least.weight) least = { node, edge, weight: reached }
        } else if (reached < (distance.get(other) ?? Number.POSITIVE_INFINITY)) {
          distance.set(other, reached)
          via.set(other, { node, edge })
          if (reached === cost) stack.push(other)
          else next.push(other)
        }
      }
    }
    if (least !== null && least.weight <= cost) break
    level = next
  }
  if (!least || least.weight >= limit) return null
  const edges = [least.edge]
  for (let node = least.node; node !== root; ) {
    const step = via.get(node)!
    edges.push(step.edge)
    node = step.node
  }
  return { edges: edges.reverse(), weight: least.weight }
}
