import type { DagModel, Diagnostic, Related, TaskModel, WrittenEdge } from '#language'
import { edgesAt, nodeAt, refsOf, removeEdges, withoutPairs, withoutRefs } from './edge-edits.ts'
import { replacement } from './edits.ts'
import type { Fact, Fix, Places } from './fix.ts'
import { titles } from './titles.ts'

// Edges that are too many, missing, or the wrong way round.

/** The dag that a place is in. */
export function dagAt({ file }: Places, offset: number): DagModel | null {
  return file.dags.find(({ node }) => node.start <= offset && offset <= node.end) ?? null
}

export function writtenEdges({ analyzed }: Places, dag: DagModel): readonly WrittenEdge[] {
  return analyzed.analysis.edges.get(dag) ?? []
}

/** The edge that a diagnostic speaks of. */
export function redundantEdge(fact: Fact<'redundant-edge/twice' | 'redundant-edge/path'>, places: Places): WrittenEdge | null {
  const dag = dagAt(places, fact.start)
  const { from, to } = fact.data
  const edges = dag ? writtenEdges(places, dag) : []
  return (
    edges.find(edge => edge.why !== 'output' && edge.place.start === fact.start && edge.from.path === from && edge.to.path === to) ?? null
  )
}

export function removeRedundant(fact: Fact<'redundant-edge/twice' | 'redundant-edge/path'>, places: Places): Fix[] {
  const edge = redundantEdge(fact, places)
  const edits = edge && removeEdges(places, [edge])
  return edits ? [{ title: titles.removeEdge(fact.data.from, fact.data.to), edits, safe: true }] : []
}

/** One way for each edge of the cycle. */
export function breakCycle(fact: Fact<'cycle/tasks'>, places: Places): Fix[] {
  const dag = dagAt(places, fact.start)
  if (!dag) return []
  const edges = writtenEdges(places, dag)
  const seen = new Set<string>()
  return fact.related.flatMap((related: Related): Fix[] => {
    if (related.note !== 'edge') return []
    const { from, to } = related.data
    const title = titles.removeEdge(from, to)
    const same = edges.filter(edge => edge.from.path === from && edge.to.path === to)
    if (seen.has(title) || same.length === 0) return []
    seen.add(title)
    const edits = removeEdges(places, same)
    return edits ? [{ title, edits, uncovers: true, choice: true }] : []
  })
}

/** An edge between two that are one, or one in the other. */
export function removeSelf(fact: Fact<'self-dependency/task' | 'self-dependency/group'>, places: Places): Fix[] {
  const dag = dagAt(places, fact.start)
  if (!dag) return []
  const { name } = fact.data
  const other = 'group' in fact.data ? fact.data.group : name
  const model = edgesAt(dag, fact.start)
  if (model) {
    const { node, scope } = model
    const pathOf = (ref: (typeof node.chain)[number]['refs'][number]): string => nodeAt(scope, ref)?.path ?? ''
    const edits = withoutPairs(places, node, (left, right) => {
      if (right.start !== fact.start) return false
      const [a, b] = [pathOf(left), pathOf(right)]
      return (a === name && b === other) || (a === other && b === name)
    })
    return edits ? [{ title: titles.removeEdge(name, other), edits }] : []
  }
  const property = places.at(fact.start).statements.at(-1)
  if (property?.kind !== 'property' || property.key.text !== 'after') return []
  const refs = refsOf(property.value).filter(ref => ref.start === fact.start)
  return refs.length > 0 ? [{ title: titles.removeEdge(name, other), edits: withoutRefs(places, property, refs) }] : []
}

/** The reader comes first on a path: only an edge of its own can be turned around. */
export function turnAround(fact: Fact<'read-before-write/table'>, places: Places): Fix[] {
  const creation = fact.related.find(related => related.note === 'creates')
  if (creation?.note !== 'creates') return []
  const writer = creation.data.task.replace(/\[.*$/s, '')
  const dag = dagOf(fact, places, [writer])
  const reader = places.at(fact.start).task
  if (!dag || !reader) return []
  const edges = writtenEdges(places, dag).filter(edge => edge.from === reader && edge.to.path === writer && edge.why === 'edge')
  const [edge] = edges
  const model = edge && edges.length === 1 && !edge.inProduct ? edgesAt(dag, edge.place.start) : null
  if (model?.node.chain.length !== 2) return []
  const [left, right] = model.node.chain
  const from = places.sourceOf(right!)
  const to = places.sourceOf(left!)
  return [
    {
      title: titles.turnAround(from, to),
      edits: [replacement(places.text, left!, from), replacement(places.text, right!, to)],
      choice: true,
    },
  ]
}

/** The dag that has these tasks; of several the one that the diagnostic stands in. */
export function dagOf(fact: Diagnostic, places: Places, paths: readonly string[]): DagModel | null {
  const isThere = (dag: DagModel): boolean => paths.every(path => dag.tasks.some((task: TaskModel) => task.path === path))
  const here = dagAt(places, fact.start)
  if (here) return isThere(here) ? here : null
  const found = places.file.dags.filter(isThere)
  return found.length === 1 ? found[0]! : null
}
