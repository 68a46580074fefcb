import type { ShownPlan } from '../../runtime/protocol.ts'
import { duration } from '../annotations/format.ts'

type PlannedTask = ShownPlan['tasks'][number]

const bases: Readonly<Record<PlannedTask['basis'], string>> = {
  history: 'by its last runs',
  duration: 'by its duration',
  engine: 'as is typical of its engine',
}

/** What is expected of a declaration: `Expected 2.0 s (by its last runs), on the critical path.` Null where the plan has none of its tasks. */
export function expectation(plan: ShownPlan, instances: readonly string[]): string | null {
  const names = new Set(instances)
  const tasks = plan.tasks.filter(task => names.has(task.name))
  const longest = tasks.reduce<PlannedTask | undefined>((most, task) => (most && lengthOf(most) >= lengthOf(task) ? most : task), undefined)
  if (!longest) return null
  if (tasks.every(task => task.cached)) return 'Expected to be reused from an earlier run.'
  if (tasks.every(task => task.skipped)) return 'Expected to be skipped: its `when` is false.'
  const least = tasks.reduce((a, b) => (b.slack_seconds < a.slack_seconds ? b : a))
  const each = tasks.length > 1 ? ` at most, for each of ${tasks.length}` : ''
  const slack = plan.critical_path.some(name => names.has(name))
    ? 'on the critical path'
    : `may take ${duration(least.slack_seconds)} longer`
  return `Expected ${duration(lengthOf(longest))}${each} (${bases[longest.basis]}), ${slack}.`
}

/** Whether the run's length hangs on it, in a few words: `slack 4.5 s`. Null where none of the tasks has run yet, or they will be reused. */
export function hintOf(plan: ShownPlan, instances: readonly string[]): string | null {
  const names = new Set(instances)
  const tasks = plan.tasks.filter(task => names.has(task.name) && task.basis === 'history' && !task.cached)
  if (tasks.length === 0) return null
  if (plan.critical_path.some(name => names.has(name))) return 'critical path'
  return `slack ${duration(Math.min(...tasks.map(task => task.slack_seconds)))}`
}

/** `predicted 12 s, took 13 s`; null where nothing was predicted. */
export function predictedAndTaken(predicted: number | null, taken: number | null): string | null {
  if (predicted === null) return null
  return taken === null ? `predicted ${duration(predicted)}` : `predicted ${duration(predicted)}, took ${duration(taken)}`
}

function lengthOf({ start_seconds, end_seconds }: PlannedTask): number {
  return end_seconds - start_seconds
}
