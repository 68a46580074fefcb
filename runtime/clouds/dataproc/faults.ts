import type { AttemptFailure } from '../../engines/engine.ts'
import type { CallFault } from '../remote-job.ts'
import { plainWords } from './plain-words.ts'

/** There are no credentials, or no token could be had for them. */
export class CredentialsProblem extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause))
  }
}

/** Codes of gRPC. */
export const codes = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  dataLoss: 15,
  unauthenticated: 16,
} as const

/** After these the call may have been carried out. */
const uncertain: ReadonlySet<number> = new Set([
  codes.cancelled,
  codes.unknown,
  codes.deadlineExceeded,
  codes.aborted,
  codes.internal,
  codes.unavailable,
  codes.dataLoss,
])

/** Of the reasons for `RESOURCE_EXHAUSTED`, the one that a minute mends; others are quotas of machines and the like. */
const rateLimit = 'RATE_LIMIT_EXCEEDED'

/** An error as the client throws it. */
interface ClientError {
  readonly code?: unknown
  /** What the service said. */
  readonly details?: unknown
  readonly message?: unknown
  /** Of `google.rpc.ErrorInfo`. */
  readonly reason?: unknown
  readonly statusDetails?: unknown
}

export function isNotFound(problem: unknown): boolean {
  return (problem as ClientError).code === codes.notFound
}

export function isAboutCredentials(problem: unknown): boolean {
  return problem instanceof CredentialsProblem || (problem as ClientError).code === codes.unauthenticated
}

/** What is asked for cannot be done in the state that things are in. */
export function isFailedPrecondition(problem: unknown): boolean {
  return (problem as ClientError).code === codes.failedPrecondition
}

/** What an error of a call says. Decided by its code and reason; the words are only told. */
export function callFault(problem: unknown): CallFault {
  const error = problem as ClientError
  const said = saidOf(error)
  if (problem instanceof CredentialsProblem) return { kind: 'refused', failure: credentialsFailure(said) }
  // No call has failed, but what makes it: a bug.
  if (typeof error.code !== 'number') throw problem
  if (error.code === codes.alreadyExists) return { kind: 'exists' }
  const retryAfterMs = retryAfterOf(error)
  const wait = retryAfterMs === null ? {} : { retryAfterMs }
  if (uncertain.has(error.code)) return { kind: 'unknown', message: `Dataproc could not be reached: ${said}`, ...wait }
  if (error.code === codes.resourceExhausted && (error.reason === undefined || error.reason === rateLimit))
    return { kind: 'not-now', message: `Dataproc asks to wait: ${said}`, ...wait }
  return { kind: 'refused', failure: refusal(error.code, said) }
}

function refusal(code: number, said: string): AttemptFailure {
  if (code === codes.unauthenticated) return credentialsFailure(said)
  const known = plainWords(said)
  const error = { code: codeOf(code, known?.code), message: known === null ? `Dataproc refused: ${said}` : known.message }
  // A cluster may be starting, a quota be freed; what is forbidden or misspelt stays so.
  const mayPass = known?.passes ?? (code === codes.failedPrecondition || code === codes.resourceExhausted)
  return mayPass ? { kind: 'failure', error } : { kind: 'failure', error, retry: 'never' }
}

function codeOf(code: number, known: string | undefined): string {
  if (known !== undefined) return known
  if (code === codes.permissionDenied) return 'permission'
  return code === codes.notFound ? 'not-found' : 'service'
}

/** Without the text of the error: libraries have put keys and tokens there. */
function credentialsFailure(said: string): AttemptFailure {
  const missing = /default credentials/i.test(said)
  const message = missing
    ? 'There are no credentials for Google Cloud. `gcloud auth application-default login` makes some, or `credentials` of the target names a key file.'
    : /ENOENT/.test(said)
      ? 'The key file that `credentials` of the target names is not there.'
      : 'Google Cloud does not accept the credentials. `gcloud auth application-default login` renews them; a key file may have been revoked.'
  return { kind: 'failure', error: { code: 'credentials', message }, retry: 'never' }
}

function saidOf({ details, message }: ClientError): string {
  const text = typeof details === 'string' && details !== '' ? details : String(message ?? 'no reason was given')
  const oneLine = text.replace(/\s+/g, ' ').trim()
  return /[.!?]$/.test(oneLine) ? oneLine : `${oneLine}.`
}

/** The wait that the service asks for (`google.rpc.RetryInfo`), in milliseconds. */
function retryAfterOf({ statusDetails }: ClientError): number | null {
  if (!Array.isArray(statusDetails)) return null
  for (const detail of statusDetails as readonly { readonly retryDelay?: { readonly seconds?: unknown; readonly nanos?: unknown } }[]) {
    const delay = detail?.retryDelay
    if (delay) return Number(delay.seconds ?? 0) * 1000 + Number(delay.nanos ?? 0) / 1e6
  }
  return null
}
