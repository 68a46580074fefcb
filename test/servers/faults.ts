import { seededRandom } from '../../runtime/plan/seeded-random.ts'

/** What goes wrong with one call of a service; each server says it in the words of its protocol. */
export const faultKinds = [
  /** Answered with 503 (`UNAVAILABLE`), and nothing was done. */
  'unavailable-before',
  /** Answered with 503 (`UNAVAILABLE`), though the work was done. */
  'unavailable-after',
  /** The work is done, and the connection is closed instead of an answer. */
  'lost-response',
  /** The connection is closed as soon as the call has come, and nothing was done. */
  'reset',
  /** The work is done, and answered with 409 (`ALREADY_EXISTS`), as where a front end has sent it twice. */
  'exists',
  /** Answered with 429 (`RESOURCE_EXHAUSTED`) and a Retry-After, and nothing was done. */
  'too-many',
  /** Answered with 401 (`UNAUTHENTICATED`), and nothing was done. */
  'expired-credentials',
  /** What the call tells of is said to be on its way still, whatever it is. */
  'slow-poll',
  /** The job that the call makes will fail with `reason` before it has done anything. */
  'job-failure',
  /** The job that the call makes will fail with `reason` in the midst of its work. */
  'half-written',
] as const

export type FaultKind = (typeof faultKinds)[number]

/** The `nth` call (from 1) of a method goes wrong. */
export interface Fault {
  /** In the server's own words: `jobs.insert`. */
  readonly method: string
  readonly nth: number
  readonly kind: FaultKind
  /** Of `job-failure` and `half-written`. */
  readonly reason?: string
  /** Of `too-many`. */
  readonly retryAfterSeconds?: number
}

/** Counts the calls of a server, and says which of them go wrong. A test adds to it at any time. */
export class FaultSchedule {
  readonly #faults: Fault[]
  readonly #calls = new Map<string, number>()
  readonly #happened: Fault[] = []

  constructor(faults: readonly Fault[] = []) {
    this.#faults = [...faults]
  }

  /** Those that have happened, in order. */
  get happened(): readonly Fault[] {
    return this.#happened
  }

  /** How often a method was called. */
  calls(method: string): number {
    return this.#calls.get(method) ?? 0
  }

  /** `nth` counts from the very first call. */
  add(...faults: readonly Fault[]): void {
    this.#faults.push(...faults)
  }

  /** The next call of a method goes wrong. */
  addNext(fault: Omit<Fault, 'nth'>): void {
    this.add({ ...fault, nth: this.calls(fault.method) + 1 })
  }

  /** Counts one call; each is asked for once. */
  take(method: string): Fault | null {
    const nth = this.calls(method) + 1
    this.#calls.set(method, nth)
    const fault = this.#faults.find(one => one.method === method && one.nth === nth) ?? null
    if (fault !== null) this.#happened.push(fault)
    return fault
  }
}

export interface FaultSketch {
  readonly seed: number
  /** Which faults each method can have. */
  readonly kinds: Readonly<Record<string, readonly FaultKind[]>>
  /** How many calls of each method may go wrong, counted from the first. */
  readonly calls: number
  /** What part of them does. */
  readonly part: number
  /** For jobs that fail. */
  readonly reasons?: readonly string[]
}

/** A schedule that follows from its seed alone, so that one that has found a fault can be played again. */
export function seededFaults({ seed, kinds, calls, part, reasons = [] }: FaultSketch): Fault[] {
  const random = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const faults: Fault[] = []
  for (const [method, possible] of Object.entries(kinds)) {
    for (let nth = 1; nth <= calls; nth++) {
      if (random() >= part) continue
      const kind = pick(possible)
      const fails = kind === 'job-failure' || kind === 'half-written'
      faults.push({
        method,
        nth,
        kind,
        ...(fails ? { reason: pick(reasons) } : {}),
        ...(kind === 'too-many' ? { retryAfterSeconds: 0 } : {}),
      })
    }
  }
  return faults
}
