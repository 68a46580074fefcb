import { Heap } from './heap.ts'
import { ReadyQueue } from './ready-queue.ts'
import { retryDelayMs } from './retry.ts'
import { countsAs, decideTrigger, startsAfterFailure, type UpstreamCounts } from './trigger.ts'
import {
  type EndStatus,
  isEnd,
  type PlanCommand,
  type PlanEvent,
  type PlanOptions,
  type PlanState,
  type PlanStep,
  type PlanTask,
  type Policy,
  type PrepareDecision,
  type StatusChange,
  type StopReason,
  type TaskPast,
  type TaskStatus,
} from './types.ts'
import { tailsOf, workloadOf } from './workload.ts'

interface Timer {
  readonly at: number
  /** -1: the run itself. */
  readonly task: number
  readonly attempt: number
}

type Part = ReturnType<typeof countsAs>

interface Counts extends UpstreamCounts {
  ended: number
  succeeded: number
  skipped: number
  failed: number
}

/**
 * Decides what of a run starts when. A state machine without clock, threads or I/O: events and the time come in, changes
 * of state and commands go out. The cost of an event is that of what it changes.
 */
export class Plan {
  readonly #options: PlanOptions
  readonly #status: TaskStatus[]
  readonly #counts: Counts[]
  readonly #downstreams: number[][]
  /** Whether a task has been counted for its downstreams. */
  readonly #isCounted: Uint8Array
  readonly #queue: ReadyQueue
  readonly #timers = new Heap<Timer>((a, b) => a.at < b.at)
  #changes: StatusChange[] = []
  #commands: PlanCommand[] = []
  /** Tasks that are not over. */
  #open = 0
  #preparing = 0
  #state: PlanState = 'running'
  #begun = false
  #cancelled: StopReason | null = null
  #stoppedByFailure = false
  #unsuccessful = false

  constructor(options: PlanOptions) {
    this.#options = options
    const { tasks } = options
    this.#status = tasks.map(firstStatus)
    this.#counts = tasks.map(task => ({ total: task.upstreams.length, ended: 0, succeeded: 0, skipped: 0, failed: 0 }))
    this.#isCounted = new Uint8Array(tasks.length)
    this.#downstreams = tasks.map(() => [])
    for (const [i, task] of tasks.entries()) for (const upstream of task.upstreams) this.#downstreams[upstream]!.push(i)
    const { parallelism, limits, budget } = options
    const keys = options.keys ?? tailsOf(workloadOf(tasks, parallelism, limits)).map(tail => -tail)
    this.#queue = new ReadyQueue(keys, parallelism, limits, budget)
    for (const [i, status] of this.#status.entries()) {
      if (status.state === 'preparing') this.#preparing++
      if (!isEnd(status)) {
        this.#open++
        continue
      }
      this.#settle(i, countsAs(status.state))
      if (endsBadly(status.state)) this.#unsuccessful = true
    }
  }

  get state(): PlanState {
    return this.#state
  }

  /** Slots that running attempts occupy. */
  get slotsUsed(): number {
    return this.#queue.used
  }

  status(task: number): TaskStatus {
    return this.#status[task]!
  }

  /** Takes what has happened up to `now`, in order, and answers what follows from all of it together. */
  handle(events: readonly PlanEvent[], now: number): PlanStep {
    for (const event of events) this.#take(event, now)
    if (this.#begun && this.#state === 'running') {
      this.#fireTimers(now)
      // A slot given away before the answers are in could go to a task of lesser priority.
      if (this.#preparing === 0) this.#fill(now)
      if (this.#open === 0) this.#finish()
    }
    const step = { changes: this.#changes, commands: this.#commands, wakeAt: this.#nextWake() }
    this.#changes = []
    this.#commands = []
    return step
  }

  #take(event: PlanEvent, now: number): void {
    switch (event.type) {
      case 'begin':
        this.#begin(now)
        break
      case 'prepared':
        this.#prepared(event.task, event.decision, now)
        break
      case 'ended':
        this.#ended(event, now)
        break
      case 'wake':
        break
      case 'cancel':
        if (event.task === undefined) this.#stopAll('cancel')
        else this.#stopTask(event.task, 'cancel')
        break
      default:
        event satisfies never
    }
  }

  #begin(now: number): void {
    if (this.#begun) return
    this.#begun = true
    const { tasks, timeoutMs, startedAt = now } = this.#options
    if (timeoutMs !== null) this.#timers.push({ at: startedAt + timeoutMs, task: -1, attempt: 0 })
    if (this.#cancelled !== null) return
    for (const [i, { past }] of tasks.entries()) if (past?.kind === 'begun') this.#goOn(i, past)
    const failed = tasks.some(({ past }) => past?.kind === 'ended' && past.state === 'failed')
    if (failed && this.#options.onFailure === 'stop') this.#stopAfterFailure()
    for (const i of tasks.keys()) this.#decide(i)
  }

  /** A task that had begun when the runtime died: it is prepared anew, or ends with its last attempt. */
  #goOn(task: number, { attempts, fails }: TaskPast & { kind: 'begun' }): void {
    if (this.#status[task]!.state !== 'preparing') return
    if (fails) this.#end(task, { state: 'failed', attempts })
    else this.#commands.push({ type: 'prepare', task, attempt: attempts + 1, again: true })
  }

  /** Asks the trigger of a task that still waits. */
  #decide(task: number): void {
    if (this.#status[task]!.state !== 'waiting') return
    const end = this.#triggered(task)
    if (end !== null) this.#end(task, end)
  }

  #prepared(task: number, decision: PrepareDecision, now: number): void {
    // It may have been cancelled while it was being prepared.
    if (this.#status[task]!.state !== 'preparing') return
    const attempts = this.#past(task)?.attempts ?? 0
    switch (decision.kind) {
      case 'run':
        this.#queueUp(task, attempts + 1, decision.policy, now)
        break
      case 'skip':
        this.#end(task, { state: 'skipped', attempts, why: 'when' })
        break
      case 'cached':
        this.#end(task, { state: 'cached', attempts })
        break
      case 'done':
        this.#end(task, { state: 'success', attempts: decision.attempts })
        break
      case 'fail':
        this.#end(task, { state: 'failed', attempts })
        break
      default:
        decision satisfies never
    }
  }

  #queueUp(task: number, attempt: number, policy: Policy, now: number): void {
    const past = this.#past(task)
    const retryAt = past?.retryAt ?? now
    if (retryAt > now) {
      this.#goOnAs(task, { state: 'retrying', attempt, policy, at: retryAt, delayMs: retryAt - now })
      this.#timers.push({ at: retryAt, task, attempt })
      return
    }
    if (past?.isReady) this.#goOnAs(task, { state: 'ready', attempt, policy })
    else this.#change(task, { state: 'ready', attempt, policy })
    this.#queue.push(task, policy.slots, policy.limit)
  }

  /** A task comes back to the state that was told before the crash. */
  #goOnAs(task: number, status: TaskStatus & { state: 'retrying' | 'ready' }): void {
    this.#preparing--
    this.#status[task] = status
  }

  #ended({ task, attempt, outcome, waitMs = 0 }: PlanEvent & { type: 'ended' }, now: number): void {
    const status = this.#status[task]!
    if (status.state !== 'running' || status.attempt !== attempt) return
    const { policy, stopping } = status
    this.#queue.give(policy.slots, policy.limit)
    if (stopping === 'cancel' || stopping === 'run-timeout') this.#end(task, this.#cancelledStatus(attempt, stopping))
    else if (outcome === 'success' && stopping === null) this.#end(task, { state: 'success', attempts: attempt })
    else if (outcome === 'final-failure' || this.#failures(task, attempt) > policy.retries || this.#isLast(task))
      this.#end(task, { state: 'failed', attempts: attempt })
    else this.#retry(task, attempt, policy, waitMs, now)
  }

  #retry(task: number, attempt: number, policy: Policy, waitMs: number, now: number): void {
    const delayMs = Math.max(waitMs, retryDelayMs(policy, this.#failures(task, attempt), this.#options.random))
    this.#change(task, { state: 'retrying', attempt: attempt + 1, policy, at: now + delayMs, delayMs })
    this.#timers.push({ at: now + delayMs, task, attempt: attempt + 1 })
  }

  #fireTimers(now: number): void {
    for (let timer = this.#timers.peek(); timer !== undefined && timer.at <= now; timer = this.#timers.peek()) {
      this.#timers.pop()
      if (timer.task < 0) {
        this.#stopAll('run-timeout')
        continue
      }
      const status = this.#status[timer.task]!
      if (status.state === 'retrying' && status.attempt === timer.attempt) {
        this.#change(timer.task, { state: 'ready', attempt: status.attempt, policy: status.policy })
        this.#queue.push(timer.task, status.policy.slots, status.policy.limit)
      } else if (status.state === 'running' && status.attempt === timer.attempt && status.stopping === null) {
        this.#stopRunning(timer.task, status, 'timeout')
      }
    }
  }

  #fill(now: number): void {
    const live = (task: number): boolean => this.#status[task]!.state === 'ready'
    for (let task = this.#queue.take(live); task !== undefined; task = this.#queue.take(live)) {
      const status = this.#status[task]!
      if (status.state !== 'ready') throw new Error(`task ${task} is ${status.state}, not ready`)
      const { attempt, policy } = status
      this.#change(task, { state: 'running', attempt, policy, started: now, stopping: null })
      this.#commands.push({ type: 'start', task, attempt })
      if (policy.timeoutMs !== null) this.#timers.push({ at: now + policy.timeoutMs, task, attempt })
    }
  }

  #stopAll(reason: Exclude<StopReason, 'timeout'>): void {
    if (this.#cancelled !== null || this.#state !== 'running') return
    this.#cancelled = reason
    for (const [i, task] of this.#options.tasks.entries()) if (!task.given) this.#stopTask(i, reason)
  }

  #stopTask(task: number, reason: Exclude<StopReason, 'timeout'>): void {
    const status = this.#status[task]!
    if (isEnd(status) || this.#options.tasks[task]!.given) return
    if (status.state !== 'running') this.#end(task, this.#cancelledStatus(this.#attemptOf(task) - 1, reason))
    else if (status.stopping !== 'cancel' && status.stopping !== 'run-timeout') this.#stopRunning(task, status, reason)
  }

  #stopRunning(task: number, status: TaskStatus & { state: 'running' }, reason: StopReason): void {
    // The state that others see stays `running` until the attempt has ended.
    this.#status[task] = { ...status, stopping: reason }
    this.#commands.push({ type: 'stop', task, attempt: status.attempt, reason })
  }

  /** The task is over; its downstreams are decided. A loop instead of recursion: a chain may be 100,000 tasks long. */
  #end(task: number, status: EndStatus): void {
    const ended: [number, EndStatus][] = [[task, status]]
    for (let next = ended.pop(); next !== undefined; next = ended.pop()) {
      const [one, end] = next
      this.#change(one, end)
      this.#open--
      if (endsBadly(end.state)) this.#unsuccessful = true
      if (end.state === 'failed' && this.#options.onFailure === 'stop') this.#stopAfterFailure()
      for (const downstream of this.#settle(one, countsAs(end.state))) {
        if (this.#cancelled !== null || !this.#begun || this.#status[downstream]!.state !== 'waiting') continue
        const follows = this.#triggered(downstream)
        if (follows !== null) ended.push([downstream, follows])
      }
    }
  }

  /** What the trigger of a waiting task makes of it: an end, or null while it waits or is being prepared. */
  #triggered(task: number): EndStatus | null {
    const { trigger } = this.#options.tasks[task]!
    const decision = decideTrigger(trigger, this.#counts[task]!)
    switch (decision) {
      case 'wait':
        return null
      case 'start':
        this.#prepare(task)
        return null
      case 'skipped':
        return { state: 'skipped', attempts: 0, why: trigger === 'all_success' ? 'upstream' : 'never' }
      case 'upstream_failed':
        return { state: 'upstream_failed', attempts: 0 }
      default:
        return decision satisfies never
    }
  }

  #prepare(task: number): void {
    this.#status[task] = { state: 'preparing' }
    this.#preparing++
    this.#commands.push({ type: 'prepare', task, attempt: 1, again: false })
  }

  /** `on_failure: stop`: the attempts that run end; of all others only those of tasks that look after failures start. */
  #stopAfterFailure(): void {
    if (this.#stoppedByFailure) return
    this.#stoppedByFailure = true
    for (const i of this.#options.tasks.keys()) {
      const { state } = this.#status[i]!
      if (!this.#isLast(i) || isEnd(this.#status[i]!) || state === 'running' || this.#isCutOff(i)) continue
      this.#change(i, { state: 'cancelled', attempts: this.#attemptOf(i) - 1, why: 'failure' })
      this.#open--
      this.#settle(i, 'cancelled')
    }
    for (const [i, task] of this.#options.tasks.entries()) if (!task.given && startsAfterFailure(task.trigger)) this.#decide(i)
  }

  /** Whether a failure has stopped the run and no further attempt of the task is to start. */
  #isLast(task: number): boolean {
    const { given, trigger } = this.#options.tasks[task]!
    return this.#stoppedByFailure && !given && !startsAfterFailure(trigger)
  }

  /** Its attempt ran when the runtime died, and is yet to be made again: to the run it still runs. */
  #isCutOff(task: number): boolean {
    const past = this.#past(task)
    if (past === undefined || past.attempts === 0 || past.retryAt !== null || past.isReady) return false
    return this.#attemptOf(task) === past.attempts + 1 && this.#status[task]!.state !== 'retrying'
  }

  #cancelledStatus(attempts: number, reason: 'cancel' | 'run-timeout'): EndStatus {
    return { state: 'cancelled', attempts, why: reason === 'run-timeout' ? 'timeout' : this.#cancelled === null ? 'task' : 'cancel' }
  }

  /** The attempt that runs or would be the next; 0 of a task that is over. */
  #attemptOf(task: number): number {
    const status = this.#status[task]!
    if ('attempt' in status) return status.attempt
    return isEnd(status) ? 0 : (this.#past(task)?.attempts ?? 0) + 1
  }

  /** Of so many attempts, the ones that failed: what a crash has cut off is no failure. */
  #failures(task: number, attempts: number): number {
    return attempts - (this.#past(task)?.interruptions ?? 0)
  }

  #past(task: number): (TaskPast & { kind: 'begun' }) | undefined {
    const { past } = this.#options.tasks[task]!
    return past?.kind === 'begun' ? past : undefined
  }

  /**
   * Counts an ended task for its downstreams, and answers those that have one more to decide by. A cancelled task counts only
   * when its upstreams do: cancelled while they ran, it is over before them, and what comes after it comes after them too.
   */
  #settle(task: number, part: Part): ReadonlySet<number> {
    const counted = new Set<number>()
    // After a crash a cancelled task may have been counted with what it came after.
    if (this.#isCounted[task] === 1) return counted
    if (part === 'cancelled' && this.#counts[task]!.ended < this.#counts[task]!.total) return counted
    const settled: [number, Part][] = [[task, part]]
    for (let next = settled.pop(); next !== undefined; next = settled.pop()) {
      const [one, as] = next
      if (this.#isCounted[one] === 1) continue
      this.#isCounted[one] = 1
      for (const downstream of this.#downstreams[one]!) {
        const counts = this.#counts[downstream]!
        counts.ended++
        if (as !== 'cancelled') counts[as]++
        counted.add(downstream)
        if (this.#status[downstream]!.state === 'cancelled' && counts.ended === counts.total) settled.push([downstream, 'cancelled'])
      }
    }
    return counted
  }

  #change(task: number, status: StatusChange['status']): void {
    if (this.#status[task]!.state === 'preparing') this.#preparing--
    this.#status[task] = status
    this.#changes.push({ task, status })
  }

  #finish(): void {
    const timedOut = this.#cancelled === 'run-timeout'
    this.#state = this.#cancelled === 'cancel' ? 'cancelled' : timedOut || this.#unsuccessful ? 'failed' : 'success'
    this.#commands.push({ type: 'finish', state: this.#state, timedOut })
  }

  #nextWake(): number | null {
    if (this.#state !== 'running') return null
    // Timers of attempts that have ended would wake for nothing.
    for (let timer = this.#timers.peek(); timer !== undefined; timer = this.#timers.peek()) {
      if (timer.task < 0 || this.#attemptOf(timer.task) === timer.attempt) return timer.at
      this.#timers.pop()
    }
    return null
  }
}

function firstStatus({ given, past }: PlanTask): TaskStatus {
  if (given) return { state: 'success', attempts: 0 }
  if (past === undefined) return { state: 'waiting' }
  return past.kind === 'begun' ? { state: 'preparing' } : endedBefore(past.state)
}

/** Why it ended so was told when it did; how it counts is all that matters now. */
function endedBefore(state: EndStatus['state']): EndStatus {
  switch (state) {
    case 'skipped':
      return { state, attempts: 0, why: 'upstream' }
    case 'cancelled':
      return { state, attempts: 0, why: 'cancel' }
    case 'success':
    case 'cached':
    case 'failed':
    case 'upstream_failed':
      return { state, attempts: 0 }
    default:
      return state satisfies never
  }
}

function endsBadly(state: EndStatus['state']): boolean {
  return state === 'failed' || state === 'upstream_failed' || state === 'cancelled'
}
