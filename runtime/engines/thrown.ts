import { inspect, types } from 'node:util'

/** What a script has thrown, in words. */
export interface Thrown {
  /** One sentence or what the script says, with what it was caused by. */
  readonly message: string
  /** The stacks of the error and of all that are in it, outermost first; empty where it has none. */
  readonly stack: string
}

/** Of more causes and parts, and of longer data, nobody would read the rest. */
const mostErrors = 20
const longestData = 2000

/** Errors with their causes and, of an `AggregateError`, their parts; anything else as JSON. */
export function describeThrown(problem: unknown): Thrown {
  const seen = new Set<unknown>()
  const stacks: string[] = []
  const textOf = (value: unknown, role: string): string => {
    if (!isError(value)) {
      const text = dataText(value)
      if (role !== '') stacks.push(`${role}${text}`)
      return text
    }
    if (seen.has(value)) return `${headOf(value)} (as before)`
    seen.add(value)
    stacks.push(`${role}${typeof value.stack === 'string' ? value.stack : headOf(value)}`)
    const inner: string[] = []
    const parts: readonly unknown[] = 'errors' in value && Array.isArray(value.errors) ? value.errors : []
    for (const [i, part] of parts.entries()) {
      if (seen.size >= mostErrors) break
      inner.push(`${i + 1}. ${textOf(part, `Part ${i + 1}: `)}`)
    }
    if ('cause' in value && value.cause !== undefined && seen.size < mostErrors) inner.push(`cause: ${textOf(value.cause, 'Caused by: ')}`)
    return inner.length === 0 ? headOf(value) : `${headOf(value)} (${inner.join('; ')})`
  }
  const text = textOf(problem, '')
  return {
    message: isError(problem) || typeof problem === 'string' ? text : `${text} was thrown, which is no Error.`,
    stack: stacks.join('\n'),
  }
}

/** Errors of another realm, such as a `vm` context, count as well. */
function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value)
}

function headOf({ name, message }: Error): string {
  return message === '' ? String(name) : `${name}: ${message}`
}

function dataText(value: unknown): string {
  if (typeof value === 'string') return value
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    // It is cyclic, holds a bigint, or does not want to be JSON.
  }
  text ??= inspect(value, { depth: 4, breakLength: Number.POSITIVE_INFINITY, customInspect: false, getters: false, maxStringLength: null })
  // Not a part of it: the end of a cut text may be half a secret, which nothing masks.
  return text.length > longestData ? `${Array.isArray(value) ? 'A list' : 'An object'} of ${Math.ceil(text.length / 1000)} KB` : text
}
