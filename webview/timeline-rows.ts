import type { PictureModel } from './model.ts'

/** A task in the timeline: seconds from the run's start. */
export interface TimelineRow {
  readonly task: string
  readonly state: string
  /** Since when it only waited for a processor; `start` where it did not wait. */
  readonly ready: number
  readonly start: number
  readonly end: number
  /** When it was expected to run. */
  readonly planned: { readonly start: number; readonly end: number } | null
}

export interface TimelineRows {
  readonly rows: readonly TimelineRow[]
  /** Of all that is shown. */
  readonly seconds: number
}

/** What ran when, in the order of starting; where nothing ran, what would run when. Tasks that never ran are left out. */
export function timelineRows({ run, states, plan, graph }: PictureModel, now: number): TimelineRows {
  const planned = new Map(plan?.kind === 'plan' ? plan.tasks.map(task => [task.name, task]) : [])
  const origin = run ? Date.parse(run.started) : 0
  const rows = (graph?.tasks ?? []).flatMap(({ name }): TimelineRow[] => {
    const expected = planned.get(name) ?? null
    if (!run) return expected ? [{ task: name, state: 'planned', ready: expected.start, ...expected, planned: null }] : []
    const state = Object.hasOwn(states, name) ? states[name] : undefined
    if (!state?.started) return []
    const start = Math.max(0, (Date.parse(state.started) - origin) / 1000)
    const end = state.seconds === null ? Math.max(start, (now - origin) / 1000) : start + state.seconds
    const ready = state.ready ? Math.max(0, (Date.parse(state.ready) - origin) / 1000) : start
    return [{ task: name, state: state.state, ready: Math.min(ready, start), start, end, planned: expected }]
  })
  rows.sort((a, b) => a.start - b.start || a.end - b.end)
  const seconds = rows.reduce((most, { end, planned: expected }) => Math.max(most, end, expected?.end ?? 0), 0)
  return { rows, seconds }
}

/** Round times for the axis, about `wanted` of them. */
export function ticks(seconds: number, wanted: number): readonly number[] {
  if (seconds <= 0) return []
  const rough = seconds / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough) ?? rough
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, place) => Number((place * step).toPrecision(6)))
}
