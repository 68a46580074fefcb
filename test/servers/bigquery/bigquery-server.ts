import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Value } from '#language'
import { type Fault, FaultSchedule } from '../faults.ts'
import { type Loopback, listenOnLoopback } from '../loopback.ts'
import { Warehouse } from './execution.ts'
import { Answered, duplicate, tooMany, unauthenticated, unavailable } from './google-errors.ts'
import { type Configuration, childId, childResourceOf, errorProto, resourceOf, type ServedJob } from './job.ts'
import { runJob } from './job-runner.ts'
import { rowOf, schemaOf, valuesOf } from './wire.ts'

export interface BigQueryServerOptions {
  /** Where the tables are kept. */
  readonly folder: string
  readonly project: string
  /** Of all datasets. */
  readonly location: string
  /** Those that are there from the beginning. */
  readonly datasets: readonly string[]
  readonly faults?: readonly Fault[]
  /** Tables (`dataset.table`) whose bytes cannot be told before a query has run. */
  readonly clustered?: readonly string[]
  /** How many rows a page has at most, whatever is asked for. */
  readonly pageRows?: number
}

export interface BigQueryServer {
  readonly endpoint: string
  readonly faults: FaultSchedule
  /** Another way to the same service, with faults of its own. */
  door(faults: readonly Fault[]): Promise<{ readonly endpoint: string; readonly faults: FaultSchedule }>
  /** All jobs that were made, in order; not those of the statements of scripts. */
  readonly jobs: readonly ServedJob[]
  /** Keeps jobs with this text in their query from beginning their work until it is released. */
  hold(text: string): { release(): void }
  /** Keeps statements with this text in scripts from beginning until their job is cancelled. */
  holdStatement(text: string): void
  /** Settles with the first job that fits, also one that has been. */
  job(fits: (job: ServedJob) => boolean): Promise<ServedJob>
  /** Runs a script beside the API, for what is there before and after a test. Answers the rows of the last query. */
  query(sql: string): Promise<readonly (readonly unknown[])[]>
  close(): Promise<void>
}

interface Call {
  readonly method: string
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
}

/** BigQuery's REST API as far as Dagline calls it, with DuckDB at work. */
export async function startBigQueryServer(options: BigQueryServerOptions): Promise<BigQueryServer> {
  const service = new BigQueryService(options)
  for (const dataset of options.datasets) await service.warehouse.makeDataset(options.project, dataset)
  let closed: Promise<void> | undefined
  const doors: Loopback[] = []
  const door = async (faults: FaultSchedule): Promise<string> => {
    const loopback = await listenOnLoopback((request, response) => void service.handle(request, response, faults))
    doors.push(loopback)
    return loopback.endpoint
  }
  return {
    endpoint: await door(service.faults),
    door: async list => {
      const faults = new FaultSchedule(list)
      return { endpoint: await door(faults), faults }
    },
    faults: service.faults,
    jobs: service.jobs,
    hold: text => service.hold(text),
    holdStatement: text => service.heldStatements.push(text),
    job: fits => service.job(fits),
    query: sql => service.query(sql),
    close: () => {
      closed ??= Promise.all(doors.map(one => one.close())).then(() => service.close())
      return closed
    },
  }
}

class BigQueryService {
  readonly warehouse: Warehouse
  readonly faults: FaultSchedule
  readonly jobs: ServedJob[] = []
  readonly heldStatements: string[] = []
  readonly #options: BigQueryServerOptions
  readonly #holds = new Set<{ text: string }>()
  readonly #watchers = new Set<() => void>()
  readonly #running = new Set<Promise<void>>()

  constructor(options: BigQueryServerOptions) {
    this.#options = options
    this.warehouse = new Warehouse(options.folder)
    this.faults = new FaultSchedule(options.faults)
  }

  hold(text: string): { release(): void } {
    const hold = { text }
    this.#holds.add(hold)
    return {
      release: () => {
        this.#holds.delete(hold)
        this.#changed()
      },
    }
  }

  job(fits: (job: ServedJob) => boolean): Promise<ServedJob> {
    return this.#until(() => this.jobs.find(fits))
  }

  async query(sql: string): Promise<readonly (readonly unknown[])[]> {
    const { project } = this.#options
    const parts = await this.warehouse.execute({
      sql,
      project,
      params: new Map(),
      destination: null,
      stopped: () => false,
      begins: async () => null,
      datasetFault: async () => null,
      costFault: () => null,
    })
    const last = parts.at(-1)
    if (last?.failure) throw new Error(last.failure.message)
    return last?.sample?.rows ?? []
  }

  async close(): Promise<void> {
    this.#holds.clear()
    for (const job of this.jobs) job.isCancelled = true
    this.#changed()
    await Promise.all(this.#running)
    await this.warehouse.close()
  }

  async handle(request: IncomingMessage, response: ServerResponse, faults: FaultSchedule): Promise<void> {
    try {
      const body = await textOf(request)
      const url = new URL(request.url ?? '/', 'http://localhost')
      const path = url.pathname
        .replace(/^\/bigquery\/v2\//, '')
        .split('/')
        .map(decodeURIComponent)
      const call: Call = { method: request.method ?? 'GET', path, query: url.searchParams, body: body === '' ? {} : JSON.parse(body) }
      const name = methodOf(call)
      const fault = name === 'jobs.insert' && isDryRun(call) ? null : faults.take(name)
      if (fault?.kind === 'reset') return void request.socket.destroy()
      const answer = await this.#answer(name, call, fault)
      if (fault?.kind === 'lost-response') return void request.socket.destroy()
      send(response, 200, answer)
    } catch (problem) {
      if (problem instanceof Answered) send(response, problem.status, problem.body, problem.headers)
      else send(response, 500, new Answered(500, 'internalError', String(problem instanceof Error ? problem.stack : problem)).body)
    }
  }

  async #answer(name: string, call: Call, fault: Fault | null): Promise<object> {
    if (fault?.kind === 'unavailable-before') throw unavailable()
    if (fault?.kind === 'too-many') throw tooMany(fault.retryAfterSeconds ?? 1)
    if (fault?.kind === 'expired-credentials') throw unauthenticated()
    const project = call.path[1] ?? ''
    if (project !== this.#options.project)
      throw new Answered(
        403,
        'accessDenied',
        `Access Denied: Project ${project}: User does not have bigquery.jobs.create permission in project ${project}.`,
      )
    const answer = await this.#work(name, call, fault)
    if (fault?.kind === 'unavailable-after') throw unavailable()
    if (fault?.kind === 'exists') throw duplicate('the one that was made just now')
    return answer
  }

  async #work(name: string, { path, query, body }: Call, fault: Fault | null): Promise<object> {
    const id = path[3] ?? ''
    switch (name) {
      case 'jobs.insert':
        return this.#insert(body, fault)
      case 'jobs.get': {
        const resource = this.#resource(id, query.get('location'))
        return fault?.kind === 'slow-poll' ? underWay(resource) : resource
      }
      case 'jobs.cancel': {
        const job = this.#find(id, query.get('location'))
        if (fault?.kind !== 'slow-poll') job.isCancelled = true
        this.#changed()
        return { kind: 'bigquery#jobCancelResponse', job: resourceOf(job) }
      }
      case 'jobs.list':
        return this.#children(query)
      case 'jobs.getQueryResults':
        return this.#results(id, query)
      case 'datasets.get':
        return this.#dataset(id)
      case 'datasets.list': {
        const datasets = (await this.warehouse.datasets(this.#options.project)).slice(0, Number(query.get('maxResults') ?? 50))
        return { kind: 'bigquery#datasetList', datasets: datasets.map(one => this.#datasetResource(one)) }
      }
      case 'tables.get':
        return this.#table(id, path[5] ?? '')
      default:
        throw new Answered(404, 'notFound', `Not Found: ${path.join('/')}`)
    }
  }

  async #insert(body: Record<string, unknown>, fault: Fault | null): Promise<object> {
    const configuration = (body['configuration'] ?? {}) as Configuration
    const { projectId, jobId, location } = (body['jobReference'] ?? {}) as { projectId?: string; jobId?: string; location?: string }
    const sql = configuration.query?.query ?? ''
    if (configuration.query?.useLegacySql !== false) throw new Answered(400, 'invalid', 'Legacy SQL is not served here')
    for (const [key, value] of Object.entries(configuration.labels ?? {})) {
      if (!/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(key) || !/^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(value))
        throw new Answered(400, 'invalid', `Label ${JSON.stringify(key)}: ${JSON.stringify(value)} has invalid characters.`)
    }
    const params = valuesOf(configuration.query.queryParameters ?? [])
    if (typeof params === 'string') throw new Answered(400, 'invalid', params, { location: 'query.queryParameters' })
    if (configuration.dryRun) return this.#dryRun(sql, params, location ?? 'US', configuration)
    if (jobId === undefined || !/^[\w-]{1,1024}$/.test(jobId)) throw new Answered(400, 'invalid', `Invalid job ID "${jobId}"`)
    if (projectId !== this.#options.project) throw new Answered(400, 'invalid', 'The project of the job is not that of the call')
    // Where the data is, is not asked: it is guessed.
    const place = location ?? 'US'
    const known = this.jobs.find(job => job.id === jobId && job.location === place)
    if (known !== undefined) throw duplicate(`${projectId}:${place}.${jobId}`)
    const job: ServedJob = {
      id: jobId,
      project: projectId,
      location: place,
      sql,
      configuration,
      created: Date.now(),
      state: 'PENDING',
      ended: null,
      error: null,
      isScript: false,
      parts: [],
      isCancelled: false,
    }
    this.jobs.push(job)
    this.#changed()
    const answer = resourceOf(job)
    const running = runJob(job, params, fault, {
      warehouse: this.warehouse,
      datasetFault: (...where) => this.#datasetFault(...where),
      held: one => this.#until(() => (one.isCancelled || ![...this.#holds].some(hold => one.sql.includes(hold.text)) ? one : undefined)),
      heldStatement: (one, text) =>
        this.#until(() => (one.isCancelled || !this.heldStatements.some(held => text.includes(held)) ? one : undefined)),
      changed: () => this.#changed(),
    })
    this.#running.add(running)
    void running.finally(() => this.#running.delete(running))
    return answer
  }

  async #dryRun(sql: string, params: ReadonlyMap<string, Value>, location: string, configuration: Configuration): Promise<object> {
    const { project, clustered = [] } = this.#options
    const found = await this.warehouse.analyse({
      sql,
      project,
      params,
      destination: null,
      stopped: () => false,
      begins: async () => null,
      datasetFault: (...where) => this.#datasetFault(...where, location),
      costFault: () => null,
    })
    if ('reason' in found) {
      const { reason, message } = errorProto(found, sql)
      throw new Answered(reason === 'notFound' ? 404 : 400, reason, message, { location: 'query' })
    }
    const accuracy = found.type === 'SCRIPT' ? 'UNKNOWN' : clustered.some(table => sql.includes(table)) ? 'UPPER_BOUND' : 'PRECISE'
    return {
      kind: 'bigquery#job',
      jobReference: { projectId: project, location },
      configuration: { jobType: 'QUERY', ...configuration },
      statistics: {
        creationTime: String(Date.now()),
        totalBytesProcessed: String(found.bytes),
        query: {
          statementType: found.type,
          totalBytesProcessed: String(found.bytes),
          totalBytesBilled: '0',
          totalBytesProcessedAccuracy: accuracy,
          cacheHit: false,
        },
      },
      status: { state: 'DONE' },
    }
  }

  async #datasetFault(project: string, dataset: string, location: string): Promise<string | null> {
    const { project: own, location: home } = this.#options
    const isHere = project === own && location.toLowerCase() === home.toLowerCase()
    if (isHere && (await this.warehouse.datasets(own)).includes(dataset)) return null
    return `Not found: Dataset ${project}:${dataset} was not found in location ${location}`
  }

  /** Outside of US and EU a job is found only by its location. */
  #find(id: string, location: string | null): ServedJob {
    const job = this.jobs.find(one => one.id === id && (location === null ? /^(us|eu)$/i.test(one.location) : one.location === location))
    if (job === undefined) throw new Answered(404, 'notFound', `Not found: Job ${this.#options.project}:${location ?? 'US'}.${id}`)
    return job
  }

  /** Of a job, or of one of the statements of a script. */
  #resource(id: string, location: string | null): object {
    for (const job of this.jobs) {
      const index = job.parts.findIndex((_, i) => childId(job, i) === id)
      if (index >= 0 && job.isScript) return childResourceOf(job, index)
    }
    return resourceOf(this.#find(id, location))
  }

  #children(query: URLSearchParams): object {
    const parent = this.jobs.find(job => job.id === query.get('parentJobId'))
    const parts = parent?.isScript ? parent.parts : []
    const newest = parts.map((_, i) => childResourceOf(parent!, parts.length - 1 - i))
    const start = Number(query.get('pageToken') ?? 0)
    const end = start + Math.min(Number(query.get('maxResults') ?? 50), this.#options.pageRows ?? 1000)
    return { kind: 'bigquery#jobList', jobs: newest.slice(start, end), ...(end < newest.length ? { nextPageToken: String(end) } : {}) }
  }

  #results(id: string, query: URLSearchParams): object {
    const location = query.get('location')
    const parent = this.jobs.find(job => job.isScript && job.parts.some((_, i) => childId(job, i) === id))
    const job = parent ?? this.#find(id, location)
    const parts = parent?.parts ?? job.parts
    const part = parent === undefined ? parts.at(-1) : parts[parts.findIndex((_, i) => childId(parent, i) === id)]
    if (job.state !== 'DONE') return { kind: 'bigquery#getQueryResultsResponse', jobComplete: false }
    const error = job.error
    if (error !== null) throw new Answered(400, error.reason, error.message, { location: 'query' })
    const schema = schemaOf(part?.sample?.columns ?? [])
    const rows = part?.sample?.rows ?? []
    const start = Number(query.get('pageToken') ?? query.get('startIndex') ?? 0)
    const end = start + Math.min(Number(query.get('maxResults') ?? 10_000), this.#options.pageRows ?? 10_000)
    return {
      kind: 'bigquery#getQueryResultsResponse',
      jobReference: { projectId: job.project, jobId: id, location: job.location },
      jobComplete: true,
      schema,
      totalRows: String(part?.rows ?? 0),
      rows: rows.slice(start, end).map(row => rowOf(row, schema.fields)),
      ...(end < rows.length ? { pageToken: String(end) } : {}),
    }
  }

  async #dataset(id: string): Promise<object> {
    const { project } = this.#options
    if (!(await this.warehouse.datasets(project)).includes(id)) throw new Answered(404, 'notFound', `Not found: Dataset ${project}:${id}`)
    return this.#datasetResource(id)
  }

  #datasetResource(id: string): object {
    const { project, location } = this.#options
    return { kind: 'bigquery#dataset', id: `${project}:${id}`, datasetReference: { projectId: project, datasetId: id }, location }
  }

  async #table(dataset: string, table: string): Promise<object> {
    const { project, location } = this.#options
    const sql = `select * from \`${project}.${dataset}.${table}\``
    const [part] = await this.warehouse.execute({
      sql,
      project,
      params: new Map(),
      destination: null,
      stopped: () => false,
      begins: async () => null,
      datasetFault: (...where) => this.#datasetFault(...where, location),
      costFault: () => null,
    })
    if (!part?.isDone) throw new Answered(404, 'notFound', `Not found: Table ${project}:${dataset}.${table}`)
    const tableReference = { projectId: project, datasetId: dataset, tableId: table }
    const schema = schemaOf(part.sample?.columns ?? [])
    return {
      kind: 'bigquery#table',
      id: `${project}:${dataset}.${table}`,
      tableReference,
      schema,
      numRows: String(part.rows ?? 0),
      location,
      type: 'TABLE',
    }
  }

  #until<T>(found: () => T | undefined): Promise<T> {
    return new Promise(done => {
      const look = (): void => {
        const value = found()
        if (value === undefined) return
        this.#watchers.delete(look)
        done(value)
      }
      this.#watchers.add(look)
      look()
    })
  }

  #changed(): void {
    for (const look of [...this.#watchers]) look()
  }
}

const methods: readonly (readonly [string, RegExp, string])[] = [
  ['POST', /^projects\/[^/]+\/jobs$/, 'jobs.insert'],
  ['GET', /^projects\/[^/]+\/jobs$/, 'jobs.list'],
  ['GET', /^projects\/[^/]+\/jobs\/[^/]+$/, 'jobs.get'],
  ['POST', /^projects\/[^/]+\/jobs\/[^/]+\/cancel$/, 'jobs.cancel'],
  ['GET', /^projects\/[^/]+\/queries\/[^/]+$/, 'jobs.getQueryResults'],
  ['GET', /^projects\/[^/]+\/datasets$/, 'datasets.list'],
  ['GET', /^projects\/[^/]+\/datasets\/[^/]+$/, 'datasets.get'],
  ['GET', /^projects\/[^/]+\/datasets\/[^/]+\/tables\/[^/]+$/, 'tables.get'],
]

function methodOf({ method, path }: Call): string {
  return methods.find(([verb, pattern]) => verb === method && pattern.test(path.join('/')))?.[2] ?? 'unknown'
}

function isDryRun({ body }: Call): boolean {
  return ((body['configuration'] ?? {}) as Configuration).dryRun === true
}

/** As it would be told a moment earlier. */
function underWay(resource: object): object {
  return { ...resource, status: { state: 'RUNNING' } }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers })
  response.end(JSON.stringify(body))
}
