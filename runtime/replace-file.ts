import { randomUUID } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Puts a text in the place of a file's at once: whoever reads it meets the old one or the new one, and never a part. Mode and owner
 * stay, and a link leads on to the file that it led to. Throws what the file system throws, and then nothing has changed.
 */
export function replaceFile(file: string, text: string): void {
  const target = realpathSync.native(file)
  // Who may write to the folder could replace a file that is meant to stay.
  accessSync(target, constants.W_OK)
  const { mode, uid, gid } = statSync(target)
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  const written = openSync(beside, 'wx', mode & 0o777)
  try {
    try {
      writeFileSync(written, text)
      keepOwner(written, uid, gid)
      fchmodSync(written, mode & 0o7777)
      fsyncSync(written)
    } finally {
      closeSync(written)
    }
    renameSync(beside, target)
  } catch (problem) {
    rmSync(beside, { force: true })
    throw problem
  }
}

/** Only root may give a file away; anyone else's copy is their own. */
function keepOwner(descriptor: number, uid: number, gid: number): void {
  try {
    fchownSync(descriptor, uid, gid)
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EPERM') throw problem
  }
}
