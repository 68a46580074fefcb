interface More {
  readonly headers?: Readonly<Record<string, string>>
  readonly place?: { readonly locationType: string; readonly location: string }
}

/** An answer that is an error, in Google's format. */
export class StorageError extends Error {
  readonly status: number
  readonly reason: string
  readonly more: More

  constructor(status: number, reason: string, message: string, more: More = {}) {
    super(message)
    this.status = status
    this.reason = reason
    this.more = more
  }

  get body(): string {
    const { status: code, message, reason } = this
    return JSON.stringify({ error: { code, message, errors: [{ message, domain: 'global', reason, ...this.more.place }] } })
  }
}

export function noBucket(): StorageError {
  return new StorageError(404, 'notFound', 'The specified bucket does not exist.')
}

export function noObject(bucket: string, name: string): StorageError {
  return new StorageError(404, 'notFound', `No such object: ${bucket}/${name}`)
}

export function conditionNotMet(): StorageError {
  const place = { locationType: 'header', location: 'If-Match' }
  return new StorageError(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.', { place })
}

export function denied(permission: string, what: string): StorageError {
  const account = 'runner@test-project.iam.gserviceaccount.com'
  const message = `${account} does not have ${permission} access to the Google Cloud Storage ${what}. Permission '${permission}' denied on resource (or it may not exist).`
  return new StorageError(403, 'forbidden', message)
}

export function notAuthenticated(): StorageError {
  return new StorageError(401, 'authError', 'Invalid Credentials', { place: { locationType: 'header', location: 'Authorization' } })
}

export function unavailable(): StorageError {
  return new StorageError(503, 'backendError', 'We encountered an internal error. Please try again.')
}

export function tooMany(retryAfterSeconds: number | undefined): StorageError {
  const headers: Record<string, string> = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return new StorageError(429, 'rateLimitExceeded', 'The object exceeded the rate limit for object mutation operations.', { headers })
}

export function invalid(message: string): StorageError {
  return new StorageError(400, 'invalid', message)
}
