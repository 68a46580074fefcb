import { positionOf } from '../../../runtime/clouds/bigquery/positions.ts'
import type { Fault, Part } from './execution.ts'
import type { WireParameter } from './wire.ts'

/** `configuration` of jobs.insert, as far as this server heeds it. */
export interface Configuration {
  readonly dryRun?: boolean
  readonly jobTimeoutMs?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly query?: {
    readonly query?: string
    readonly useLegacySql?: boolean
    readonly queryParameters?: readonly WireParameter[]
    readonly maximumBytesBilled?: string
    readonly priority?: string
    readonly destinationTable?: { readonly projectId: string; readonly datasetId: string; readonly tableId: string }
    readonly writeDisposition?: string
  }
}

export type JobState = 'PENDING' | 'RUNNING' | 'DONE'

/** One job as the server knows it. */
export interface ServedJob {
  readonly id: string
  readonly project: string
  readonly location: string
  readonly sql: string
  readonly configuration: Configuration
  readonly created: number
  state: JobState
  ended: number | null
  error: ErrorProto | null
  isScript: boolean
  parts: readonly Part[]
  /** Somebody has asked for its end. */
  isCancelled: boolean
}

export interface ErrorProto {
  readonly reason: string
  readonly message: string
  readonly location?: string
}

/** As BigQuery says it: with the position in the text. */
export function errorProto({ reason, message, span }: Fault, sql: string, prefix = ''): ErrorProto {
  const position = span === null ? null : positionOf(sql, span.start)
  const at = position === null ? '' : ` at [${position.line}:${position.column}]`
  return { reason, message: `${prefix}${message}${at}`, ...(reason === 'invalidQuery' ? { location: 'query' } : {}) }
}

/** The resource of a job. */
export function resourceOf(job: ServedJob): object {
  const { id, project, location } = job
  const bytes = job.parts.reduce((sum, part) => sum + part.bytes, 0)
  const billed = job.parts.reduce((sum, part) => sum + billedBytes(part.bytes), 0)
  const only = job.isScript ? undefined : job.parts[0]
  return {
    kind: 'bigquery#job',
    id: `${project}:${location}.${id}`,
    jobReference: { projectId: project, jobId: id, location },
    configuration: { jobType: 'QUERY', ...job.configuration },
    statistics: {
      creationTime: String(job.created),
      ...(job.state === 'PENDING' ? {} : { startTime: String(job.created) }),
      ...(job.ended === null ? {} : { endTime: String(job.ended) }),
      ...(job.isScript && job.parts.length > 0 ? { numChildJobs: String(job.parts.length) } : {}),
      totalBytesProcessed: String(bytes),
      totalSlotMs: String(slotMs(bytes)),
      query: queryStatistics(job.isScript ? 'SCRIPT' : only?.type, bytes, billed, only),
    },
    status: statusOf(job.state, job.error),
  }
}

/** The resource of a part of a script: a job of its own. */
export function childResourceOf(job: ServedJob, index: number): object {
  const { project, location, sql } = job
  const part = job.parts[index]!
  const id = childId(job, index)
  const start = positionOf(sql, part.span.start)
  const end = positionOf(sql, part.span.end)
  const isRunning = !part.isDone && part.failure === null
  return {
    kind: 'bigquery#job',
    id: `${project}:${location}.${id}`,
    jobReference: { projectId: project, jobId: id, location },
    configuration: { jobType: 'QUERY', query: { query: sql.slice(part.span.start, part.span.end) } },
    statistics: {
      creationTime: String(job.created + index),
      startTime: String(job.created + index),
      parentJobId: job.id,
      totalBytesProcessed: String(part.bytes),
      totalSlotMs: String(slotMs(part.bytes)),
      query: queryStatistics(part.type, part.bytes, billedBytes(part.bytes), part),
      scriptStatistics: {
        evaluationKind: part.kind.toUpperCase(),
        stackFrames: [
          {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
            text: sql.slice(part.span.start, part.span.end),
          },
        ],
      },
    },
    status: statusOf(isRunning ? 'RUNNING' : 'DONE', part.failure === null ? null : errorProto(part.failure, sql)),
  }
}

export function childId(job: ServedJob, index: number): string {
  return `script_job_${job.id}_${index}`
}

/** In whole MiB, and no fewer than ten of them. */
export function billedBytes(bytes: number): number {
  const mib = 1024 * 1024
  return bytes === 0 ? 0 : Math.max(10 * mib, Math.ceil(bytes / mib) * mib)
}

function slotMs(bytes: number): number {
  return 10 + Math.ceil(bytes / 1000)
}

function queryStatistics(type: string | undefined, bytes: number, billed: number, part: Part | undefined): object {
  const isDml = type === 'INSERT' || type === 'UPDATE' || type === 'DELETE' || type === 'MERGE'
  const rows = part?.rows ?? null
  return {
    ...(type === undefined ? {} : { statementType: type }),
    totalBytesProcessed: String(bytes),
    totalBytesBilled: String(billed),
    totalSlotMs: String(slotMs(bytes)),
    cacheHit: false,
    ...(isDml && rows !== null ? { numDmlAffectedRows: String(rows) } : {}),
    ...(type === 'TRUNCATE_TABLE' && rows !== null ? { dmlStats: { deletedRowCount: String(rows) } } : {}),
    ...(type === 'LOAD_DATA' && rows !== null ? { loadQueryStatistics: { outputRows: String(rows) } } : {}),
  }
}

function statusOf(state: JobState, error: ErrorProto | null): object {
  return { state, ...(error === null ? {} : { errorResult: error, errors: [error] }) }
}
