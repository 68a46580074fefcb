import type { DrawnState, Marks } from './display-list/picture.ts'
import type { PictureModel } from './model.ts'
import type { PictureState } from './protocol.ts'

/** Makes of the model what is drawn of it. A state that says the same stays the same object, so that it is not drawn anew. */
export class MarkReader {
  readonly #drawn = new WeakMap<PictureState, DrawnState>()

  read(model: PictureModel, now: number): Marks {
    const states = Object.entries(model.states).map(([task, state]) => [task, this.#state(state, now)] as const)
    return { states: Object.fromEntries(states), cursor: model.cursor }
  }

  #state(state: PictureState, now: number): DrawnState {
    const seconds = state.state === 'running' && state.seconds === null ? elapsed(state.started, now) : state.seconds
    const before = this.#drawn.get(state)
    if (before && before.seconds === seconds) return before
    const drawn = { state: state.state, attempt: state.attempt, seconds, rows: state.rows, error: state.error }
    this.#drawn.set(state, drawn)
    return drawn
  }
}

/** Whole seconds since then, or null in the first. */
function elapsed(started: string | null, now: number): number | null {
  const seconds = started === null ? Number.NaN : Math.floor((now - Date.parse(started)) / 1000)
  return seconds >= 1 ? seconds : null
}
