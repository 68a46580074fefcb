/** Largest size in bytes of what is kept to answer; a graph that needs more is not asked. */
const MOST_BYTES = 64 * 1024 * 1024

/** A step of a task: the index of its statement. */
export interface TaskStep {
  readonly task: number
  readonly statement: number
}

/** Tasks by index, and what comes directly before each. */
export interface TaskLinks {
  /** Every task, each after its upstreams. */
  readonly order: readonly number[]
  upstreams(task: number): Iterable<number>
}

/** Which tasks come before which, on any path. One linear pass; each task has a set of bits of the tasks asked about. */
export class TaskOrder {
  readonly #bits: ReadonlyMap<number, number>
  readonly #ancestors: readonly (Uint32Array | undefined)[]

  private constructor(bits: ReadonlyMap<number, number>, ancestors: readonly (Uint32Array | undefined)[]) {
    this.#bits = bits
    this.#ancestors = ancestors
  }

  /** Null where the graph is too large for it. `asked` are the tasks that may be asked about as the earlier one. */
  static of({ order, upstreams }: TaskLinks, asked: readonly number[]): TaskOrder | null {
    const words = (asked.length + 31) >> 5
    if (words * 4 * order.length > MOST_BYTES) return null
    const bits = new Map(asked.map((task, bit) => [task, bit]))
    const ancestors: (Uint32Array | undefined)[] = new Array(order.length)
    if (words > 0)
      for (const task of order) {
        const own = new Uint32Array(words)
        for (const upstream of upstreams(task)) {
          const theirs = ancestors[upstream]
          if (theirs) for (let i = 0; i < words; i++) own[i]! |= theirs[i]!
          const bit = bits.get(upstream)
          if (bit !== undefined) own[bit >> 5]! |= 1 << (bit & 31)
        }
        ancestors[task] = own
      }
    return new TaskOrder(bits, ancestors)
  }

  /** Whether a task may be asked about as the earlier one. */
  knows(task: number): boolean {
    return this.#bits.has(task)
  }

  /** Whether a path leads from one task to another. */
  isBefore(earlier: number, later: number): boolean {
    const bit = this.#bits.get(earlier)
    return bit !== undefined && ((this.#ancestors[later]?.[bit >> 5] ?? 0) & (1 << (bit & 31))) !== 0
  }

  /** The same for statements: in one task, the earlier statement comes first. */
  isBeforeTouch(earlier: TaskStep, later: TaskStep): boolean {
    return earlier.task === later.task ? earlier.statement < later.statement : this.isBefore(earlier.task, later.task)
  }
}
