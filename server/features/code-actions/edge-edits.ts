import {
  type DagModel,
  type EdgesModel,
  type Edit,
  type GroupModel,
  referenceOf,
  resolveTask,
  type Scope,
  type TaskModel,
  type tree,
  type WrittenEdge,
} from '#language'
import { replacement } from './edits.ts'
import type { Places } from './fix.ts'

export type Node = TaskModel | GroupModel

/** The references that form an edge: from one to the other, or one in `after`. */
export interface EdgeEnds {
  readonly left: tree.Reference | null
  readonly right: tree.Reference
}

/** The block of a file that edges stand in. */
export type Block = DagModel | GroupModel

export const blockOf = (node: Node): Block => (node.kind === 'task' ? node.group : node.parent) ?? node.dag

/** The task or group that a reference names. */
export function nodeAt(scope: Scope, ref: tree.Reference): Node | null {
  const found = resolveTask(scope, ref)
  return found.ok ? found.declared : null
}

/** The shortest words that name a node in a scope; null where something hides it. */
export function wordsFor(node: Node, scope: Scope): string | null {
  const groups = node.kind === 'task' ? (node.group?.lineage ?? []) : node.lineage.slice(0, -1)
  const path = [...groups.map(group => group.name), node.name]
  if (path.includes('')) return null
  for (let from = path.length - 1; from >= 0; from--) {
    const words = path.slice(from)
    if (nodeAt(scope, referenceOf(words)) === node) return words.join('.')
  }
  return null
}

/** The statement that holds a place, with its scope. */
export function edgesAt(dag: DagModel, offset: number): EdgesModel | null {
  return dag.edges.find(({ node }) => node.start <= offset && offset <= node.end) ?? null
}

/** Takes edges out of what writes them; null where one is an output that is read, or where a comment would go too. */
export function removeEdges(places: Places, edges: readonly WrittenEdge[]): Edit[] | null {
  const ofStatements = new Map<EdgesModel, EdgeEnds[]>()
  const ofLists = new Map<tree.Property, tree.Reference[]>()
  for (const edge of edges) {
    if (edge.why === 'output' || edge.place.file !== places.analyzed.file) return null
    const { dag } = edge.from
    if (edge.why === 'edge') {
      const model = edgesAt(dag, edge.place.start)
      const ends = model && endsOf(model, edge)
      if (!ends) return null
      ofStatements.set(model, [...(ofStatements.get(model) ?? []), ends])
    } else {
      const property = edge.to.properties.get('after')
      const ref = property && refsOf(property.value).find(each => each.start === edge.place.start)
      if (!ref) return null
      ofLists.set(property, [...(ofLists.get(property) ?? []), ref])
    }
  }
  const found: Edit[] = []
  for (const [model, ends] of ofStatements) {
    const edits = withoutPairs(places, model.node, (left, right) => ends.some(each => each.left === left && each.right === right))
    if (!edits) return null
    found.push(...edits)
  }
  for (const [property, refs] of ofLists) found.push(...withoutRefs(places, property, refs))
  return found
}

function endsOf({ node, scope }: EdgesModel, edge: WrittenEdge): EdgeEnds | null {
  for (let i = 1; i < node.chain.length; i++) {
    const right = node.chain[i]!.refs.find(ref => ref.start === edge.place.start)
    const left = right && node.chain[i - 1]!.refs.find(ref => nodeAt(scope, ref) === edge.from)
    if (left) return { left, right }
  }
  return null
}

/** Takes pairs out of a chain: what is left on each side stays, and of a product what is not meant. */
export function withoutPairs(
  places: Places,
  node: tree.Edges,
  isRemoved: (left: tree.Reference, right: tree.Reference) => boolean,
): Edit[] | null {
  if (places.hasComments(node)) return null
  const chains = chainsWithout(node, isRemoved, span => places.sourceOf(span))
  if (chains.length === 0) return [places.layout.removal(node)]
  return [replacement(places.text, node, joined(places, node, chains))]
}

/** Statements on lines of their own where the one that they come from stands so. */
export function joined({ layout }: Places, node: tree.Statement, statements: readonly string[]): string {
  return layout.isFirstOnLine(node.start) ? layout.join(statements, layout.indentation(node.start)) : statements.join(' ')
}

function chainsWithout(
  { chain }: tree.Edges,
  isRemoved: (left: tree.Reference, right: tree.Reference) => boolean,
  source: (span: { readonly start: number; readonly end: number }) => string,
): string[] {
  const chains: string[] = []
  let current = [source(chain[0]!)]
  const flush = (): void => {
    if (current.length > 1) chains.push(current.join(' -> '))
  }
  for (let i = 1; i < chain.length; i++) {
    const before = chain[i - 1]!.refs
    const after = chain[i]!.refs
    if (!before.some(left => after.some(right => isRemoved(left, right)))) {
      current.push(source(chain[i]!))
      continue
    }
    flush()
    // Those that go on to the same ones stay together.
    const groups = new Map<string, string[]>()
    for (const left of before) {
      const rights = after.filter(right => !isRemoved(left, right)).map(source)
      if (rights.length > 0) groups.set(listed(rights), [...(groups.get(listed(rights)) ?? []), source(left)])
    }
    for (const [rights, lefts] of groups) chains.push(`${listed(lefts)} -> ${rights}`)
    current = [source(chain[i]!)]
  }
  flush()
  return chains
}

const listed = (names: readonly string[]): string => (names.length === 1 ? names[0]! : `[${names.join(', ')}]`)

/** References of `after`. */
export function refsOf(value: tree.Expression): tree.Reference[] {
  if (value.kind === 'ref') return [value]
  return value.kind === 'list' ? value.items.filter((item): item is tree.Reference => item.kind === 'ref') : []
}

/** Takes references out of `after`; all of them: the whole property. */
export function withoutRefs(places: Places, property: tree.Property, refs: readonly tree.Reference[]): Edit[] {
  const { value } = property
  if (value.kind !== 'list' || refs.length === value.items.length) return [places.layout.removal(property)]
  if (refs.length === 1) return [places.layout.removal(refs[0]!)]
  const left = value.items.filter(item => !refs.some(ref => ref === item)).map(item => places.sourceOf(item))
  return places.hasComments(value) ? refs.map(ref => places.layout.removal(ref)) : [replacement(places.text, value, `[${left.join(', ')}]`)]
}

/** Tasks and groups in stages, each stage after the one before. */
export type Chain = readonly (readonly Node[])[]

/** Writes edges in the innermost block of all that they name, after the edges that stand there; null where no words name them. */
export function addEdges({ layout }: Places, chains: readonly Chain[]): Edit[] | null {
  const around = (node: Node): Block[] => {
    const groups = node.kind === 'task' ? (node.group?.lineage ?? []) : node.lineage.slice(0, -1)
    return [node.dag, ...groups]
  }
  const [first, ...others] = chains.flat(2)
  if (!first) return null
  const block = around(first).findLast(each => others.every(other => around(other).includes(each)))
  if (!block) return null
  const lines = chains.map(chain => writtenChain(chain, block.scope))
  const { body } = block.node
  const last = body.items.findLast(item => item.kind === 'edges')
  return lines.every(line => line !== null) ? layout.intoBody(body, lines, last ?? null) : null
}

/** Stages as the language writes them in a scope; null where no words name one of them. */
export function writtenChain(chain: Chain, scope: Scope): string | null {
  const stages = chain.map(stage => stage.map(node => wordsFor(node, scope)))
  return stages.every(stage => stage.every(words => words !== null)) ? stages.map(listed).join(' -> ') : null
}
