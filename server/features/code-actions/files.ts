import { nearest } from '#language'
import { isOnDisk } from '../../file-names.ts'
import { replacement } from './edits.ts'
import type { Fact, Fix, Places } from './fix.ts'
import { titles } from './titles.ts'

// Files that are named and not there.

/** Names of the files beside the document. */
export function fileNames({ analyzed, workspace }: Places): string[] {
  if (!isOnDisk(analyzed.file)) return []
  return workspace.list(analyzed.file, '.').flatMap(entry => (entry.isFolder ? [] : [entry.name]))
}

/** A file of a similar name, or one that is made. */
export function missingFile(fact: Fact<'import-not-found/file' | 'script-not-found/file'>, places: Places): Fix[] {
  const { path } = fact.data
  const found = similarFile(fact, places)
  const creates = /\.\w+$/.test(path) ? places.analyzed.host.resolve(places.analyzed.file, path) : null
  if (creates === null || !isOnDisk(creates)) return found
  return [...found, { title: titles.createFile(path), edits: [], creates, uncovers: true, choice: found.length > 0 }]
}

function similarFile(fact: Fact<'import-not-found/file' | 'script-not-found/file'>, places: Places): Fix[] {
  const { path } = fact.data
  const there = places.sourceOf(fact)
  if (there !== `"${path}"` || !isOnDisk(places.analyzed.file)) return []
  const slash = path.lastIndexOf('/')
  const folder = path.slice(0, slash + 1)
  const name = path.slice(slash + 1)
  const extension = /\.\w+$/.exec(name)?.[0] ?? ''
  const stems = places.workspace
    .list(places.analyzed.file, slash < 0 ? '.' : path.slice(0, slash))
    .filter(entry => !entry.isFolder && entry.name.endsWith(extension))
    .map(entry => entry.name.slice(0, entry.name.length - extension.length))
  const best = nearest(name.slice(0, name.length - extension.length), stems)
  if (best === null) return []
  const by = folder + best + extension
  return [{ title: titles.replace(by), edits: [replacement(places.text, fact, `"${by}"`)], uncovers: true }]
}

export function removeImport(fact: Fact<'import-cycle/files'>, places: Places): Fix[] {
  const statement = places.at(fact.start).statements.at(-1)
  return statement?.kind === 'import' ? [{ title: titles.removeImport(), edits: [places.layout.removal(statement)], choice: true }] : []
}
