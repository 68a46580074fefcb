import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { CloudTarget } from '../cloud-target.ts'
import { below } from './address.ts'
import { bucketOf, type StorageClient } from './storage-client.ts'
import type { StorageAnswer } from './storage-fault.ts'

/**
 * Puts a local file into the staging bucket of a target, as `gs://STAGING/dagline/SHA256/NAME`, where it is not there yet, and
 * answers its address. One content has one address for ever, so that what runs is what was meant.
 *
 * @param folder of the `.dag` file.
 */
export async function stage(
  target: CloudTarget,
  folder: string,
  localPath: string,
  client?: StorageClient,
): Promise<StorageAnswer<string>> {
  if (target.staging === null) {
    const message = `The target ${target.name} names no bucket for files of this computer. Add \`staging: "BUCKET"\` to it.`
    return { ok: false, fault: { code: 'address', message, transient: false } }
  }
  const digest = createHash('sha256')
  try {
    await pipeline(createReadStream(localPath), digest)
  } catch (problem) {
    const message = `${localPath} cannot be read: ${(problem as Error).message}.`
    return { ok: false, fault: { code: 'address', message, transient: false } }
  }
  const name = basename(localPath).replace(/[^A-Za-z0-9._-]+/g, '_')
  const uri = below(`gs://${target.staging}`, 'dagline', digest.digest('hex'), name)
  const storage = client ?? (await bucketOf(target, folder))
  const there = await storage.exists(uri)
  if (!there.ok) return there
  if (there.value) return { ok: true, value: uri }
  const answer = await storage.upload(uri, localPath, { ifGenerationMatch: 0 })
  // Somebody else was faster; under that name there is only that content.
  return answer.ok || answer.fault.code === 'changed' ? { ok: true, value: uri } : answer
}
