import type { Value } from '#language'
import type { Fault as InjectedFault } from '../faults.ts'
import { isScript, type Part, syntaxFault, type Warehouse } from './execution.ts'
import { billedBytes, errorProto, type ServedJob } from './job.ts'

export interface JobRunnerOptions {
  readonly warehouse: Warehouse
  datasetFault(project: string, dataset: string, location: string): Promise<string | null>
  /** Settles when the job may begin its work. */
  held(job: ServedJob): Promise<unknown>
  /** Settles when a statement of a script may begin. */
  heldStatement(job: ServedJob, text: string): Promise<unknown>
  /** Told of each change of a job. */
  changed(): void
}

/** Carries out one job, from PENDING to DONE. Never rejects. */
export async function runJob(
  job: ServedJob,
  params: ReadonlyMap<string, Value>,
  injected: InjectedFault | null,
  options: JobRunnerOptions,
): Promise<void> {
  const end = (error: ServedJob['error']): void => {
    if (job.state === 'DONE') return
    job.state = 'DONE'
    job.ended = Date.now()
    job.error = error
    options.changed()
  }
  const stop = (why: string): void => {
    job.isCancelled = true
    end({ reason: 'stopped', message: `Job execution was cancelled: ${why}` })
  }
  const limit = Number(job.configuration.jobTimeoutMs ?? 0)
  // As the real one does: it stops a job that nobody asks for any more.
  if (limit > 0) AbortSignal.timeout(limit).addEventListener('abort', () => stop(`Job timed out after ${limit}ms`))
  try {
    const { sql } = job
    job.isScript = isScript(sql)
    const fault = syntaxFault(sql)
    if (fault !== null) return end(errorProto(fault, sql))
    job.state = 'RUNNING'
    options.changed()
    await options.held(job)
    if (job.isCancelled) return stop('User requested cancellation')
    if (injected?.kind === 'job-failure') return end(injectedError(injected))
    const parts: Part[] = []
    job.parts = parts
    const { destinationTable: table, maximumBytesBilled } = job.configuration.query ?? {}
    await options.warehouse.execute({
      sql,
      project: job.project,
      params,
      destination: table === undefined ? null : `${table.projectId}.${table.datasetId}.${table.tableId}`,
      stopped: () => job.isCancelled,
      begins: async part => {
        parts.push(part)
        options.changed()
        await options.heldStatement(job, sql.slice(part.span.start, part.span.end))
        if (job.isCancelled) return { reason: 'stopped', message: 'Job execution was cancelled: User requested cancellation', span: null }
        // After a first statement that has done its work, or before the only one.
        const isMidst = parts.filter(one => one.isDone && one.kind === 'statement').length > 0 || !job.isScript
        if (injected?.kind === 'half-written' && isMidst) return { ...injectedError(injected), span: null }
        return null
      },
      datasetFault: (project, dataset) => options.datasetFault(project, dataset, job.location),
      costFault: bytes => costFault(bytes, maximumBytesBilled),
    })
    const failure = parts.find(part => part.failure !== null)?.failure ?? null
    if (failure !== null) return end(errorProto(failure, sql, job.isScript && failure.reason === 'invalidQuery' ? 'Query error: ' : ''))
    if (job.isCancelled) return stop('User requested cancellation')
    end(null)
  } catch (problem) {
    end({ reason: 'internalError', message: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem) })
  }
}

function injectedError({ reason = 'backendError' }: InjectedFault): { reason: string; message: string } {
  return { reason, message: `The job encountered an error during execution (${reason})` }
}

function costFault(bytes: number, most: string | undefined): { reason: string; message: string; span: null } | null {
  const billed = billedBytes(bytes)
  if (most === undefined || billed <= Number(most)) return null
  const message = `Query exceeded limit for bytes billed: ${most}. ${billed} or higher required.`
  return { reason: 'bytesBilledLimitExceeded', message, span: null }
}
