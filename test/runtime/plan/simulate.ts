import type { Trigger } from '#language'
import { Plan } from '../../../runtime/plan/plan.ts'
import type {
  AttemptOutcome,
  PlanCommand,
  PlanEvent,
  PlanOptions,
  PlanTask,
  Policy,
  PrepareDecision,
  TaskPast,
  TaskStatus,
} from '../../../runtime/plan/types.ts'

export interface TaskSketch {
  readonly after?: readonly string[]
  readonly trigger?: Trigger
  readonly ms?: number
  readonly when?: boolean
  readonly given?: boolean
  /** What `prepare` answers, where it is not to run. */
  readonly spared?: PrepareDecision
  readonly policy?: Partial<Policy>
  readonly past?: TaskPast
  /** Outcome of each attempt in turn; the last one stands for the rest. */
  readonly outcomes?: readonly AttemptOutcome[]
}

export const plainPolicy: Policy = { slots: 1, limit: null, retries: 0, retryDelayMs: 1000, retryBackoff: 2, timeoutMs: null }

/**
 * A plan over named tasks with a clock turned by hand. It answers `prepare` at once, as the runner does; attempts end when
 * the test says so.
 */
export class Simulation {
  readonly names: string[]
  readonly plan: Plan
  readonly commands: PlanCommand[] = []
  /** `name state` in the order in which they came about. */
  readonly told: string[] = []
  readonly running = new Set<string>()
  readonly stopping = new Set<string>()
  finished: string | null = null
  wakeAt: number | null = null
  now = 0
  /** Most slots that were occupied at once. */
  most = 0
  readonly #sketches: readonly TaskSketch[]

  constructor(sketch: Readonly<Record<string, TaskSketch>>, options: Partial<Omit<PlanOptions, 'tasks'>> = {}) {
    this.names = Object.keys(sketch)
    this.#sketches = Object.values(sketch)
    const tasks = this.#sketches.map(
      (task): PlanTask => ({
        upstreams: (task.after ?? []).map(name => this.names.indexOf(name)),
        trigger: task.trigger ?? 'all_success',
        expectedMs: task.ms ?? 1,
        ...(task.given ? { given: true } : {}),
        ...(task.past ? { past: task.past } : {}),
      }),
    )
    this.plan = new Plan({
      tasks,
      parallelism: 2,
      limits: new Map(),
      onFailure: 'continue',
      timeoutMs: null,
      random: () => 1,
      ...options,
    })
  }

  begin(): this {
    return this.send({ type: 'begin' })
  }

  cancel(task?: string): this {
    return this.send(task === undefined ? { type: 'cancel' } : { type: 'cancel', task: this.index(task) })
  }

  /** Turns the clock. */
  to(now: number): this {
    this.now = now
    return this.send({ type: 'wake' })
  }

  /** Ends the running attempt of a task. */
  end(name: string, outcome?: AttemptOutcome): this {
    const task = this.index(name)
    const status = this.plan.status(task)
    if (status.state !== 'running') throw new Error(`${name} is ${status.state}`)
    const outcomes = this.#sketches[task]!.outcomes ?? ['success']
    this.running.delete(name)
    this.stopping.delete(name)
    return this.send({
      type: 'ended',
      task,
      attempt: status.attempt,
      outcome: outcome ?? outcomes[Math.min(status.attempt, outcomes.length) - 1]!,
    })
  }

  status(name: string): TaskStatus {
    return this.plan.status(this.index(name))
  }

  states(): Record<string, string> {
    return Object.fromEntries(this.names.map((name, i) => [name, this.plan.status(i).state]))
  }

  index(name: string): number {
    const index = this.names.indexOf(name)
    if (index < 0) throw new Error(`no task ${name}`)
    return index
  }

  send(...first: PlanEvent[]): this {
    for (let events = first; events.length > 0; ) {
      const step = this.plan.handle(events, this.now)
      this.most = Math.max(this.most, this.plan.slotsUsed)
      for (const { task, status } of step.changes) this.told.push(`${this.names[task]} ${status.state}`)
      this.wakeAt = step.wakeAt
      events = []
      for (const command of step.commands) {
        this.commands.push(command)
        if (command.type === 'prepare') events.push({ type: 'prepared', task: command.task, decision: this.#prepare(command.task) })
        else if (command.type === 'start') this.running.add(this.names[command.task]!)
        else if (command.type === 'stop') this.stopping.add(this.names[command.task]!)
        else this.finished = command.state
      }
    }
    return this
  }

  #prepare(task: number): PrepareDecision {
    const sketch = this.#sketches[task]!
    if (sketch.spared !== undefined) return sketch.spared
    return sketch.when === false ? { kind: 'skip' } : { kind: 'run', policy: { ...plainPolicy, ...sketch.policy } }
  }
}
