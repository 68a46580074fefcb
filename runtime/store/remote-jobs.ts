import type { DatabaseSync } from 'node:sqlite'
import type { LeftJob, RemoteJob, RemoteJournal, RemoteServiceName } from '../clouds/remote-journal.ts'

/** Jobs that runs have had remote services do. A row is on the disk before its job is sent. */
export class RemoteJobs {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** The journal of one attempt. `now`: milliseconds since 1970-01-01T00:00:00Z. */
  journal(run: string, task: string, attempt: number, now: () => number): RemoteJournal {
    return {
      left: service => this.#left(run, task, attempt, service),
      begin: ({ service, project, location, id, digest }) => {
        this.#database
          .prepare(
            `insert into remote_jobs (service, project, location, id, run, task, attempt, digest, begun) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
             on conflict do nothing`,
          )
          .run(service, project, location, id, run, task, attempt, digest, new Date(now()).toISOString())
      },
      adopt: job => this.#set(job, 'run = ?, task = ?, attempt = ?', run, task, attempt),
      ended: (job, state) => this.#set(job, 'state = ?', state),
    }
  }

  /** Jobs of a run whose end is not known. */
  open(run: string): readonly RemoteJob[] {
    return this.#database
      .prepare('select service, project, location, id, digest from remote_jobs where run = ? and state is null order by begun')
      .all(run)
      .map(jobOf)
  }

  /**
   * Those of attempts that were cut off, whatever became of the job, since nobody was left to tell; and those whose end is not
   * known, whatever became of the attempt.
   */
  #left(run: string, task: string, attempt: number, service: RemoteServiceName): LeftJob[] {
    return this.#database
      .prepare(
        `with recursive chain (run) as (
           select ?1 union select runs.resumed from runs join chain using (run) where runs.resumed is not null
         )
         select jobs.service, jobs.project, jobs.location, jobs.id, jobs.digest, jobs.run
         from remote_jobs as jobs
         join chain using (run)
         left join tasks on tasks.run = jobs.run and tasks.task = jobs.task
         left join attempts on attempts.run = tasks.run and attempts.position = tasks.position and attempts.attempt = jobs.attempt
         where jobs.task = ?2 and jobs.service = ?3 and not (jobs.run = ?1 and jobs.attempt = ?4)
           and (jobs.state is null or attempts.state in ('running', 'interrupted'))
         order by jobs.begun desc, jobs.attempt desc`,
      )
      .all(run, task, service, attempt)
      .map(row => ({ ...jobOf(row), sameRun: row['run'] === run }))
  }

  #set({ service, project, location, id }: RemoteJob, what: string, ...values: (string | number)[]): void {
    this.#database
      .prepare(`update remote_jobs set ${what} where service = ? and project = ? and location = ? and id = ?`)
      .run(...values, service, project, location, id)
  }
}

function jobOf(row: Record<string, unknown>): RemoteJob {
  const text = (name: string): string => String(row[name])
  return {
    service: text('service') as RemoteServiceName,
    project: text('project'),
    location: text('location'),
    id: text('id'),
    digest: text('digest'),
  }
}
