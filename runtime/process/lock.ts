import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The right to be the one runtime of a workspace, or the one that divides the machine's processors. */
export interface Lock {
  release(): void
}

/**
 * Takes the lock of a folder; null where another process has it. It is a lock of SQLite on a file of its own, which the
 * system lets go when its holder ends, however that ends: there are no stale locks to guess about.
 */
export function takeLock(folder: string, name = 'runtime.lock'): Lock | null {
  const database = new DatabaseSync(join(folder, name), { timeout: 0 })
  try {
    database.exec('begin exclusive')
    return { release: () => database.close() }
  } catch (problem) {
    database.close()
    if (/locked|busy/i.test((problem as Error).message)) return null
    throw problem
  }
}
