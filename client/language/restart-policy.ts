/** How often a server may end by itself before it is left alone. */
export interface RestartLimits {
  readonly restarts: number
  readonly withinMilliseconds: number
}

/**
 * Decides whether a server that ended is started again: yes, unless it ends again and again within a short time, where
 * a restart would only burn the processor.
 */
export class RestartPolicy {
  readonly #limits: RestartLimits
  readonly #now: () => number
  #ends: number[] = []

  constructor(limits: RestartLimits, now: () => number) {
    this.#limits = limits
    this.#now = now
  }

  /** To be called once for each end. */
  mayRestart(): boolean {
    const now = this.#now()
    this.#ends = [...this.#ends.filter(end => now - end < this.#limits.withinMilliseconds), now]
    return this.#ends.length <= this.#limits.restarts
  }

  /** The user asked for a restart: what was before does not count. */
  reset(): void {
    this.#ends = []
  }
}
