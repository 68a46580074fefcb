import { createHash } from 'node:crypto'
import type { Store } from '../store/store.ts'

/** How many of the last successes of a task are looked at. */
const lastSuccesses = 9

/**
 * Lengths in seconds to expect of tasks, by name, from the last times that the same work succeeded. `works` says by name what
 * each task does.
 */
export function expectedSeconds(store: Store, works: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const recent = store.recentSeconds([...new Set(works.values())], lastSuccesses)
  const expected = new Map<string, number>()
  for (const [task, work] of works) {
    const seconds = recent.get(work)
    if (seconds !== undefined) expected.set(task, middleMean(seconds))
  }
  return expected
}

/** The mean of the middle third: neither one slow day nor one lucky hit moves it. */
export function middleMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 3)
  const middle = [...values].sort((a, b) => a - b).slice(cut, values.length - cut)
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}

/** A short word for a long text. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
