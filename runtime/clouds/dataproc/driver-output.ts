import { LineSplitter } from '../../processes/lines.ts'
import type { StorageClient } from '../storage/storage-client.ts'

/** The most bytes that are asked for at once. */
const mostBytes = 8 * 1024 * 1024

/**
 * What the driver of a job says, while it runs. Dataproc writes it to Storage in chunks, `driveroutput.000000000` and so on, of
 * which the last grows by being written anew: each byte is read once, by ranges.
 */
export class DriverOutput {
  readonly #storage: StorageClient
  readonly #onLine: (line: string) => void
  readonly #lines = new LineSplitter()
  /** Bytes read of each chunk. */
  readonly #read = new Map<string, number>()

  constructor(storage: StorageClient, onLine: (line: string) => void) {
    this.#storage = storage
    this.#onLine = onLine
  }

  /**
   * Tells the lines that have come since.
   *
   * @param uri of the chunks without their number, as the job names it.
   * @returns why it could not be read, in words; null where it could.
   */
  async advance(uri: string): Promise<string | null> {
    const chunks = await this.#storage.list(`${uri}.`)
    if (!chunks.ok) return chunks.fault.message
    const numbered = chunks.value
      .flatMap(chunk => {
        const number = /^\.(\d+)$/.exec(chunk.uri.slice(uri.length))
        return number === null ? [] : [{ ...chunk, number: Number(number[1]) }]
      })
      .sort((a, b) => a.number - b.number)
    for (const chunk of numbered) {
      for (let start = this.#read.get(chunk.uri) ?? 0; start < chunk.bytes; ) {
        const end = Math.min(chunk.bytes, start + mostBytes) - 1
        const part = await this.#storage.readRange(chunk.uri, { start, end })
        if (!part.ok) return part.fault.message
        // It is being written this very moment; the rest comes with the next look.
        if (part.value.length === 0) return null
        start += part.value.length
        this.#read.set(chunk.uri, start)
        for (const line of this.#lines.push(part.value)) this.#onLine(line)
      }
    }
    return null
  }

  /** Tells a last line that has no end. */
  end(): void {
    for (const line of this.#lines.end()) this.#onLine(line)
  }
}
