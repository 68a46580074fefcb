import type { S3Client } from '@aws-sdk/client-s3'
import type { Environment } from '../../engines/engine.ts'
import { isLoopback } from '../cloud-target.ts'
import { addressOf, type ObjectAddress } from './address.ts'
import { type Patience, patiently, usualPatience } from './retry.ts'
import { s3Fault } from './s3-fault.ts'
import type { ScriptSource } from './script-source.ts'
import { noAddress, noBucket, type StorageAnswer } from './storage-fault.ts'

/**
 * Scripts of Amazon S3, or of what speaks as it does, by their ETags. Region, endpoint and credentials are those that the
 * environment of the run names (`AWS_…`), else those that Amazon's own library finds.
 */
export function s3Scripts(env: Environment, patience: Patience = usualPatience): ScriptSource {
  let opened: Promise<S3Client> | null = null
  const call = <T>(url: string, work: (client: S3Client, address: ObjectAddress) => Promise<T>): Promise<StorageAnswer<T>> => {
    const address = addressOf(url)
    if (address === null || !url.startsWith('s3://') || address.name === '')
      return Promise.resolve({ ok: false, fault: noAddress(url, 's3') })
    opened ??= openS3(env)
    const client = opened
    return patiently(
      async () => work(await client, address),
      problem => s3Fault(problem, address),
      patience,
    )
  }
  return {
    endpoint: endpointOf(env) ?? '',
    newest: async url => {
      const answer = await call(url, async (client, { bucket: Bucket, name: Key }) => {
        const { HeadObjectCommand } = await import('@aws-sdk/client-s3')
        const { ETag = '', ContentLength = 0 } = await client.send(new HeadObjectCommand({ Bucket, Key }))
        return { version: ETag, bytes: ContentLength }
      })
      if (answer.ok || answer.fault.code !== 'object-not-found') return answer
      // The answer has no body that would say which of the two is missing.
      const bucket = await call(url, async (client, { bucket: Bucket }) => {
        const { HeadBucketCommand } = await import('@aws-sdk/client-s3')
        await client.send(new HeadBucketCommand({ Bucket }))
      })
      return !bucket.ok && bucket.fault.code === 'object-not-found' ? { ok: false, fault: noBucket('s3', addressOf(url)!.bucket) } : answer
    },
    read: (url, version) =>
      call(url, async (client, { bucket: Bucket, name: Key }) => {
        const { GetObjectCommand } = await import('@aws-sdk/client-s3')
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, IfMatch: version }))
        return Buffer.from((await Body?.transformToByteArray()) ?? new Uint8Array())
      }),
  }
}

function endpointOf(env: Environment): string | undefined {
  return env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'] || undefined
}

async function openS3(env: Environment): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3')
  const endpoint = endpointOf(env)
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || (endpoint === undefined ? undefined : 'us-east-1')
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  const sessionToken = env['AWS_SESSION_TOKEN']
  const profile = env['AWS_PROFILE']
  const stated = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } : null
  const anonymous = stated === null && !profile && isLoopback(endpoint ?? null)
  return new Client({
    maxAttempts: 1,
    followRegionRedirects: true,
    ...(region === undefined ? {} : { region }),
    // Names of buckets are hosts at Amazon's alone.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(stated === null ? (profile ? { profile } : {}) : { credentials: stated }),
    ...(anonymous ? { credentials: { accessKeyId: '', secretAccessKey: '' }, signer: { sign: request => Promise.resolve(request) } } : {}),
  })
}
