import type { AttemptFailure, AttemptSuccess } from '../../engines/engine.ts'
import type { RowsPreview } from '../../protocol.ts'
import type { Timing } from '../remote-job.ts'
import type { BigQueryConnection, JobMetadata, JobName, ResultPage, WireRow } from './connection.ts'
import { previewOf } from './preview.ts'
import { callProblem, meaningOf } from './reasons.ts'
import { changedRows, isQuery, isScript, lastStatement } from './statements.ts'

/** How many rows of a result are kept to be shown. */
const previewRows = 100
/** How often a call that changes nothing is made again, and the longest wait between two in milliseconds. */
const tries = 8
const longestWaitMs = 10_000

export interface JobResultRequest {
  readonly connection: BigQueryConnection
  readonly job: JobMetadata
  readonly name: JobName
  /** Of a script; else empty. */
  readonly children: readonly JobMetadata[]
  readonly wait: Timing['wait']
  readonly signal: AbortSignal
}

/** What a job that has done its work gives: its figures, and the first rows of its last statement. */
export async function jobResult(request: JobResultRequest): Promise<AttemptSuccess | AttemptFailure> {
  const { job, name, children } = request
  const last = isScript(job) ? lastStatement(children) : job
  let rows: number | null = last === null ? null : changedRows(last)
  let preview: RowsPreview | undefined
  if (last !== null && isQuery(last)) {
    const id = last.jobReference?.jobId ?? name.id
    const result = await firstRows(request, { id, location: name.location })
    if ('kind' in result) return result
    rows = result.total
    preview = result
  }
  const { statistics } = job
  const outputs = {
    rows,
    bytes_processed: Number(statistics?.query?.totalBytesProcessed ?? statistics?.totalBytesProcessed ?? 0),
    bytes_billed: Number(statistics?.query?.totalBytesBilled ?? 0),
    slot_ms: Number(statistics?.totalSlotMs ?? statistics?.query?.totalSlotMs ?? 0),
    job_id: name.id,
  }
  return { kind: 'success', outputs, ...(preview === undefined ? {} : { preview }) }
}

async function firstRows({ connection, wait, signal }: JobResultRequest, job: JobName): Promise<RowsPreview | AttemptFailure> {
  const rows: WireRow[] = []
  let first: ResultPage | undefined
  for (let pageToken: string | undefined; ; ) {
    const answer = await patiently(() => connection.results(job, previewRows - rows.length, pageToken), wait, signal)
    if (!answer.ok) return unread(answer.message)
    const page = answer.value
    // BigQuery has waited some seconds itself before it says so.
    if (page.jobComplete === false && !signal.aborted) continue
    first ??= page
    rows.push(...(page.rows ?? []))
    pageToken = page.pageToken
    if (pageToken === undefined || rows.length >= previewRows) break
  }
  return previewOf(first.schema, rows, Number(first.totalRows ?? rows.length))
}

/** The work is done: another job would do it once more. */
function unread(message: string): AttemptFailure {
  const error = { code: 'service', message: `The job has done its work, but its result cannot be read. ${message}`.trim() }
  return { kind: 'failure', error, retry: 'never', halfDone: true }
}

export type Patient<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }

/** Makes a call that changes nothing until it comes through. */
export async function patiently<T>(call: () => Promise<T>, wait: Timing['wait'], signal: AbortSignal): Promise<Patient<T>> {
  for (let tried = 1; ; tried++) {
    try {
      return { ok: true, value: await call() }
    } catch (problem) {
      const meaning = meaningOf(callProblem(problem))
      const isCredentials = meaning.kind === 'refusal' && meaning.problem.status === 401
      if (tried === tries || signal.aborted || (meaning.kind === 'refusal' && !isCredentials))
        return { ok: false, message: callProblem(problem).error.message ?? '' }
      const asked = 'retryAfterMs' in meaning ? meaning.retryAfterMs : undefined
      await wait(Math.min(longestWaitMs, asked ?? 125 * 2 ** tried), signal)
    }
  }
}
