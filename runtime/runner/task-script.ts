import type { Value } from '#language'
import { isRemoteScript } from '../clouds/storage/remote-scripts.ts'
import type { Attempt, AttemptFailure, AttemptResult } from '../engines/engine.ts'
import { isStored } from '../store/scripts.ts'
import type { AttemptRequest } from './attempt.ts'

/** A script of a bucket that has been made a local file. */
export interface FetchedTaskScript {
  readonly url: string
  readonly file: string
}

/** Makes the script of a task a local file where it comes from a bucket, so that engines know nothing of buckets; null of another one. */
export async function fetchScript(
  { task, scripts, signal }: AttemptRequest,
  properties: ReadonlyMap<string, Value>,
): Promise<FetchedTaskScript | AttemptFailure | null> {
  const url = scriptOf(properties)
  if (url === null || !isRemoteScript(url)) return null
  const answer = await orAborted(scripts.fetch(url), signal)
  if (answer?.ok) return { url, file: answer.value.file }
  const place = task.placeOf('script')
  // The run says itself why it has ended an attempt.
  if (answer === null) return { kind: 'failure', error: { code: 'cancelled', message: 'The script was not fetched.', place } }
  const { code, message, transient, retryAfterMs } = answer.fault
  const failure: AttemptFailure = { kind: 'failure', error: { code: codes[code], message, place } }
  return {
    ...failure,
    ...(transient ? {} : { retry: 'never' }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
}

const codes = {
  address: 'script-not-found',
  'bucket-not-found': 'script-not-found',
  'object-not-found': 'script-not-found',
  permission: 'permission',
  credentials: 'credentials',
  changed: 'service',
  damaged: 'service',
  service: 'service',
} as const

/** Has an error say in words which script it stands in, where its place is only a copy of that. */
export function withScriptNamed(result: AttemptResult, attempt: Attempt): AttemptResult {
  const script = scriptOf(attempt.properties)
  if (result.kind === 'success' || script === null || !(isRemoteScript(script) || isStored(script))) return result
  const { place, message } = result.error
  if (place === undefined || place.file !== attempt.resolve(script)) return result
  const end = /[.!?]$/.exec(message)?.[0] ?? ''
  const named = `${message.slice(0, message.length - end.length)} (line ${place.line} of ${script})${end}`
  return { ...result, error: { ...result.error, message: named } }
}

export function scriptOf(properties: ReadonlyMap<string, Value>): string | null {
  const script = properties.get('script')
  return script?.type === 'string' ? script.value : null
}

/** What is fetched may be wanted by others too, so it goes on where one of them has no more need of it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(null)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
