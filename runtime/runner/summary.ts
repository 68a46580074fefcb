/** A task as it ran. */
export interface RanTask {
  readonly name: string
  readonly upstreams: readonly number[]
  /** Null where it never ran. */
  readonly seconds: number | null
}

/** Names on the longest path by actual lengths, first to last; tasks stand in topological order. */
export function criticalPath(tasks: readonly RanTask[]): string[] {
  const length = new Float64Array(tasks.length)
  const before = new Int32Array(tasks.length).fill(-1)
  let last = -1
  for (const [i, task] of tasks.entries()) {
    for (const upstream of task.upstreams) {
      if (length[upstream]! > (before[i]! < 0 ? 0 : length[before[i]!]!)) before[i] = upstream
    }
    length[i] = (task.seconds ?? 0) + (before[i]! < 0 ? 0 : length[before[i]!]!)
    if (task.seconds !== null && (last < 0 || length[i]! > length[last]!)) last = i
  }
  const path: string[] = []
  for (let i = last; i >= 0; i = before[i]!) if (tasks[i]!.seconds !== null) path.push(tasks[i]!.name)
  return path.reverse()
}
