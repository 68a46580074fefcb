import type { SlotBudget } from '../plan/types.ts'

/**
 * The processors that all runs of the runtime share. A run that asks for more than the machine has (`--parallelism 8` on two
 * processors, since its tasks mostly wait) widens the budget while it lasts.
 */
export class MachineSlots {
  readonly #processors: number
  readonly #asked = new Map<object, number>()
  #used = 0

  constructor(processors: number) {
    this.#processors = processors
  }

  get capacity(): number {
    return Math.max(this.#processors, ...this.#asked.values())
  }

  get used(): number {
    return this.#used
  }

  /** The share of one run; `given` is called when it has given slots back, so that the others can be woken. */
  share(parallelism: number, given: () => void): SlotBudget & { leave(): void } {
    const owner = {}
    this.#asked.set(owner, parallelism)
    const machine = this
    return {
      get capacity() {
        return machine.capacity
      },
      take: slots => {
        if (this.#used + slots > this.capacity) return false
        this.#used += slots
        return true
      },
      give: slots => {
        this.#used -= slots
        given()
      },
      leave: () => {
        this.#asked.delete(owner)
      },
    }
  }
}
