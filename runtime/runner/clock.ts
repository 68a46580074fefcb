/** Time as the runner sees it; injected in tests. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Calls back once at that time or later; the answer takes the call back. */
  at(time: number, call: () => void): () => void
}

/** Node's timers hold no longer wait than this. */
const longestWaitMs = 2 ** 31 - 1

export const realClock: Clock = {
  now: () => Date.now(),
  at: (time, call) => {
    let timer: NodeJS.Timeout
    const wait = (): void => {
      const left = time - Date.now()
      timer = left > longestWaitMs ? setTimeout(wait, longestWaitMs) : setTimeout(call, Math.max(0, left))
    }
    wait()
    return () => clearTimeout(timer)
  },
}
