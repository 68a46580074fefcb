import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Json } from '#language'
import type { Outputs } from '../events.ts'
import type { Parts, TaskPrint } from '../fingerprint/parts.ts'

/** Whose results they are. */
export interface ResultScope {
  readonly file: string
  readonly dag: string
  readonly target: string
}

/** Versions of local tables (`project.dataset.table`) that a task has met and made; null: one that nobody had written through Dagline. */
export interface TouchedTables {
  readonly reads: Readonly<Record<string, string | null>>
  readonly writes: Readonly<Record<string, string>>
}

export const noTables: TouchedTables = { reads: {}, writes: {} }

/** What a task gave, and what it followed from. */
export interface StoredResult {
  readonly task: string
  readonly fingerprint: string
  readonly run: string
  /** ISO 8601. */
  readonly ended: string
  /** Read only where a task runs again. */
  parts(): Parts
  readonly tables: TouchedTables
  readonly outputs: Outputs
}

export interface NewResult extends ResultScope {
  readonly task: string
  readonly print: TaskPrint
  readonly run: string
  readonly position: number
  readonly ended: string
  readonly tables: TouchedTables
}

/** A task that was done in a run. */
export interface DoneTask {
  readonly fingerprint: string
  readonly attempts: number
  /** The run in which it really ran. */
  readonly ranIn: string
  readonly outputs: Outputs
  readonly tables: TouchedTables
  readonly parts: Parts
}

/** Results of some file, dag and tasks; what is left out may be any. A task is named as a whole or by its declaration or group. */
export interface WhichResults {
  readonly file?: string
  readonly dag?: string
  readonly tasks?: readonly string[]
}

type Row = Record<string, unknown>

const outputsOf = (of: string): string =>
  `(select json_group_object(name, json(value)) from outputs where outputs.run = ${of}.run and outputs.position = ${of}.position) as outputs`

/** Results of tasks by what they followed from: the newest one of each task and fingerprint. */
export class ResultStore {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  keep({ file, dag, target, task, print, run, position, ended, tables }: NewResult): void {
    this.#prepared(
      `insert or replace into results (file, dag, target, task, fingerprint, run, position, ended, parts, tables)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(file, dag, target, task, print.fingerprint, run, position, ended, JSON.stringify(print.parts), JSON.stringify(tables))
  }

  /** The newest result of each task of a dag, by the task's name. */
  newest({ file, dag, target }: ResultScope): Map<string, StoredResult> {
    const rows = this.#all(
      `select newest.*, ${outputsOf('newest')} from (
         select task, fingerprint, run, position, parts, tables, max(ended) as ended
         from results where file = ? and dag = ? and target = ? group by task
       ) as newest`,
      [file, dag, target],
    )
    return new Map(rows.map(row => [String(row['task']), resultOf(row)]))
  }

  find({ file, dag, target }: ResultScope, task: string, fingerprint: string): StoredResult | null {
    const [row] = this.#all(
      `select results.*, ${outputsOf('results')} from results where file = ? and dag = ? and target = ? and task = ? and fingerprint = ?`,
      [file, dag, target, task, fingerprint],
    )
    return row === undefined ? null : resultOf(row)
  }

  /** The fingerprint of a task in the last run of its dag in which it was done. */
  lastFingerprint({ file, dag, target }: ResultScope, task: string): string | null {
    const [row] = this.#all(
      `select tasks.fingerprint from tasks join runs using (run)
       where runs.file = ? and runs.dag = ? and runs.target = ? and tasks.task = ? and tasks.state in ('success', 'cached')
       order by runs.started desc, runs.rowid desc limit 1`,
      [file, dag, target, task],
    )
    return row === undefined || row['fingerprint'] === null ? null : String(row['fingerprint'])
  }

  /** The tasks that were done in a run, by name. */
  doneIn(run: string): Map<string, DoneTask> {
    const rows = this.#all(
      `select tasks.*, results.parts, results.tables, ${outputsOf('tasks')} from tasks join runs using (run)
       left join results on results.file = runs.file and results.dag = runs.dag and results.target = runs.target
         and results.task = tasks.task and results.fingerprint = tasks.fingerprint
       where tasks.run = ? and tasks.state in ('success', 'cached') and tasks.fingerprint is not null`,
      [run],
    )
    return new Map(
      rows.map(row => [
        String(row['task']),
        {
          fingerprint: String(row['fingerprint']),
          attempts: Number(row['attempts']),
          ranIn: row['reused'] === null ? run : String(row['reused']),
          outputs: jsonOf(row['outputs']) as Outputs,
          tables: row['tables'] === null ? noTables : (jsonOf(row['tables']) as unknown as TouchedTables),
          parts: row['parts'] === null ? {} : (jsonOf(row['parts']) as Parts),
        },
      ]),
    )
  }

  /** The run that a task's result was taken from; null where it ran in that run itself. */
  takenFrom(run: string, task: string): string | null {
    const [row] = this.#all('select reused from tasks where run = ? and task = ?', [run, task])
    return row === undefined || row['reused'] === null ? null : String(row['reused'])
  }

  /** Dags that have results, with their targets. */
  scopes(): ResultScope[] {
    return this.#all('select distinct file, dag, target from results order by file, dag, target', []).map(row => ({
      file: String(row['file']),
      dag: String(row['dag']),
      target: String(row['target']),
    }))
  }

  /** Forgets results, so that their tasks run again; answers how many tasks that are. */
  clear(what: WhichResults): number {
    const { where, values } = chosen(what)
    const [row] = this.#all(`select count(*) as count from (select distinct file, dag, target, task from results ${where})`, values)
    this.#prepared(`delete from results ${where}`).run(...values)
    return Number(row?.['count'] ?? 0)
  }

  /** Whole names of the tasks that have results. */
  names(what: WhichResults): string[] {
    const { where, values } = chosen(what)
    return this.#all(`select distinct task from results ${where} order by task`, values).map(row => String(row['task']))
  }

  #all(sql: string, values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values)
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

function chosen({ file, dag, tasks }: WhichResults): { readonly where: string; readonly values: SQLInputValue[] } {
  const conditions: string[] = []
  const values: SQLInputValue[] = []
  const add = (condition: string, ...given: SQLInputValue[]): void => {
    conditions.push(condition)
    values.push(...given)
  }
  if (file !== undefined) add('file = ?', file)
  if (dag !== undefined) add('dag = ?', dag)
  if (tasks !== undefined)
    add(
      `(${tasks.map(() => `task = ? or substr(task, 1, length(?) + 1) in (? || '[', ? || '.')`).join(' or ') || 'false'})`,
      ...tasks.flatMap(task => [task, task, task, task]),
    )
  return { where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`, values }
}

function resultOf(row: Row): StoredResult {
  return {
    task: String(row['task']),
    fingerprint: String(row['fingerprint']),
    run: String(row['run']),
    ended: String(row['ended']),
    parts: () => jsonOf(row['parts']) as Parts,
    tables: row['tables'] === nothingTouched ? noTables : (jsonOf(row['tables']) as unknown as TouchedTables),
    outputs: row['outputs'] === '{}' ? noOutputs : (jsonOf(row['outputs']) as Outputs),
  }
}

const noOutputs: Outputs = {}
const nothingTouched = JSON.stringify(noTables)

function jsonOf(text: unknown): { readonly [key: string]: Json } {
  return JSON.parse(String(text)) as { readonly [key: string]: Json }
}
