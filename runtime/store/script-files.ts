import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
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

function scriptPath(stateFolder: string, name: string, digest: string): string {
  return join(stateFolder, 'scripts', digest.slice(0, 16), ...name.split('/'))
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
