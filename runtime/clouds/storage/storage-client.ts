import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Bucket, File, FileMetadata, Storage } from '@google-cloud/storage'
import type { AuthClient } from 'google-auth-library'
import { type CloudTarget, isLoopback } from '../cloud-target.ts'
import { authOf } from '../credentials.ts'
import { keepLoopbackFromProxies } from '../loopback-proxies.ts'
import { addressOf, type ObjectAddress } from './address.ts'
import { type Patience, patiently, usualPatience } from './retry.ts'
import {
  changed,
  credentialsFaultOf,
  googleFault,
  noAddress,
  type StorageAct,
  type StorageAnswer,
  type StorageFault,
  StorageProblem,
} from './storage-fault.ts'

/** What is known of an object without reading it. */
export interface ObjectInfo {
  readonly uri: string
  /** Another one for each time that it was written. */
  readonly generation: string
  readonly bytes: number
  /** CRC-32C, big-endian, in Base64. */
  readonly crc32c: string | null
}

export interface ReadObject {
  readonly bytes: Buffer
  readonly generation: string
}

export interface ReadOptions {
  /** That one and no other; without it the newest. */
  readonly generation?: string
  readonly signal?: AbortSignal
}

export interface WriteOptions {
  /** The object must be of that generation; 0: it must not be there. */
  readonly ifGenerationMatch?: string | 0
  readonly contentType?: string
  readonly signal?: AbortSignal
}

/** Objects of Cloud Storage, named `gs://bucket/path`. No call rejects for what a person can mend. */
export interface StorageClient {
  stat(uri: string, options?: { readonly signal?: AbortSignal }): Promise<StorageAnswer<ObjectInfo>>
  exists(uri: string): Promise<StorageAnswer<boolean>>
  read(uri: string, options?: ReadOptions): Promise<StorageAnswer<ReadObject>>
  /** Bytes from `start` to `end`, both counted from 0 and included; fewer where the object ends before, none where it ends at `start`. */
  readRange(uri: string, range: { readonly start: number; readonly end?: number }, options?: ReadOptions): Promise<StorageAnswer<Buffer>>
  /** All objects whose address begins so, by name. */
  list(prefix: string): Promise<StorageAnswer<readonly ObjectInfo[]>>
  write(uri: string, data: string | Uint8Array, options?: WriteOptions): Promise<StorageAnswer<ObjectInfo>>
  /** Writes the contents of a local file, which is not read at once. */
  upload(uri: string, file: string, options?: WriteOptions): Promise<StorageAnswer<ObjectInfo>>
  /** Whether the bucket can be read: of `gs://bucket/path`. */
  checkBucket(uri: string): Promise<StorageAnswer<true>>
}

/** Of Google, where the target names no other. */
const usualEndpoint = 'https://storage.googleapis.com'
/** How long a call may go without an answer. */
const callMs = 60_000

/**
 * The client of a target. Credentials are looked for with the first call.
 *
 * @param folder of the `.dag` file, from which a relative path of a key file is meant.
 */
export function bucketOf(target: CloudTarget, folder: string, patience: Patience = usualPatience): Promise<StorageClient> {
  return Promise.resolve(new GoogleStorage(target, folder, patience))
}

interface Opened {
  readonly storage: Storage
  readonly auth: AuthClient
}

class GoogleStorage implements StorageClient {
  readonly #target: CloudTarget
  readonly #folder: string
  readonly #patience: Patience
  #opened: Promise<Opened> | null = null

  constructor(target: CloudTarget, folder: string, patience: Patience) {
    this.#target = target
    this.#folder = folder
    this.#patience = patience
  }

  stat(uri: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<StorageAnswer<ObjectInfo>> {
    return this.#call('read', uri, async (bucket, address) => infoOf(address, await metadataOf(bucket.file(address.name))), signal)
  }

  async exists(uri: string): Promise<StorageAnswer<boolean>> {
    const answer = await this.stat(uri)
    if (answer.ok) return { ok: true, value: true }
    return answer.fault.code === 'object-not-found' ? { ok: true, value: false } : answer
  }

  read(uri: string, { generation, signal }: ReadOptions = {}): Promise<StorageAnswer<ReadObject>> {
    return this.#call(
      'read',
      uri,
      async (bucket, { name }) => {
        const stream = bucket.file(name, generation === undefined ? {} : { generation }).createReadStream({ validation: 'crc32c' })
        let found = generation ?? ''
        stream.on('response', (response: { readonly headers: Readonly<Record<string, unknown>> }) => {
          found = String(response.headers['x-goog-generation'] ?? found)
        })
        return { bytes: await bytesOf(stream), generation: found }
      },
      signal,
    )
  }

  async readRange(
    uri: string,
    { start, end }: { readonly start: number; readonly end?: number },
    { generation, signal }: ReadOptions = {},
  ): Promise<StorageAnswer<Buffer>> {
    return this.#call(
      'read',
      uri,
      async (bucket, { name }) => {
        const range = { start, ...(end === undefined ? {} : { end }), decompress: false }
        try {
          return await bytesOf(bucket.file(name, generation === undefined ? {} : { generation }).createReadStream(range))
        } catch (problem) {
          if ((problem as { code?: unknown }).code === 416) return Buffer.alloc(0)
          throw problem
        }
      },
      signal,
    )
  }

  list(prefix: string): Promise<StorageAnswer<readonly ObjectInfo[]>> {
    return this.#call('list', prefix, async (bucket, { bucket: name, name: begin }) => {
      const [files] = await bucket.getFiles({ prefix: begin })
      return files.map(file => infoOf({ bucket: name, name: file.name }, file.metadata))
    })
  }

  async write(uri: string, data: string | Uint8Array, options: WriteOptions = {}): Promise<StorageAnswer<ObjectInfo>> {
    const bytes = Buffer.from(data as Uint8Array)
    const { CRC32C } = await import('@google-cloud/storage')
    const checksum = new CRC32C()
    checksum.update(bytes)
    return this.#write(uri, checksum.toString(), options, stream => pipeline([bytes], stream))
  }

  async upload(uri: string, file: string, options: WriteOptions = {}): Promise<StorageAnswer<ObjectInfo>> {
    const { CRC32C } = await import('@google-cloud/storage')
    const checksum = await CRC32C.fromFile(file)
    return this.#write(uri, checksum.toString(), options, stream => pipeline(createReadStream(file), stream))
  }

  async checkBucket(uri: string): Promise<StorageAnswer<true>> {
    return this.#call<true>('list', uri, async bucket => {
      // Who may use the objects of a bucket may often not ask for the bucket itself.
      await bucket.getFiles({ maxResults: 1, autoPaginate: false })
      return true
    })
  }

  /** The server itself compares the checksum, and keeps nothing that does not fit. */
  #write(
    uri: string,
    crc32c: string,
    { ifGenerationMatch, contentType = 'application/octet-stream', signal }: WriteOptions,
    send: (stream: NodeJS.WritableStream) => Promise<void>,
  ): Promise<StorageAnswer<ObjectInfo>> {
    return this.#call(
      'write',
      uri,
      async (bucket, address, earlier) => {
        const file = bucket.file(address.name)
        try {
          await send(
            file.createWriteStream({
              resumable: false,
              validation: false,
              timeout: callMs,
              metadata: { contentType, crc32c },
              ...(ifGenerationMatch === undefined ? {} : { preconditionOpts: { ifGenerationMatch } }),
            }),
          )
        } catch (problem) {
          if (earlier === null || googleFault(problem, 'write', address).code !== 'changed') throw problem
          // The try before may have written it, and only its answer was lost.
          const found = infoOf(address, await metadataOf(file))
          if (found.crc32c !== crc32c) throw new StorageProblem(changed(uri))
          return found
        }
        return infoOf(address, file.metadata)
      },
      signal,
    )
  }

  /** Makes a call, several times where that may help. */
  async #call<T>(
    act: StorageAct,
    uri: string,
    work: (bucket: Bucket, address: ObjectAddress, earlier: StorageFault | null) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<StorageAnswer<T>> {
    const address = addressOf(uri)
    if (address === null || !uri.startsWith('gs://') || (act !== 'list' && address.name === ''))
      return { ok: false, fault: noAddress(uri, 'gs') }
    const answer = await patiently(
      async earlier => {
        const { storage } = await this.#open()
        return work(storage.bucket(address.bucket), address, earlier)
      },
      problem => googleFault(problem, act, address),
      this.#patience,
      signal,
    )
    return answer.ok || answer.fault.code !== 'object-not-found' ? answer : { ok: false, fault: await this.#missing(answer.fault, address) }
  }

  /** A read of an object does not say whether its bucket is there. */
  async #missing(fault: StorageFault, { bucket }: ObjectAddress): Promise<StorageFault> {
    const found = await this.checkBucket(`gs://${bucket}`)
    return !found.ok && found.fault.code === 'bucket-not-found' ? found.fault : fault
  }

  /** With credentials that are good now; renewing them is the part of a call that can go wrong before it. */
  async #open(): Promise<Opened> {
    this.#opened ??= this.#make()
    try {
      const opened = await this.#opened
      await opened.auth.getRequestHeaders()
      return opened
    } catch (problem) {
      this.#opened = null
      throw new StorageProblem(credentialsFaultOf(problem))
    }
  }

  async #make(): Promise<Opened> {
    const { storage: endpoint } = this.#target.endpoints
    if (isLoopback(endpoint)) keepLoopbackFromProxies()
    const [{ Storage }, auth] = await Promise.all([import('@google-cloud/storage'), authOf(this.#target, 'storage', this.#folder)])
    const storage = new Storage({
      apiEndpoint: endpoint ?? usualEndpoint,
      useAuthWithCustomEndpoint: true,
      authClient: auth,
      // Only listing and making buckets ask for a project; without one the client would look for it.
      projectId: this.#target.project ?? 'none',
      retryOptions: { autoRetry: false, maxRetries: 0 },
      timeout: callMs,
    })
    return { storage, auth }
  }
}

async function metadataOf(file: File): Promise<FileMetadata> {
  const [metadata] = await file.getMetadata()
  return metadata
}

function infoOf({ bucket, name }: ObjectAddress, { generation, size, crc32c }: FileMetadata): ObjectInfo {
  return { uri: `gs://${bucket}/${name}`, generation: String(generation ?? ''), bytes: Number(size ?? 0), crc32c: crc32c ?? null }
}

async function bytesOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
