/** Waiting, as something that a test can do by hand. */
export interface Timer {
  /** Calls back once after that time; the answer calls it off. */
  after(milliseconds: number, callback: () => void): () => void
}

export const systemTimer: Timer = {
  after(milliseconds, callback) {
    const handle = setTimeout(callback, milliseconds)
    return () => clearTimeout(handle)
  },
}
