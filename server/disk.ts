import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { FileText } from '#language'
import { findWorkspace, isInside, readText, resolveInside } from '../runtime/file-host.ts'

/** An entry of a folder. */
export interface DiskEntry {
  readonly name: string
  readonly isFolder: boolean
}

/** How paths of the machine are put together. */
export type PathTools = Pick<typeof path, 'dirname' | 'isAbsolute' | 'join' | 'relative' | 'resolve' | 'sep'> & {
  /** Whether a path is in a folder, or is the folder. */
  isInside(folder: string, path: string): boolean
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
  readonly path: PathTools
  list(folder: string): readonly DiskEntry[]
  env(name: string): string | undefined
}

/** The disk of Node. */
export const nodeDisk: Disk = {
  read: readText,
  stamp,
  resolve: resolveInside,
  workspaceOf: file => findWorkspace(file, path.dirname(file)),
  path: { ...path, isInside },
  list: folder => {
    try {
      return readdirSync(folder, { withFileTypes: true }).map(entry => ({ name: entry.name, isFolder: entry.isDirectory() }))
    } catch {
      return []
    }
  },
  env: name => process.env[name],
}

function stamp(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found ? `${found.mtimeNs}/${found.size}/${found.ino}` : null
}
