import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Fault, FaultSchedule } from '../faults.ts'
import { listenOnLoopback } from '../loopback.ts'

export interface S3ServerOptions {
  readonly buckets: readonly string[]
  /** Texts by their `s3://` addresses. */
  readonly objects?: Readonly<Record<string, string>>
  readonly faults?: readonly Fault[]
  /** Requests must be signed with this key; without it nobody signs. */
  readonly accessKey?: string
}

/** Amazon S3 as far as scripts are read from it: objects with ETags, addressed by path. Methods: `HeadBucket`, `HeadObject`, `GetObject`. */
export interface S3Server {
  readonly endpoint: string
  readonly faults: FaultSchedule
  put(uri: string, text: string): void
  close(): Promise<void>
}

export async function startS3Server({ buckets, objects = {}, faults: listed = [], accessKey }: S3ServerOptions): Promise<S3Server> {
  const faults = new FaultSchedule(listed)
  const kept = new Map(Object.entries(objects))
  const loopback = await listenOnLoopback((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://s3')
    const [bucket = '', ...rest] = decodeURIComponent(pathname).slice(1).split('/')
    const key = rest.join('/')
    const method = key === '' ? 'HeadBucket' : request.method === 'HEAD' ? 'HeadObject' : 'GetObject'
    const fault = faults.take(method)
    if (fault?.kind === 'reset') return void response.destroy()
    if (!isSigned(request, accessKey))
      return fail(response, 403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
    if (fault?.kind === 'unavailable-before') return fail(response, 503, 'SlowDown', 'Please reduce your request rate.')
    if (fault?.kind === 'expired-credentials') return fail(response, 400, 'ExpiredToken', 'The provided token has expired.')
    if (!buckets.includes(bucket)) return fail(response, 404, 'NoSuchBucket', 'The specified bucket does not exist')
    if (method === 'HeadBucket') return void response.writeHead(200, { 'x-amz-bucket-region': 'us-east-1' }).end()
    const text = kept.get(`s3://${bucket}/${key}`)
    if (text === undefined) return fail(response, 404, 'NoSuchKey', 'The specified key does not exist.')
    const etag = `"${createHash('md5').update(text).digest('hex')}"`
    const wanted = request.headers['if-match']
    if (wanted !== undefined && wanted !== etag)
      return fail(response, 412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
    const body = Buffer.from(text)
    response.writeHead(200, {
      etag,
      'content-length': String(body.length),
      'content-type': 'binary/octet-stream',
      'accept-ranges': 'bytes',
    })
    // The connection breaks in the midst of what is sent.
    if (fault?.kind === 'lost-response') response.write(body.subarray(0, 1), () => response.destroy())
    else response.end(request.method === 'HEAD' ? undefined : body)
  })
  return {
    endpoint: loopback.endpoint,
    faults,
    put: (uri, text) => void kept.set(uri, text),
    close: () => loopback.close(),
  }
}

function isSigned({ headers }: IncomingMessage, accessKey: string | undefined): boolean {
  if (accessKey === undefined) return headers.authorization === undefined
  return headers.authorization?.startsWith(`AWS4-HMAC-SHA256 Credential=${accessKey}/`) === true
}

function fail(response: ServerResponse, status: number, code: string, message: string): void {
  const head = response.req.method === 'HEAD'
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId></Error>`
  response.writeHead(status, { 'content-type': 'application/xml' }).end(head ? undefined : body)
}
