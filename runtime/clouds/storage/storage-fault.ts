import type { ObjectAddress } from './address.ts'

/** Why a call of a store of objects did not do what was asked. */
export interface StorageFault {
  readonly code: /** The address is none. */
    | 'address'
    | 'bucket-not-found'
    | 'object-not-found'
    | 'permission'
    /** There are none, or they are not accepted. */
    | 'credentials'
    /** The object is another one than was expected. */
    | 'changed'
    /** What came is not what is kept there. */
    | 'damaged'
    /** The service was out of reach, or answered what nobody expects. */
    | 'service'
  /** Sentences: what is wrong, and what mends it. */
  readonly message: string
  /** Whether another try may end otherwise. */
  readonly transient: boolean
  readonly retryAfterMs?: number
}

export type StorageAnswer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: StorageFault }

/** What was to be done with an object. */
export type StorageAct = 'read' | 'write' | 'list'

/** Carries a fault through code that only knows exceptions. */
export class StorageProblem extends Error {
  readonly fault: StorageFault

  constructor(fault: StorageFault) {
    super(fault.message)
    this.fault = fault
  }
}

/** What an error of Cloud Storage's client says. A missing bucket is told from a missing object where the server does so. */
export function googleFault(problem: unknown, act: StorageAct, { bucket, name }: ObjectAddress): StorageFault {
  if (problem instanceof StorageProblem) return problem.fault
  const uri = `gs://${bucket}/${name}`
  const { code, message, response } = problem as GoogleError
  const said = oneLine(message)
  if (code === 'CONTENT_DOWNLOAD_MISMATCH') return damaged(uri)
  switch (code) {
    case 401:
      return { code: 'credentials', message: `Cloud Storage does not accept the credentials: ${said} ${loginHint}`, transient: false }
    case 403:
      return {
        code: 'permission',
        message: `The credentials may not ${actWords(act, bucket, uri)}: ${said} ${roleHint(act, bucket)}`,
        transient: false,
      }
    case 404:
      // A list of what is not there is empty, but of a bucket that is not there.
      return act === 'list' || /bucket does not exist/i.test(said) ? noBucket('gs', bucket) : noObject(uri)
    case 412:
      return changed(uri)
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return { ...service(`Cloud Storage is not to be had now (${code}): ${said}`), ...waitOf(header(response?.headers, 'retry-after')) }
    default:
      // An answer that refuses will be the same again; without an answer nobody knows.
      return typeof code === 'number'
        ? { code: 'service', message: `Cloud Storage refused to ${actWords(act, bucket, uri)} (${code}): ${said}`, transient: false }
        : service(`Cloud Storage could not be reached: ${said}`)
  }
}

/** What google-auth-library says where it has no credentials to give, or cannot renew them. */
export function credentialsFaultOf(problem: unknown): StorageFault {
  const { code, message, response } = problem as GoogleError
  const said = oneLine(message)
  const status = response?.status
  const unreachable = typeof code === 'string' && /^E[A-Z_]+$/.test(code) && code !== 'ENOENT' && code !== 'EACCES'
  if (unreachable || (status !== undefined && status >= 500)) return service(`Credentials of Google Cloud could not be had: ${said}`)
  const missing = /default credentials/i.test(said)
  return {
    code: 'credentials',
    message: missing
      ? `There are no credentials for Google Cloud. ${loginHint}`
      : `The credentials for Google Cloud cannot be used: ${said} ${loginHint}`,
    transient: false,
  }
}

const loginHint = 'Log in with `gcloud auth application-default login`, or name a key file as `credentials` of the target.'

export function noBucket(scheme: 'gs' | 's3', bucket: string): StorageFault {
  const make = scheme === 'gs' ? `gcloud storage buckets create gs://${bucket}` : `aws s3 mb s3://${bucket}`
  return {
    code: 'bucket-not-found',
    message: `There is no bucket ${bucket}. Mend its name, or create it with \`${make}\`.`,
    transient: false,
  }
}

export function noObject(uri: string): StorageFault {
  return { code: 'object-not-found', message: `There is no object ${uri}. Mend its name, or upload it.`, transient: false }
}

export function changed(uri: string): StorageFault {
  return { code: 'changed', message: `${uri} is not as it was expected: somebody has written it meanwhile.`, transient: false }
}

export function damaged(uri: string): StorageFault {
  return { code: 'damaged', message: `${uri} arrived damaged: its checksum is not the one of what is kept there.`, transient: true }
}

export function service(message: string): StorageFault {
  return { code: 'service', message, transient: true }
}

export function noAddress(uri: string, scheme: 'gs' | 's3'): StorageFault {
  return { code: 'address', message: `${uri} is no address of an object; it is written ${scheme}://bucket/path.`, transient: false }
}

/** Of a Retry-After in seconds. */
export function waitOf(seconds: string | undefined): { retryAfterMs?: number } {
  const wait = Number(seconds)
  return seconds === undefined || !Number.isFinite(wait) ? {} : { retryAfterMs: wait * 1000 }
}

/** A message as one sentence of a line; clients put several into one, with numbers. */
export function oneLine(message: unknown): string {
  const text = String(message ?? '')
    .replace(/^Multiple errors occurred during the request\..*?\n\s*1\. /s, '')
    .replace(/\n\s*\d+\. .*$/s, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
  return text === '' ? 'It does not say why.' : /[.!?]$/.test(text) ? text : `${text}.`
}

function actWords(act: StorageAct, bucket: string, uri: string): string {
  return act === 'list' ? `list the bucket ${bucket}` : `${act} ${uri}`
}

function roleHint(act: StorageAct, bucket: string): string {
  const role = act === 'write' ? 'Storage Object User' : 'Storage Object Viewer'
  return `Give their account the role ${role} on the bucket ${bucket}.`
}

interface GoogleError {
  readonly code?: number | string
  readonly message?: string
  readonly response?: { readonly headers?: unknown; readonly status?: number }
}

function header(headers: unknown, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const value = (headers as Readonly<Record<string, unknown>> | undefined)?.[name]
  return typeof value === 'string' ? value : undefined
}
