import type { CallFault, RemoteService, RemoteStatus } from '../remote-job.ts'
import type { RemoteJob } from '../remote-journal.ts'
import type { DataprocConnection, Job } from './connection.ts'
import { callFault, isAboutCredentials } from './faults.ts'
import { requestId } from './request-id.ts'

export interface JobStatus extends RemoteStatus {
  readonly job: Job
}

/** In these a job is over; a restarted driver's failure (`ATTEMPT_FAILURE`) is none of them. */
const over: ReadonlySet<string> = new Set(['DONE', 'ERROR', 'CANCELLED'])

/** The job goes on while nobody may look at it: credentials can be renewed meanwhile, and what it has done would be lost. */
class Unseen extends Error {
  constructor(cause: unknown) {
    super('', { cause })
  }
}

/** Jobs of Dataproc under ids of ours. */
export class JobService implements RemoteService<JobStatus> {
  readonly name = 'dataproc'
  readonly #connection: DataprocConnection
  readonly #job: Job
  readonly #watch: (status: JobStatus) => Promise<void>

  /**
   * @param job without its id.
   * @param watch told of each status, and awaited.
   */
  constructor(connection: DataprocConnection, job: Job, watch: (status: JobStatus) => Promise<void>) {
    this.#connection = connection
    this.#job = job
    this.#watch = watch
  }

  async submit({ id, project }: RemoteJob): Promise<void> {
    const job = { ...this.#job, reference: { projectId: project, jobId: id } }
    await this.#connection.submitJob(job, requestId(project, id))
  }

  async get({ id }: RemoteJob): Promise<JobStatus | null> {
    const job = await this.#connection.getJob(id).catch((problem: unknown) => {
      throw isAboutCredentials(problem) ? new Unseen(problem) : problem
    })
    if (job === null) return null
    const state = String(job.status?.state ?? '')
    return { ended: over.has(state) ? state : null, failed: state === 'ERROR' || state === 'CANCELLED', job }
  }

  async cancel({ id }: RemoteJob): Promise<void> {
    await this.#connection.cancelJob(id)
  }

  fault(problem: unknown): CallFault {
    if (!(problem instanceof Unseen)) return callFault(problem)
    const fault = callFault(problem.cause)
    return fault.kind === 'refused' ? { kind: 'unknown', message: fault.failure.error.message } : fault
  }

  watch(_job: RemoteJob, status: JobStatus): Promise<void> {
    return this.#watch(status)
  }
}
