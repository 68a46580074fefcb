/** How many tasks a thread may hold: the one that it runs and those behind it. */
export const heldTasks = 64
/** After the places of the tasks: how many have begun, and whether a module is being loaded. */
const begunCell = heldTasks
const loadingCell = heldTasks + 1

/**
 * Which tasks of a thread have begun. Both sides see it at once: a task that waits in one thread can be taken back and given
 * to another, and when a thread breaks it is certain which task broke it. At a task's place stands its id while it waits and its
 * negative id once it has begun.
 */
export class JsClaims {
  readonly buffer: SharedArrayBuffer
  readonly #cells: Int32Array

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer((heldTasks + 2) * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer
    this.#cells = new Int32Array(buffer)
  }

  /** Tasks that the thread has begun so far. */
  get begun(): number {
    return Atomics.load(this.#cells, begunCell)
  }

  /** Whether the thread is loading a module, which those behind will find loaded. */
  get loading(): boolean {
    return Atomics.load(this.#cells, loadingCell) !== 0
  }

  set loading(loading: boolean) {
    Atomics.store(this.#cells, loadingCell, loading ? 1 : 0)
  }

  offer(place: number, id: number): void {
    Atomics.store(this.#cells, place, id)
  }

  /** By the thread, before it begins a task; false where that was taken back. */
  claim(place: number, id: number): boolean {
    if (Atomics.compareExchange(this.#cells, place, id, -id) !== id) return false
    Atomics.add(this.#cells, begunCell, 1)
    return true
  }

  /** By the owner; false where the thread has begun the task. */
  takeBack(place: number, id: number): boolean {
    return Atomics.compareExchange(this.#cells, place, id, 0) === id
  }
}
