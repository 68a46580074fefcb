import type { Policy } from './types.ts'

/** A wait is never longer than this, whatever the factor. */
const longestDelayMs = 24 * 3600 * 1000

/**
 * The wait before the attempt after `failed` (from 1): exponential with full jitter, so that many tasks that failed
 * together do not all come back at once.
 */
export function retryDelayMs(policy: Policy, failed: number, random: () => number): number {
  const most = policy.retryDelayMs * policy.retryBackoff ** (failed - 1)
  return Math.round(random() * Math.min(longestDelayMs, Math.max(0, Number.isFinite(most) ? most : longestDelayMs)))
}
