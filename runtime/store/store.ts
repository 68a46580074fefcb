import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Json } from '#language'
import type { Outputs, RunError, RunEvent, RunFinished, RunStarted, TaskState, TaskStateChanged, TaskSummary } from '../events.ts'
import type { NumberedEvent, PredictedTask, RunRecord } from '../protocol.ts'
import { PastRuns } from './past-runs.ts'
import { ResultStore } from './results.ts'
import { ScriptStore } from './scripts.ts'

/** What is recorded of a run when it starts. */
export interface NewRun {
  readonly run: string
  readonly origin: 'cli' | 'editor'
  readonly inputs: Readonly<Record<string, Json>>
  readonly date: string
  /** What it takes to go on with it after a crash; null where it cannot go on by itself. */
  readonly stored?: string | null
  /** What each task does, by name; the history of lengths goes by it. */
  readonly works?: ReadonlyMap<string, string>
  /** The words with which it was asked for (`AskedRun`, as JSON), so that it can be resumed. */
  readonly asked?: string | null
  /** The run that it goes on with. */
  readonly resumed?: string | null
}

/** What is recorded of a run that is needed to go on with it. */
export interface LeftRun {
  readonly stored: string | null
  readonly date: string
  readonly parallelism: number
  readonly stopping: boolean
}

/** What a run was asked for besides its dag and target. */
export interface AskedRun {
  /** `run.id` in expressions: of a resumed run that of the first one, so that names built with it still fit. */
  readonly id: string
  /** As written, but those in `withheld`. */
  readonly inputs: Readonly<Record<string, string>>
  readonly only?: readonly string[]
  readonly from?: readonly string[]
  readonly until?: readonly string[]
  /** What a secret stands in and so is not kept: names of inputs, and whether tasks were chosen. */
  readonly withheld?: { readonly inputs: readonly string[]; readonly selection: boolean }
  /** False: no result of a task with `cache` was to be reused. */
  readonly cache?: boolean
}

/** What the result of a task that is done followed from, and the run that it was taken from where it was reused. */
export interface KeptPrint {
  readonly fingerprint: string
  readonly reused: string | null
}

/** Where the log of an attempt stands. */
export interface LogPlace {
  readonly task: string
  readonly attempt: number
  /** Relative to the `.dagline` folder. */
  readonly log: string
}

type Row = Record<string, unknown>

/**
 * The truth about runs: reads and writes the metadata database. Events are the only writes of a run, and the tables of runs,
 * tasks, attempts and outputs follow from them, so that they can never tell different stories.
 */
export class Store {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  /** Places of tasks in their runs, by run and name; of the runs that are going on. */
  readonly #positions = new Map<string, Map<string, number>>()

  /** What tasks gave, to be given again. */
  readonly results: ResultStore
  readonly past: PastRuns
  /** Scripts that tasks name `db://name`. */
  readonly scripts: ScriptStore

  constructor(database: DatabaseSync) {
    this.#database = database
    this.results = new ResultStore(database)
    this.past = new PastRuns(database)
    this.scripts = new ScriptStore(database)
  }

  close(): void {
    this.#database.close()
  }

  /** Everything that `work` writes is committed together, and on the disk when this returns. */
  transaction(work: () => void): void {
    this.#run('begin immediate', [])
    try {
      work()
      this.#run('commit', [])
    } catch (problem) {
      this.#database.exec('rollback')
      throw problem
    }
  }

  /** Writes the first event of a run and all that follows from it. */
  createRun(run: NewRun, event: RunStarted): void {
    this.#run(
      `insert into runs (run, file, dag, target, state, origin, inputs, date, parallelism, started, request, resumed, asked)
       values (?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        run.run,
        event.file,
        event.dag,
        event.target,
        run.origin,
        JSON.stringify(run.inputs),
        run.date,
        event.parallelism,
        event.at,
        run.stored ?? null,
        run.resumed ?? null,
        run.asked ?? null,
      ],
    )
    const { predicted } = event
    if (predicted !== undefined) this.#run('update runs set predicted_seconds = ? where run = ?', [predicted.makespan_seconds, run.run])
    const positions = new Map<string, number>()
    this.#positions.set(run.run, positions)
    for (const [position, task] of event.tasks.entries()) {
      positions.set(task.name, position)
      const [start, end] = predicted?.tasks[position] ?? [null, null]
      this.#run(
        `insert into tasks (run, position, task, declaration, engine, upstreams, state, work, predicted_start, predicted_end)
         values (?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)`,
        [
          run.run,
          position,
          task.name,
          task.declaration,
          task.engine,
          JSON.stringify(task.upstreams),
          run.works?.get(task.name) ?? null,
          start,
          end,
        ],
      )
    }
    this.#event(0, event)
  }

  /** Writes one later event of a run. Lines of logs are kept in files, not here. */
  append(number: number, event: TaskStateChanged | RunFinished, print?: KeptPrint): void {
    this.#event(number, event)
    if (event.type === 'run-finished') this.#finished(event)
    else this.#taskState(event, print)
  }

  /** Notes what the result of a task followed from, where its end is recorded later. */
  setPrint(run: string, task: string, { fingerprint, reused }: KeptPrint): void {
    this.#run('update tasks set fingerprint = ?, reused = ? where run = ? and position = ?', [
      fingerprint,
      reused,
      run,
      this.position(run, task),
    ])
  }

  /** Notes where the log of an attempt stands. */
  setLog(run: string, task: string, attempt: number, log: string): void {
    this.#run('update attempts set log = ? where run = ? and position = ? and attempt = ?', [log, run, this.position(run, task), attempt])
  }

  /** How a run was asked for; null of runs that older programs have recorded, or that are not known. */
  asked(run: string): (AskedRun & { readonly date: string }) | null {
    const row = this.#get('select asked, date from runs where run = ? and asked is not null', [run])
    return row === undefined ? null : { ...(JSON.parse(String(row['asked'])) as AskedRun), date: String(row['date']) }
  }

  /** Runs, newest first. */
  list(limit: number, file?: string): RunRecord[] {
    const where = file === undefined ? '' : 'where file = ?'
    const values = file === undefined ? [limit] : [file, limit]
    return this.#all(`select * from runs ${where} order by started desc, rowid desc limit ?`, values).map(recordOf)
  }

  record(run: string): RunRecord | null {
    const row = this.#get('select * from runs where run = ?', [run])
    return row === undefined ? null : recordOf(row)
  }

  /** Why tasks came to their states, and the runs whose results they have taken, by name, where that is known. */
  reasons(run: string): ReadonlyMap<string, Pick<TaskSummary, 'reason' | 'rerun_reason' | 'reused'>> {
    // What was said of a try before holds no longer.
    const rows = this.#all(
      `select task, iif(state in ('running', 'ready'), null, reason) as reason, rerun_reason, reused from tasks
       where run = ? and (reason is not null or rerun_reason is not null or reused is not null)`,
      [run],
    )
    return new Map(
      rows.map(({ task, reason, rerun_reason, reused }) => [
        String(task),
        {
          ...(reason === null ? {} : { reason: String(reason) }),
          ...(rerun_reason === null ? {} : { rerun_reason: String(rerun_reason) }),
          ...(reused === null ? {} : { reused: String(reused) }),
        },
      ]),
    )
  }

  /** The tasks of a run, in the order of the graph. */
  tasks(run: string): Record<string, TaskSummary> {
    const outputs = this.#outputsOf(run)
    return Object.fromEntries(
      this.#all('select * from tasks where run = ? order by position', [run]).map(row => [
        String(row['task']),
        summaryOf(row, outputs.get(Number(row['position']))),
      ]),
    )
  }

  /** When each task of a run was to start and end, in seconds from the run's start; without tasks of which nothing was predicted. */
  predictions(run: string): Record<string, PredictedTask> {
    return Object.fromEntries(
      this.#all('select task, predicted_start, predicted_end from tasks where run = ? and predicted_end is not null order by position', [
        run,
      ]).map(row => [String(row['task']), { start_seconds: Number(row['predicted_start']), end_seconds: Number(row['predicted_end']) }]),
    )
  }

  /** The engine of each task of a run. */
  engines(run: string): Record<string, string> {
    return Object.fromEntries(
      this.#all('select task, engine from tasks where run = ?', [run]).map(row => [String(row['task']), String(row['engine'])]),
    )
  }

  /** Events of a run from a number on, without lines of logs. */
  events(run: string, from: number): NumberedEvent[] {
    return this.#all('select number, body from events where run = ? and number >= ? order by number', [run, from]).map(row => ({
      number: Number(row['number']),
      event: JSON.parse(String(row['body'])) as RunEvent,
    }))
  }

  /** The number of the last event of a run, without lines of logs; -1 where there is none. */
  lastNumber(run: string): number {
    return Number(this.#get('select coalesce(max(number), -1) as number from events where run = ?', [run])?.['number'])
  }

  logs(run: string, task?: string): LogPlace[] {
    const only = task === undefined ? '' : 'and (tasks.task = ? or tasks.declaration = ?)'
    const values = task === undefined ? [run] : [run, task, task]
    return this.#all(
      `select tasks.task, attempt, log from attempts join tasks using (run, position)
       where run = ? and log is not null ${only} order by attempts.started, position, attempt`,
      values,
    ).map(row => ({ task: String(row['task']), attempt: Number(row['attempt']), log: String(row['log']) }))
  }

  /** Outputs of a task in the last run of its dag in which it succeeded. */
  lastOutputs(file: string, dag: string, target: string, task: string): Outputs | null {
    const row = this.#get(
      `select tasks.run, tasks.position from tasks join runs using (run)
       where runs.file = ? and runs.dag = ? and runs.target = ? and tasks.task = ? and tasks.state in ('success', 'cached')
       order by runs.started desc, runs.rowid desc limit 1`,
      [file, dag, target, task],
    )
    if (row === undefined) return null
    return this.#outputsOf(String(row['run']), Number(row['position'])).get(Number(row['position'])) ?? {}
  }

  /** What each task of a run does, by name, as far as it is recorded. */
  works(run: string): ReadonlyMap<string, string> {
    const rows = this.#all('select task, work from tasks where run = ? and work is not null', [run])
    return new Map(rows.map(row => [String(row['task']), String(row['work'])]))
  }

  /** Lengths in seconds of the last successes of the same work, newest first; at most `count` of each. Work without any is absent. */
  recentSeconds(works: readonly string[], count: number): ReadonlyMap<string, readonly number[]> {
    const rows = this.#all(
      `select value as work, (select json_group_array(seconds) from
         (select seconds from tasks where work = json_each.value and state = 'success' order by run desc limit ?)) as seconds
       from json_each(?)`,
      [count, JSON.stringify(works)],
    )
    const found = new Map<string, readonly number[]>()
    for (const row of rows) {
      const seconds = (JSON.parse(String(row['seconds'])) as (number | null)[]).filter(length => length !== null)
      if (seconds.length > 0) found.set(String(row['work']), seconds)
    }
    return found
  }

  /** Runs that the database believes to be going on. At the start of the one process of a workspace, none is. */
  runningRuns(): string[] {
    return this.#all(`select run from runs where state = 'running' order by started`, []).map(row => String(row['run']))
  }

  /** A run has been told to stop, and will end so even if the runtime dies before. */
  noteStopping(run: string): void {
    this.#run('update runs set stopping = 1 where run = ?', [run])
  }

  /** What it takes to go on with a run; null where there is no such run. */
  leftRun(run: string): LeftRun | null {
    const row = this.#get('select request, date, parallelism, stopping from runs where run = ?', [run])
    if (row === undefined) return null
    return {
      stored: row['request'] === null ? null : String(row['request']),
      date: String(row['date']),
      parallelism: Number(row['parallelism']),
      stopping: row['stopping'] === 1,
    }
  }

  /** Lets a run that a dead process left behind be what it is; its last event stays the one that `append` was given. */
  markInterrupted(run: string): void {
    this.#run(`update runs set state = 'interrupted' where run = ?`, [run])
  }

  #taskState(event: TaskStateChanged, print: KeptPrint | undefined): void {
    const position = this.position(event.run, event.task)
    const error = event.error === undefined ? null : JSON.stringify(event.error)
    const { run, state, attempt, at } = event
    if (state === 'running') {
      this.#run(`insert into attempts (run, position, attempt, state, started) values (?, ?, ?, 'running', ?)`, [
        run,
        position,
        attempt,
        at,
      ])
      this.#run(
        `update tasks set state = 'running', attempts = ?, started = coalesce(started, ?), ended = null, rerun_reason = coalesce(?, rerun_reason)
         where run = ? and position = ?`,
        [attempt, at, event.reason ?? null, run, position],
      )
      return
    }
    if (state === 'ready') {
      this.#run(`update tasks set state = 'ready', ended = null where run = ? and position = ?`, [run, position])
      return
    }
    // The end of an attempt is told with the task's new state; a task that never ran has none.
    if (attempt > 0)
      this.#run(
        `update attempts set state = ?, ended = ?, seconds = ?, error = ? where run = ? and position = ? and attempt = ? and state = 'running'`,
        [state === 'retrying' ? 'failed' : state, at, event.seconds ?? null, error, run, position, attempt],
      )
    const ended = state === 'retrying' ? null : at
    this.#run(
      `update tasks set state = ?, attempts = ?, ended = ?, error = ?, reason = ?, seconds = ?, fingerprint = coalesce(?, fingerprint), reused = ?
       where run = ? and position = ?`,
      [
        state,
        attempt,
        ended,
        error,
        event.reason ?? null,
        event.seconds ?? null,
        print?.fingerprint ?? null,
        print?.reused ?? null,
        run,
        position,
      ],
    )
    for (const [name, value] of Object.entries(event.outputs ?? {})) {
      this.#run('insert or replace into outputs (run, position, name, value) values (?, ?, ?, ?)', [
        run,
        position,
        name,
        JSON.stringify(value),
      ])
    }
  }

  #finished(event: RunFinished): void {
    const error = event.error === undefined ? null : JSON.stringify(event.error)
    this.#run('update runs set state = ?, ended = ?, error = ? where run = ?', [event.state, event.at, error, event.run])
    this.#positions.delete(event.run)
  }

  #event(number: number, event: RunEvent): void {
    this.#run('insert into events (run, number, at, type, body) values (?, ?, ?, ?, ?)', [
      event.run,
      number,
      event.at,
      event.type,
      JSON.stringify(event),
    ])
  }

  /** The place of a task in its run. */
  position(run: string, task: string): number {
    let positions = this.#positions.get(run)
    if (positions === undefined) {
      positions = new Map(
        this.#all('select position, task from tasks where run = ?', [run]).map(row => [String(row['task']), Number(row['position'])]),
      )
      this.#positions.set(run, positions)
    }
    const position = positions.get(task)
    if (position === undefined) throw new Error(`run ${run} has no task ${task}`)
    return position
  }

  #outputsOf(run: string, position?: number): Map<number, Record<string, Json>> {
    const only = position === undefined ? '' : 'and position = ?'
    const byTask = new Map<number, Record<string, Json>>()
    for (const row of this.#all(
      `select position, name, value from outputs where run = ? ${only}`,
      position === undefined ? [run] : [run, position],
    )) {
      const outputs = byTask.get(Number(row['position'])) ?? {}
      outputs[String(row['name'])] = JSON.parse(String(row['value'])) as Json
      byTask.set(Number(row['position']), outputs)
    }
    return byTask
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #run(sql: string, values: SQLInputValue[]): void {
    this.#prepared(sql).run(...values)
  }

  #get(sql: string, values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values)
  }

  #all(sql: string, values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values)
  }
}

function recordOf(row: Row): RunRecord {
  return {
    run: String(row['run']),
    file: String(row['file']),
    dag: String(row['dag']),
    target: String(row['target']),
    state: row['state'] as RunRecord['state'],
    started: String(row['started']),
    ended: row['ended'] === null ? null : String(row['ended']),
    origin: row['origin'] as RunRecord['origin'],
    inputs: JSON.parse(String(row['inputs'])) as Record<string, Json>,
    ...(row['predicted_seconds'] === null ? {} : { predicted_makespan_seconds: Number(row['predicted_seconds']) }),
    ...(row['resumed'] === null ? {} : { resumed: String(row['resumed']) }),
  }
}

function summaryOf(row: Row, outputs: Record<string, Json> | undefined): TaskSummary {
  const started = row['started'] === null ? undefined : String(row['started'])
  const ended = row['ended'] === null ? undefined : String(row['ended'])
  const state = row['state'] as TaskState
  const given = outputs ?? (state === 'success' || state === 'cached' ? {} : undefined)
  return {
    state,
    attempts: Number(row['attempts']),
    ...(started === undefined ? {} : { started }),
    ...(started === undefined || ended === undefined ? {} : { seconds: (Date.parse(ended) - Date.parse(started)) / 1000 }),
    ...(given === undefined ? {} : { outputs: given }),
    ...(row['error'] === null ? {} : { error: JSON.parse(String(row['error'])) as RunError }),
  }
}
