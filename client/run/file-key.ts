import { posix, win32 } from 'node:path'
import type { FileKey } from './run-store.ts'

/** On Windows one file has many spellings: either slash, either case. */
export function fileKeyOf(platform: NodeJS.Platform): FileKey {
  return platform === 'win32' ? path => win32.normalize(path).toLowerCase() : path => posix.normalize(path)
}
