import {
  documentationOf,
  type GroupModel,
  isTaskOrGroup,
  type Scope,
  type TaskModel,
  type tree,
  visibleNames,
  type WrittenEdge,
} from '#language'
import { textOfProperty } from '../texts.ts'
import { type CompletionContext, foremost, type Suggestion } from './suggestion.ts'

type Node = TaskModel | GroupModel

/** Tasks and groups at the end of an edge or in `after`. */
export function nodeSuggestions(context: CompletionContext, path: readonly string[], statement: tree.Statement): Suggestion[] {
  const { cursor } = context
  return statement.kind === 'edges'
    ? nodeNames(context, path, nodesBefore(context, statement), refsAround(statement, cursor.offset, cursor.word.start))
    : nodeNames(context, path, [], statement.kind === 'property' ? refsOf(statement.value, cursor.word.start) : [])
}

/** Names that can be seen, or the members of the group at the end of `path`. `upstream`: what comes before it in an edge. */
export function nodeNames(
  context: CompletionContext,
  path: readonly string[],
  upstream: readonly Node[],
  taken: readonly string[] = [],
): Suggestion[] {
  const { around, cursor, analyzed } = context
  const task = cursor.container === 'task' ? around.task : null
  const scope = task ? task.scope.parent! : around.scope
  const nodes = path.length === 0 ? visibleNames(scope, isTaskOrGroup).filter(isTaskOrGroup) : membersAt(scope, path)
  const edges = around.dag ? (analyzed.analysis.edges.get(around.dag) ?? []) : []
  const wouldCycle = task ? reached(edges, [task], 'down') : reached(edges, upstream, 'up')
  const prefix = path.map(name => `${name}.`).join('')
  const open = nodes.filter(node => node !== task && !wouldCycle.has(node) && !taken.includes(prefix + node.name))
  return foremost(context, open).map(node => nodeSuggestion(node))
}

export function nodeSuggestion(node: Node): Suggestion {
  const count = node.kind === 'group' ? node.members.length : 0
  return {
    label: node.name,
    kind: node.kind,
    detail: node.kind === 'task' ? (node.engine ?? '') : `group of ${count} ${count === 1 ? 'member' : 'members'}`,
    documentation: documentationOf(node.file.tree, node.node) ?? textOfProperty(node.properties.get('description')),
  }
}

function membersAt(scope: Scope, path: readonly string[]): Node[] {
  let found: Node | undefined = visibleNames(scope, isTaskOrGroup)
    .filter(isTaskOrGroup)
    .find(node => node.name === path[0])
  for (const name of path.slice(1)) found = found?.kind === 'group' ? found.members.find(member => member.name === name) : undefined
  return found?.kind === 'group' ? [...found.members] : []
}

/** What stands before the arrow that the place follows. */
function nodesBefore(context: CompletionContext, edges: tree.Edges): Node[] {
  const before = edges.chain.findLast(nodes => nodes.end <= context.cursor.word.start && isBeforeArrow(context.analyzed.text, nodes.end))
  const scope = context.around.scope
  return (before?.refs ?? []).flatMap(ref => {
    const path = ref.path.map(name => name.text)
    const outer = path.length > 1 ? membersAt(scope, path.slice(0, -1)) : visibleNames(scope, isTaskOrGroup).filter(isTaskOrGroup)
    return outer.find(node => node.name === path[path.length - 1]) ?? []
  })
}

const isBeforeArrow = (text: string, end: number): boolean => /^\s*->/.test(text.slice(end, end + 200))

/** References in the same list: nobody wants one twice. */
function refsAround(edges: tree.Edges, offset: number, word: number): string[] {
  const nodes = edges.chain.find(each => each.start < offset && offset <= each.end && each.bracketed)
  return nodes?.refs.filter(ref => ref.start !== word).map(nameOf) ?? []
}

function refsOf(value: tree.Expression, word: number): string[] {
  return value.kind === 'list' ? value.items.flatMap(item => (item.kind === 'ref' && item.start !== word ? [nameOf(item)] : [])) : []
}

const nameOf = (ref: tree.Reference): string => ref.path.map(name => name.text).join('.')

/** Everything that edges lead to (or come from): an edge back to it would close a cycle. */
export function reached(edges: readonly WrittenEdge[], from: readonly Node[], way: 'up' | 'down'): ReadonlySet<Node> {
  if (from.length === 0) return new Set()
  const next = new Map<Node, Node[]>()
  for (const { from: before, to: after } of edges) {
    const [a, b] = way === 'down' ? [before, after] : [after, before]
    const list = next.get(a)
    if (list) list.push(b)
    else next.set(a, [b])
  }
  // A group that holds one of them cannot wait for it.
  const seen = new Set<Node>(from.flatMap(node => (node.kind === 'task' ? (node.group?.lineage ?? []) : node.lineage.slice(0, -1))))
  const waiting = [...from]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    // What holds for a group holds for all in it, and what is in a group ends before the group does.
    const members = node.kind === 'group' ? node.members : []
    const around = node.kind === 'task' ? node.group : node.parent
    waiting.push(...(next.get(node) ?? []), ...members)
    if (around) waiting.push(...(next.get(around) ?? []))
  }
  return seen
}
