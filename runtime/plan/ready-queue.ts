import { Heap } from './heap.ts'
import type { SlotBudget } from './types.ts'

interface Entry {
  readonly task: number
  readonly slots: number
  readonly limit: string | null
}

/**
 * The tasks that could start now, smallest key first. Tasks that take no slot wait for none; a task whose named
 * limit is full is parked until a place is given back. A wide task at the head is waited for: passing it by would starve it.
 */
export class ReadyQueue {
  readonly #taking: Heap<Entry>
  readonly #free: Heap<Entry>
  readonly #parked = new Map<string, Heap<Entry>>()
  readonly #limits: ReadonlyMap<string, number>
  readonly #limitUsed = new Map<string, number>()
  readonly #parallelism: number
  readonly #budget: SlotBudget | undefined
  readonly #before: (a: Entry, b: Entry) => boolean
  #used = 0
  /** Slots that the tasks in the queue ask for. */
  #asked = 0
  /** How often a parked task was handed a place. */
  #moves = 0

  constructor(keys: Float64Array, parallelism: number, limits: ReadonlyMap<string, number>, budget: SlotBudget | undefined) {
    this.#before = (a, b) => (keys[a.task] === keys[b.task] ? a.task < b.task : keys[a.task]! < keys[b.task]!)
    this.#taking = new Heap(this.#before)
    this.#free = new Heap(this.#before)
    this.#limits = limits
    this.#budget = budget
    this.#parallelism = Math.max(1, Math.floor(parallelism))
  }

  /** Slots that are occupied. */
  get used(): number {
    return this.#used
  }

  /** What a task that asks for `slots` gets: never more than there are, or it would wait for ever. */
  clamp(slots: number): number {
    const most = Math.min(this.#parallelism, this.#budget?.capacity ?? Number.POSITIVE_INFINITY)
    return Math.max(0, Math.min(Math.floor(slots), most))
  }

  push(task: number, slots: number, limit: string | null): void {
    const entry = { task, slots: this.clamp(slots), limit: limit !== null && this.#limits.has(limit) ? limit : null }
    this.#enter(entry)
  }

  /** Takes the next task that can start, with its slots and its place of the limit. `live` says whether it still wants to. */
  take(live: (task: number) => boolean): number | undefined {
    for (;;) {
      const moves = this.#moves
      const task = this.#takeFrom(this.#free, live) ?? this.#takeFrom(this.#taking, live)
      // What was unparked meanwhile may stand in the queue that was looked at first.
      if (task !== undefined) return task
      if (this.#moves === moves) break
    }
    this.#tellWanted()
    return undefined
  }

  /** Gives back what a task took with the same `slots` and `limit`. */
  give(slots: number, limit: string | null): void {
    const clamped = this.clamp(slots)
    this.#used -= clamped
    if (clamped > 0) this.#budget?.give(clamped)
    if (limit === null || !this.#limits.has(limit)) return
    this.#limitUsed.set(limit, (this.#limitUsed.get(limit) ?? 1) - 1)
    this.#unpark(limit)
  }

  #enter(entry: Entry): void {
    const queue = entry.slots === 0 ? this.#free : this.#taking
    queue.push(entry)
    this.#asked += entry.slots
  }

  #remove(queue: Heap<Entry>, entry: Entry): void {
    queue.pop()
    this.#asked -= entry.slots
  }

  /** Says what is wanted beyond what was taken. What its own parallelism holds back asks nothing of the others. */
  #tellWanted(): void {
    const first = this.#taking.peek()?.slots ?? 0
    const own = this.#parallelism - this.#used
    if (first > own) this.#budget?.want?.(0, 0)
    else this.#budget?.want?.(Math.min(this.#asked, own), first)
  }

  #takeFrom(queue: Heap<Entry>, live: (task: number) => boolean): number | undefined {
    for (let entry = queue.peek(); entry !== undefined; entry = queue.peek()) {
      if (!live(entry.task)) {
        this.#remove(queue, entry)
        this.#unpark(entry.limit)
      } else if (entry.limit !== null && (this.#limitUsed.get(entry.limit) ?? 0) >= Math.max(1, this.#limits.get(entry.limit)!)) {
        this.#remove(queue, entry)
        this.#park(entry, entry.limit)
      } else {
        if (entry.slots > 0 && (this.#used + entry.slots > this.#parallelism || this.#budget?.take(entry.slots) === false)) return undefined
        this.#remove(queue, entry)
        this.#used += entry.slots
        if (entry.limit !== null) this.#limitUsed.set(entry.limit, (this.#limitUsed.get(entry.limit) ?? 0) + 1)
        return entry.task
      }
    }
    return undefined
  }

  #park(entry: Entry, limit: string): void {
    const parked = this.#parked.get(limit) ?? new Heap(this.#before)
    this.#parked.set(limit, parked)
    parked.push(entry)
  }

  /** Hands a free place to the next task. One that no longer wants it does so too, or the place would be lost with it. */
  #unpark(limit: string | null): void {
    const next = limit === null ? undefined : this.#parked.get(limit)?.pop()
    if (next === undefined) return
    this.#moves++
    this.#enter(next)
  }
}
