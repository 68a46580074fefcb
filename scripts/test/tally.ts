/** What a part of the suite came to. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

export const nothing: Tally = { passed: 0, failed: 0 }

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), nothing)
}

/** The last line of the suite. */
export function verdict(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed`
}

/** A suite in which nothing ran has shown nothing, so it has failed. */
export function succeeded(tally: Tally): boolean {
  return tally.failed === 0 && tally.passed > 0
}
