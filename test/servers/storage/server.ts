import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Fault, FaultSchedule } from '../faults.ts'
import { listenOnLoopback } from '../loopback.ts'
import { type Call, callOf } from './calls.ts'
import { conditionNotMet, denied, invalid, noBucket, noObject, notAuthenticated, StorageError, tooMany, unavailable } from './errors.ts'
import { uploadOf } from './multipart.ts'
import { crc32c, ObjectStore, type StoredObject } from './objects.ts'

export interface StorageServerOptions {
  readonly project?: string
  readonly buckets: readonly string[]
  /** Texts by their `gs://` addresses. */
  readonly objects?: Readonly<Record<string, string>>
  readonly faults?: readonly Fault[]
  /** Without it, no credentials are asked for. */
  readonly token?: string
  /** Says of a missing bucket no more than that something was not found, as some emulators do. */
  readonly terse?: boolean
  /** Objects of a page of a list. */
  readonly pageSize?: number
}

/** Cloud Storage as far as our clients use it. */
export interface StorageServer {
  readonly endpoint: string
  readonly project: string
  readonly faults: FaultSchedule
  readonly objects: ObjectStore
  put(uri: string, data: string | Uint8Array): StoredObject
  /** Null where there is no such object. */
  text(uri: string): string | null
  uris(): string[]
  /** The credentials may not do this any more: `storage.objects.get`. */
  deny(permission: string): void
  /** Hands out other bytes than it keeps, as many times. */
  damage(uri: string, times: number): void
  close(): Promise<void>
}

export async function startStorageServer(options: StorageServerOptions): Promise<StorageServer> {
  const server = new Server(options)
  const loopback = await listenOnLoopback((request, response) => void server.answer(request, response))
  const { objects } = server
  for (const [uri, text] of Object.entries(options.objects ?? {})) objects.put(...placeOf(uri), text)
  return {
    endpoint: loopback.endpoint,
    project: server.project,
    faults: server.faults,
    objects,
    put: (uri, data) => objects.put(...placeOf(uri), data),
    text: uri => objects.get(...placeOf(uri))?.bytes.toString() ?? null,
    uris: () => objects.buckets.flatMap(bucket => objects.list(bucket).map(({ name }) => `gs://${bucket}/${name}`)),
    deny: permission => server.denied.add(permission),
    damage: (uri, times) => server.damaged.set(uri, times),
    close: () => loopback.close(),
  }
}

function placeOf(uri: string): [bucket: string, name: string] {
  const match = /^gs:\/\/([^/]+)\/(.+)$/s.exec(uri)
  if (match === null) throw new Error(`${uri} is no address`)
  return [match[1]!, match[2]!]
}

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

class Server {
  readonly project: string
  readonly faults: FaultSchedule
  readonly objects: ObjectStore
  readonly denied = new Set<string>()
  readonly damaged = new Map<string, number>()
  readonly #token: string | undefined
  readonly #terse: boolean
  readonly #pageSize: number

  constructor({ project = 'test-project', buckets, faults = [], token, terse = false, pageSize = 1000 }: StorageServerOptions) {
    this.project = project
    this.faults = new FaultSchedule(faults)
    this.objects = new ObjectStore(buckets)
    this.#token = token
    this.#terse = terse
    this.#pageSize = pageSize
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request).catch(() => null)
    if (body === null) return
    const call = callOf(request, body)
    const fault = call === null ? null : this.faults.take(call.method)
    if (fault?.kind === 'reset') {
      response.destroy()
      return
    }
    const answer = call === null ? refusal(new StorageError(404, 'notFound', 'Not Found')) : this.#do(call, fault)
    response.writeHead(answer.status ?? 200, { 'content-length': String(Buffer.byteLength(answer.body)), ...answer.headers })
    if (fault?.kind === 'lost-response') {
      // The connection breaks in the midst of what is sent.
      response.write(answer.body.slice(0, Math.floor(answer.body.length / 2)), () => response.destroy())
      return
    }
    response.end(answer.body)
  }

  #do(call: Call, fault: Fault | null): Answer {
    try {
      if (this.#token !== undefined && call.request.headers.authorization !== `Bearer ${this.#token}`) throw notAuthenticated()
      if (fault?.kind === 'expired-credentials') throw notAuthenticated()
      if (fault?.kind === 'unavailable-before') throw unavailable()
      if (fault?.kind === 'too-many') throw tooMany(fault.retryAfterSeconds)
      const answer = this.#work(call)
      if (fault?.kind === 'unavailable-after') throw unavailable()
      return answer
    } catch (problem) {
      if (problem instanceof StorageError) return refusal(problem, call)
      throw problem
    }
  }

  #work(call: Call): Answer {
    const { method, query, bucket, name } = call
    if (method === 'buckets.list') return this.#listBuckets(query)
    const permission = permissions[method]!
    if (this.denied.has(permission)) throw denied(permission, permission === 'storage.objects.list' ? 'bucket' : 'object')
    if (!this.objects.has(bucket)) throw this.#terse ? new StorageError(404, 'notFound', 'Not Found') : noBucket()
    switch (method) {
      case 'buckets.get':
        return json({ kind: 'storage#bucket', id: bucket, name: bucket, location: 'US', storageClass: 'STANDARD' })
      case 'objects.list':
        return this.#list(bucket, query)
      case 'objects.insert':
        return this.#insert(call)
      case 'objects.get':
        return json(metadataOf(this.#find(bucket, name, query)))
      case 'objects.media':
        return this.#media(this.#find(bucket, name, query), call.request.headers.range)
      default:
        this.#find(bucket, name, query)
        this.objects.delete(bucket, name)
        return { status: 204, body: '' }
    }
  }

  #find(bucket: string, name: string, query: URLSearchParams): StoredObject {
    const object = this.objects.get(bucket, name)
    const generation = query.get('generation')
    if (object === null || (generation !== null && generation !== object.generation)) throw noObject(bucket, name)
    checkPreconditions(query, object)
    return object
  }

  #listBuckets(query: URLSearchParams): Answer {
    if (query.get('project') !== this.project) throw invalid(`Unknown project id: ${query.get('project')}`)
    return json({ kind: 'storage#buckets', items: this.objects.buckets.map(name => ({ kind: 'storage#bucket', id: name, name })) })
  }

  #list(bucket: string, query: URLSearchParams): Answer {
    const prefix = query.get('prefix') ?? ''
    const delimiter = query.get('delimiter') ?? ''
    const after = query.get('pageToken')
    const most = Math.min(Number(query.get('maxResults') ?? this.#pageSize), this.#pageSize)
    const items: object[] = []
    const prefixes = new Set<string>()
    let last = ''
    let more = false
    for (const object of this.objects.list(bucket)) {
      if (!object.name.startsWith(prefix)) continue
      const at = delimiter === '' ? -1 : object.name.indexOf(delimiter, prefix.length)
      const shown = at < 0 ? object.name : object.name.slice(0, at + delimiter.length)
      if ((after !== null && shown <= Buffer.from(after, 'base64').toString()) || prefixes.has(shown)) continue
      if (items.length + prefixes.size === most) {
        more = true
        break
      }
      if (at < 0) items.push(metadataOf(object))
      else prefixes.add(shown)
      last = shown
    }
    return json({
      kind: 'storage#objects',
      ...(items.length === 0 ? {} : { items }),
      ...(prefixes.size === 0 ? {} : { prefixes: [...prefixes] }),
      ...(more ? { nextPageToken: Buffer.from(last).toString('base64') } : {}),
    })
  }

  #insert({ query, request, body, bucket }: Call): Answer {
    const type = request.headers['content-type'] ?? 'application/octet-stream'
    const kind = query.get('uploadType')
    if (kind !== 'multipart' && kind !== 'media') throw invalid('Invalid upload request.')
    const upload = kind === 'multipart' ? uploadOf(body, type) : { metadata: {} as Record<string, unknown>, type, bytes: body }
    const name = query.get('name') ?? upload.metadata['name']
    if (typeof name !== 'string' || name === '') throw invalid('Required parameter: name')
    checkPreconditions(query, this.objects.get(bucket, name))
    const stated = upload.metadata['crc32c']
    const found = crc32c(upload.bytes)
    if (stated !== undefined && stated !== found)
      throw invalid(`Provided CRC32C "${String(stated)}" doesn't match calculated CRC32C "${found}".`)
    const contentType = upload.metadata['contentType']
    return json(metadataOf(this.objects.put(bucket, name, upload.bytes, typeof contentType === 'string' ? contentType : upload.type)))
  }

  #media(object: StoredObject, range: string | undefined): Answer {
    const headers = {
      'content-type': object.contentType,
      'x-goog-generation': object.generation,
      'x-goog-metageneration': '1',
      'x-goog-stored-content-encoding': 'identity',
      'x-goog-stored-content-length': String(object.bytes.length),
      'x-goog-hash': `crc32c=${object.crc32c},md5=${object.md5}`,
      etag: `"${object.generation}"`,
    }
    const uri = `gs://${object.bucket}/${object.name}`
    const left = this.damaged.get(uri) ?? 0
    const bytes = Buffer.from(object.bytes)
    if (left > 0) {
      this.damaged.set(uri, left - 1)
      bytes[0] = (bytes[0] ?? 0) ^ 1
    }
    const wanted = range === undefined ? null : /^bytes=(\d+)-(\d*)$/.exec(range)
    if (wanted === null) return { headers, body: bytes }
    const start = Number(wanted[1])
    if (start >= bytes.length) throw new StorageError(416, 'requestedRangeNotSatisfiable', 'The requested range cannot be satisfied.')
    const end = wanted[2] === '' ? bytes.length - 1 : Math.min(Number(wanted[2]), bytes.length - 1)
    const contentRange = `bytes ${start}-${end}/${bytes.length}`
    return { status: 206, headers: { ...headers, 'content-range': contentRange }, body: bytes.subarray(start, end + 1) }
  }
}

const permissions: Readonly<Record<string, string>> = {
  'buckets.get': 'storage.buckets.get',
  'objects.get': 'storage.objects.get',
  'objects.media': 'storage.objects.get',
  'objects.list': 'storage.objects.list',
  'objects.insert': 'storage.objects.create',
  'objects.delete': 'storage.objects.delete',
}

/** Of a download the service says in plain words what is wrong. */
function refusal(error: StorageError, call?: Call): Answer {
  const plain = call?.method === 'objects.media'
  return {
    status: error.status,
    headers: { 'content-type': plain ? 'text/html; charset=UTF-8' : 'application/json; charset=UTF-8', ...error.more.headers },
    body: plain ? error.message : error.body,
  }
}

function checkPreconditions(query: URLSearchParams, object: StoredObject | null): void {
  const match = query.get('ifGenerationMatch')
  const differ = query.get('ifGenerationNotMatch')
  const generation = object?.generation ?? '0'
  if (match !== null && match !== generation) throw conditionNotMet()
  if (differ !== null && differ === generation) throw conditionNotMet()
}

function metadataOf({ bucket, name, bytes, generation, contentType, crc32c: checksum, md5 }: StoredObject): object {
  return {
    kind: 'storage#object',
    id: `${bucket}/${name}/${generation}`,
    name,
    bucket,
    generation,
    metageneration: '1',
    contentType,
    storageClass: 'STANDARD',
    size: String(bytes.length),
    md5Hash: md5,
    crc32c: checksum,
    etag: Buffer.from(generation).toString('base64'),
    timeCreated: '2026-01-01T00:00:00.000Z',
    updated: '2026-01-01T00:00:00.000Z',
  }
}

function json(value: object): Answer {
  return { headers: { 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify(value) }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
