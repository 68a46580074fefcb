import { decideTrigger } from './trigger.ts'
import type { PlanTask } from './types.ts'

/** Who is next to whom: the neighbours of task `i` are `list[from[i]]` up to before `list[from[i + 1]]`. */
export interface Neighbours {
  readonly from: Int32Array
  readonly list: Int32Array
}

/** What is to be scheduled, as plain numbers: tasks in topological order, each expected to succeed at its first try. */
export interface Workload {
  readonly size: number
  /** Expected lengths in milliseconds. */
  readonly lengths: Float64Array
  /** Processors that each task takes: at most `parallelism`. */
  readonly slots: Int32Array
  /** Index in `places` of the limit that each task is under; -1: none. */
  readonly limits: Int32Array
  /** Places of each limit. */
  readonly places: Int32Array
  readonly parallelism: number
  readonly upstreams: Neighbours
  readonly downstreams: Neighbours
  /** So many upstreams must have ended before a task starts: all of them, or one where that decides its trigger. */
  readonly awaited: Int32Array
}

/**
 * The workload of a run. What will not run counts nothing and orders nothing but what waits for its end: tasks that are taken
 * as done, those whose `when` is false already, and those whose trigger is not satisfied where nothing fails.
 */
export function workloadOf(tasks: readonly PlanTask[], parallelism: number, limits: ReadonlyMap<string, number>): Workload {
  const size = tasks.length
  const most = Math.max(1, Math.floor(parallelism))
  const names = [...limits.keys()]
  const lengths = new Float64Array(size)
  const slots = new Int32Array(size)
  const under = new Int32Array(size).fill(-1)
  const awaited = new Int32Array(size)
  const runs = new Uint8Array(size)
  const from = new Int32Array(size + 1)
  const list: number[] = []
  for (const [i, task] of tasks.entries()) {
    from[i] = list.length
    if (task.given) {
      runs[i] = 1
      continue
    }
    const { trigger, upstreams } = task
    let succeeded = 0
    for (const upstream of upstreams) succeeded += runs[upstream]!
    const total = upstreams.length
    const counts = { total, ended: total, succeeded, skipped: total - succeeded, failed: 0 }
    runs[i] = !task.skipped && decideTrigger(trigger, counts) === 'start' ? 1 : 0
    const first = trigger === 'any_success' && runs[i] === 1
    for (const upstream of upstreams) if (!tasks[upstream]!.given && !(first && runs[upstream] === 0)) list.push(upstream)
    const edges = list.length - from[i]!
    // Of `any_success` one upstream is enough, and one that is taken as done is enough already.
    awaited[i] = first && total > 0 ? (upstreams.some(upstream => tasks[upstream]!.given) ? 0 : 1) : edges
    if (runs[i] === 0) continue
    lengths[i] = Math.max(0, task.expectedMs)
    slots[i] = Math.max(0, Math.min(most, Math.floor(task.slots ?? 1)))
    under[i] = task.limit === undefined || task.limit === null ? -1 : names.indexOf(task.limit)
  }
  from[size] = list.length
  const upstreams = { from, list: Int32Array.from(list) }
  return {
    size,
    lengths,
    slots,
    limits: under,
    places: Int32Array.from(limits.values(), places => Math.max(1, places)),
    parallelism: most,
    upstreams,
    downstreams: turned(upstreams, size),
    awaited,
  }
}

/** The same neighbours seen from the other side. */
function turned({ from, list }: Neighbours, size: number): Neighbours {
  const back = new Int32Array(size + 1)
  for (const to of list) back[to + 1]!++
  for (let i = 0; i < size; i++) back[i + 1]! += back[i]!
  const next = back.slice()
  const turnedList = new Int32Array(list.length)
  for (let i = 0; i < size; i++) for (let k = from[i]!; k < from[i + 1]!; k++) turnedList[next[list[k]!]!++] = i
  return { from: back, list: turnedList }
}

/** Longest path from each task to the end, its own length included: by this order of starting, the longest first, a run is short. */
export function tailsOf({ size, lengths, downstreams: { from, list } }: Workload): Float64Array {
  const tails = new Float64Array(size)
  for (let i = size - 1; i >= 0; i--) {
    let longest = 0
    for (let k = from[i]!; k < from[i + 1]!; k++) longest = Math.max(longest, tails[list[k]!]!)
    tails[i] = longest + lengths[i]!
  }
  return tails
}

/** The same, but of tasks alone that must wait for this one: what one upstream is enough for may have started by another. */
export function certainTailsOf(workload: Workload): Float64Array {
  const { size, lengths, upstreams } = workload
  const tails = lengths.slice()
  for (let i = size - 1; i >= 0; i--) {
    if (startsByOne(workload, i)) continue
    for (let k = upstreams.from[i]!; k < upstreams.from[i + 1]!; k++) {
      const other = upstreams.list[k]!
      tails[other] = Math.max(tails[other]!, lengths[other]! + tails[i]!)
    }
  }
  return tails
}

/** When each task starts at the earliest, whatever the number of processors. */
export function headsOf(workload: Workload): Float64Array {
  const heads = new Float64Array(workload.size)
  for (let i = 0; i < workload.size; i++) {
    const last = decisiveUpstream(workload, heads, i)
    if (last >= 0) heads[i] = heads[last]! + workload.lengths[last]!
  }
  return heads
}

/** The upstream that a task waits for longest, or for one that starts by one: the first that ends; -1 where it waits for none. */
export function decisiveUpstream(workload: Workload, heads: Float64Array, task: number): number {
  const { lengths, upstreams, awaited } = workload
  const one = startsByOne(workload, task)
  let decisive = -1
  if (awaited[task] === 0) return decisive
  for (let k = upstreams.from[task]!; k < upstreams.from[task + 1]!; k++) {
    const other = upstreams.list[k]!
    const later = decisive < 0 ? 0 : heads[other]! + lengths[other]! - heads[decisive]! - lengths[decisive]!
    if (decisive < 0 || (one ? later < 0 : later > 0)) decisive = other
  }
  return decisive
}

function startsByOne({ awaited, upstreams }: Workload, task: number): boolean {
  return awaited[task]! < upstreams.from[task + 1]! - upstreams.from[task]!
}
