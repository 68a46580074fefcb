import { Cron } from 'croner'
import { cronProblem } from './checks/shapes.ts'
import type { DateValue } from './values.ts'

export interface ScheduleTimes {
  /** Five fields. */
  readonly pattern: string
  /** An IANA name, in which the fields and dates without a time count. */
  readonly timezone: string
  /** The first moment at which it may run; it counts itself. */
  readonly start: DateValue | null
  /** Milliseconds since 1970: only later times are asked for. */
  readonly after: number
}

/** The next times of a schedule, in milliseconds since 1970; `null` where the pattern or the zone is none. */
export function nextTimes({ pattern, timezone, start, after }: ScheduleTimes, count: number): number[] | null {
  if (cronProblem(pattern) !== null) return null
  // Without a zone of its own, the library reads a time as one of the schedule's zone.
  const startAt = start && new Date(start.ms).toISOString().slice(0, start.dateOnly ? 19 : undefined)
  try {
    const cron = new Cron(pattern.trim(), { mode: '5-part', paused: true, timezone, ...(startAt === null ? {} : { startAt }) })
    return cron.nextRuns(count, new Date(after)).map(time => time.getTime())
  } catch {
    return null
  }
}
