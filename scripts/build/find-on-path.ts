import { existsSync } from 'node:fs'
import { posix, win32 } from 'node:path'

/** The program of that name that a shell would start, or undefined. */
export function findOnPath(
  name: string,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const windows = platform === 'win32'
  const path = windows ? win32 : posix
  const variable = Object.keys(environment).find(key => (windows ? key.toUpperCase() : key) === 'PATH') ?? 'PATH'
  const names = windows ? ['.cmd', '.exe', '.bat'].map(extension => name + extension) : [name]
  const folders = (environment[variable] ?? '').split(path.delimiter).filter(folder => folder !== '')
  return folders.flatMap(folder => names.map(file => path.join(folder, file))).find(exists)
}
