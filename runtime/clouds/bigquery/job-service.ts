import type { AttemptFailure } from '../../engines/engine.ts'
import type { CallFault, RemoteService, RemoteStatus } from '../remote-job.ts'
import type { RemoteJob } from '../remote-journal.ts'
import type { BigQueryConnection, JobMetadata } from './connection.ts'
import type { JobConfiguration } from './job-request.ts'
import { type CallProblem, callProblem, meaningOf } from './reasons.ts'
import { isScript, statementLine } from './statements.ts'

export interface BigQueryStatus extends RemoteStatus {
  readonly job: JobMetadata
}

export interface BigQueryJob {
  readonly connection: BigQueryConnection
  readonly configuration: JobConfiguration
  /** What is told of a job that BigQuery does not take. */
  refusal(problem: CallProblem): AttemptFailure
  /** Told once of the job, when BigQuery has it. */
  begun(job: RemoteJob): void
  log(line: string): void
}

/** So often in a row sending may be refused for the credentials before that is believed: they are read anew each time. */
const credentialTries = 2

/** One job of BigQuery, for `runRemoteJob`. */
export class BigQueryJobService implements RemoteService<BigQueryStatus> {
  readonly name = 'bigquery'
  readonly #job: BigQueryJob
  #state = ''
  #isTold = false
  #refusedCredentials = 0
  #isSending = false
  readonly #told = new Set<string>()
  /** The last that was seen of the job. */
  latest: JobMetadata | null = null

  constructor(job: BigQueryJob) {
    this.#job = job
  }

  submit(job: RemoteJob): Promise<void> {
    this.#isSending = true
    return this.#answered(this.#job.connection.insert(job, this.#job.configuration))
  }

  async get(job: RemoteJob): Promise<BigQueryStatus | null> {
    this.#isSending = false
    try {
      const metadata = await this.#answered(this.#job.connection.get(job))
      const { state, errorResult } = metadata.status ?? {}
      this.latest = metadata
      return {
        ended: state === 'DONE' ? (errorResult === undefined ? 'DONE' : 'FAILED') : null,
        failed: errorResult !== undefined,
        job: metadata,
      }
    } catch (problem) {
      const { status, error } = callProblem(problem)
      if (status === 404 && error.reason === 'notFound') return null
      throw problem
    }
  }

  cancel(job: RemoteJob): Promise<void> {
    this.#isSending = false
    return this.#answered(this.#job.connection.cancel(job))
  }

  fault(problem: unknown): CallFault {
    const call = callProblem(problem)
    // A job that runs is asked for as long as there is patience: somebody may log in again.
    if (call.status === 401 && (!this.#isSending || ++this.#refusedCredentials <= credentialTries)) {
      this.#job.connection.forgetCredentials()
      return { kind: 'not-now', message: 'BigQuery does not take the credentials any more; they are read again.' }
    }
    const meaning = meaningOf(call)
    return meaning.kind === 'refusal' ? { kind: 'refused', failure: this.#job.refusal(call) } : meaning
  }

  async watch(job: RemoteJob, { job: metadata }: BigQueryStatus): Promise<void> {
    if (!this.#isTold) this.#job.begun(job)
    this.#isTold = true
    const state = metadata.status?.state ?? ''
    if (state === 'RUNNING' && this.#state !== state) this.#job.log('The job is running.')
    this.#state = state
    // Of a script that ends all its statements are told by who makes its result.
    if (!isScript(metadata) || state === 'DONE' || Number(metadata.statistics?.numChildJobs ?? 0) <= this.#told.size) return
    try {
      this.tell(await this.#job.connection.children(job))
    } catch {
      // They are told when the script has ended.
    }
  }

  /** Logs the statements of a script that have ended and are not told yet. */
  tell(children: readonly JobMetadata[]): void {
    for (const child of children) {
      const id = child.jobReference?.jobId ?? ''
      if (child.status?.state !== 'DONE' || this.#told.has(id)) continue
      this.#told.add(id)
      if (child.statistics?.scriptStatistics?.evaluationKind !== 'EXPRESSION') this.#job.log(statementLine(child))
    }
  }

  async #answered<T>(call: Promise<T>): Promise<T> {
    const answer = await call
    this.#refusedCredentials = 0
    return answer
  }
}
