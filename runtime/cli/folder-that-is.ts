import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'

/** The value of an option that names a folder; one that is not there is wrong usage, not a folder in which nothing ran. */
export function folderThatIs(folder: string): string {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (stats === undefined) throw new InvalidArgumentError(`There is no folder ${resolve(folder)}.`)
  if (!stats.isDirectory()) throw new InvalidArgumentError(`${resolve(folder)} is no folder.`)
  return folder
}
