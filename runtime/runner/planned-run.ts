import type { AttemptContext, RunGraph, RunTask } from '#language'
import type { Engine, EngineTarget } from '../engines/engine.ts'
import type { Prediction } from '../events.ts'
import { type Forecast, forecastOf } from '../plan/forecast.ts'
import { seededRandom } from '../plan/seeded-random.ts'
import type { PlanTask } from '../plan/types.ts'
import { limitsOf } from './graph-properties.ts'
import { readExpectation } from './policy.ts'

/** What a task's expected length rests on: its last runs, its own `duration`, or what is typical of its engine. */
export type Basis = 'history' | 'duration' | 'engine'

/** A run as it is expected to go. */
export interface PlannedRun {
  /** By index in the graph; tasks that are not selected are given. */
  readonly tasks: readonly PlanTask[]
  readonly basis: readonly Basis[]
  readonly forecast: Forecast
}

export interface PlanningRequest {
  readonly graph: RunGraph
  readonly selected: ReadonlySet<number>
  readonly parallelism: number
  readonly engines: ReadonlyMap<string, Engine>
  /** Length in seconds that the last runs let expect, by name of the task. */
  readonly history: ReadonlyMap<string, number>
  /** Tasks that are expected not to run, because their results are reused. */
  readonly reused?: ReadonlySet<number>
}

/** Plans a run before it starts. The same graph and history give the same plan: `dagline plan` tells what `dagline run` does. */
export function planRun(request: PlanningRequest): PlannedRun {
  const { graph, selected, parallelism, engines, history, reused } = request
  const target: EngineTarget = { name: graph.target, properties: graph.targetProperties }
  const context: AttemptContext = { attempt: 1, outputs: () => undefined, secret: () => undefined }
  const basis: Basis[] = []
  const tasks = graph.tasks.map((task): PlanTask => {
    const { statedMs, slots, limit } = readExpectation(task, context, engines.get(task.engine), target)
    const known = history.get(task.name)
    basis.push(known !== undefined ? 'history' : statedMs !== null ? 'duration' : 'engine')
    const upstreams = task.upstreams.map(upstream => upstream.task)
    const wholeMs = known === undefined ? (statedMs ?? typicalMs(task, engines, target)) : Math.round(known * 1000)
    const expectedMs = reused?.has(task.index) ? 0 : wholeMs
    const given = !selected.has(task.index)
    const when = given ? undefined : task.evaluate('when', context)
    const skipped = when?.ok === true && when.value.type === 'boolean' && !when.value.value
    return { upstreams, trigger: task.trigger, expectedMs, slots, limit, given, ...(skipped ? { skipped } : {}) }
  })
  return { tasks, basis, forecast: forecastOf(tasks, parallelism, limitsOf(graph), seededRandom(1)) }
}

/** The plan of a run as its first event tells it. */
export function predictionOf({ forecast }: PlannedRun, graph: RunGraph, selected: ReadonlySet<number>): Prediction {
  const { starts, ends, makespan, criticalPath } = forecast
  return {
    makespan_seconds: secondsOf(makespan),
    critical_path: criticalPath.map(task => graph.tasks[task]!.name),
    tasks: graph.tasks.flatMap(({ index }) => (selected.has(index) ? [[secondsOf(starts[index]!), secondsOf(ends[index]!)] as const] : [])),
  }
}

/** Milliseconds as seconds, to the millisecond. */
export function secondsOf(ms: number): number {
  return Math.round(ms) / 1000
}

function typicalMs(task: RunTask, engines: ReadonlyMap<string, Engine>, target: EngineTarget): number {
  return (engines.get(task.engine)?.typicalSeconds(target) ?? 1) * 1000
}
