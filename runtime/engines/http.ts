import type { Json, Value } from '#language'
import type { Outputs } from '../events.ts'
import { environmentText, jsonOf, jsonOfEntries } from '../values.ts'
import type { Attempt, AttemptFailure, AttemptResult, Engine } from './engine.ts'
import { textOf } from './script-process.ts'

/** A longer body is not kept as an output. */
const largestBody = 1024 * 1024
/** What a service may ask to wait; beyond it the task's own wait holds. */
const longestWaitMs = 3600 * 1000
/** Answers of 4xx that another try may change: the request took too long, came too early, or was one of too many. */
const passing: ReadonlySet<number> = new Set([408, 425, 429])

/** The Fetch standard refuses ports of other protocols, lest a request be taken for a message of theirs. */
const blockedPort =
  'Node blocks its port, or the one that it is redirected to, as browsers do: it is known for another protocol. Use another port, or curl in a shell task.'

/** `http`: one request, and what was answered. */
export function createHttpEngine(): Engine {
  return {
    name: 'http',
    typicalSeconds: () => 1,
    slots: () => 0,
    readinessProperties: [],
    readiness: () => Promise.resolve({ ready: true, detail: 'requests over the network' }),
    run: request,
    dispose: () => Promise.resolve(),
  }
}

async function request(attempt: Attempt): Promise<AttemptResult> {
  const { properties, signal } = attempt
  const url = textOf(properties, 'url') ?? ''
  const body = properties.get('body')
  const method = (textOf(properties, 'method') ?? (body === undefined ? 'GET' : 'POST')).toUpperCase()
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return { ...fail(attempt, 'http', `This is no address of http or https: ${url}`), retry: 'never' }
  }
  if (new URL(url).username !== '')
    return { ...fail(attempt, 'http', 'An address with a user name cannot be asked. Give an Authorization header.'), retry: 'never' }
  let response: Response
  let text: string | null
  try {
    response = await fetch(url, {
      method,
      headers: headersOf(properties.get('headers'), body),
      signal,
      ...(body === undefined ? {} : { body: bodyText(body) }),
    })
    text = await readBody(response)
  } catch (problem) {
    const { message, cause } = problem as { message: string; cause?: { message?: string; code?: string } }
    const blocked = cause?.message === 'bad port'
    const failure = fail(attempt, 'http', `${method} ${url} failed: ${blocked ? blockedPort : cause?.message || cause?.code || message}`)
    // Without a cause nothing was sent: a header or the method is none.
    return cause === undefined || blocked ? { ...failure, retry: 'never' } : failure
  }
  attempt.log('system', `${method} ${url}: ${response.status} ${response.statusText}`)
  if (text === null) attempt.log('system', 'The body is longer than 1 MB and was not kept.')
  const expected = expectedStatuses(properties.get('expect'))
  const wanted = expected === null ? response.ok : expected.includes(response.status)
  if (!wanted) {
    const start = text?.trim().slice(0, 300) ?? ''
    const failure = fail(
      attempt,
      'http-status',
      `${method} ${url} answered ${response.status} ${response.statusText}${insteadOf(expected)}${start === '' ? '.' : `: ${start}`}`,
      'expect',
    )
    if (response.status >= 400 && response.status < 500 && !passing.has(response.status)) return { ...failure, retry: 'never' }
    const wait = retryAfter(response.headers.get('retry-after'), Date.now())
    return wait === null ? failure : { ...failure, retryAfterMs: wait }
  }
  const outputs: Outputs = { status: response.status, body: parseBody(response, text), headers: Object.fromEntries(response.headers) }
  return { kind: 'success', outputs }
}

/** What `Retry-After` asks for: seconds, or a date. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return ms >= 0 ? Math.min(ms, longestWaitMs) : null
}

function headersOf(headers: Value | undefined, body: Value | undefined): Record<string, string> {
  const given =
    headers?.type === 'map'
      ? [...headers.entries].flatMap(([name, value]) => [[name, environmentText(value)] as const].filter(([, text]) => text !== null))
      : []
  const named = new Set(given.map(([name]) => name.toLowerCase()))
  const implied =
    body !== undefined && body.type !== 'string' && !named.has('content-type') ? [['content-type', 'application/json'] as const] : []
  return Object.fromEntries([...implied, ...(given as [string, string][])])
}

function bodyText(body: Value): string {
  return body.type === 'string' ? body.value : JSON.stringify(body.type === 'map' ? jsonOfEntries(body.entries) : jsonOf(body))
}

/** Reads as far as is kept; null where there is more. */
async function readBody(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > largestBody) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseBody(response: Response, text: string | null): Json {
  if (text === null || !/\bjson\b/.test(response.headers.get('content-type') ?? '')) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function expectedStatuses(expect: Value | undefined): readonly number[] | null {
  if (expect?.type === 'number') return [expect.value]
  if (expect?.type !== 'list') return null
  return expect.items.flatMap(item => (item.type === 'number' ? [item.value] : []))
}

/** The statuses that `expect` names, as a part of a sentence. */
function insteadOf(expected: readonly number[] | null): string {
  if (expected === null || expected.length === 0) return ''
  const last = expected.at(-1)!
  return ` instead of ${expected.length === 1 ? last : `${expected.slice(0, -1).join(', ')} or ${last}`}`
}

function fail(attempt: Attempt, code: string, message: string, property = 'url'): AttemptFailure {
  return { kind: 'failure', error: { code, message, place: attempt.placeOf(attempt.properties.has(property) ? property : 'url') } }
}
