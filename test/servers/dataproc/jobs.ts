import { randomUUID } from 'node:crypto'
import type { protos } from '@google-cloud/dataproc'
import { status } from '@grpc/grpc-js'
import type { Fault } from '../faults.ts'
import { Refusal } from './answers.ts'
import type { Clusters } from './clusters.ts'
import { Driver, type ServerStorage } from './driver.ts'
import type { Place } from './place.ts'

type Job = protos.google.cloud.dataproc.v1.IJob
type State = keyof typeof protos.google.cloud.dataproc.v1.JobStatus.State

export interface JobRequest {
  readonly projectId?: string
  readonly region?: string
  readonly jobId?: string
  readonly requestId?: string
  readonly job?: Job | null
}

export interface JobsOptions {
  readonly place: Place
  readonly clusters: Clusters
  readonly storage: ServerStorage
  /** The bucket of the clusters, where output goes. */
  readonly bucket: string
  /** The program that runs scripts, with what stands before the script: `['python3']`, `['spark-submit']`. */
  readonly program: readonly string[]
  /** The most bytes in a chunk of the output. */
  readonly chunkBytes: number
}

/** The jobs of a place; the id of each is its own for ever. */
export class Jobs {
  /** How often each job id was made. */
  readonly created = new Map<string, number>()
  readonly #options: JobsOptions
  readonly #jobs = new Map<string, Job>()
  readonly #requests = new Map<string, Job>()
  readonly #drivers = new Map<string, Driver>()

  constructor(options: JobsOptions) {
    this.#options = options
  }

  get all(): readonly Job[] {
    return [...this.#jobs.values()]
  }

  submit(request: JobRequest, fault: Fault | null): Job {
    const { place, clusters, bucket } = this.#options
    place.check(request, 'jobs.create')
    const known = request.requestId ? this.#requests.get(request.requestId) : undefined
    if (known !== undefined) return known
    const jobId = request.job?.reference?.jobId || randomUUID()
    if (!/^[A-Za-z0-9_-]{1,100}$/.test(jobId)) throw new Refusal(status.INVALID_ARGUMENT, `Invalid job id '${jobId}'.`)
    if (this.#jobs.has(jobId)) throw new Refusal(status.ALREADY_EXISTS, `Already exists: Failed to submit job: Job ${this.#path(jobId)}`)
    const clusterName = request.job?.placement?.clusterName ?? ''
    const cluster = clusters.find(clusterName)
    const clusterPath = `projects/${place.project}/regions/${place.region}/clusters/${clusterName}`
    if (cluster === null) throw new Refusal(status.NOT_FOUND, `Not found: Cluster ${clusterPath}`)
    const state = clusters.state(clusterName)
    if (state !== 'RUNNING' && state !== 'UPDATING')
      throw new Refusal(status.FAILED_PRECONDITION, `Cluster '${clusterName}' is in state ${state} and cannot accept jobs.`)
    if (!request.job?.pysparkJob?.mainPythonFileUri) throw new Refusal(status.INVALID_ARGUMENT, 'Main Python file is required.')
    this.created.set(jobId, (this.created.get(jobId) ?? 0) + 1)
    const job: Job = {
      ...request.job,
      reference: { projectId: place.project, jobId },
      placement: { clusterName, clusterUuid: cluster.clusterUuid ?? '' },
      status: { state: 'PENDING' },
      statusHistory: [],
      jobUuid: randomUUID(),
      driverOutputResourceUri: `gs://${bucket}/google-cloud-dataproc-metainfo/${cluster.clusterUuid}/jobs/${jobId}/driveroutput`,
      done: false,
    }
    this.#jobs.set(jobId, job)
    if (request.requestId) this.#requests.set(request.requestId, job)
    this.#run(jobId, job, fault)
    return { ...job }
  }

  get(request: JobRequest, fault: Fault | null): Job {
    this.#options.place.check(request, 'jobs.get')
    const job = this.#existing(request)
    return fault?.kind === 'slow-poll' ? { ...job, status: { state: 'PENDING' }, done: false } : { ...job }
  }

  cancel(request: JobRequest): Job {
    this.#options.place.check(request, 'jobs.cancel')
    const job = this.#existing(request)
    if (job.done)
      throw new Refusal(
        status.FAILED_PRECONDITION,
        `Job ${this.#path(request.jobId!)} is in state ${job.status?.state} and cannot be cancelled.`,
      )
    enter(job, 'CANCEL_PENDING')
    this.#drivers.get(request.jobId!)?.kill()
    return { ...job }
  }

  /** Ends what runs. */
  async close(): Promise<void> {
    for (const driver of this.#drivers.values()) driver.kill()
    await Promise.all([...this.#drivers.values()].map(driver => driver.ended))
  }

  #run(jobId: string, job: Job, fault: Fault | null): void {
    if (fault?.kind === 'job-failure') {
      enter(job, 'ERROR', fault.reason ?? 'Task was not acquired')
      return
    }
    const { storage, program, chunkBytes } = this.#options
    const driver = new Driver({ jobId, job: job.pysparkJob!, output: job.driverOutputResourceUri!, storage, program, chunkBytes })
    this.#drivers.set(jobId, driver)
    driver.onStart = () => {
      if (job.status?.state === 'PENDING') enter(job, 'RUNNING')
    }
    if (fault?.kind === 'half-written') driver.killAfterFirstLine()
    void driver.ended.then(({ code, problem }) => {
      if (job.status?.state === 'CANCEL_PENDING') enter(job, 'CANCELLED', 'Job cancelled by the user.')
      else if (fault?.kind === 'half-written') enter(job, 'ERROR', fault.reason ?? 'Task not found')
      else if (code === 0) enter(job, 'DONE')
      else enter(job, 'ERROR', this.#failure(jobId, job, problem))
    })
  }

  #failure(jobId: string, job: Job, problem: string): string {
    const { project, region } = this.#options.place
    return [
      `Job failed with message [${problem}]. Additional details can be found at:`,
      `https://console.cloud.google.com/dataproc/jobs/${jobId}?project=${project}&region=${region}`,
      `gcloud dataproc jobs wait '${jobId}' --region '${region}' --project '${project}'`,
      `${job.driverOutputResourceUri}.*`,
    ].join('\n')
  }

  #existing({ jobId = '' }: JobRequest): Job {
    const job = this.#jobs.get(jobId)
    if (job === undefined) throw new Refusal(status.NOT_FOUND, `Not found: Job ${this.#path(jobId)}`)
    return job
  }

  #path(jobId: string): string {
    return `projects/${this.#options.place.project}/regions/${this.#options.place.region}/jobs/${jobId}`
  }
}

function enter(job: Job, state: State, details = ''): void {
  job.statusHistory = [...(job.statusHistory ?? []), ...(job.status ? [job.status] : [])]
  job.status = { state, details }
  job.done = state === 'DONE' || state === 'ERROR' || state === 'CANCELLED'
}
