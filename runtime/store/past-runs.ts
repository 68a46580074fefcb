import type { DatabaseSync } from 'node:sqlite'

/** Finds and removes what is recorded of runs that were. */
export class PastRuns {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** Runs whose logs are still there and that are not among so many newest, or began before; oldest first. */
  withLogsBeyond(newest: number, before: string, limit: number): string[] {
    return this.#runs(
      `select run from runs where logs_kept = 1 and state <> 'running'
       and (started < ? or run not in (select run from runs order by started desc, rowid desc limit ?))
       order by started limit ?`,
      [before, newest, limit],
    )
  }

  /** Whether the logs of a run have not been tidied away. */
  keepsLogs(run: string): boolean {
    return this.#database.prepare('select logs_kept from runs where run = ?').get(run)?.['logs_kept'] === 1
  }

  /** The logs of a run, its changes of state and the rows of its results are gone. Its first and last event still tell it. */
  dropLogs(run: string): void {
    this.#database.prepare('delete from events where run = ? and type = ?').run(run, 'task-state')
    this.#database.prepare('update attempts set log = null where run = ?').run(run)
    this.#database.prepare('update runs set logs_kept = 0 where run = ?').run(run)
  }

  /**
   * Runs that may be forgotten: not among so many newest, or began before. One that has the newest result of a task stays, since that
   * may be reused, and so does the newest run of each dag and target.
   */
  beyond(newest: number, before: string, limit: number): string[] {
    return this.#runs(
      `select run from runs as old where logs_kept = 0
       and (started < ? or run not in (select run from runs order by started desc, rowid desc limit ?))
       and not exists (
         select 1 from results as own where own.run = old.run and not exists (
           select 1 from results as newer where newer.file = own.file and newer.dag = own.dag and newer.target = own.target
           and newer.task = own.task and newer.ended > own.ended))
       and exists (select 1 from runs as newer where newer.file = old.file and newer.dag = old.dag and newer.target = old.target
                   and newer.started > old.started)
       order by started limit ?`,
      [before, newest, limit],
    )
  }

  /** Forgets a run. */
  drop(run: string): void {
    this.#database.prepare('delete from runs where run = ?').run(run)
  }

  #runs(sql: string, values: (string | number)[]): string[] {
    return this.#database
      .prepare(sql)
      .all(...values)
      .map(row => String(row['run']))
  }
}
