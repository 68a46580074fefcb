import type { ObjectAddress } from './address.ts'
import { changed, noBucket, noObject, oneLine, type StorageFault, StorageProblem, service, waitOf } from './storage-fault.ts'

/** What an error of S3's client says of a read. */
export function s3Fault(problem: unknown, { bucket, name }: ObjectAddress): StorageFault {
  if (problem instanceof StorageProblem) return problem.fault
  const uri = `s3://${bucket}/${name}`
  const { name: kind = '', message, $metadata, $response } = problem as S3Error
  const status = $metadata?.httpStatusCode
  const said = oneLine(message)
  if (kind === 'NoSuchBucket') return noBucket('s3', bucket)
  if (kind === 'CredentialsProviderError') return credentials(`There are no credentials for S3: ${said}`)
  if (refusedKeys.has(kind)) return credentials(`S3 does not accept the credentials: ${said}`)
  switch (status) {
    case 401:
    case 403: {
      const message = `The credentials may not read ${uri}: ${said} Allow their user s3:GetObject on it, and s3:ListBucket on the bucket.`
      return { code: 'permission', message, transient: false }
    }
    case 404:
      return noObject(uri)
    case 412:
      return changed(uri)
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      return { ...service(`S3 is not to be had now (${status}): ${said}`), ...waitOf($response?.headers?.['retry-after']) }
    default:
      if (/region is missing/i.test(said))
        return {
          code: 'service',
          message: 'The region of S3 is not known. Set AWS_REGION, or a region in ~/.aws/config.',
          transient: false,
        }
      return status === undefined || status < 300
        ? service(`S3 could not be reached: ${said}`)
        : { code: 'service', message: `S3 refused to read ${uri} (${status}): ${said}`, transient: false }
  }
}

const refusedKeys: ReadonlySet<string> = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'AuthorizationHeaderMalformed',
])

function credentials(what: string): StorageFault {
  const mend = 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or log in with `aws sso login`.'
  return { code: 'credentials', message: `${what} ${mend}`, transient: false }
}

interface S3Error {
  readonly name?: string
  readonly message?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> }
}
