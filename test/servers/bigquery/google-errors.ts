/** An answer that is an error, in Google's format. */
export class Answered extends Error {
  readonly status: number
  readonly reason: string
  readonly location: string | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    reason: string,
    message: string,
    more: { location?: string; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.status = status
    this.reason = reason
    this.location = more.location
    this.headers = more.headers ?? {}
  }

  get body(): object {
    const { status, reason, message, location } = this
    const where = location === undefined ? {} : { location, locationType: 'other' }
    return {
      error: { code: status, message, errors: [{ message, domain: 'global', reason, ...where }], status: statusWords[status] ?? 'UNKNOWN' },
    }
  }
}

const statusWords: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
}

export const unavailable = (): Answered => new Answered(503, 'backendError', 'Visibility check was unavailable. Please retry the request')
export const duplicate = (job: string): Answered => new Answered(409, 'duplicate', `Already Exists: Job ${job}`)
export const unauthenticated = (): Answered =>
  new Answered(401, 'authError', 'Request had invalid authentication credentials. Expected OAuth 2 access token.')
export const tooMany = (retryAfterSeconds: number): Answered =>
  new Answered(429, 'rateLimitExceeded', 'Exceeded rate limits: too many api requests per user per method for this user_method.', {
    headers: { 'retry-after': String(retryAfterSeconds) },
  })
