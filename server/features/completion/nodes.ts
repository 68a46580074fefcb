import { documentationOf, isTaskOrGroup, locate, resolveTask, type Scope, type tree, visibleNames } from '#language'
import { textOfProperty } from '../texts.ts'
import { type Node, reached } from './cycles.ts'
import { type CompletionContext, foremost, type Suggestion } from './suggestion.ts'

/** Tasks and groups at the end of an edge or in `after`. */
export function nodeSuggestions(context: CompletionContext, path: readonly string[], statement: tree.Statement): Suggestion[] {
  const { cursor, around } = context
  if (statement.kind !== 'edges') {
    // In `after`, whose own block is what waits.
    const waiting = cursor.container === 'task' ? around.task : cursor.container === 'group' ? around.group : null
    const taken = statement.kind === 'property' ? refsOf(statement.value, cursor.word.start) : []
    return nodeNames(context, path, { before: [], after: waiting ? [waiting] : [] }, taken)
  }
  const ends = { before: nodesBeside(context, statement, 'before'), after: nodesBeside(context, statement, 'after') }
  return nodeNames(context, path, ends, refsAround(statement, cursor.offset, cursor.word.start))
}

/** Tasks and groups where an arrow follows already; null where none does. */
export function nodesBeforeArrow(context: CompletionContext): Suggestion[] | null {
  const { cursor, analyzed } = context
  const blanks = /^\s*(?=->)/.exec(analyzed.text.slice(cursor.word.end, cursor.word.end + 200))
  const { statements } = locate(analyzed.analysis.file.tree, cursor.word.end + (blanks?.[0].length ?? 0))
  const edges = statements.at(-1)
  if (!blanks || edges?.kind !== 'edges') return null
  return nodeNames(context, [], { before: [], after: nodesBeside(context, edges, 'after') })
}

/** What is right before and right after the place, by edges. */
export interface Ends {
  readonly before: readonly Node[]
  readonly after: readonly Node[]
}

/** Names that can be seen, or the members of the group at the end of `path`; none that would close a cycle. */
export function nodeNames(context: CompletionContext, path: readonly string[], ends: Ends, taken: readonly string[] = []): Suggestion[] {
  const { around, cursor, analyzed } = context
  const task = cursor.container === 'task' ? around.task : null
  const scope = task ? task.scope.parent! : around.scope
  const nodes = path.length === 0 ? visibleNames(scope, isTaskOrGroup).filter(isTaskOrGroup) : membersAt(scope, path)
  const edges = around.dag ? (analyzed.analysis.edges.get(around.dag) ?? []) : []
  const [upstream, downstream] = [reached(edges, ends.before, 'up'), reached(edges, ends.after, 'down')]
  const prefix = path.map(name => `${name}.`).join('')
  const open = nodes.filter(node => !upstream.has(node) && !downstream.has(node) && !taken.includes(prefix + node.name))
  return foremost(context, open).map(nodeSuggestion)
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

/** What stands before the arrow that the place follows, or after the one that follows the place. */
function nodesBeside(context: CompletionContext, edges: tree.Edges, side: keyof Ends): Node[] {
  const { text } = context.analyzed
  const { start, end } = context.cursor.word
  // Where nothing is written yet there are nodes too, but without references.
  const written = edges.chain.filter(each => each.refs.length > 0)
  const nodes =
    side === 'before'
      ? written.findLast(each => each.end <= start && isBeforeArrow(text, each.end))
      : written.find(each => each.start >= end && isAfterArrow(text, each.start))
  const scope = context.around.scope
  return (nodes?.refs ?? []).flatMap(ref => {
    const found = resolveTask(scope, ref)
    return found.ok ? found.declared : []
  })
}

const isBeforeArrow = (text: string, end: number): boolean => /^\s*->/.test(text.slice(end, end + 200))
const isAfterArrow = (text: string, start: number): boolean => /->\s*$/.test(text.slice(Math.max(0, start - 200), start))

/** References in the same list: nobody wants one twice. */
function refsAround(edges: tree.Edges, offset: number, word: number): string[] {
  const nodes = edges.chain.find(each => each.start < offset && offset <= each.end && each.bracketed)
  return nodes?.refs.filter(ref => ref.start !== word).map(nameOf) ?? []
}

function refsOf(value: tree.Expression, word: number): string[] {
  return value.kind === 'list' ? value.items.flatMap(item => (item.kind === 'ref' && item.start !== word ? [nameOf(item)] : [])) : []
}

const nameOf = (ref: tree.Reference): string => ref.path.map(name => name.text).join('.')
