import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The version of the package that this file, as a source or in a bundle, belongs to. */
export const version: string = findVersion(import.meta.dirname)

function findVersion(folder: string): string {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version?: string }
    if (name === 'dagline' && version !== undefined) return version
  } catch {
    // Not here: one folder up.
  }
  const parent = dirname(folder)
  return parent === folder ? 'unknown' : findVersion(parent)
}
