import { type StorageAnswer, type StorageFault, StorageProblem } from './storage-fault.ts'

/** How long a service that is out of reach is asked again; lengths in milliseconds. */
export interface Patience {
  /** After the first try. */
  readonly retries: number
  /** Before the second try; each wait is twice as long as the one before, with some chance in it. */
  readonly firstMs: number
  readonly longestMs: number
}

export const usualPatience: Patience = { retries: 5, firstMs: 250, longestMs: 8_000 }

/** A service that says for how long to stay away is not believed beyond this. */
const longestAskedMs = 30_000

/** What arrives damaged so often is damaged by something that does not pass. */
const damagedTries = 3

/** Does what may be done several times until it is done or fails for good. Aborting ends the waiting; the answer is then what was last known. */
export async function patiently<T>(
  work: (earlier: StorageFault | null) => Promise<T>,
  faultOf: (problem: unknown) => StorageFault,
  { retries, firstMs, longestMs }: Patience,
  signal?: AbortSignal,
): Promise<StorageAnswer<T>> {
  const { default: pRetry } = await import('p-retry')
  let last: StorageFault | null = null
  try {
    const value = await pRetry(
      async () => {
        try {
          return await work(last)
        } catch (problem) {
          last = faultOf(problem)
          throw new StorageProblem(last)
        }
      },
      {
        retries,
        minTimeout: firstMs,
        maxTimeout: longestMs,
        randomize: true,
        ...(signal === undefined ? {} : { signal }),
        shouldRetry: ({ error, attemptNumber }) =>
          error instanceof StorageProblem && error.fault.transient && (error.fault.code !== 'damaged' || attemptNumber < damagedTries),
        onFailedAttempt: async ({ error, retryDelay }) => {
          const asked = error instanceof StorageProblem && error.fault.transient ? (error.fault.retryAfterMs ?? 0) : 0
          if (asked > retryDelay) await pause(Math.min(asked, longestAskedMs) - retryDelay, signal)
        },
      },
    )
    return { ok: true, value }
  } catch (problem) {
    return { ok: false, fault: last ?? faultOf(problem) }
  }
}

/** Settles early when the signal is aborted. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise(done => {
    const settle = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', settle)
      done()
    }
    const timer = setTimeout(settle, ms)
    signal?.addEventListener('abort', settle, { once: true })
    if (signal?.aborted) settle()
  })
}
