import type { Place } from '#language'
import type { AttemptFailure } from '../../engines/engine.ts'
import type { JobMetadata } from './connection.ts'
import { locatedMessage, type QueryPosition } from './positions.ts'
import { type CallProblem, type ErrorProto, passes, sentence } from './reasons.ts'
import { didWork } from './statements.ts'

/** What a failure is told with. */
export interface FailureContext {
  readonly project: string
  readonly location: string
  readonly timeoutMs: number | null
  placeOf(position: QueryPosition): Place
  /** Where nothing says it more closely. */
  readonly place: Place
}

/** A job that ended without having done its work. `children`: null where they could not be asked for. */
export function jobFailure(job: JobMetadata, children: readonly JobMetadata[] | null, context: FailureContext): AttemptFailure {
  const error: ErrorProto = job.status?.errorResult ?? {}
  const done = (children ?? []).filter(didWork).length
  const isHalfDone = children === null || done > 0
  const position = framePosition(children ?? []) ?? locatedMessage(error.message ?? '').position
  const place = position === null ? context.place : context.placeOf(position)
  const more = done > 0 ? ` The script had done ${done === 1 ? 'a statement' : `${done} statements`} before, so it is not tried again.` : ''
  if (timedOut(job, error, context.timeoutMs)) {
    const message = `BigQuery stopped the job, which lasted longer than its timeout.${more}`
    return { kind: 'failure', error: { code: 'timeout', message, place }, ...(isHalfDone ? { retry: 'never', halfDone: true } : {}) }
  }
  const message = `${wordsFor(error, context)}${more}`
  return {
    kind: 'failure',
    error: { code: codeOf(error), message, place },
    ...(isHalfDone ? { retry: 'never', halfDone: true } : passes(error.reason) ? {} : { retry: 'never' }),
  }
}

/** A job that BigQuery did not take. */
export function refusalFailure({ status, error, isCredentials }: CallProblem, context: FailureContext): AttemptFailure {
  if (isCredentials || status === 401) {
    const message = `${sentence(error.message ?? 'BigQuery takes no call without credentials')} ${credentialsMend}`
    return { kind: 'failure', error: { code: 'credentials', message, place: context.place }, retry: 'never' }
  }
  const { position } = locatedMessage(error.message ?? '')
  const place = position === null ? context.place : context.placeOf(position)
  return { kind: 'failure', error: { code: codeOf(error), message: wordsFor(error, context), place }, retry: 'never' }
}

export const credentialsMend =
  'Run `gcloud auth application-default login`, or let `credentials` of the target name the key file of a service account.'

function wordsFor(error: ErrorProto, { project, location }: FailureContext): string {
  const told = sentence(locatedMessage(error.message ?? '').message.replace(/^Query error: /, ''))
  const message = told === '' ? 'BigQuery says no more than that the job failed.' : told
  switch (error.reason) {
    case 'accessDenied':
      return `${message} Whoever runs jobs in ${project} needs the role roles/bigquery.jobUser there, and access to the data.`
    case 'notFound':
      return /\bwas not found in location\b/.test(message)
        ? `${message} \`location\` of the task or its target says where the job runs; it is ${location}.`
        : message
    case 'bytesBilledLimitExceeded':
      return `${message} \`maximum_bytes_billed\` of the task bounds it.`
    default:
      return message
  }
}

/** The words of an error have no part in what is done about it; they only choose between two names of it. */
function codeOf({ reason, message = '' }: ErrorProto): string {
  if (reason === undefined) return 'service'
  if (reason === 'invalidQuery' || reason === 'invalid')
    return /^(?:Query error: )?Syntax error\b/.test(message) ? 'sql-syntax' : 'sql-error'
  if (reason === 'notFound') return /^(?:Query error: )?Not found: Table\b/.test(message) ? 'table-not-found' : 'not-found'
  return reason.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}

/** A job that is stopped by its limit has the same reason as one that somebody cancelled; but only the first lasted that long. */
function timedOut({ statistics }: JobMetadata, { reason }: ErrorProto, timeoutMs: number | null): boolean {
  const lasted = Number(statistics?.endTime) - Number(statistics?.creationTime)
  return reason === 'stopped' && timeoutMs !== null && lasted >= timeoutMs
}

/**
 * Where the script was when a statement of a text that it executes, or of a procedure that it calls, failed: the message tells a
 * place in that text then. Null where the statement is the script's own and the message tells its place.
 */
function framePosition(children: readonly JobMetadata[]): QueryPosition | null {
  const failed = children.findLast(child => child.status?.errorResult !== undefined)
  const frames = failed?.statistics?.scriptStatistics?.stackFrames ?? []
  const own = frames.at(-1)
  if (own?.startLine === undefined || own.startColumn === undefined) return null
  const told = locatedMessage(failed?.status?.errorResult?.message ?? '').position
  return frames.length > 1 || told === null ? { line: own.startLine, column: own.startColumn } : null
}
