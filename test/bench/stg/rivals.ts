import type { TaskGraph } from './graphs.ts'

/** First in, first out: what became ready first starts first. Answers when each task starts. */
export function firstInFirstOut({ upstreams }: TaskGraph, lengths: ArrayLike<number>, processors: number): Float64Array {
  const starts = new Float64Array(upstreams.length)
  const ends = new Float64Array(upstreams.length)
  const free = new Float64Array(processors)
  const waiting = new Set(upstreams.keys())
  while (waiting.size > 0) {
    let next = -1
    let nextReady = Number.POSITIVE_INFINITY
    for (const i of waiting) {
      if (upstreams[i]!.some(j => waiting.has(j))) continue
      const ready = upstreams[i]!.reduce((latest, j) => Math.max(latest, ends[j]!), 0)
      if (ready < nextReady) [next, nextReady] = [i, ready]
    }
    const processor = free.indexOf(Math.min(...free))
    starts[next] = Math.max(nextReady, free[processor]!)
    ends[next] = starts[next]! + lengths[next]!
    free[processor] = ends[next]!
    waiting.delete(next)
  }
  return starts
}

/** Waves, as pyDag runs them: all tasks of one depth, and the next depth when the last of them has ended. */
export function waves({ upstreams }: TaskGraph, lengths: ArrayLike<number>, processors: number): Float64Array {
  const depths: number[] = []
  for (const before of upstreams) depths.push(before.reduce((deepest, j) => Math.max(deepest, depths[j]! + 1), 0))
  const starts = new Float64Array(upstreams.length)
  let now = 0
  for (let depth = 0; depth <= Math.max(...depths); depth++) {
    const free = new Float64Array(processors).fill(now)
    for (const [i, own] of depths.entries()) {
      if (own !== depth) continue
      const processor = free.indexOf(Math.min(...free))
      starts[i] = free[processor]!
      free[processor] = starts[i]! + lengths[i]!
    }
    now = Math.max(...free)
  }
  return starts
}
