import type { DatabaseSync } from 'node:sqlite'
import type { TaskStateChanged } from '../../../runtime/events.ts'

/** Holds the record of a run against the lines that its attempts have written, one each: what is wrong, in a sentence each. */
export function checkRecord(
  database: DatabaseSync,
  run: string,
  effects: string,
): { readonly faults: readonly string[]; readonly tasks: number } {
  const faults: string[] = []
  const done = new Map<string, number>()
  for (const line of effects.split('\n').filter(text => text !== '')) done.set(line, (done.get(line) ?? 0) + 1)
  for (const [line, count] of done) if (count > 1) faults.push(`${line} was done ${count} times`)
  const tasks = database
    .prepare('select task from tasks where run = ?')
    .all(run)
    .map(row => String(row['task']))
  const events = database
    .prepare(`select body from events where run = ? and type = 'task-state' order by number`)
    .all(run)
    .map(row => JSON.parse(String(row['body'])) as TaskStateChanged)
  const byTask = Map.groupBy(events, event => event.task)
  for (const task of tasks) {
    const own = byTask.get(task) ?? []
    const successes = own.filter(event => event.state === 'success')
    if (successes.length !== 1) faults.push(`${task} succeeded ${successes.length} times`)
    const last = successes[0]?.attempt ?? 0
    if (own.at(-1) !== successes[0]) faults.push(`something follows the success of ${task}`)
    if (!done.has(`${task} ${last}`)) faults.push(`the success of ${task} ${last} is recorded, but it was not done`)
    const started = own.filter(event => event.state === 'running').map(event => event.attempt)
    if (started.some((attempt, i) => attempt !== i + 1)) faults.push(`the attempts of ${task} are ${started}`)
    const interrupted = own.filter(event => event.state === 'interrupted').length
    if (started.length !== interrupted + 1) faults.push(`${task}: ${started.length} attempts, ${interrupted} of them interrupted`)
  }
  const attempts = new Set(events.filter(event => event.state === 'running').map(event => `${event.task} ${event.attempt}`))
  for (const line of done.keys()) if (!attempts.has(line)) faults.push(`${line} was done, and is not recorded as started`)
  return { faults, tasks: tasks.length }
}
