import type { CloudTarget } from '../cloud-target.ts'
import { bucketOf } from './storage-client.ts'
import type { StorageAnswer } from './storage-fault.ts'

/** A store of objects that scripts come from. */
export interface ScriptSource {
  /** Where it is asked; empty for the usual place. Objects of two places may have one name. */
  readonly endpoint: string
  /** What the newest version of an object is called, and how long it is. */
  newest(url: string): Promise<StorageAnswer<ScriptVersion>>
  /** That version and no other: `changed` where there is a newer one by now. */
  read(url: string, version: string): Promise<StorageAnswer<Buffer>>
}

export interface ScriptVersion {
  readonly version: string
  readonly bytes: number
}

/** Scripts of Cloud Storage, by their generations. */
export function googleScripts(target: CloudTarget, folder: string): ScriptSource {
  const client = bucketOf(target, folder)
  return {
    endpoint: target.endpoints.storage ?? '',
    newest: async url => {
      const answer = await (await client).stat(url)
      return answer.ok ? { ok: true, value: { version: answer.value.generation, bytes: answer.value.bytes } } : answer
    },
    read: async (url, version) => {
      const answer = await (await client).read(url, { generation: version })
      if (answer.ok) return { ok: true, value: answer.value.bytes }
      // It was there a moment ago; a newer one has taken its place.
      return answer.fault.code === 'object-not-found' ? { ok: false, fault: { ...answer.fault, code: 'changed' } } : answer
    },
  }
}
