import { engineNamed, type tree } from '#language'
import { fileNames } from './files.ts'
import type { Fact, Fix, Places } from './fix.ts'
import { didYouMean, replaceByNear } from './names.ts'
import { propertyFor } from './other-words.ts'
import { placeholderOf } from './placeholders.ts'
import { titles } from './titles.ts'

// Properties that are missing, given twice, or of somebody else.

/** One way for each property that would do. */
export function addMissing(fact: Fact<'missing-property/property'>, places: Places): Fix[] {
  const { names, of } = fact.data
  return withBody(fact, places).flatMap(({ body, task }) =>
    names.flatMap(name => {
      const engine = of.replaceAll('`', '')
      const lines = placeholderOf(engine, name, task)
      return lines ? [adding(places, body, name, lines)] : fileProperty(places, body, name, `${task}.${extensionOf(engine)}`)
    }),
  )
}

export function addConfig(fact: Fact<'missing-property/create'>, places: Places): Fix[] {
  return withBody(fact, places).flatMap(({ body }) => fileProperty(places, body, fact.data.name, 'cluster.yaml'))
}

/** The body of the task or of its version on a target. */
function withBody(fact: { readonly start: number }, places: Places): { readonly body: tree.Body; readonly task: string }[] {
  const { task, statements } = places.at(fact.start)
  const block = statements.findLast(each => each.kind === 'task' || each.kind === 'on')
  return task && block && 'body' in block && block.body.present ? [{ body: block.body, task: task.name || 'task' }] : []
}

/** The property with a file of the folder that fits; else with one that is made. */
function fileProperty(places: Places, body: tree.Body, name: string, fresh: string): Fix[] {
  const extension = fresh.slice(fresh.lastIndexOf('.'))
  const stem = fresh.slice(0, -extension.length)
  const there = fileNames(places).filter(file => file.endsWith(extension))
  const known = there.find(file => file.startsWith(stem)) ?? (there.length === 1 ? there[0] : undefined)
  if (known !== undefined) return [{ ...adding(places, body, name, [`${name}: "${known}"`]), uncovers: true }]
  const creates = places.analyzed.host.resolve(places.analyzed.file, fresh)
  return creates === null || there.includes(fresh) ? [] : [{ ...adding(places, body, name, [`${name}: "${fresh}"`]), creates }]
}

function adding(places: Places, body: tree.Body, name: string, written: readonly string[]): Fix {
  const last = body.items.findLast(item => item.kind === 'property')
  // Between others on one line a text of several lines has no place.
  const isShort = last !== undefined && written.length === 3 && places.layout.isOnOneLine(body)
  const lines = isShort ? [`${name}: "${written[1]!.trim()}"`] : written
  const shown = lines.length === 1 ? lines[0]! : name
  return { title: titles.add(shown), edits: places.layout.intoBody(body, lines, last ?? null) }
}

const extensions: Readonly<Record<string, string>> = { bq: 'sql', spark: 'py', python: 'py', shell: 'sh', js: 'js' }
const extensionOf = (engine: string): string => (engineNamed(engine) && extensions[engine]) ?? 'txt'

/** The second of two equals. */
export function removeSecond(fact: Fact<'duplicate-name/property'>, places: Places): Fix[] {
  const found = keyedAt(places, fact.start)
  return found ? [{ title: titles.remove(fact.data.name), edits: [places.layout.removal(found)] }] : []
}

/** Two that exclude each other: either goes. */
export function removeEither(fact: Fact<'duplicate-name/exclusive'>, places: Places): Fix[] {
  const { name, other } = fact.data
  const first = fact.related[0]
  return [{ name, at: fact.start }, ...(first && first.file === fact.file ? [{ name: other, at: first.start }] : [])].flatMap(
    ({ name, at }): Fix[] => {
      const found = keyedAt(places, at)
      return found ? [{ title: titles.remove(name), edits: [places.layout.removal(found)], choice: true, uncovers: true }] : []
    },
  )
}

export function unknownProperty(fact: Fact<'unknown-property/property' | 'unknown-property/fixed'>, places: Places): Fix[] {
  const found = keyedAt(places, fact.start)
  const other = propertyFor(fact.data.name)
  const near = fact.reason === 'unknown-property/property' ? [...didYouMean(fact, other, places), ...replaceByNear(fact, places)] : []
  return found ? [...near, { title: titles.remove(fact.data.name), edits: [places.layout.removal(found)], choice: true }] : near
}

/** The property or entry whose key begins there. */
export function keyedAt(places: Places, offset: number): tree.Property | tree.MapEntry | null {
  const { statements, expressions } = places.at(offset)
  for (const node of expressions.toReversed()) {
    const entry = node.kind === 'map' ? node.entries.find(each => each.key.start === offset) : undefined
    if (entry) return entry
  }
  const last = statements.at(-1)
  return last?.kind === 'property' && last.key.start === offset ? last : null
}
