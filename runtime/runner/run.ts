import type { AttemptContext, RunTask } from '#language'
import type { AttemptResult, EngineTarget } from '../engines/engine.ts'
import type { Outputs, Prediction, RunError, RunEvent, RunFinished, RunState, TaskLog, TaskStateChanged, TaskSummary } from '../events.ts'
import { Plan } from '../plan/plan.ts'
import type { PlanCommand, PlanEvent, PrepareDecision, StatusChange, StopReason, TaskPast } from '../plan/types.ts'
import { isEnd } from '../plan/types.ts'
import { endLeftovers } from '../processes/leftovers.ts'
import { LogFile } from '../store/log-files.ts'
import { keptResult, writeResult } from '../store/result-files.ts'
import type { KeptPrint } from '../store/store.ts'
import { runAttempt } from './attempt.ts'
import { type Ending, errorOf, lengthOf, outcomeOf, outputsIn, stopped } from './endings.ts'
import { goOn } from './go-on.ts'
import { durationOf, limitsOf, wordOf } from './graph-properties.ts'
import { LineRedactor } from './line-redactor.ts'
import type { MachineSlots } from './machine-slots.ts'
import { maskedResult } from './masked-result.ts'
import { planRun, predictionOf } from './planned-run.ts'
import { readPolicy, rerunsAfterCrash } from './policy.ts'
import { Redactor } from './redactor.ts'
import { RunFolder } from './run-folder.ts'
import type { RunRequest, RunServices } from './run-request.ts'
import { runStarted } from './run-started.ts'
import { criticalPath } from './summary.ts'
import { TaskPrints } from './task-prints.ts'
import type { TurnMember } from './turn.ts'
import { why } from './words.ts'

interface RunningAttempt {
  readonly abort: AbortController
  readonly started: number
  readonly lines: Readonly<Record<TaskLog['stream'], LineRedactor>>
  log: LogFile | null
}

/** Carries out what the plan of one run decides, and turns what happens into events. */
export class Run implements TurnMember {
  readonly request: RunRequest
  /** Settles when the run is over, recorded and told. */
  readonly finished: Promise<RunFinished>
  readonly #services: RunServices
  readonly #plan: Plan
  readonly #predicted: Prediction
  readonly #redactor: Redactor
  readonly #folder: RunFolder
  readonly #target: EngineTarget
  readonly #budget: ReturnType<MachineSlots['share']>
  readonly #attempts = new Map<number, RunningAttempt>()
  readonly #endings = new Map<number, Ending>()
  readonly #outputs = new Map<number, Outputs>()
  readonly #summaries = new Map<number, TaskSummary>()
  readonly #prepareErrors = new Map<number, RunError>()
  readonly #prints: TaskPrints
  readonly #startedAt: number
  #finish!: (event: RunFinished) => void
  #inbox: PlanEvent[] = []
  #notes: (() => void)[] = []
  #unpublished: [number, RunEvent][] = []
  #commands: PlanCommand[] = []
  #nextNumber = 0
  #stopTimer: (() => void) | null = null

  constructor(request: RunRequest, services: RunServices) {
    this.request = request
    this.#services = services
    const { graph, selected } = request
    this.#folder = new RunFolder(services.stateFolder, request.run)
    this.#target = { name: graph.target, properties: graph.targetProperties }
    this.#redactor = new Redactor(request.secrets.values)
    this.#budget = services.slots.share(request.parallelism, () => this.wake())
    this.#prints = new TaskPrints({
      ...request,
      prints: services.fingerprinter(graph, request.workspace),
      givenPrints: request.givenPrints ?? new Map(),
      reuse: request.reuse ?? null,
      store: services.store,
      tables: services.tables,
      goesOn: request.past !== undefined,
      stateOf: task => this.#plan.status(task).state,
    })
    this.#startedAt = request.past?.startedAt ?? services.clock.now()
    const before = this.#before()
    const planned = request.planned ?? planRun({ ...request, engines: services.engines, history: new Map() })
    this.#predicted = request.past?.predicted ?? predictionOf(planned, graph, selected)
    this.#plan = new Plan({
      tasks: planned.tasks.map((task, index) => (before.has(index) ? { ...task, past: before.get(index)! } : task)),
      keys: planned.forecast.keys,
      parallelism: request.parallelism,
      limits: limitsOf(graph),
      onFailure: wordOf(graph, 'on_failure') === 'stop' ? 'stop' : 'continue',
      timeoutMs: durationOf(graph, 'timeout'),
      startedAt: this.#startedAt,
      budget: this.#budget,
      random: services.random,
    })
    this.finished = new Promise(resolve => {
      this.#finish = resolve
    })
    if (request.past === undefined) this.#notes.push(() => this.#recordStart())
    if (request.past?.stopping) this.#send({ type: 'cancel' })
    this.#send({ type: 'begin' })
  }

  get slotsUsed(): number {
    return this.#plan.slotsUsed
  }

  /** The number of the next event. */
  get nextNumber(): number {
    return this.#nextNumber
  }

  /** The state as the plan sees it. */
  get state(): RunState {
    return this.#plan.state
  }

  /** Stops the run, or one task of it; `finished` tells when all has ended. */
  cancel(task?: string): void {
    if (task === undefined) {
      // What runs takes a while to end, and a run that goes on after a crash must know that it was not to.
      if (this.#plan.state === 'running') this.#notes.push(() => this.#services.store.noteStopping(this.request.run))
      this.#send({ type: 'cancel' })
      return
    }
    const index = this.request.graph.tasks.find(one => one.name === task)?.index
    if (index !== undefined) this.#send({ type: 'cancel', task: index })
  }

  /** Settles when every line that the wanted tasks have logged so far is in its file. */
  async flushLogs(isWanted: (task: string) => boolean): Promise<void> {
    await Promise.all([...this.#attempts].map(([index, { log }]) => (isWanted(this.#task(index).name) ? log?.flush() : undefined)))
  }

  /** Looks again whether something can start. */
  wake(): void {
    this.#send({ type: 'wake' })
  }

  decide(): void {
    const now = this.#services.clock.now()
    for (const note of this.#notes.splice(0)) note()
    let wakeAt: number | null = null
    while (this.#inbox.length > 0) {
      const step = this.#plan.handle(this.#inbox.splice(0), now)
      wakeAt = step.wakeAt
      const at = iso(now)
      const starting = new Set(step.commands.flatMap(command => (command.type === 'start' ? [command.task] : [])))
      for (const change of step.changes) {
        // A task that starts at once has not waited, and nobody has to be told that it might have.
        if (change.status.state === 'ready' && starting.has(change.task)) continue
        this.#record(this.#describe(change, now, at), this.#printOf(change, at))
      }
      for (const command of step.commands) {
        if (command.type === 'prepare') this.#inbox.push({ type: 'prepared', task: command.task, decision: this.#prepare(command) })
        else this.#commands.push(command)
        if (command.type === 'finish') this.#record(this.#summarize(command, now))
      }
      this.#wakeAt(wakeAt)
    }
  }

  act(): void {
    const events = this.#unpublished.splice(0)
    for (const [number, event] of events) this.#services.publish(number, event)
    for (const command of this.#commands.splice(0)) {
      switch (command.type) {
        case 'start':
          void this.#start(command.task, command.attempt)
          break
        case 'stop':
          this.#attempts.get(command.task)?.abort.abort(command.reason)
          break
        case 'finish':
          this.#budget.leave()
          this.#wakeAt(null)
          this.#finish(events.at(-1)![1] as RunFinished)
          break
        case 'prepare':
          break
        default:
          command satisfies never
      }
    }
  }

  #send(event: PlanEvent): void {
    if (this.#plan.state !== 'running') return
    this.#inbox.push(event)
    this.#services.turn.join(this)
  }

  #wakeAt(time: number | null): void {
    this.#stopTimer?.()
    this.#stopTimer = time === null ? null : this.#services.clock.at(time, () => this.wake())
  }

  /** What the result of a task that is done followed from, which is kept for runs to come. */
  #printOf({ task, status }: StatusChange, at: string): KeptPrint | undefined {
    if (status.state !== 'success' && status.state !== 'cached') return undefined
    const result = this.#endings.get(task)?.result
    return this.#prints.keep(task, at, result?.kind === 'success' ? result.tables : undefined)
  }

  /** Numbers an event, writes it down, and keeps it to be told after the commit. */
  #record(told: TaskStateChanged | RunFinished, print?: KeptPrint): void {
    const number = this.#nextNumber++
    const reason = told.type === 'task-state' ? told.reason : undefined
    const event = reason === undefined ? told : { ...told, reason: this.#redactor.text(reason) }
    this.#services.store.append(number, event, print)
    this.#unpublished.push([number, event])
  }

  /** Of a run that goes on after a crash: takes over what is recorded, and notes first what became of what was in flight. */
  #before(): ReadonlyMap<number, TaskPast> {
    const { run, graph, selected, past } = this.request
    if (past === undefined) return new Map()
    this.#nextNumber = past.nextNumber
    const { engines, clock } = this.#services
    const now = clock.now()
    const { plan, summaries, outputs, errors, events } = goOn(run, graph, selected, past, iso(now), task =>
      rerunsAfterCrash(
        task,
        this.#context(1, () => undefined),
        engines.get(task.engine),
      ),
    )
    for (const [task, summary] of summaries) this.#summaries.set(task, summary)
    for (const [task, values] of outputs) this.#outputs.set(task, this.#redactor.json(values) as Outputs)
    for (const [task, error] of errors) this.#prepareErrors.set(task, error)
    this.#notes.push(() => {
      for (const event of events)
        this.#record(event.outputs === undefined ? event : { ...event, outputs: this.#redactor.json(event.outputs) as Outputs })
    })
    return plan
  }

  #recordStart(): void {
    const { run, origin, inputs, date, stored, asked, resumed, works } = this.request
    const event = runStarted(this.request, this.#startedAt, this.#predicted)
    this.#services.store.createRun(
      {
        run,
        origin,
        inputs: this.#redactor.entries(inputs),
        date,
        stored,
        asked: asked === undefined ? null : JSON.stringify(asked),
        resumed: resumed ?? null,
        ...(works === undefined ? {} : { works }),
      },
      event,
    )
    this.#unpublished.push([this.#nextNumber++, event])
  }

  #task(index: number): RunTask {
    return this.request.graph.tasks[index]!
  }

  /** Evaluates `when` and the policy of a task that has become startable. */
  #prepare({ task: index, attempt, again }: PlanCommand & { type: 'prepare' }): PrepareDecision {
    const task = this.#task(index)
    const context = this.#context(attempt)
    const fail = (error: RunError): PrepareDecision => {
      this.#prepareErrors.set(index, this.#redactor.error(error))
      return { kind: 'fail' }
    }
    const when = again ? undefined : task.evaluate('when', context)
    if (when?.ok === false) return fail(when.failure)
    if (when?.ok && when.value.type === 'boolean' && !when.value.value) return { kind: 'skip' }
    const reused = attempt === 1 ? this.#prints.decide(index, context) : null
    if (reused !== null) return reused.kind === 'cached' ? { kind: 'cached' } : { kind: 'done', attempts: reused.attempts }
    const engine = this.#services.engines.get(task.engine)
    if (engine === undefined) return fail({ code: 'unknown-engine', message: `There is no engine ${task.engine}.`, place: task.place })
    const answer = readPolicy(task, context, engine, this.#target)
    return answer.ok ? { kind: 'run', policy: answer.policy } : fail(answer.failure)
  }

  async #start(index: number, number: number): Promise<void> {
    const { run, graph, workspace, env } = this.request
    const { clock, engines } = this.#services
    const task = this.#task(index)
    const lines = () => new LineRedactor(this.#redactor)
    const attempt: RunningAttempt = {
      abort: new AbortController(),
      started: clock.now(),
      lines: { stdout: lines(), stderr: lines(), system: lines() },
      log: null,
    }
    this.#attempts.set(index, attempt)
    const result = await runAttempt({
      run,
      graph,
      task,
      number,
      engine: engines.get(task.engine)!,
      workspace,
      temporary: this.#folder,
      env,
      context: this.#context(number),
      stored: path => this.#services.store.scripts.file(path, this.#services.stateFolder),
      signal: attempt.abort.signal,
      given: evaluated => this.#prints.begin(index, evaluated),
      log: (stream, line) => this.#log(index, number, attempt, stream, attempt.lines[stream].push(line)),
    })
    for (const stream of ['stdout', 'stderr', 'system'] as const) this.#log(index, number, attempt, stream, attempt.lines[stream].end())
    await attempt.log?.close()
    this.#attempts.delete(index)
    const reason = attempt.abort.signal.aborted ? (attempt.abort.signal.reason as StopReason) : null
    // It may be tried again, beside what has left its process group. A run that ends has all of that ended together.
    if (reason === 'timeout') await endLeftovers({ run, attempt: { task: task.name, number } }, 0)
    const kept = reason === null && result.kind === 'success' ? keptResult(result) : null
    if (kept !== null) await writeResult(this.#services.stateFolder, run, task.name, maskedResult(kept, this.#redactor))
    if (result.kind === 'success' && result.tables !== undefined) this.#services.tables.wrote(result.tables.writes)
    const told = reason === null ? this.#redacted(result) : stopped(task, reason, result)
    this.#endings.set(index, { result: told, seconds: (clock.now() - attempt.started) / 1000 })
    const wait = told.kind === 'failure' && told.retryAfterMs !== undefined ? { waitMs: told.retryAfterMs } : {}
    this.#send({ type: 'ended', task: index, attempt: number, outcome: outcomeOf(told), ...wait })
  }

  #redacted(result: AttemptResult): AttemptResult {
    if (result.kind === 'success') {
      const outputs = this.#redactor.json(result.outputs) as Outputs
      return { kind: 'success', outputs, ...(result.tables === undefined ? {} : { tables: result.tables }) }
    }
    return { ...result, error: this.#redactor.error(result.error) }
  }

  /** `text` is masked. */
  #log(index: number, number: number, attempt: RunningAttempt, stream: TaskLog['stream'], text: string | null): void {
    if (text === null) return
    const { run } = this.request
    const task = this.#task(index)
    const event: TaskLog = {
      type: 'task-log',
      run,
      at: iso(this.#services.clock.now()),
      task: task.name,
      attempt: number,
      stream,
      text,
    }
    if (attempt.log === null) {
      const log = new LogFile(this.#services.stateFolder, run, index, task.name, number)
      attempt.log = log
      this.#notes.push(() => this.#services.store.setLog(run, task.name, number, log.place))
      this.#services.turn.join(this)
    }
    const eventNumber = this.#nextNumber++
    attempt.log.write(eventNumber, event)
    this.#services.publish(eventNumber, event)
  }

  /** A change of the plan as the event that tells it, with what the runner knows beside. */
  #describe({ task: index, status }: StatusChange, now: number, at: string): TaskStateChanged {
    const base = { type: 'task-state', run: this.request.run, at, task: this.#task(index).name } as const
    if (!isEnd(status)) {
      if (status.state !== 'retrying') {
        if (status.state === 'running' && status.attempt === 1) this.#summaries.set(index, { state: 'running', attempts: 1, started: at })
        const miss = status.state === 'running' && status.attempt === 1 ? this.#prints.missOf(index) : undefined
        return { ...base, attempt: status.attempt, state: status.state, ...(miss === undefined ? {} : { reason: miss }) }
      }
      const ending = this.#endings.get(index)
      return {
        ...base,
        attempt: status.attempt - 1,
        state: 'retrying',
        ...lengthOf(ending),
        ...errorOf(ending),
        reason: why(status),
        retry_at: iso(status.at),
      }
    }
    const reused = this.#prints.reusedBy(index)
    const ending = status.attempts > 0 ? this.#endings.get(index) : undefined
    const prepareError = this.#prepareErrors.get(index)
    const error = status.state === 'success' ? {} : prepareError === undefined ? errorOf(ending) : { error: prepareError }
    const outputs = outputsIn(status, ending, reused)
    if (outputs.outputs !== undefined) this.#outputs.set(index, outputs.outputs)
    const started = this.#summaries.get(index)?.started
    this.#summaries.set(index, {
      state: status.state,
      attempts: status.attempts,
      ...(started === undefined ? {} : { started, seconds: (now - Date.parse(started)) / 1000 }),
      ...outputs,
      ...error,
    })
    const reason = reused !== undefined && (status.state === 'cached' || status.state === 'success') ? reused.reason : why(status)
    return {
      ...base,
      attempt: status.attempts,
      state: status.state,
      ...lengthOf(ending),
      ...error,
      ...outputs,
      ...(reason === '' ? {} : { reason }),
    }
  }

  #summarize({ state, timedOut }: PlanCommand & { type: 'finish' }, now: number): RunFinished {
    const { run, graph, selected } = this.request
    const tasks = graph.tasks.filter(task => selected.has(task.index))
    const limit = durationOf(graph, 'timeout')
    return {
      type: 'run-finished',
      run,
      at: iso(now),
      state,
      tasks: Object.fromEntries(tasks.map(task => [task.name, this.#summaries.get(task.index) ?? { state: 'cancelled', attempts: 0 }])),
      makespan_seconds: (now - this.#startedAt) / 1000,
      predicted_makespan_seconds: this.#predicted.makespan_seconds,
      critical_path: criticalPath(
        graph.tasks.map(task => ({
          name: task.name,
          // What was taken as done held nobody up.
          upstreams: task.upstreams.map(upstream => upstream.task).filter(upstream => selected.has(upstream)),
          seconds: this.#summaries.get(task.index)?.seconds ?? null,
        })),
      ),
      ...(timedOut ? { error: { code: 'timeout', message: `The run lasted longer than its timeout of ${(limit ?? 0) / 1000} s.` } } : {}),
    }
  }

  #context(attempt: number, secret: (name: string) => string | undefined = name => this.#secret(name)): AttemptContext {
    return { attempt, outputs: task => this.#outputsOf(task), secret }
  }

  #outputsOf(task: number): Outputs | null | undefined {
    if (!this.request.selected.has(task)) return this.request.givenOutputs.get(task) ?? null
    const outputs = this.#outputs.get(task)
    if (outputs !== undefined) return outputs
    // While the constructor plans, there is no plan yet and no task has ended.
    return this.#plan !== undefined && isEnd(this.#plan.status(task)) ? null : undefined
  }

  #secret(name: string): string | undefined {
    const value = this.request.secrets.get(name)
    if (value !== undefined) this.#redactor.add(value)
    return value
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
