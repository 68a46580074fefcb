import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { FileText, Host } from '#language'

export interface FileHostOptions {
  /** Absolute path of the folder that paths in files must not leave. */
  readonly workspace: string
  readonly env?: (name: string) => string | undefined
  readonly now?: () => number
}

/** The world of the language on a disk. Files are named by absolute paths. */
export function createFileHost(options: FileHostOptions): Host {
  // A host lives as long as one look at the files, and thousands of tasks may name the same one.
  const resolved = new Map<string, string | null>()
  return {
    read: readText,
    resolve: (from, path) => {
      const folder = dirname(from)
      const key = `${folder}\0${path}`
      let found = resolved.get(key)
      if (found === undefined) {
        found = resolveInside(options.workspace, folder, path)
        resolved.set(key, found)
      }
      return found
    },
    env: options.env ?? (name => process.env[name]),
    now: options.now ?? Date.now,
  }
}

/**
 * The workspace of a file on the command line: the nearest folder above it that is a repository, else the current folder
 * where the file is in it, else the file's own.
 */
export function findWorkspace(file: string, cwd: string = process.cwd()): string {
  const folder = dirname(resolve(cwd, file))
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) break
  }
  return isInside(cwd, folder) ? cwd : folder
}

/** Reads UTF-8 strictly: a file of another encoding would be shown, checked and run as something else than it is. */
export function readText(file: string, options: TextOptions = {}): FileText {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (problem) {
    const { code, message } = problem as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
    return { kind: 'unreadable', reason: reasons[code ?? ''] ?? message }
  }
  return decodeText(bytes, options)
}

export interface TextOptions {
  /** A byte order mark stays in the text, for who writes it back. */
  readonly keepsMark?: boolean
}

/** The text of bytes, read as strictly. */
export function decodeText(bytes: Uint8Array, { keepsMark = false }: TextOptions = {}): FileText {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepsMark }).decode(bytes) }
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

/** The absolute path that `path` in `folder` names; null where it, with all links followed, leaves the workspace. */
export function resolveInside(workspace: string, folder: string, path: string): string | null {
  if (path.includes('\0')) return null
  const file = resolve(folder, path)
  return isInside(follow(workspace), follow(file)) ? file : null
}

/** The path without links; what does not exist yet keeps its name below what does. */
function follow(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(follow(parent), path.slice(parent.length))
  }
}

/** Whether a path is in a folder, or is the folder. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !/^\.\.[\\/]/.test(way) && !isAbsolute(way))
}
