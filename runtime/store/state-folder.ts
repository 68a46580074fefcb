import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes the folder `.dagline` of a workspace, which keeps itself out of version control, and answers its path. The
 * workspace of a `.dag` file is the file's folder.
 */
export function makeStateFolder(folder: string): string {
  const state = join(folder, '.dagline')
  mkdirSync(join(state, 'logs'), { recursive: true })
  try {
    writeFileSync(join(state, '.gitignore'), '*\n', { flag: 'wx' })
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem
  }
  return state
}
