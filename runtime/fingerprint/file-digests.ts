import { createHash, hash } from 'node:crypto'
import { type BigIntStats, createReadStream, readFileSync, statSync } from 'node:fs'

interface Known {
  readonly size: bigint
  readonly mtime: bigint
  readonly ctime: bigint
  readonly inode: bigint
  readonly digest: string
}

/** Files larger than this are read piece by piece, so that the event loop goes on. */
const largestAtOnce = 4n * 1024n * 1024n
/** Files larger than this are told apart by what the file system says of them, which changes with every write: reading them takes too long. */
const largestRead = 64n * 1024n * 1024n
/** A file may change twice within one step of the file system's clock, so one that has just changed is read again. */
const settledNs = 2_000_000_000n

/** Digests of files' contents. A file that is as it was is not read again. */
export class FileDigests {
  readonly #known = new Map<string, Known>()
  /** How often a file was read, for tests of what is spared. */
  reads = 0

  /** The digest of a file; null where it is large and has to be read first (`read`). */
  now(file: string): string | null {
    const stat = statOf(file)
    if (stat === null) return 'missing'
    if (stat.size > largestRead) return `${stat.size} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.ino}`
    const known = this.#fitting(file, stat)
    if (known !== null) return known
    if (stat.size > largestAtOnce) return null
    this.reads++
    try {
      return this.#keep(file, stat, hash('sha256', readFileSync(file), 'base64url'))
    } catch {
      return 'unreadable'
    }
  }

  async read(file: string): Promise<string> {
    const stat = statOf(file)
    const now = this.now(file)
    if (now !== null) return now
    this.reads++
    const digest = createHash('sha256')
    try {
      for await (const piece of createReadStream(file)) digest.update(piece as Buffer)
    } catch {
      return 'unreadable'
    }
    return this.#keep(file, stat!, digest.digest('base64url'))
  }

  #fitting(file: string, stat: BigIntStats): string | null {
    const known = this.#known.get(file)
    const same = known?.size === stat.size && known.mtime === stat.mtimeNs && known.ctime === stat.ctimeNs && known.inode === stat.ino
    return known !== undefined && same ? known.digest : null
  }

  #keep(file: string, stat: BigIntStats, digest: string): string {
    const { size, mtimeNs: mtime, ctimeNs: ctime, ino: inode } = stat
    const settled = BigInt(Date.now()) * 1_000_000n - settledNs
    if (mtime < settled && ctime < settled) this.#known.set(file, { size, mtime, ctime, inode, digest })
    return digest
  }
}

function statOf(file: string): BigIntStats | null {
  try {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
    return stat?.isFile() ? stat : null
  } catch {
    return null
  }
}
