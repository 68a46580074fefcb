import type { Timer } from './timer.ts'

/** Joins many calls into one a little later: events of a run come faster than anything can be drawn. */
export class Coalescer {
  readonly #timer: Timer
  readonly #milliseconds: number
  readonly #act: () => void
  #callOff: (() => void) | undefined

  constructor(timer: Timer, milliseconds: number, act: () => void) {
    this.#timer = timer
    this.#milliseconds = milliseconds
    this.#act = act
  }

  /** Acts soon, once. */
  soon(): void {
    this.#callOff ??= this.#timer.after(this.#milliseconds, () => {
      this.#callOff = undefined
      this.#act()
    })
  }

  dispose(): void {
    this.#callOff?.()
    this.#callOff = undefined
  }
}
