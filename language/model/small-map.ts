/** From so many entries on, a table finds a name faster than a look through all of them. */
const few = 12

/**
 * A map for the few properties of a block. A file has thousands of blocks: two short lists take a fraction of the memory of a
 * table, and of the time to make one.
 */
export class SmallMap<V> implements ReadonlyMap<string, V> {
  #names: string[] = []
  #values: V[] = []
  #table: Map<string, number> | null = null

  get size(): number {
    return this.#names.length
  }

  /** Adds an entry; its name is new. */
  add(name: string, value: V): void {
    this.#table?.set(name, this.#names.length)
    this.#names.push(name)
    this.#values.push(value)
  }

  /** Gives back the room for entries to come: an array that grows takes more of it than most blocks have entries. */
  trim(): this {
    this.#names = this.#names.slice()
    this.#values = this.#values.slice()
    return this
  }

  get(name: string): V | undefined {
    const at = this.#find(name)
    return at < 0 ? undefined : this.#values[at]
  }

  has(name: string): boolean {
    return this.#find(name) >= 0
  }

  keys(): ArrayIterator<string> {
    return this.#names.values()
  }

  values(): ArrayIterator<V> {
    return this.#values.values()
  }

  *entries(): MapIterator<[string, V]> {
    for (const [i, name] of this.#names.entries()) yield [name, this.#values[i]!]
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries()
  }

  forEach(visit: (value: V, name: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [i, name] of this.#names.entries()) visit(this.#values[i]!, name, this)
  }

  #find(name: string): number {
    if (this.#names.length <= few) return this.#names.indexOf(name)
    this.#table ??= new Map(this.#names.map((each, at) => [each, at]))
    return this.#table.get(name) ?? -1
  }
}

/** Of the many blocks that set nothing. */
export const noEntries: SmallMap<never> = new SmallMap<never>()
