import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { RunFinished } from '../../events.ts'
import type { CloudTarget } from '../cloud-target.ts'
import { below } from './address.ts'
import type { Patience } from './retry.ts'
import { bucketOf, type StorageClient } from './storage-client.ts'
import type { StorageAnswer, StorageFault } from './storage-fault.ts'

export interface LogBucketOptions {
  readonly target: CloudTarget
  /** `gs://bucket/path`. */
  readonly place: string
  /** Of the `.dag` file. */
  readonly folder: string
  readonly dag: string
  readonly run: string
  readonly patience?: Patience
  /** How long the end of a run may wait for what is still on its way; milliseconds. */
  readonly lastMs?: number
}

/** A log is worth some tries, but nobody is to wait long for it. */
const usualPatience: Patience = { retries: 3, firstMs: 250, longestMs: 2_000 }
const usualLastMs = 30_000
/** So many are sent at once. */
const together = 8

/**
 * Puts the logs of a run into a bucket, `PLACE/DAG/RUN/TASK.ATTEMPT.log`, and what became of it, `PLACE/DAG/RUN/run.json`. What
 * fails is told, and fails nothing else; a reason that will not pass is told once and nothing more is sent.
 */
export class LogBucket {
  readonly #options: LogBucketOptions
  readonly #client: Promise<StorageClient>
  readonly #patience: Patience
  readonly #pending = new Set<Promise<void>>()
  readonly #waiting: (() => void)[] = []
  #sending = 0
  #lost = 0
  /** Why nothing more is sent. */
  #hopeless: StorageFault | null = null
  /** Aborted when the run is over: nothing is sent then, and nothing can be told. */
  readonly #over = new AbortController()

  constructor(options: LogBucketOptions) {
    this.#options = options
    this.#patience = options.patience ?? usualPatience
    this.#client = bucketOf(options.target, options.folder, this.#patience)
  }

  /**
   * Sends the log of an attempt, as it stands in `files`, one after the other.
   *
   * @returns a sentence to be told where that went wrong and has not been told yet.
   */
  keep(task: string, attempt: number, files: readonly string[]): Promise<string | null> {
    const uri = this.#uri(`${logName(task)}.${attempt}.log`)
    const kept = this.#inTurn(async () => {
      const text = Buffer.concat(await Promise.all(files.map(file => readFile(file).catch(() => Buffer.alloc(0)))))
      return this.#write(uri, text, 'application/x-ndjson')
    })
    const pending = kept.then(() => undefined)
    this.#pending.add(pending)
    return kept.finally(() => this.#pending.delete(pending))
  }

  /**
   * Waits for what is on its way, and sends what became of the run.
   *
   * @returns sentences to be told.
   */
  async finish(event: RunFinished): Promise<readonly string[]> {
    const { dag, target, place, lastMs = usualLastMs } = this.#options
    const late = AbortSignal.timeout(lastMs)
    const settled = await orLate(Promise.all(this.#pending), late)
    if (settled === null) {
      this.#over.abort()
      return [`Some logs were not written to ${place} in time, and are only here.`]
    }
    const summary = JSON.stringify({ dag, target: target.name, ...event }, null, 2)
    const told = await orLate(this.#write(this.#uri('run.json'), Buffer.from(`${summary}\n`), 'application/json'), late)
    this.#over.abort()
    if (told === null) return [`What became of the run was not written to ${place} in time.`]
    const lost = this.#lost > 1 ? [`${this.#lost} files of the run were not written to ${place}.`] : []
    return [...(told.value === null ? [] : [told.value]), ...lost]
  }

  /** Null where it was written, or where it has been told before why nothing is. */
  async #write(uri: string, bytes: Buffer, contentType: string): Promise<string | null> {
    const { signal } = this.#over
    const answer: StorageAnswer<unknown> =
      this.#hopeless === null ? await (await this.#client).write(uri, bytes, { contentType, signal }) : { ok: false, fault: this.#hopeless }
    if (answer.ok) return null
    this.#lost++
    const first = this.#hopeless === null
    if (!answer.fault.transient) this.#hopeless ??= answer.fault
    return first && !signal.aborted ? `The log was not written to ${uri}, and is only here. ${answer.fault.message}` : null
  }

  #uri(name: string): string {
    const { place, dag, run } = this.#options
    return below(place, dag, run, name)
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#sending >= together) await new Promise<void>(resolve => this.#waiting.push(resolve))
    else this.#sending++
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#sending--
      else next()
    }
  }
}

/** A task's name as a part of an object's name: without what has a meaning in addresses and patterns, and still its own. */
export function logName(task: string): string {
  const safe = task.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 100)
  return safe === task && !/^\.+$/.test(safe) ? safe : `${safe}-${createHash('sha256').update(task).digest('hex').slice(0, 8)}`
}

/** Null where the work takes too long; it goes on, and nobody waits for it. */
async function orLate<T>(work: Promise<T>, late: AbortSignal): Promise<{ readonly value: T } | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const give = (): void => resolve(null)
  late.addEventListener('abort', give, { once: true })
  if (late.aborted) give()
  try {
    return await Promise.race([work.then(value => ({ value })), promise])
  } finally {
    late.removeEventListener('abort', give)
  }
}
