import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A script as a file of `.dagline/scripts/`. */
export interface ScriptFile {
  readonly file: string
  /** SHA-256 of what is in it, in hexadecimal. */
  readonly digest: string
}

/**
 * Keeps a script as a file that is named by its contents: one place for one text. A run that still uses an older text is not
 * disturbed, and a message can name the file later.
 *
 * @param name with which the file ends; `/` makes folders.
 */
export function keepScript(stateFolder: string, name: string, bytes: Buffer): ScriptFile {
  const digest = digestOf(bytes)
  const file = scriptPath(stateFolder, name, digest)
  if (keptScript(stateFolder, name, digest) === null) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, bytes)
    renameSync(`${file}.new`, file)
  }
  return { file, digest }
}

/** The file that `keepScript` made; null where it is gone, or where somebody has written into it. */
export function keptScript(stateFolder: string, name: string, digest: string): ScriptFile | null {
  const file = scriptPath(stateFolder, name, digest)
  try {
    return digestOf(readFileSync(file)) === digest ? { file, digest } : null
  } catch {
    return null
  }
}

/** Removes texts that were kept before a time and are not among those to keep. What is wanted again is kept again. */
export function dropScripts(stateFolder: string, kept: ReadonlySet<string>, beforeMs: number): void {
  const folder = join(stateFolder, 'scripts')
  const wanted = new Set([...kept].map(folderName))
  for (const name of foldersIn(folder)) {
    const path = join(folder, name)
    if (!wanted.has(name) && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? beforeMs) < beforeMs)
      rmSync(path, { recursive: true, force: true, maxRetries: 2 })
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function folderName(digest: string): string {
  return digest.slice(0, 16)
}

function scriptPath(stateFolder: string, name: string, digest: string): string {
  return join(stateFolder, 'scripts', folderName(digest), ...name.split('/'))
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
