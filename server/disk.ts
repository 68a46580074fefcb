import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { FileText } from '#language'

/** An entry of a folder. */
export interface DiskEntry {
  readonly name: string
  readonly isFolder: boolean
}

/** What the server asks of the machine it runs on. */
export interface Disk {
  read(file: string): FileText
  /** Changes when the file does; null where there is none. */
  stamp(file: string): string | null
  /** The absolute path that `path` in `folder` names; null where it, with all links followed, leaves the workspace. */
  resolve(workspace: string, folder: string, path: string): string | null
  /** The folder whose files a file outside every workspace folder may name: the nearest repository above it, else its own. */
  workspaceOf(file: string): string
  list(folder: string): readonly DiskEntry[]
  env(name: string): string | undefined
}

/** The disk of Node. */
export const nodeDisk: Disk = {
  read: readText,
  stamp,
  resolve: (workspace, folder, path) => {
    if (path.includes('\0')) return null
    const file = resolve(folder, path)
    return isInside(follow(workspace), follow(file)) ? file : null
  },
  workspaceOf: file => {
    for (let at = dirname(file); ; at = dirname(at)) {
      if (existsSync(join(at, '.git'))) return at
      if (dirname(at) === at) return dirname(file)
    }
  },
  list: folder => {
    try {
      return readdirSync(folder, { withFileTypes: true }).map(entry => ({ name: entry.name, isFolder: entry.isDirectory() }))
    } catch {
      return []
    }
  },
  env: name => process.env[name],
}

/** Whether a path is in a folder, or is the folder. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way))
}

function stamp(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found ? `${found.mtimeNs}/${found.size}/${found.ino}` : null
}

function readText(file: string): FileText {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (problem) {
    const { code, message } = problem as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
    return { kind: 'unreadable', reason: reasons[code ?? ''] ?? message }
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { kind: 'unreadable', reason: 'it is not UTF-8 text' }
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
}

/** The path without links; what does not exist yet keeps its name below what does. */
function follow(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(follow(parent), path.slice(parent.length))
  }
}
