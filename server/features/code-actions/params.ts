import { type Edit, type Effective, lookUp, type TaskModel, type tree, versionOf } from '#language'
import { replacement } from './edits.ts'
import type { Fact, Fix, Places } from './fix.ts'
import { didYouMean, isShort } from './names.ts'
import { keyedAt } from './properties.ts'
import { titles } from './titles.ts'

// Params of scripts: missing, unused, and what should be one.

export function missingParam(fact: Fact<'missing-param/placeholder' | 'missing-param/script'>, places: Places): Fix[] {
  const { data } = fact
  const name = 'name' in data ? data.name : data.names[0]!
  const near = 'near' in data ? data.near : null
  const meant = near === null ? [] : placeholderAs(fact, near, places)
  return [...meant, ...addParam(fact, name, places), ...addAllParams(fact, places)]
}

/** Every param that the scripts of a task want and that is not there, where there are several. */
function addAllParams(fact: { readonly start: number }, places: Places): Fix[] {
  const { task } = places.at(fact.start)
  const { diagnostics } = places.analyzed.analysis
  const { file } = places.analyzed
  const names = new Set<string>()
  for (const each of diagnostics) {
    if (each.file !== file || !task || places.at(each.start).task !== task) continue
    if (each.reason === 'missing-param/placeholder') names.add(each.data.name)
    if (each.reason === 'missing-param/script') names.add(each.data.names[0]!)
  }
  if (!task || names.size < 2) return []
  const edits = withParam(places, task, fact.start, [...names].map(name => entryFor(task, name)).join(', '))
  return edits ? [{ title: titles.addAllParams(), edits, uncovers: true, choice: true }] : []
}

/** The placeholder as `@near` or `{near}`, whatever its span holds of that. */
function placeholderAs(fact: { readonly start: number; readonly end: number }, near: string, places: Places): Fix[] {
  const there = places.sourceOf(fact)
  const name = /^([@{]?)\w+(\}?)$/.exec(there)
  if (!name) return didYouMean(fact, near, places)
  const by = `${name[1]}${near}${name[2]}`
  return [{ title: titles.replace(by), edits: [replacement(places.text, fact, by)], uncovers: true, choice: isShort(there) }]
}

/** What can be seen by that name; else a string of that name, which stands for text and for a value. */
function addParam(fact: { readonly start: number }, name: string, places: Places): Fix[] {
  const { task } = places.at(fact.start)
  if (!task) return []
  const entry = entryFor(task, name)
  const edits = withParam(places, task, fact.start, entry)
  return edits ? [{ title: titles.add(`params: { ${entry} }`), edits, uncovers: true }] : []
}

function entryFor({ scope }: TaskModel, name: string): string {
  const isVisible = ['let', 'input', 'matrix'].includes(lookUp(scope, name)?.kind ?? '')
  return isVisible ? name : `${name}: "${name}"`
}

/** Adds an entry to the params that hold at a place of a task; null where they are no map that is written out. */
export function withParam(places: Places, task: TaskModel, offset: number, entry: string): Edit[] | null {
  const on = places.at(offset).statements.findLast(each => each.kind === 'on')
  const target = on?.kind === 'on' ? (on.target?.text ?? null) : null
  const params: Effective | undefined = versionOf(task, target).properties.get('params')
  if (!params) {
    const body = on?.kind === 'on' ? on.body : task.node.body
    const last = body.items.findLast(item => item.kind === 'property')
    return body.present ? places.layout.intoBody(body, [`params: { ${entry} }`], last ?? null) : null
  }
  const { value, file } = params
  if (value.kind !== 'map' || file.file !== places.analyzed.file) return null
  return places.layout.intoBrackets(value, value.entries, entry)
}

/** What used something is gone, so that this is not used any more. */
export const unused = ['unused-let'] as const

export function unusedParam(fact: Fact<'unused-param/param'>, places: Places): Fix[] {
  const { statements } = places.at(fact.start)
  const property = statements.at(-1)
  const entry = keyedAt(places, fact.start)
  if (!entry || property?.kind !== 'property') return []
  const isOnly = property.value.kind === 'map' && property.value.entries.length === 1
  return [{ title: titles.remove(fact.data.name), edits: [places.layout.removal(isOnly ? property : entry)], safe: true, uncovers: unused }]
}

export function unusedLet(fact: Fact<'unused-let/let'>, places: Places): Fix[] {
  const statement = places.at(fact.start).statements.at(-1)
  return statement?.kind === 'let'
    ? [{ title: titles.remove(`let ${fact.data.name}`), edits: [places.layout.removal(statement)], safe: true, uncovers: unused }]
    : []
}

/** `${name}` in SQL becomes `{name}`, in a script of the shell it becomes the variable that a param makes. */
export function passByParams(fact: Fact<'text-interpolation/text'>, places: Places): Fix[] {
  const { task, statements, expressions } = places.at(fact.start)
  const property = statements.at(-1)
  const text = expressions.at(-1)
  if (!task || property?.kind !== 'property' || text?.kind !== 'text') return []
  const path = /^\$\{\s*([\w.]+)\s*\}$/.exec(places.sourceOf(fact))?.[1]
  if (path === undefined) return []
  const name = path.slice(path.lastIndexOf('.') + 1)
  const on = statements.findLast(each => each.kind === 'on')
  const version = versionOf(task, on?.kind === 'on' ? (on.target?.text ?? null) : null)
  const isSql = version.engine === 'bq' && property.key.text === 'sql'
  if (!isSql && !(version.engine === 'shell' && property.key.text === 'run')) return []
  const params = version.properties.get('params')?.value
  const known = params?.kind === 'map' ? params.entries.find(entry => entry.key.text === name) : undefined
  if (known && !isSame(known, path)) return []
  const added = known ? [] : withParam(places, task, fact.start, path === name ? name : `${name}: ${path}`)
  if (!added) return []
  const by = isSql ? `{${name}}` : `\${${name}}`
  const edits = [...(by === places.sourceOf(fact) ? [] : [replacement(places.text, fact, by)]), ...added]
  return [{ title: titles.asParam(name), edits }]
}

function isSame(entry: tree.MapEntry, path: string): boolean {
  return entry.value.kind === 'ref' && entry.value.path.map(name => name.text).join('.') === path
}
