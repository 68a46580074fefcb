import type { RunGraph } from '#language'
import type { Reuse } from '../cache/reuse.ts'
import type { Engine } from '../engines/engine.ts'
import type { Outputs } from '../events.ts'
import { loadSelection } from '../load-selection.ts'
import { improveOrder } from '../plan/improve.ts'
import { seededRandom } from '../plan/seeded-random.ts'
import { workloadOf } from '../plan/workload.ts'
import type { PlanRequest, RefusedRun, ShownPlan } from '../protocol.ts'
import { limitsOf, parallelismOf } from '../runner/graph-properties.ts'
import { digest, expectedSeconds } from '../runner/history.ts'
import { type PlannedRun, planRun, secondsOf } from '../runner/planned-run.ts'
import type { Store } from '../store/store.ts'
import { missingOutputs, neededOutputs } from './needed-outputs.ts'
import { sparedBy } from './reuse-in-run.ts'

/** What a plan is made with, beside the file. */
export interface PlanSurroundings {
  readonly engines: ReadonlyMap<string, Engine>
  readonly processors: number
  /** History of lengths; null where nothing has ever run. */
  readonly store: Store | null
  /** The folder of the runtime, for the files that a path may name. */
  readonly folder: string
  now(): number
  /** The request with what it takes from the run that it goes on with, or why it cannot. */
  asked(request: PlanRequest): PlanRequest | RefusedRun
  /** What a run that starts now would reuse. */
  reuse?(chosen: ChosenTasks): Promise<Reuse | null>
}

/** What would run, with what it reads of tasks that would not. */
export interface ChosenTasks {
  readonly graph: RunGraph
  readonly selected: ReadonlySet<number>
  readonly givenOutputs: ReadonlyMap<number, Outputs>
}

/** More processors than that are not asked for. */
const mostProcessors = 64

/** Plans a run as `run/start` would, and starts none. */
export async function showPlan(surroundings: PlanSurroundings, plain: PlanRequest): Promise<ShownPlan | RefusedRun> {
  const request = surroundings.asked(plain)
  if ('kind' in request) return request
  const loaded = await loadSelection(surroundings, request)
  if (loaded.kind === 'refused') return loaded
  const { graph, selected } = loaded
  const { engines, store } = surroundings
  const parallelism = parallelismOf(graph, request.parallelism, surroundings.processors)
  const history = store === null ? new Map<string, number>() : expectedSeconds(store, loaded.works(digest))
  const given = neededOutputs(store, graph, selected)
  const lacking = missingOutputs(given.missing)
  if (lacking !== null) return lacking
  const reuse = (await surroundings.reuse?.({ graph, selected, givenOutputs: given.outputs })) ?? null
  return documentOf(graph, selected, reuse, parallelism, planRun({ graph, selected, parallelism, engines, history, ...sparedBy(reuse) }))
}

function documentOf(
  graph: RunGraph,
  selected: ReadonlySet<number>,
  reuse: Reuse | null,
  parallelism: number,
  planned: PlannedRun,
): ShownPlan {
  const { makespan, lowerBound, criticalPath, order, slots, starts, ends, slacks } = planned.forecast
  return {
    kind: 'plan',
    dag: graph.dag,
    target: graph.target,
    parallelism,
    makespan_seconds: secondsOf(makespan),
    lower_bound_seconds: secondsOf(lowerBound),
    critical_path: criticalPath.map(task => graph.tasks[task]!.name),
    tasks: [...order]
      .filter(task => selected.has(task))
      .map(task => ({
        name: graph.tasks[task]!.name,
        engine: graph.tasks[task]!.engine,
        after: graph.tasks[task]!.upstreams.flatMap(upstream => (selected.has(upstream.task) ? [graph.tasks[upstream.task]!.name] : [])),
        slot: slots[task]! < 0 ? null : slots[task]!,
        start_seconds: secondsOf(starts[task]!),
        end_seconds: secondsOf(ends[task]!),
        slack_seconds: secondsOf(slacks[task]!),
        basis: planned.basis[task]!,
        ...(planned.tasks[task]!.skipped ? { skipped: true as const } : markOf(reuse, task)),
      })),
    processors: byProcessors(graph, parallelism, planned),
  }
}

function markOf(reuse: Reuse | null, task: number): Pick<ShownPlan['tasks'][number], 'cached' | 'done' | 'reason'> {
  const { reused, reason } = reuse?.expectation(task) ?? { reused: null, reason: null }
  return {
    ...(reused === null ? {} : reused.kind === 'done' ? { done: true } : { cached: true }),
    ...(reason === null ? {} : { reason }),
  }
}

/** The makespan on one processor, on twice as many and so on, until more of them gain nothing. */
function byProcessors(graph: RunGraph, parallelism: number, { tasks, forecast }: PlannedRun): ShownPlan['processors'] {
  const limits = limitsOf(graph)
  const found = new Map<number, number>([[parallelism, forecast.makespan]])
  for (let count = 1, last = Number.POSITIVE_INFINITY; count <= mostProcessors; count *= 2) {
    const makespan = found.get(count) ?? improveOrder(workloadOf(tasks, count, limits), seededRandom(1)).makespan
    if (makespan >= last) break
    found.set(count, makespan)
    last = makespan
  }
  return [...found].sort(([a], [b]) => a - b).map(([count, makespan]) => ({ parallelism: count, makespan_seconds: secondsOf(makespan) }))
}
