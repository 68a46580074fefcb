import type { IncomingMessage } from 'node:http'

/** One call of the service. Methods: `objects.get`, `objects.media`, `objects.list`, `objects.insert`, `objects.delete`, `buckets.get`, `buckets.list`. */
export interface Call {
  readonly method: string
  readonly query: URLSearchParams
  readonly request: IncomingMessage
  readonly body: Buffer
  /** Empty where none is named. */
  readonly bucket: string
  readonly name: string
}

/** Null of what is no call of the service. */
export function callOf(request: IncomingMessage, body: Buffer): Call | null {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://storage')
  const match = /^(\/upload)?\/storage\/v1\/b(?:\/([^/]+)(?:(\/o)(?:\/([^/]+))?)?)?$/.exec(pathname)
  if (match === null) return null
  const [, upload, bucket, objects, name] = match
  const method = methodOf(request.method ?? 'GET', { upload, bucket, objects, name }, query)
  if (method === null) return null
  return { method, query, request, body, bucket: decodeURIComponent(bucket ?? ''), name: decodeURIComponent(name ?? '') }
}

function methodOf(
  verb: string,
  { upload, bucket, objects, name }: Readonly<Record<'upload' | 'bucket' | 'objects' | 'name', string | undefined>>,
  query: URLSearchParams,
): string | null {
  if (upload !== undefined) return verb === 'POST' && objects !== undefined && name === undefined ? 'objects.insert' : null
  if (verb === 'DELETE' && name !== undefined) return 'objects.delete'
  if (verb !== 'GET') return null
  if (name !== undefined) return query.get('alt') === 'media' ? 'objects.media' : 'objects.get'
  if (objects !== undefined) return 'objects.list'
  return bucket === undefined ? 'buckets.list' : 'buckets.get'
}
