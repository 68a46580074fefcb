import type { Attempt, AttemptFailure, AttemptResult } from '../../engines/engine.ts'
import { readSqlScript } from '../../engines/sql-script.ts'
import { type CloudTarget, cloudTarget } from '../cloud-target.ts'
import { type RemoteEnd, runRemoteJob, type Timing, usualTiming } from '../remote-job.ts'
import { BigQueryConnection, type JobMetadata } from './connection.ts'
import { type FailureContext, jobFailure, refusalFailure } from './job-failure.ts'
import { type JobRequest, jobRequest } from './job-request.ts'
import { jobResult, patiently } from './job-result.ts'
import { BigQueryJobService, type BigQueryStatus } from './job-service.ts'
import { type RenderedScript, renderScript } from './rendered-script.ts'
import { didWork, isScript } from './statements.ts'

/** Runs scripts as jobs of BigQuery. Holds one connection for each project of each target. */
export class BigQueryJobs {
  readonly #connections = new Map<string, BigQueryConnection>()
  readonly #timing: Timing

  constructor(timing: Partial<Timing> = {}) {
    this.#timing = { ...usualTiming, ...timing }
  }

  /** Runs one attempt to the end of its job. After an abort, the job is over when this settles. */
  async run(attempt: Attempt): Promise<AttemptResult> {
    const source = await readSqlScript(attempt)
    if ('kind' in source) return source
    const script = renderScript(source, attempt.params, name => attempt.paramPhase(name))
    if ('kind' in script) return script
    const target = cloudTarget(attempt.target)
    const labels = { dag: attempt.dag, task: attempt.task, run: attempt.run }
    const request = jobRequest({ target, properties: attempt.properties, script, labels, timeoutMs: attempt.timeoutMs })
    if ('property' in request) return refused(attempt, request)
    return new JobRun(attempt, script, request, this.connection(target, request.project, attempt.folder), this.#timing).run()
  }

  connection(target: CloudTarget, project: string, folder: string): BigQueryConnection {
    const key = JSON.stringify([project, folder, target.endpoints.bigquery, target.credentials, target.impersonate])
    const known = this.#connections.get(key)
    if (known !== undefined) return known
    const connection = new BigQueryConnection(target, project, folder)
    this.#connections.set(key, connection)
    return connection
  }
}

function refused(attempt: Attempt, { code, message, property }: { code: string; message: string; property: string }): AttemptFailure {
  return { kind: 'failure', error: { code, message, place: attempt.placeOf(property) }, retry: 'never' }
}

class JobRun {
  readonly #attempt: Attempt
  readonly #request: JobRequest
  readonly #connection: BigQueryConnection
  readonly #timing: Timing
  readonly #failure: FailureContext
  readonly #service: BigQueryJobService

  constructor(attempt: Attempt, script: RenderedScript, request: JobRequest, connection: BigQueryConnection, timing: Timing) {
    this.#attempt = attempt
    this.#request = request
    this.#connection = connection
    this.#timing = timing
    this.#failure = {
      project: request.project,
      location: request.location,
      timeoutMs: attempt.timeoutMs,
      placeOf: script.placeOf,
      place: attempt.placeOf(attempt.properties.has('sql') ? 'sql' : 'script'),
    }
    this.#service = new BigQueryJobService({
      connection,
      configuration: request.configuration,
      refusal: problem => refusalFailure(problem, this.#failure),
      begun: job => this.#log(`Job ${job.id} in ${job.location}: ${consoleLink(job)}`),
      log: line => this.#log(line),
    })
  }

  async run(): Promise<AttemptResult> {
    const { run, task, number, remote, signal } = this.#attempt
    const end = await runRemoteJob({
      run,
      task,
      attempt: number,
      ...this.#request,
      service: this.#service,
      journal: remote,
      signal,
      log: line => this.#log(line),
      timing: this.#timing,
    })
    return this.#resultOf(end)
  }

  async #resultOf(end: RemoteEnd<BigQueryStatus>): Promise<AttemptResult> {
    switch (end.kind) {
      case 'failure':
        return end.failure.error.place === undefined
          ? { ...end.failure, error: { ...end.failure.error, place: this.#failure.place } }
          : end.failure
      case 'stopped':
        return this.#stopped()
      case 'ended': {
        const { job } = end.status
        const children = await this.#children(job)
        if (end.status.failed) return jobFailure(job, children, this.#failure)
        if (children === null) this.#log('What its statements did cannot be told: they could not be asked for.')
        const { signal } = this.#attempt
        const result = await jobResult({
          connection: this.#connection,
          job,
          name: end.job,
          children: children ?? [],
          wait: this.#timing.wait,
          signal,
        })
        if (result.kind === 'failure') return { ...result, error: { ...result.error, place: this.#failure.place } }
        return result
      }
      default:
        return end satisfies never
    }
  }

  /** Nobody hears of this result, but whether the script had done something decides whether it may be tried again. */
  async #stopped(): Promise<AttemptFailure> {
    const job = this.#service.latest
    const children = job === null ? [] : await this.#children(job)
    const done = children?.filter(didWork).length ?? 0
    if (done > 0) this.#log(`The script had done ${done === 1 ? 'a statement' : `${done} statements`} when it was stopped.`)
    const error = { code: 'cancelled', message: 'The job was cancelled.', place: this.#failure.place }
    return { kind: 'failure', error, ...(children === null || done > 0 ? { retry: 'never', halfDone: true } : {}) }
  }

  /** The jobs of a script's statements, which are logged; empty of what is no script, null where they cannot be asked for. */
  async #children(job: JobMetadata): Promise<readonly JobMetadata[] | null> {
    if (!isScript(job)) return []
    const { jobId = '', location = this.#request.location } = job.jobReference ?? {}
    const answer = await patiently(() => this.#connection.children({ id: jobId, location }), this.#timing.wait, this.#attempt.signal)
    if (!answer.ok) return null
    this.#service.tell(answer.value)
    return answer.value
  }

  #log(line: string): void {
    this.#attempt.log('system', line)
  }
}

function consoleLink({ project, location, id }: { project: string; location: string; id: string }): string {
  const query = new URLSearchParams({ project, j: `bq:${location}:${id}`, page: 'queryresults' })
  return `https://console.cloud.google.com/bigquery?${query}`
}
