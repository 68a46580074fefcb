import { createHash } from 'node:crypto'

/** An object as it is kept. */
export interface StoredObject {
  readonly bucket: string
  readonly name: string
  readonly bytes: Buffer
  readonly generation: string
  readonly contentType: string
  readonly crc32c: string
  readonly md5: string
}

/** Objects of buckets without versions: a write replaces what was there, under a new generation. */
export class ObjectStore {
  readonly #buckets = new Map<string, Map<string, StoredObject>>()
  /** As the service's: microseconds, and never twice the same. */
  #generation = 1_790_000_000_000_000

  constructor(buckets: readonly string[]) {
    for (const bucket of buckets) this.addBucket(bucket)
  }

  addBucket(name: string): void {
    if (!this.#buckets.has(name)) this.#buckets.set(name, new Map())
  }

  get buckets(): readonly string[] {
    return [...this.#buckets.keys()].sort()
  }

  has(bucket: string): boolean {
    return this.#buckets.has(bucket)
  }

  get(bucket: string, name: string): StoredObject | null {
    return this.#buckets.get(bucket)?.get(name) ?? null
  }

  /** By name, as bytes. */
  list(bucket: string): readonly StoredObject[] {
    return [...this.#buckets.get(bucket)!.values()].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
  }

  put(bucket: string, name: string, data: string | Uint8Array, contentType = 'application/octet-stream'): StoredObject {
    const bytes = Buffer.from(data as Uint8Array)
    this.#generation += 1
    const object: StoredObject = {
      bucket,
      name,
      bytes,
      generation: String(this.#generation),
      contentType,
      crc32c: crc32c(bytes),
      md5: createHash('md5').update(bytes).digest('base64'),
    }
    this.#buckets.get(bucket)!.set(name, object)
    return object
  }

  delete(bucket: string, name: string): void {
    this.#buckets.get(bucket)?.delete(name)
  }
}

/** CRC-32C (Castagnoli, reflected polynomial 0x82f63b78) as the service writes it: big-endian, in Base64. */
export function crc32c(bytes: Uint8Array): string {
  let value = 0xffffffff
  for (const byte of bytes) value = table[(value ^ byte) & 0xff]! ^ (value >>> 8)
  const answer = Buffer.alloc(4)
  answer.writeUInt32BE((value ^ 0xffffffff) >>> 0)
  return answer.toString('base64')
}

const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value >>> 0
})
