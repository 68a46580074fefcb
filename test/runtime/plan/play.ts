import { Plan } from '../../../runtime/plan/plan.ts'
import type { PlanEvent, PlanTask } from '../../../runtime/plan/types.ts'
import { plainPolicy } from './simulate.ts'

export interface Played {
  readonly starts: Float64Array
  readonly makespan: number
  /** Most slots that were taken at once. */
  readonly most: number
  /** Most tasks of one limit that ran at once. */
  readonly limited: number
}

export interface PlayOptions {
  readonly parallelism: number
  readonly limits: ReadonlyMap<string, number>
  readonly keys: Float64Array
  /** How long each task takes, whatever was expected. */
  readonly lengths: ArrayLike<number>
}

/** Plays a run by the plan itself, with a clock that jumps from end to end; every task succeeds. */
export function play(tasks: readonly PlanTask[], { parallelism, limits, keys, lengths }: PlayOptions): Played {
  const plan = new Plan({ tasks, keys, parallelism, limits, onFailure: 'continue', timeoutMs: null, random: () => 0 })
  const starts = new Float64Array(tasks.length)
  const running = new Map<number, number>()
  const perLimit = new Map<string, number>()
  let now = 0
  let most = 0
  let limited = 0
  const count = (task: number, by: number): void => {
    const { limit } = tasks[task]!
    if (limit === undefined || limit === null) return
    perLimit.set(limit, (perLimit.get(limit) ?? 0) + by)
    limited = Math.max(limited, perLimit.get(limit)!)
  }
  for (let events: PlanEvent[] = [{ type: 'begin' }]; ; ) {
    const { commands } = plan.handle(events, now)
    most = Math.max(most, plan.slotsUsed)
    events = []
    for (const command of commands) {
      if (command.type === 'prepare') {
        const { slots = 1, limit = null } = tasks[command.task]!
        events.push({ type: 'prepared', task: command.task, decision: { kind: 'run', policy: { ...plainPolicy, slots, limit } } })
      } else if (command.type === 'start') {
        starts[command.task] = now
        running.set(command.task, now + lengths[command.task]!)
        count(command.task, 1)
      } else if (command.type === 'finish') return { starts, makespan: now, most, limited }
    }
    if (events.length > 0) continue
    now = Math.min(...running.values())
    for (const [task, end] of running) {
      if (end !== now) continue
      running.delete(task)
      count(task, -1)
      events.push({ type: 'ended', task, attempt: 1, outcome: 'success' })
    }
  }
}
