/** One that has something to decide in a turn of the event loop. */
export interface TurnMember {
  /** Slots it occupies: who has fewest is asked first. */
  readonly slotsUsed: number
  /** Decides and writes down. Runs inside the transaction. */
  decide(): void
  /** Does what was decided. Runs after the commit. */
  act(): void
}

/**
 * Groups what happens in one turn of the event loop: all decisions share one transaction, and nothing is acted on before
 * it is committed.
 */
export class Turn {
  readonly #transaction: (work: () => void) => void
  readonly #broken: (problem: unknown) => void
  #members = new Set<TurnMember>()
  #scheduled = false

  /** `broken` is told when a turn could not be written: the runs cannot go on without their record. */
  constructor(transaction: (work: () => void) => void, broken: (problem: unknown) => void) {
    this.#transaction = transaction
    this.#broken = broken
  }

  /** Has `member` take part in the next turn. */
  join(member: TurnMember): void {
    this.#members.add(member)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#take())
  }

  #take(): void {
    this.#scheduled = false
    const members = [...this.#members].sort((a, b) => a.slotsUsed - b.slotsUsed)
    this.#members = new Set()
    try {
      this.#transaction(() => {
        for (const member of members) member.decide()
      })
    } catch (problem) {
      this.#broken(problem)
      return
    }
    for (const member of members) member.act()
  }
}
