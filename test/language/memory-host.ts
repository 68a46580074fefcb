import { posix } from 'node:path'
import type { FileText, Host } from '#language'

/** The folder of every test's files. */
export const root = '/ws'

/** A host over files in memory; paths are as on Linux, the workspace is `/ws`, and the clock stands still. */
export function memoryHost(files: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}): Host {
  const texts = new Map(Object.entries(files).map(([path, text]) => [posix.resolve(root, path), text]))
  return {
    read(file): FileText {
      const text = texts.get(file)
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text }
    },
    resolve(from, path) {
      const file = posix.resolve(posix.dirname(from), path)
      return posix.isAbsolute(path) || !file.startsWith(`${root}/`) ? null : file
    },
    env: name => env[name],
    now: () => Date.UTC(2026, 0, 31, 12),
  }
}
