import { Cron } from 'croner'
import type { Analysis } from '../analyze.ts'
import type { Host } from '../host.ts'
import type { StartOptions } from '../run-graph.ts'
import type { DateValue } from '../values.ts'
import { dagValues } from './dag-values.ts'
import { RunContext } from './run-context.ts'

/** `run.date` and `run.end`. */
export interface RunDates {
  readonly date: DateValue
  readonly end: DateValue
}

/**
 * The interval of a dag's schedule that a run is about: the last one that was over at `now` (milliseconds since 1970). Where a date is
 * given, it is from that date to the next time of the schedule; so from now on, where no interval is over yet. Without a schedule both are the date that is given, else now.
 */
export function runDates(
  host: Host,
  analysis: Analysis,
  options: Omit<StartOptions, 'run'> & { readonly run: { readonly id: string; readonly date: DateValue | null } },
  now: number,
): RunDates {
  const { date } = options.run
  const at = date ?? instant(now)
  const both: RunDates = { date: at, end: at }
  const dag = analysis.file.dags.find(candidate => candidate.name === options.dag)
  if (!dag?.properties.has('schedule')) return both
  const context = new RunContext(analysis.file, host, { ...options, run: { id: options.run.id, ...both } }, null)
  const values = dagValues(dag, context, ['schedule', 'timezone', 'start'])
  const [schedule, timezone, start] = [values.get('schedule'), values.get('timezone'), values.get('start')]
  if (schedule?.type !== 'string' || context.failures.length > 0) return both
  const cron = new Cron(schedule.value.trim(), {
    mode: '5-part',
    paused: true,
    timezone: timezone?.type === 'string' ? timezone.value : 'UTC',
  })
  // The library looks for times before the one that it is given.
  const [end, begin] = date === null ? cron.previousRuns(2, new Date(now + 1)).map(time => time.getTime()) : []
  const isOver = end !== undefined && begin !== undefined && !(start?.type === 'date' && begin < start.ms)
  if (isOver) return { date: instant(begin), end: instant(end) }
  // By its date alone a run that is resumed finds its end again.
  const next = cron.nextRun(new Date(at.ms))
  return next === null ? both : { date: at, end: instant(next.getTime()) }
}

function instant(ms: number): DateValue {
  return { type: 'date', ms, dateOnly: false }
}
