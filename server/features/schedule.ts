import { type Abstract, type DagModel, inspect, nextTimes } from '#language'
import type { Analyzed } from '../analyses.ts'

const count = 5

/** When a dag's schedule comes next: five times in its time zone; `null` where there is no schedule that is known. */
export function scheduleText(dag: DagModel, analyzed: Analyzed): string | null {
  const pattern = valueIn(dag, 'schedule', analyzed)
  const zone = valueIn(dag, 'timezone', analyzed)
  const start = valueIn(dag, 'start', analyzed)
  if (pattern?.type !== 'string') return null
  const timezone = zone?.type === 'string' ? zone.value : 'UTC'
  const after = analyzed.host.now()
  const times = nextTimes({ pattern: pattern.value, timezone, start: start?.type === 'date' ? start : null, after }, count)
  if (times === null) return null
  if (times.length === 0) return 'It never comes.'
  return [`Next, in ${timezone}:`, ...times.map(time => `- ${timeText(time, timezone)}`)].join('\n')
}

function valueIn(dag: DagModel, name: string, { analysis, host }: Analyzed): Abstract | null {
  const property = dag.properties.get(name)
  return property ? inspect(analysis, host, property.value, dag.scope) : null
}

/** `Tue 2026-01-06 06:00` */
function timeText(time: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time)
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find(each => each.type === type)?.value ?? ''
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`
}
