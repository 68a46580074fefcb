import type { DrawnPlan, DrawnState, Marks } from './display-list/picture.ts'
import type { PictureModel } from './model.ts'
import type { PicturePlan, PictureState } from './protocol.ts'

/** Makes of the model what is drawn of it. A state that says the same stays the same object, so that it is not drawn anew. */
export class MarkReader {
  readonly #drawn = new WeakMap<PictureState, DrawnState>()
  readonly #plans = new WeakMap<PicturePlan, DrawnPlan | null>()

  read(model: PictureModel, now: number): Marks {
    const states = Object.entries(model.states).map(([task, state]) => [task, this.#state(state, now)] as const)
    return { states: Object.fromEntries(states), cursor: model.cursor, plan: this.#plan(model) }
  }

  #plan({ plan, memory }: PictureModel): DrawnPlan | null {
    if (!plan || !(memory?.parts ?? []).includes('plan')) return null
    const before = this.#plans.get(plan)
    if (before !== undefined) return before
    const drawn = drawnPlan(plan)
    this.#plans.set(plan, drawn)
    return drawn
  }

  #state(state: PictureState, now: number): DrawnState {
    const seconds = state.state === 'running' && state.seconds === null ? elapsed(state.started, now) : state.seconds
    const before = this.#drawn.get(state)
    if (before && before.seconds === seconds) return before
    const drawn = {
      state: state.state,
      attempt: state.attempt,
      seconds,
      rows: state.rows,
      error: state.error,
      reason: state.reason ?? null,
    }
    this.#drawn.set(state, drawn)
    return drawn
  }
}

/** Whole seconds since then, or null in the first. */
function elapsed(started: string | null, now: number): number | null {
  const seconds = started === null ? Number.NaN : Math.floor((now - Date.parse(started)) / 1000)
  return seconds >= 1 ? seconds : null
}

function drawnPlan(plan: PicturePlan): DrawnPlan | null {
  if (plan.kind !== 'plan') return null
  return {
    critical: new Set(plan.critical),
    criticalEdges: new Set(plan.critical.slice(1).map((task, place) => `${plan.critical[place]} -> ${task}`)),
    tasks: new Map(plan.tasks.map(({ name, start, end, slack }) => [name, { length: end - start, slack }])),
  }
}
