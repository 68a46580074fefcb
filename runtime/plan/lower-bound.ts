import { certainTailsOf, headsOf, type Workload } from './workload.ts'

/** Beyond so many tasks only the bounds are taken that one pass gives. */
const mostForPairs = 512

/**
 * No schedule is shorter: neither than the longest path, nor than the work of any group of tasks on all processors, with the
 * shortest way to the group and from it.
 */
export function lowerBound(workload: Workload): number {
  const { size, lengths, slots, limits, places, parallelism } = workload
  const heads = headsOf(workload)
  let bound = 0
  let area = 0
  const limited = new Float64Array(places.length)
  for (let i = 0; i < size; i++) {
    bound = Math.max(bound, heads[i]! + lengths[i]!)
    area += lengths[i]! * slots[i]!
    if (limits[i]! >= 0) limited[limits[i]!]! += lengths[i]!
  }
  bound = Math.max(bound, area / parallelism)
  for (const [limit, length] of limited.entries()) bound = Math.max(bound, length / places[limit]!)
  if (size <= mostForPairs) bound = Math.max(bound, pairsBound(workload, heads))
  const step = commonStep(lengths)
  return step === 0 ? bound : Math.ceil(bound / step - 1e-9) * step
}

/** For each way to and from a group: the work of all tasks that have at least that much before and after them. */
function pairsBound(workload: Workload, heads: Float64Array): number {
  const { lengths, slots, parallelism } = workload
  const after = certainTailsOf(workload).map((tail, i) => tail - lengths[i]!)
  const byAfter = Array.from(lengths.keys())
    .filter(i => slots[i]! > 0)
    .sort((a, b) => after[b]! - after[a]!)
  let bound = 0
  for (const head of new Set(heads)) {
    let area = 0
    for (const i of byAfter) {
      if (heads[i]! < head) continue
      area += lengths[i]! * slots[i]!
      bound = Math.max(bound, head + area / parallelism + after[i]!)
    }
  }
  return bound
}

/** The greatest number of which all lengths are multiples; 0 where there is none, as with broken milliseconds. */
function commonStep(lengths: Float64Array): number {
  let step = 0
  for (const length of lengths) {
    if (!Number.isInteger(length)) return 0
    for (let a = length; a !== 0; ) [step, a] = [a, step % a]
    if (step === 1) return 1
  }
  return step
}
