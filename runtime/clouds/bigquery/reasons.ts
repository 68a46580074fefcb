import type { CallFault } from '../remote-job.ts'
import { CredentialsProblem } from './connection.ts'

/** What BigQuery says is wrong, in a job or in the answer of a call. */
export interface ErrorProto {
  readonly reason?: string
  readonly message?: string
  readonly location?: string
}

/** Why jobs fail that another one of the same content need not: what went wrong is BigQuery's, and passes. */
const passing: ReadonlySet<string> = new Set([
  'backendError',
  'internalError',
  'rateLimitExceeded',
  'jobBackendError',
  'jobInternalError',
  'jobRateLimitExceeded',
])

/** Whether a job that failed for this reason may be tried again. A reason that is not known says nothing of the kind. */
export function passes(reason: string | undefined): boolean {
  return reason !== undefined && passing.has(reason)
}

/** What is known of a call that failed. */
export interface CallProblem {
  /** Of HTTP; null where no answer came. */
  readonly status: number | null
  /** Of Node: `ECONNREFUSED`; null where an answer came. */
  readonly code: string | null
  readonly error: ErrorProto
  readonly retryAfterMs: number | null
  /** The credentials could not be had. */
  readonly isCredentials: boolean
}

/** Reads what the client rejects with. */
export function callProblem(problem: unknown): CallProblem {
  const isCredentials = problem instanceof CredentialsProblem
  const { code, errors, response, message } = problem as {
    code?: unknown
    errors?: readonly ErrorProto[]
    response?: { readonly headers?: Readonly<Record<string, string>>; readonly status?: number }
    message?: string
  }
  const status = typeof code === 'number' ? code : (response?.status ?? null)
  const first = errors?.find(error => error.reason !== undefined) ?? {}
  return {
    status,
    code: typeof code === 'string' ? code : null,
    error: { ...first, message: first.message ?? message ?? String(problem) },
    retryAfterMs: retryAfter(response?.headers?.['retry-after']),
    isCredentials,
  }
}

/** Errors of the network before anything was sent. */
const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const networkCodes = /^E(?:CONN|NOTFOUND|AI_AGAIN|TIMEDOUT|HOST|NET|PIPE)/

/** A problem that is told to a person, since waiting does not mend it. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly problem: CallProblem
}

/**
 * What a failed call means for the job. Decided by status and reason alone, since messages change: 5xx and a silent end leave open
 * whether it was carried out; a limit of requests and lost credentials say that it was not.
 */
export function meaningOf(problem: CallProblem): Exclude<CallFault, { kind: 'refused' }> | Refusal {
  const { status, code, error, retryAfterMs, isCredentials } = problem
  const message = sentence(error.message ?? '')
  const after = retryAfterMs === null ? {} : { retryAfterMs }
  if (isCredentials) {
    const isFar = status === null ? code !== null && networkCodes.test(code) : status >= 500
    return isFar ? { kind: 'not-now', message: `No credentials could be fetched: ${message}` } : { kind: 'refusal', problem }
  }
  if (status === null) {
    if (code !== null && neverSent.has(code)) return { kind: 'not-now', message: `BigQuery cannot be reached (${code}).` }
    return { kind: 'unknown', message: code === null ? message : `The connection to BigQuery was lost (${code}).` }
  }
  if (status === 409) return { kind: 'exists' }
  if (status >= 500 || status === 408) return { kind: 'unknown', message: `BigQuery answered ${status}. ${message}`, ...after }
  const limited = status === 429 || error.reason === 'rateLimitExceeded' || error.reason === 'jobRateLimitExceeded'
  if (limited && error.reason !== 'quotaExceeded')
    return { kind: 'not-now', message: `BigQuery takes no more requests just now (${status}).`, ...after }
  return { kind: 'refusal', problem }
}

/** Of the header, which says seconds or a time. */
function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null
  if (/^\d+$/.test(header)) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now())
}

export function sentence(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
