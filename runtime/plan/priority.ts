import type { PlanTask } from './types.ts'

/**
 * Longest path from each task to the end of the run, its own length included, by expected durations. Starting the longest
 * first is the rule of highest level first; one backward pass, since upstreams have smaller indexes.
 */
export function remainingPaths(tasks: readonly Pick<PlanTask, 'upstreams' | 'expectedMs' | 'given'>[]): Float64Array {
  const below = new Float64Array(tasks.length)
  const paths = new Float64Array(tasks.length)
  for (let task = tasks.length - 1; task >= 0; task--) {
    const { upstreams, expectedMs, given } = tasks[task]!
    const path = below[task]! + (given ? 0 : Math.max(0, expectedMs))
    paths[task] = path
    for (const upstream of upstreams) if (below[upstream]! < path) below[upstream] = path
  }
  return paths
}
