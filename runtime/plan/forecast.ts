import { improveOrder } from './improve.ts'
import { KeyedHeap } from './keyed-heap.ts'
import { ListSchedule } from './list-schedule.ts'
import type { PlanTask } from './types.ts'
import { certainTailsOf, decisiveUpstream, headsOf, type Workload, workloadOf } from './workload.ts'

/** The schedule that a run follows where each task takes as long as expected. Times are milliseconds from the run's start. */
export interface Forecast {
  /** The priority of each task: smaller starts first. */
  readonly keys: Float64Array
  readonly starts: Float64Array
  readonly ends: Float64Array
  /** Tasks by predicted start. */
  readonly order: Int32Array
  /** First of the processors that each task takes, from 0; -1 where it takes none. */
  readonly slots: Int32Array
  /** How much longer each task may take without a longer path than the critical one coming about. */
  readonly slacks: Float64Array
  /** The longest path, first task to last. */
  readonly criticalPath: readonly number[]
  readonly makespan: number
  /** No schedule on so many processors is shorter. */
  readonly lowerBound: number
}

/** Plans a run. The same `random` gives the same schedule. */
export function forecastOf(
  tasks: readonly PlanTask[],
  parallelism: number,
  limits: ReadonlyMap<string, number>,
  random: () => number,
): Forecast {
  const workload = workloadOf(tasks, parallelism, limits)
  const { keys, makespan, lowerBound } = improveOrder(workload, random)
  const schedule = new ListSchedule(workload)
  schedule.run(keys)
  const heads = headsOf(workload)
  const tails = certainTailsOf(workload)
  const longest = heads.reduce((most, head, i) => Math.max(most, head + workload.lengths[i]!), 0)
  return {
    keys,
    starts: schedule.starts,
    ends: schedule.ends,
    order: schedule.startOrder,
    slots: slotsOf(workload, schedule),
    slacks: tails.map((tail, i) => Math.max(0, longest - heads[i]! - tail)),
    criticalPath: criticalPathOf(workload, heads, longest),
    makespan,
    lowerBound,
  }
}

/** Gives each task the lowest processors that are free when it starts. */
function slotsOf({ size, slots, parallelism }: Workload, { starts, ends, startOrder, endOrder }: ListSchedule): Int32Array {
  const first = new Int32Array(size).fill(-1)
  const taken: (readonly number[])[] = []
  const most = Math.min(
    parallelism,
    slots.reduce((a, b) => a + b, 0),
  )
  const free = new KeyedHeap(most)
  free.reset(new Float64Array(most))
  // Processors that nobody has had yet need not stand in the heap.
  let fresh = 0
  let ended = 0
  for (const task of startOrder) {
    for (; ended < size; ended++) {
      const over = endOrder[ended]!
      if (ends[over]! > starts[task]! || (slots[over]! > 0 && taken[over] === undefined)) break
      for (const slot of taken[over] ?? []) free.push(slot)
    }
    if (slots[task] === 0) continue
    const mine = Array.from({ length: slots[task]! }, () => (free.size > 0 ? free.pop() : fresh++))
    taken[task] = mine
    first[task] = mine[0]!
  }
  return first
}

function criticalPathOf(workload: Workload, heads: Float64Array, longest: number): number[] {
  const path: number[] = []
  let task = longest === 0 ? -1 : heads.findIndex((head, i) => head + workload.lengths[i]! === longest)
  for (; task >= 0; task = decisiveUpstream(workload, heads, task)) if (workload.lengths[task]! > 0) path.push(task)
  return path.reverse()
}
