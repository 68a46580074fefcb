import type { TaskGraph } from './graphs.ts'

/** Floating sums of one path and of another may differ in the last digits. */
const tolerance = 1e-6

/**
 * Answers the makespan of a schedule, and throws where it cannot be run: a task starts before one it comes after has ended,
 * or more run at once than there are processors.
 */
export function checkSchedule({ upstreams }: TaskGraph, lengths: ArrayLike<number>, processors: number, starts: ArrayLike<number>): number {
  const ends = upstreams.map((_, i) => starts[i]! + lengths[i]!)
  const moments: { readonly at: number; readonly change: 1 | -1 }[] = []
  for (const [i, before] of upstreams.entries()) {
    if (!(starts[i]! >= 0)) throw new Error(`task ${i} never starts`)
    for (const j of before) if (ends[j]! > starts[i]! + tolerance) throw new Error(`task ${i} starts before task ${j} has ended`)
    if (lengths[i]! > tolerance) moments.push({ at: starts[i]! + tolerance, change: 1 }, { at: ends[i]!, change: -1 })
  }
  moments.sort((a, b) => a.at - b.at || a.change - b.change)
  let running = 0
  for (const { at, change } of moments) {
    running += change
    if (running > processors) throw new Error(`${running} tasks run at ${at}, on ${processors} processors`)
  }
  return Math.max(...ends)
}
