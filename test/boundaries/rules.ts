import { posix } from 'node:path'
import { libraryFolders, type Room, roomOf, rooms } from './rooms.ts'
import type { Import, Source } from './source.ts'

/** Longest file. */
const mostLines = 500

/** What is wrong with the sources, one sentence each, as `file:line: sentence`. */
export function faultsOf(sources: readonly Source[]): readonly string[] {
  return sources.flatMap(source => [...importFaults(source), ...manners(source)])
}

function importFaults(source: Source): readonly string[] {
  const room = roomOf(source.path)
  if (room === undefined) return []
  return source.imports.flatMap(one => {
    const fault = importFault(source.path, room, one)
    return fault === undefined ? [] : [`${source.path}:${one.line}: ${fault}`]
  })
}

function importFault(path: string, room: Room, { from, typesOnly }: Import): string | undefined {
  if (from.startsWith('node:')) return room.node ? undefined : `${room.folder}/ knows nothing of Node, but imports ${from}`
  if (from.startsWith('.') || from.startsWith('#')) {
    const target = from.startsWith('#') ? from : posix.join(posix.dirname(path), from)
    const there = target.startsWith('#') ? target : (roomOf(target)?.folder ?? posix.dirname(target))
    if (there === room.folder) return undefined
    if (from.endsWith('.json')) return undefined
    if (room.rooms.includes(target) || room.rooms.includes(there)) return undefined
    if (target.startsWith('language/')) return `imports ${target}; the doors of language/ are #language, #language/sql and #language/import`
    if (target.startsWith('client/')) return `imports ${target}; nobody imports client/`
    if (!room.types.includes(there) && !room.types.includes(target)) return `${room.folder}/ must not import ${target}`
    return typesOnly ? undefined : `${room.folder}/ may import only types of ${target}`
  }
  const name = packageOf(from)
  return room.packages.includes(name) ? undefined : `${room.folder}/ must not import the package ${name}`
}

function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
}

function manners(source: Source): readonly string[] {
  const faults: string[] = []
  if (source.lines > mostLines) faults.push(`${source.path}: ${source.lines} lines; no file has over ${mostLines}`)
  if (!/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|mjs)$/.test(source.path)) {
    faults.push(`${source.path}: names of files and folders are kebab-case`)
  }
  for (const { what, line } of source.findings) {
    const fault = breaks(source.path, what)
    if (fault !== undefined) faults.push(`${source.path}:${line}: ${fault}`)
  }
  return faults
}

function breaks(path: string, what: Source['findings'][number]['what']): string | undefined {
  const isTest = path.startsWith('test/')
  switch (what) {
    case 'any':
      return 'no any'
    case 'default-export':
      // A declaration file says what a package exports, and the package decides that.
      return path.endsWith('.d.ts') ? undefined : 'no default exports'
    case 're-export':
      return /^language\/([a-z-]+\/)*index\.ts$/.test(path) ? undefined : "no re-exports but a folder's one door"
    case 'console':
      return libraryFolders.some(folder => path.startsWith(`${folder}/`)) ? 'library code never prints' : undefined
    case 'sleep':
      return isTest ? 'a test waits for the event, it does not sleep' : undefined
    case 'skip':
      return isTest ? 'no test is skipped, to be done, or run alone' : undefined
    default:
      return what satisfies never
  }
}

/** Folders that need a `README.md`: every one with sources in the rooms, and the parts of `test/`. */
export function foldersToExplain(paths: readonly string[]): readonly string[] {
  const tops = ['bin', ...new Set(rooms.map(room => room.folder.split('/')[0] ?? ''))]
  const folders = new Set(paths.map(path => posix.dirname(path)))
  const ofTests = [...folders].filter(folder => /^test(\/[^/]+)?$/.test(folder))
  return [...[...folders].filter(folder => tops.includes(folder.split('/')[0] ?? '')), ...ofTests].sort()
}
