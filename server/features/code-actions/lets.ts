import {
  bodyOf,
  childrenOf,
  type Edit,
  isError,
  type LetModel,
  lookUp,
  resolveValue,
  type Scope,
  type Span,
  type TaskModel,
  type tree,
} from '#language'
import { engineIn, propertiesIn } from '../completion/schemas.ts'
import { insertion } from './edits.ts'
import type { Places } from './fix.ts'
import { firstIn, unusedName } from './names.ts'

// A value and the `let` that stands for it.

export interface Extraction {
  readonly name: string
  readonly edits: readonly Edit[]
}

/** Properties whose value is more than a value: what stands in it is looked at as it is written. */
const written: ReadonlySet<string> = new Set(['matrix', 'after', 'params', 'engine', 'limits', 'env'])

/** Gives the value at a selection a name, in the innermost block around it. */
export function extractLet(places: Places, span: Span): Extraction | null {
  const { statements, expressions, dag, group, task, scope } = places.at(span.start)
  const statement = statements.at(-1)
  const node = selected(places, expressions, span)
  if (!statement || !node || !isValue(node) || isWrong(places, node)) return null
  if (statement.kind !== 'property' && statement.kind !== 'let' && statement.kind !== 'input') return null
  if (statement.kind === 'let' && statement.value === node) return null
  if (statement.kind === 'property' && statement.value === node && written.has(statement.key.text)) return null
  if (statement.kind === 'property' && statement.value === node && node.kind === 'string' && isWord(statements, task)) return null
  // What only the task knows cannot stand outside of it.
  const own = task ? new Set(['params', ...task.matrix.map(variable => variable.name)]) : new Set<string>()
  if (refsIn(node).some(ref => own.has(ref.path[0]!.text))) return null
  const block = group ?? dag
  const name = unusedName(places, wish(statement, expressions, node))
  if (lookUp(scope, name)) return null
  const declaration = `let ${name} = ${places.sourceOf(node)}`
  const use = useOf(node, expressions, name)
  if (block) {
    const { body } = block.node
    if (!body.present) return null
    const last = body.items.findLast(item => (item.kind === 'let' || item.kind === 'input') && item.end <= statement.start)
    if (last) return { name, edits: [...places.layout.intoBody(body, [declaration], last), use] }
    const before = body.items.filter(item => item.kind === 'property' && item.end <= statement.start).at(-1)
    if (before) return { name, edits: [...places.layout.intoBody(body, [declaration], before), use] }
    return { name, edits: [insertion(body.start + 1, firstIn(places, body, declaration)), use] }
  }
  const top = statements[0]!
  const start = startWithDocumentation(places, top)
  return { name, edits: [insertion(start, declaration + places.layout.eol), use] }
}

/** Whether a property takes one word of a list, where a name would be such a word. */
function isWord(statements: readonly tree.Statement[], task: TaskModel | null): boolean {
  const [block, property] = statements.slice(-2)
  const container = block && bodyOf(block)?.container
  if (!container || property?.kind !== 'property') return false
  return propertiesIn(container, engineIn(block, task)).get(property.key.text)?.shape.kind === 'word'
}

/** The name in the place of the value; of an entry of that name the name alone. */
function useOf(node: tree.Expression, expressions: readonly tree.Expression[], name: string): Edit {
  const map = expressions[expressions.indexOf(node) - 1]
  const entry = map?.kind === 'map' ? map.entries.find(each => each.value === node && each.key.text === name) : undefined
  return { start: entry && entry.key.end - entry.key.start === name.length ? entry.key.start : node.start, end: node.end, text: name }
}

/** The expression that the selection covers; without a selection the innermost one there. */
function selected(places: Places, expressions: readonly tree.Expression[], span: Span): tree.Expression | null {
  if (span.start === span.end) return expressions.at(-1) ?? null
  const text = places.sourceOf(span)
  const start = span.start + (text.length - text.trimStart().length)
  const end = span.end - (text.length - text.trimEnd().length)
  const around = places.at(start).expressions
  return around.find(node => node.start === start && node.end === end) ?? null
}

function isValue(node: tree.Expression): boolean {
  return node.kind !== 'missing' && node.kind !== 'ref' && !(node.kind === 'literal' && node.value.type === 'null')
}

/** What is wrong would be wrong elsewhere, and what has no end has none there. */
function isWrong({ analyzed }: Places, { start, end }: Span): boolean {
  return analyzed.analysis.diagnostics.some(each => isError(each) && each.file === analyzed.file && each.start < end && start < each.end)
}

/** A name after the key that the value belongs to. */
function wish(statement: tree.Statement, expressions: readonly tree.Expression[], node: tree.Expression): string {
  const map = expressions.findLast(each => each !== node && each.kind === 'map')
  const entry = map?.kind === 'map' ? map.entries.find(each => each.value.start <= node.start && node.end <= each.value.end) : undefined
  const key = entry?.key.text ?? (statement.kind === 'property' ? statement.key.text : 'name' in statement ? statement.name?.text : null)
  return key && /^[A-Za-z_]\w*$/.test(key) ? key : 'value'
}

function startWithDocumentation({ layout, text }: Places, { start }: Span): number {
  let at = layout.lineStart(start)
  while (at > 0 && /^[ \t]*\/\/\//.test(text.slice(layout.lineStart(at - 1), at))) at = layout.lineStart(at - 1)
  return at
}

export function refsIn(node: tree.Expression): tree.Reference[] {
  return node.kind === 'ref' ? [node] : childrenOf(node).flatMap(refsIn)
}

/** The let of a dag or group that is declared or used at a place. */
export function letAt(places: Places, offset: number): LetModel | null {
  const { statements } = places.at(offset)
  const statement = statements.at(-1)
  const lets = places.file.dags.flatMap(dag => [...dag.lets, ...dag.groups.flatMap(group => group.lets)])
  if (statement?.kind === 'let' && statement.name && offset <= statement.name.end)
    return lets.find(declared => declared.node === statement) ?? null
  const use = places.analyzed.analysis.uses.find(({ name }) => name.start <= offset && offset <= name.end)
  return use?.declared.kind === 'let' && lets.includes(use.declared) ? use.declared : null
}

/** Writes the value of a let wherever it is used, and takes the let out; null where that would mean something else. */
export function inlineLet(places: Places, declared: LetModel): Edit[] | null {
  const { value } = declared.node
  const uses = places.analyzed.analysis.uses.filter(use => use.declared === declared)
  if (value.kind === 'missing' || uses.length === 0 || places.hasComments(declared.node)) return null
  if (declared.scope.names.get(declared.name) !== declared) return null
  // One that is made of itself has no value.
  if (uses.some(({ name }) => value.start <= name.start && name.end <= value.end)) return null
  const source = places.sourceOf(value)
  const removal = places.layout.removal(declared.node)
  if (places.hasComments(removal)) return null
  const edits: Edit[] = [removal]
  for (const { name } of uses) {
    const { expressions, scope, statements } = places.at(name.start)
    const ref = expressions.at(-1)
    if (ref?.kind !== 'ref' || !isSameThere(value, declared.scope, scope)) return null
    const parent = expressions.at(-2)
    if (source.includes('\n') && expressions.some(each => each.kind === 'string')) return null
    if (ref.path.length > 1 && value.kind !== 'ref') return null
    const isPart = parent !== undefined && ['binary', 'prefix', 'conditional'].includes(parent.kind)
    const text = isPart && ['binary', 'prefix', 'conditional'].includes(value.kind) ? `(${source})` : source
    const entry = parent?.kind === 'map' ? parent.entries.find(each => each.shorthand && each.key.start === name.start) : undefined
    edits.push({ start: name.start, end: name.end, text: entry ? `${entry.key.text}: ${text}` : text })
    // The rest of a matrix or the names of tasks are read as they are written.
    const key = statements.at(-1)
    if (key?.kind === 'property' && key.value === ref && written.has(key.key.text)) return null
  }
  return edits
}

/** Whether the names in a value mean the same in another scope. */
function isSameThere(value: tree.Expression, here: Scope, there: Scope): boolean {
  return refsIn(value).every(ref => {
    const first = resolveValue(here, ref)
    const second = resolveValue(there, ref)
    return first.ok && second.ok && first.declared === second.declared
  })
}
