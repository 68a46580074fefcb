/** A list of listeners: what VS Code's `EventEmitter` is, for code that must run without VS Code. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>()

  /** Adds a listener; the answer removes it. */
  on(listener: (value: T) => void): { dispose(): void } {
    this.#listeners.add(listener)
    return { dispose: () => void this.#listeners.delete(listener) }
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value)
  }
}
