import type { BigQuery, JobMetadata, TableField } from '@google-cloud/bigquery'
import { type CloudTarget, isLoopback } from '../cloud-target.ts'
import { authOf } from '../credentials.ts'
import { keepLoopbackFromProxies } from '../loopback-proxies.ts'
import type { JobConfiguration } from './job-request.ts'

export type { JobMetadata }

/** Lengths in milliseconds after which a call counts as lost. The client has none that works: its `timeout` is not heeded. */
const limits = { insert: 60_000, get: 30_000, cancel: 30_000, list: 60_000, results: 60_000 } as const

/** A job, by all that names it. */
export interface JobName {
  readonly id: string
  readonly location: string
}

/** A part of a result, in the words of the REST API. */
export interface ResultPage {
  readonly jobComplete?: boolean
  readonly schema?: { readonly fields?: readonly TableField[] }
  readonly rows?: readonly WireRow[]
  readonly totalRows?: string
  readonly pageToken?: string
}

export interface WireRow {
  readonly f: readonly { readonly v: unknown }[]
}

/** A call that was given up after its time. */
export class CallTimeout extends Error {
  constructor(what: string, ms: number) {
    super(`BigQuery has not answered ${what} in ${ms / 1000} s.`)
  }
}

/** The credentials could not be had, so that nothing was sent. */
export class CredentialsProblem extends Error {
  /** What google-auth-library said. */
  override readonly cause: unknown

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause))
    this.cause = cause
  }
}

/**
 * BigQuery as the official client reaches it: one method a call, each of which is made once and has an end. What they reject with
 * is what the client says, or a `CallTimeout`.
 */
export class BigQueryConnection {
  readonly project: string
  readonly #target: CloudTarget
  readonly #folder: string
  readonly #limits: Readonly<Record<keyof typeof limits, number>>
  #client: Promise<BigQuery> | null = null

  /** @param folder of the `.dag` file, from which a relative path of a key file is meant. */
  constructor(target: CloudTarget, project: string, folder: string, times: Partial<Record<keyof typeof limits, number>> = {}) {
    this.project = project
    this.#target = target
    this.#folder = folder
    this.#limits = { ...limits, ...times }
  }

  /** Reads the credentials again with the next call: those of this one are not valid any more. */
  forgetCredentials(): void {
    this.#client = null
  }

  async insert({ id, location }: JobName, configuration: JobConfiguration): Promise<void> {
    const client = await this.#open()
    try {
      // The id by itself: a jobReference that is passed is replaced by one with a random id.
      await this.#within('insert', client.createJob({ jobId: id, location, configuration }))
    } catch (problem) {
      // A job that has failed already is one that was made; its state is asked for like any other's.
      if (!isAnsweredJob(problem, id)) throw problem
    }
  }

  /** Rejects with 404 where there is no such job. */
  async get({ id, location }: JobName): Promise<JobMetadata> {
    const client = await this.#open()
    const [metadata] = await this.#within('get', client.job(id, { location }).getMetadata())
    return metadata as JobMetadata
  }

  async cancel({ id, location }: JobName): Promise<void> {
    const client = await this.#open()
    await this.#within('cancel', client.job(id, { location }).cancel())
  }

  /** The jobs of a script's statements and expressions, the first one first. */
  async children({ id }: JobName): Promise<readonly JobMetadata[]> {
    const client = await this.#open()
    const found: JobMetadata[] = []
    for (let pageToken: string | undefined; ; ) {
      const query = { parentJobId: id, projection: 'full', maxResults: 1000, ...(pageToken === undefined ? {} : { pageToken }) } as const
      const page = await this.#within('list', this.#request<JobList>(client, '/jobs', query))
      found.push(...(page.jobs ?? []))
      if (page.nextPageToken === undefined) break
      pageToken = page.nextPageToken
    }
    // They are listed with the newest first.
    const started = (job: JobMetadata): number => Number(job.statistics?.creationTime ?? 0)
    return found.reverse().sort((a, b) => started(a) - started(b))
  }

  /** Rows as they are sent: the client's own reading of them would lose what a preview shows. */
  async results({ id, location }: JobName, maxResults: number, pageToken?: string): Promise<ResultPage> {
    const client = await this.#open()
    const query = { location, maxResults, 'formatOptions.useInt64Timestamp': true, ...(pageToken === undefined ? {} : { pageToken }) }
    return this.#within('results', this.#request<ResultPage>(client, `/queries/${id}`, query))
  }

  /** What BigQuery expects of a job, which is not made. */
  async dryRun(location: string, configuration: JobConfiguration): Promise<JobMetadata> {
    const client = await this.#open()
    const [, metadata] = await this.#within('insert', client.createJob({ location, configuration: { ...configuration, dryRun: true } }))
    return metadata
  }

  /** Rejects with 404 where there is no such dataset. Answers its location. */
  async datasetLocation(project: string, dataset: string): Promise<string | null> {
    const client = await this.#open()
    const [metadata] = await this.#within('get', client.dataset(dataset, { projectId: project }).getMetadata())
    return (metadata as { location?: string }).location ?? null
  }

  #open(): Promise<BigQuery> {
    this.#client ??= this.#connect().catch(problem => {
      this.#client = null
      throw problem
    })
    return this.#client
  }

  async #connect(): Promise<BigQuery> {
    const endpoint = this.#target.endpoints.bigquery
    if (isLoopback(endpoint)) keepLoopbackFromProxies()
    const [{ BigQuery }, authClient] = await Promise.all([import('@google-cloud/bigquery'), this.#within('get', this.#credentials())])
    const apiEndpoint = endpointUrl(endpoint)
    const client = new BigQuery({ projectId: this.project, authClient, apiEndpoint, autoRetry: false, maxRetries: 0, userAgent: 'dagline' })
    // BIGQUERY_EMULATOR_HOST of the environment must not send the jobs of a target elsewhere.
    client.baseUrl = `${apiEndpoint}/bigquery/v2`
    return client
  }

  /** With a token, so that what is wrong with them is told before anything is sent. */
  async #credentials(): ReturnType<typeof authOf> {
    try {
      const client = await authOf(this.#target, 'bigquery', this.#folder)
      await client.getRequestHeaders()
      return client
    } catch (problem) {
      throw new CredentialsProblem(problem)
    }
  }

  #request<Answer>(client: BigQuery, uri: string, qs: Readonly<Record<string, string | number | boolean>>): Promise<Answer> {
    return new Promise((done, fail) => {
      client.request({ uri, qs }, (problem, body) => (problem ? fail(problem) : done(body as Answer)))
    })
  }

  async #within<T>(call: keyof typeof limits, work: Promise<T>): Promise<T> {
    const ms = this.#limits[call]
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new CallTimeout(`a call (${call})`, ms)), ms)
    })
    // What comes after its time is told to nobody.
    work.catch(() => undefined)
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

interface JobList {
  readonly jobs?: readonly JobMetadata[]
  readonly nextPageToken?: string
}

/** `https://bigquery.googleapis.com` where none is set; without a path of the API and slashes at its end. */
function endpointUrl(endpoint: string | null): string {
  if (endpoint === null) return 'https://bigquery.googleapis.com'
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.test(endpoint) ? '' : isLoopback(endpoint) ? 'http://' : 'https://'
  return `${scheme}${endpoint}`.replace(/(?:\/bigquery\/v2)?\/*$/, '')
}

function isAnsweredJob(problem: unknown, id: string): boolean {
  const { response } = problem as { response?: JobMetadata }
  return response?.jobReference?.jobId === id
}
