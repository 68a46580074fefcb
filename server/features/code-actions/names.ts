import { keywords, type Span, type tree } from '#language'
import { dagAt } from './edges.ts'
import { insertion, replacement } from './edits.ts'
import type { Fact, Fix, Places } from './fix.ts'
import { engineFor, functionFor, valueFor } from './other-words.ts'
import { newTask, usualEngine } from './placeholders.ts'
import { titles } from './titles.ts'

// Names that nothing has, that are taken, or that cannot be names.

type Near = 'unknown-name/name' | 'unknown-name/member' | 'unknown-property/property' | 'wrong-type/key'

/** The name that was meant, in the place of the one that is there; quotes around it stay. */
export function didYouMean(span: Span, near: string | null, places: Places): Fix[] {
  if (near === null) return []
  const there = places.sourceOf(span)
  const isQuoted = there.startsWith('"')
  if (!isQuoted && !/^\w+$/.test(there)) return []
  const edits = [replacement(places.text, span, isQuoted ? `"${near}"` : near)]
  return [{ title: titles.replace(near), edits, uncovers: true, choice: isShort(there) }]
}

/** A name that nothing has. A shorthand keeps its key, or where nothing asks for that key it gets the other one. */
export function unknownName(fact: Fact<'unknown-name/name'>, places: Places): Fix[] {
  const { near } = fact.data
  const value = valueFor(fact.data.name)
  if (value !== null) return didYouMean(fact, value, places)
  const found = didYouMean(fact, near, places)
  if (near === null || !shorthandAt(places, fact)) return found
  const both = `${places.sourceOf(fact)}: ${near}`
  const keyed = { title: titles.replace(both), edits: [replacement(places.text, fact, both)], uncovers: true } as const
  const plain = found.map(fix => ({ ...fix, uncovers: [] }))
  return isMissing(places, near) ? [...plain, { ...keyed, choice: true }] : [keyed, ...plain.map(fix => ({ ...fix, choice: true }))]
}

/** Whether some script asks for a param of that name. */
function isMissing({ analyzed }: Places, name: string): boolean {
  return analyzed.analysis.diagnostics.some(
    ({ reason, data }) =>
      (reason === 'missing-param/placeholder' && data.name === name) || (reason === 'missing-param/script' && data.names.includes(name)),
  )
}

/** Of a word of one or two letters nobody knows which one was meant. */
export const isShort = (there: string): boolean => there.replaceAll(/\W/g, '').length < 3

export const replaceByNear = (fact: Fact<Near>, places: Places): Fix[] => didYouMean(fact, fact.data.near, places)

export function unknownFunction(fact: Fact<'unknown-name/function'>, places: Places): Fix[] {
  return didYouMean(fact, functionFor(fact.data.name) ?? fact.data.near, places)
}

export function unknownEngine(fact: Fact<'unknown-engine/engine'>, places: Places): Fix[] {
  return didYouMean(fact, engineFor(fact.data.name) ?? fact.data.near, places)
}

export function unknownTask(fact: Fact<'unknown-name/task'>, places: Places): Fix[] {
  return [...didYouMean(fact, fact.data.near, places), ...createTask(fact, places)]
}

/** Declares the task in the block that names it. */
function createTask(fact: Fact<'unknown-name/task'>, places: Places): Fix[] {
  const { dag, group, task } = places.at(fact.start)
  const block = task ? (task.group ?? dag) : (group ?? dag)
  const { name } = fact.data
  if (!block || !/^[A-Za-z_]\w*$/.test(name) || block.scope.names.has(name)) return []
  const members = block.kind === 'dag' ? block.tasks.filter(each => each.group === null) : block.members
  const { body } = block.node
  const last = body.items.findLast(item => item.kind === 'task' || item.kind === 'group')
  const before = last ?? body.items.findLast(item => item.kind !== 'edges')
  const lines = newTask(name, usualEngine(members))
  const edits = places.layout.intoBody(body, lines, before ?? null)
  return body.present ? [{ title: titles.createTask(name), edits, choice: fact.data.near !== null }] : []
}

export function emptyDag(fact: Fact<'empty-dag/dag'>, places: Places): Fix[] {
  const node = dagAt(places, fact.start)?.node
  if (!node?.body.present) return []
  const name = unusedName(places, 'start')
  return [{ title: titles.createTask(name), edits: places.layout.intoBody(node.body, newTask(name, 'shell')) }]
}

export function unknownTarget(fact: Fact<'unknown-name/target'>, places: Places): Fix[] {
  const { name, near } = fact.data
  const { text, layout } = places
  const gap = text.endsWith('\n') ? layout.eol : layout.eol + layout.eol
  const created: Fix = {
    title: titles.createTarget(name),
    edits: [insertion(text.length, `${gap}target ${name} {${layout.eol}}${layout.eol}`)],
    choice: near !== null,
  }
  return [...didYouMean(fact, near, places), ...(/^[A-Za-z_]\w*$/.test(name) ? [created] : [])]
}

export function unknownLimit(fact: Fact<'unknown-name/limit'>, places: Places): Fix[] {
  const { name, near } = fact.data
  const found = didYouMean(fact, near, places)
  const dag = dagAt(places, fact.start)
  if (!dag || !/^[A-Za-z_]\w*$/.test(name)) return found
  const limits = dag.properties.get('limits')
  const entry = `${name}: 1`
  const first = dag.node.body.items.findLast(item => item.kind === 'property')
  const edits =
    limits?.value.kind === 'map'
      ? places.layout.intoBrackets(limits.value, limits.value.entries, entry)
      : limits
        ? []
        : first
          ? places.layout.intoBody(dag.node.body, [`limits: { ${entry} }`], first)
          : [insertion(dag.node.body.start + 1, firstIn(places, dag.node.body, `limits: { ${entry} }`))]
  return edits.length > 0 ? [...found, { title: titles.declareLimit(name), edits, choice: near !== null }] : found
}

/** A statement before all others of a body. */
export function firstIn({ layout }: Places, body: tree.Body, statement: string): string {
  return layout.isOnOneLine(body) ? ` ${statement}` : `${layout.eol}${layout.indentation(body.start)}${layout.step}${statement}`
}

export function limitWord(fact: Fact<'unknown-name/limit-word'>, places: Places): Fix[] {
  const by = `"${fact.data.name}"`
  return [{ title: titles.replace(by), edits: [replacement(places.text, fact, by)], uncovers: true }]
}

/** A declaration whose name is taken gets another one. */
export function renameDuplicate(fact: Fact<'duplicate-name/declaration'>, places: Places): Fix[] {
  const statement = places.at(fact.start).statements.findLast(each => 'name' in each && each.name?.start === fact.start)
  if (!statement) return []
  if (statement.kind === 'let')
    return [{ title: titles.remove(`let ${fact.data.name}`), edits: [places.layout.removal(statement)], choice: true }]
  const name = unusedName(places, fact.data.name)
  return [{ title: titles.rename(name), edits: [replacement(places.text, fact, name)], uncovers: true }]
}

/** A word of the language as a name: here, and wherever the same word stands as one. Where nothing is declared so it names nothing. */
export function renameReserved(fact: Fact<'reserved-name/name'>, places: Places): Fix[] {
  const name = unusedName(places, `${fact.data.name}_`)
  const all = places.analyzed.analysis.diagnostics.filter(
    each => each.reason === 'reserved-name/name' && each.data.name === fact.data.name && each.file === fact.file,
  )
  if (!all.some(each => isDeclaration(places, each))) return []
  const edits = all.map(span => {
    const entry = shorthandAt(places, span)
    return entry ? insertion(span.end, `: ${name}`) : insertion(span.end, name.slice(fact.data.name.length))
  })
  return [{ title: titles.rename(name), edits, uncovers: true }]
}

function isDeclaration(places: Places, span: Span): boolean {
  const { statements, expressions } = places.at(span.start)
  const last = statements.at(-1)
  const [map] = expressions
  const isMatrix = last?.kind === 'property' && last.key.text === 'matrix' && map?.kind === 'map'
  return (
    statements.some(each => 'name' in each && each.name?.start === span.start) ||
    (isMatrix && map.entries.some(each => each.key.start === span.start))
  )
}

function shorthandAt(places: Places, span: Span): boolean {
  const map = places.at(span.start).expressions.findLast(node => node.kind === 'map')
  return map?.kind === 'map' && map.entries.some(entry => entry.shorthand && entry.key.start === span.start)
}

/** A name that nothing in the file has or looks for: the wish itself, or with a number behind it. */
export function unusedName(places: Places, wish: string): string {
  const declared = declaredNames(places)
  if (!isUsed(places, wish, declared)) return wish
  for (let n = 2; ; n++) if (!isUsed(places, `${wish}${n}`, declared)) return `${wish}${n}`
}

/** Whether a name is declared, or stands where it names something: not as a key, nor after a dot. */
function isUsed({ text }: Places, name: string, declared: ReadonlySet<string>): boolean {
  return declared.has(name) || new RegExp(`(?<![.\\w])${name}\\b(?!\\s*:)`).test(text)
}

/** Every name that is declared, in the file and in what it imports, and those that the language has. */
function declaredNames({ file }: Places): ReadonlySet<string> {
  const names = new Set<string>([...keywords, 'run', 'target', 'params'])
  for (const name of file.scope.names.keys()) names.add(name)
  for (const name of file.targets.keys()) names.add(name)
  for (const dag of file.dags) {
    names.add(dag.name)
    for (const { scope } of [dag, ...dag.groups]) for (const name of scope.names.keys()) names.add(name)
    for (const task of dag.tasks) for (const { name } of task.matrix) names.add(name)
  }
  return names
}
