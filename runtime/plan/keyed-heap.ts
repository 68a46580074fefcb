/**
 * A binary heap of small whole numbers, smallest key first, of equal keys the smaller number. It holds no objects: a schedule
 * is simulated thousands of times, and each simulation pushes every task twice.
 */
export class KeyedHeap {
  readonly #items: Int32Array
  #keys: Float64Array
  #size = 0

  /** For items below `capacity`, each at most once. */
  constructor(capacity: number) {
    this.#items = new Int32Array(capacity)
    this.#keys = new Float64Array(0)
  }

  get size(): number {
    return this.#size
  }

  /** Empties the heap; from now on `keys` orders. They may change for items that are not in it. */
  reset(keys: Float64Array): void {
    this.#keys = keys
    this.#size = 0
  }

  /** The first item; the heap is not empty. */
  peek(): number {
    return this.#items[0]!
  }

  push(item: number): void {
    const items = this.#items
    const keys = this.#keys
    const key = keys[item]!
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = items[parent]!
      const aboveKey = keys[above]!
      if (aboveKey < key || (aboveKey === key && above < item)) break
      items[at] = above
      at = parent
    }
    items[at] = item
  }

  /** Takes the first item out; the heap is not empty. */
  pop(): number {
    const items = this.#items
    const keys = this.#keys
    const top = items[0]!
    const size = --this.#size
    const last = items[size]!
    const key = keys[last]!
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      let below = items[child]!
      let belowKey = keys[below]!
      if (child + 1 < size) {
        const other = items[child + 1]!
        const otherKey = keys[other]!
        if (otherKey < belowKey || (otherKey === belowKey && other < below)) {
          child++
          below = other
          belowKey = otherKey
        }
      }
      if (key < belowKey || (key === belowKey && last < below)) break
      items[at] = below
      at = child
    }
    items[at] = last
    return top
  }
}
