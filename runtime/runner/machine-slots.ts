import type { SlotBudget } from '../plan/types.ts'

/** The processors that all runs of a runtime share, as one run sees them. */
export interface RunSlots extends SlotBudget {
  /** The run is over. */
  leave(): void
}

interface Share {
  /** Processors that one of its slots counts for. */
  readonly weight: number
  readonly wake: () => void
  /** Slots. */
  used: number
  /** Slots that its ready tasks would take, and those of the first of them. */
  wanted: number
  first: number
  /** When it last took something or began to wait; the smallest has waited longest. */
  since: number
  /** It has taken something since it last said what it wants. */
  took: boolean
}

/** Sums of weights such as 2/3 are not exact. */
const tolerance = 1e-6

/**
 * The processors that all runs of the runtime share: who has fewest takes first, and among equals who has waited longest, so
 * that no run starves however many tasks another has ready. A run that states a parallelism beyond the machine's processors
 * says that its tasks mostly wait: each of its slots then counts for less than a processor.
 */
export class MachineSlots {
  readonly #processors: number
  readonly #changed: (() => void) | undefined
  readonly #shares = new Set<Share>()
  #allowance: number
  #used = 0
  #clock = 0
  #telling = false

  /** `changed`: `used` or `demand` may have changed; called once for all that happens in a turn of the event loop. */
  constructor(processors: number, changed?: () => void) {
    this.#processors = processors
    this.#allowance = processors
    this.#changed = changed
  }

  /** Processors that these runs occupy. */
  get used(): number {
    return this.#used
  }

  /** Processors that they occupy and would take, if they could. */
  get demand(): number {
    let demand = this.#used
    for (const share of this.#shares) demand += share.wanted * share.weight
    return demand
  }

  /** Processors that they may occupy. What runs goes on when it shrinks. */
  get allowance(): number {
    return this.#allowance
  }

  set allowance(processors: number) {
    const more = processors > this.#allowance
    this.#allowance = processors
    if (more) this.#wake()
  }

  /** The share of one run. `wake`: it may be able to take what it could not before. */
  share(parallelism: number, wake: () => void): RunSlots {
    const share: Share = { weight: Math.min(1, this.#processors / parallelism), wake, used: 0, wanted: 0, first: 0, since: 0, took: false }
    this.#shares.add(share)
    return {
      // It must not change while the run lasts: what a task took is what it gives back.
      capacity: Math.max(this.#processors, parallelism),
      take: slots => this.#take(share, slots),
      give: slots => {
        this.#occupy(share, -slots)
        this.#wake(share)
      },
      want: (slots, first) => {
        const eased = share.took || slots < share.wanted
        share.took = false
        if (slots !== share.wanted) this.#tell()
        if (share.wanted === 0) share.since = ++this.#clock
        share.wanted = slots
        share.first = first
        // The others may have been held back for it.
        if (eased) this.#wake(share)
      },
      leave: () => {
        this.#shares.delete(share)
        this.#wake()
        this.#tell()
      },
    }
  }

  #take(share: Share, slots: number): boolean {
    const after = this.#used + slots * share.weight
    // A task that is wider than what this runtime may have runs when nothing else does, or it would wait for ever.
    if (after > this.#allowance + tolerance && this.#used > tolerance) return false
    if (this.#shares.size > 1 && after + this.#owedBefore(share) > this.#allowance + tolerance) return false
    this.#occupy(share, slots)
    share.since = ++this.#clock
    share.took = true
    return true
  }

  /** Processors that those wait for who come before `share`. */
  #owedBefore(share: Share): number {
    let owed = 0
    const has = share.used * share.weight
    for (const other of this.#shares) {
      if (other === share || other.wanted === 0) continue
      // What it runs itself is in the way of its next task: nobody need hold back for that.
      if (other.used > 0 && (other.used + other.first) * other.weight > this.#allowance + tolerance) continue
      const ahead = other.used * other.weight - has
      const waited = share.wanted === 0 || other.since < share.since
      if (ahead < -tolerance || (ahead < tolerance && waited)) owed += other.first * other.weight
    }
    return owed
  }

  #occupy(share: Share, slots: number): void {
    share.used += slots
    this.#used = Math.max(0, this.#used + slots * share.weight)
    this.#tell()
  }

  #wake(but?: Share): void {
    for (const share of this.#shares) if (share !== but && share.wanted > 0) share.wake()
  }

  #tell(): void {
    if (this.#telling || this.#changed === undefined) return
    this.#telling = true
    queueMicrotask(() => {
      this.#telling = false
      this.#changed?.()
    })
  }
}
