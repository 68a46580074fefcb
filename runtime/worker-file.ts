import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The file of a worker, as an absolute path. In a checkout this module is `runtime/worker-file.ts` and workers are
 * `runtime/workers/<name>.ts`; in a build it is part of a bundle in `dist/`, and workers are `dist/workers/<name>.mjs`.
 */
export function workerFile(name: string, from: string = import.meta.url): string {
  const here = dirname(fileURLToPath(from))
  if (from.endsWith('.ts')) return join(here, 'workers', `${name}.ts`)
  const beside = join(here, 'workers', `${name}.mjs`)
  return existsSync(beside) ? beside : join(dirname(here), 'workers', `${name}.mjs`)
}
