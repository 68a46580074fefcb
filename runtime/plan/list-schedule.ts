import { KeyedHeap } from './keyed-heap.ts'
import type { Workload } from './workload.ts'

/**
 * Simulates a run that starts tasks by priority, exactly as the plan's ready queue does: a wide task at the head is waited
 * for, tasks without slots wait for none, and a task whose limit is full lets others pass. The arrays are used again by each
 * simulation. `backwards` runs the time from the end to the start: each task after its downstreams.
 */
export class ListSchedule {
  /** Of the last simulation. */
  readonly starts: Float64Array
  readonly ends: Float64Array
  readonly startOrder: Int32Array
  readonly endOrder: Int32Array
  readonly #workload: Workload
  readonly #next: Workload['downstreams']
  readonly #awaited: Int32Array
  readonly #left: Int32Array
  readonly #taking: KeyedHeap
  readonly #free: KeyedHeap
  readonly #running: KeyedHeap
  readonly #parked: readonly KeyedHeap[]
  readonly #limitUsed: Int32Array
  readonly #plain: boolean

  constructor(workload: Workload, backwards = false) {
    const { size, places, slots } = workload
    this.#workload = workload
    this.#next = backwards ? workload.upstreams : workload.downstreams
    this.#awaited = backwards ? countsOf(workload.downstreams.from) : workload.awaited
    this.#left = new Int32Array(size)
    this.starts = new Float64Array(size)
    this.ends = new Float64Array(size)
    this.startOrder = new Int32Array(size)
    this.endOrder = new Int32Array(size)
    this.#taking = new KeyedHeap(size)
    this.#free = new KeyedHeap(size)
    this.#running = new KeyedHeap(size)
    this.#parked = Array.from(places, () => new KeyedHeap(size))
    this.#limitUsed = new Int32Array(places.length)
    this.#plain = places.length === 0 && slots.every(count => count > 0)
  }

  /** Starts the smallest key first, of equal ones the smaller task; answers the makespan. */
  run(keys: Float64Array, lengths: Float64Array = this.#workload.lengths): number {
    const { size, slots, parallelism } = this.#workload
    const { starts, ends, startOrder, endOrder } = this
    const left = this.#left
    const running = this.#running
    const { from, list } = this.#next
    const taking = this.#taking
    left.set(this.#awaited)
    this.#limitUsed.fill(0)
    taking.reset(keys)
    this.#free.reset(keys)
    running.reset(ends)
    for (const parked of this.#parked) parked.reset(keys)
    for (let i = 0; i < size; i++) if (left[i] === 0) this.#ready(i)
    let used = 0
    let started = 0
    let ended = 0
    let now = 0
    while (ended < size) {
      while (this.#free.size > 0) {
        const task = this.#free.pop()
        if (this.#isHeld(task)) continue
        starts[task] = now
        ends[task] = now + lengths[task]!
        startOrder[started++] = task
        running.push(task)
      }
      while (taking.size > 0) {
        const task = taking.peek()
        if (used + slots[task]! > parallelism && !this.#isFull(task)) break
        taking.pop()
        if (this.#isHeld(task)) continue
        used += slots[task]!
        starts[task] = now
        ends[task] = now + lengths[task]!
        startOrder[started++] = task
        running.push(task)
      }
      // All that ends at one moment is seen together, as in one turn of the event loop.
      now = ends[running.peek()]!
      while (running.size > 0 && ends[running.peek()] === now) {
        const task = running.pop()
        endOrder[ended++] = task
        used -= slots[task]!
        this.#release(task)
        for (let k = from[task]!; k < from[task + 1]!; k++) if (--left[list[k]!]! === 0) this.#ready(list[k]!)
      }
    }
    return now
  }

  #ready(task: number): void {
    if (this.#plain || this.#workload.slots[task]! > 0) this.#taking.push(task)
    else this.#free.push(task)
  }

  #isFull(task: number): boolean {
    if (this.#plain) return false
    const limit = this.#workload.limits[task]!
    return limit >= 0 && this.#limitUsed[limit]! >= this.#workload.places[limit]!
  }

  /** Takes a place of the task's limit, or parks the task until there is one. */
  #isHeld(task: number): boolean {
    if (this.#plain) return false
    const limit = this.#workload.limits[task]!
    if (limit < 0) return false
    if (this.#isFull(task)) {
      this.#parked[limit]!.push(task)
      return true
    }
    this.#limitUsed[limit]!++
    return false
  }

  #release(task: number): void {
    if (this.#plain) return
    const limit = this.#workload.limits[task]!
    if (limit < 0) return
    this.#limitUsed[limit]!--
    const parked = this.#parked[limit]!
    if (parked.size > 0) this.#ready(parked.pop())
  }
}

function countsOf(from: Int32Array): Int32Array {
  const counts = new Int32Array(from.length - 1)
  for (let i = 0; i < counts.length; i++) counts[i] = from[i + 1]! - from[i]!
  return counts
}
