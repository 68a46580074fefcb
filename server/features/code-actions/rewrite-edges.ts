import type { EdgesModel, Edit, Span, tree } from '#language'
import { blockOf, edgesAt, joined, type Node, nodeAt, refsOf, wordsFor } from './edge-edits.ts'
import { dagAt } from './edges.ts'
import { insertion, replacement } from './edits.ts'
import type { Places } from './fix.ts'

// Edges in another form. The graph stays what it is.

/** The statement of edges at a place. */
export function edgesModelAt(places: Places, span: Span): EdgesModel | null {
  const dag = dagAt(places, span.start)
  const model = dag && edgesAt(dag, span.start)
  return model && span.end <= model.node.end && !places.hasComments(model.node) ? model : null
}

/** Writes the edges of a statement as `after` of what they lead to. */
export function toAfter(places: Places, { node, scope }: EdgesModel): Edit[] | null {
  const upstreams = new Map<Node, string[]>()
  for (let i = 1; i < node.chain.length; i++)
    for (const right of node.chain[i]!.refs)
      for (const left of node.chain[i - 1]!.refs) {
        const from = nodeAt(scope, left)
        const to = nodeAt(scope, right)
        const words = from && to && wordsFor(from, to.kind === 'task' ? to.scope.parent! : to.scope)
        if (!from || !to || words === null || words === undefined) return null
        const list = upstreams.get(to) ?? []
        if (!list.includes(words)) upstreams.set(to, [...list, words])
      }
  const removal = places.layout.removal(node)
  if (upstreams.size === 0 || places.hasComments(removal)) return null
  const edits: Edit[] = [removal]
  for (const [to, words] of upstreams) {
    const added = withAfter(places, to, words)
    if (!added) return null
    edits.push(...added)
  }
  return edits
}

function withAfter(places: Places, { node, properties }: Node, words: readonly string[]): Edit[] | null {
  const { body } = node
  if (!body.present) return null
  const there = properties.get('after')
  if (!there) {
    const first = body.items[0]
    const statement = `after: [${words.join(', ')}]`
    const property = body.items.findLast(item => item.kind === 'property')
    if (property || !first) return places.layout.intoBody(body, [statement], property ?? null)
    return [insertion(first.start, joined(places, first, [statement, '']))]
  }
  const { value } = there
  if (value.kind !== 'list') return null
  const known = new Set(refsOf(value).map(ref => places.sourceOf(ref)))
  const fresh = words.filter(word => !known.has(word))
  return fresh.length === 0 ? [] : places.layout.intoBrackets(value, value.items, fresh.join(', '))
}

/** The `after` at a place, and whose it is. */
export function afterAt(places: Places, span: Span): { readonly property: tree.Property; readonly owner: Node } | null {
  const { statements, task, group } = places.at(span.start)
  const property = statements.at(-1)
  const owner = task ?? group
  if (property?.kind !== 'property' || property.key.text !== 'after' || !owner || span.end > property.end) return null
  return owner.properties.get('after') === property && !places.hasComments(property) ? { property, owner } : null
}

/** Writes `after` as an edge behind the task or group that has it. */
export function toEdges(places: Places, { property, owner }: { readonly property: tree.Property; readonly owner: Node }): Edit[] | null {
  if (property.value.kind !== 'list') return null
  const refs = refsOf(property.value)
  const { scope, node } = blockOf(owner)
  const inside = owner.kind === 'task' ? owner.scope.parent! : owner.scope
  const words = refs.map(ref => {
    const from = nodeAt(inside, ref)
    return from ? wordsFor(from, scope) : null
  })
  const to = wordsFor(owner, scope)
  if (refs.length === 0 || refs.length < property.value.items.length || to === null || words.includes(null)) return null
  const removal = places.layout.removal(property)
  if (places.hasComments(removal)) return null
  const left = words.length === 1 ? words[0] : `[${words.join(', ')}]`
  return [removal, ...places.layout.intoBody(node.body, [`${left} -> ${to}`], owner.node)]
}

/** `a -> b -> c` as `a -> b` and `b -> c`. */
export function split(places: Places, { node }: EdgesModel): Edit[] | null {
  if (node.chain.length < 3) return null
  const pairs = node.chain.slice(1).map((nodes, i) => `${places.sourceOf(node.chain[i]!)} -> ${places.sourceOf(nodes)}`)
  return [replacement(places.text, node, joined(places, node, pairs))]
}

/** A statement with the next one, which begins with what this one ends with. */
export function join(places: Places, { node, scope }: EdgesModel): Edit[] | null {
  const { dag, group } = places.at(node.start)
  const items = (group ?? dag)?.node.body.items ?? []
  const next = items[items.indexOf(node) + 1]
  if (next?.kind !== 'edges' || next.chain.length < 2 || node.chain.length < 2) return null
  const between = { start: node.end, end: next.start }
  if (!/^\s*$/.test(places.sourceOf(between)) || places.hasComments(next)) return null
  const ends = namesOf(node.chain.at(-1)!, scope)
  const starts = namesOf(next.chain[0]!, scope)
  if (ends === null || ends !== starts) return null
  const rest = places.text.slice(next.chain[0]!.end, next.end)
  return [{ start: node.end, end: next.end, text: rest.startsWith(' ') ? rest : ` ${rest.trimStart()}` }]
}

function namesOf({ refs }: tree.EdgeNodes, scope: EdgesModel['scope']): string | null {
  const paths = refs.map(ref => nodeAt(scope, ref)?.path)
  return paths.length === 0 || paths.includes(undefined) ? null : paths.sort().join(' ')
}
