import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type MessagePort, threadId } from 'node:worker_threads'
import { LineSplitter } from '../processes/lines.ts'
import type { JsAnswer, JsBegun, JsLines, JsRequest } from './js-messages.ts'
import { frameOfSyntaxError } from './syntax-place.ts'

/** Runs one `js` task in a thread of its pool. What goes wrong in the script is an answer; only the thread's death is not. */
export async function runModule({ file, exportName, params, env, port }: JsRequest & { port: MessagePort }): Promise<JsAnswer> {
  port.postMessage({ thread: threadId } satisfies JsBegun)
  takeEnvironment(env)
  const flush = captureOutput(port)
  const before = openResources()
  try {
    const answer = await call(file, exportName, params)
    return { ...answer, clean: openResources() <= before }
  } finally {
    flush()
  }
}

async function call(file: string, exportName: string, params: unknown): Promise<JsAnswer> {
  try {
    // The text's hash makes an edited module another module; an unchanged one is loaded once a thread.
    const version = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16)
    const module = (await import(`${pathToFileURL(file).href}?dagline=${version}`)) as Readonly<Record<string, unknown>>
    const handler = module[exportName]
    if (typeof handler !== 'function') return { kind: 'no-function', exportName, exports: Object.keys(module) }
    const result: unknown = await (handler as (params: unknown) => unknown)(params)
    return { kind: 'returned', json: result === undefined ? '{}' : (JSON.stringify(result) ?? 'null') }
  } catch (problem) {
    const { name, message, stack = '' } = problem instanceof Error ? problem : { name: '', message: String(problem), stack: '' }
    const own = ownFrames(stack)
    const unplaced = problem instanceof SyntaxError && !own.includes(pathToFileURL(file).href)
    return { kind: 'threw', name, message, stack: unplaced ? `${own}\n${frameOfSyntaxError(file)}`.trimEnd() : own }
  }
}

/** The stack as far as it is the script's: below it are only the frames that called it. */
function ownFrames(stack: string): string {
  const lines = stack.split('\n')
  const caller = lines.findIndex(line => line.includes(import.meta.url))
  return (caller < 0 ? lines : lines.slice(0, caller)).join('\n')
}

/** The thread's environment is its own copy; the task sees exactly what a process of it would. */
function takeEnvironment(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
}

/** Sends what the script prints line by line to the runtime instead of its output, which is nobody's. */
function captureOutput(port: MessagePort): () => void {
  const ends = (['stdout', 'stderr'] as const).map(stream => {
    const splitter = new LineSplitter()
    const tell = (lines: readonly string[]): void => {
      const message: JsLines = { stream, lines }
      if (lines.length > 0) port.postMessage(message)
    }
    process[stream].write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      tell(
        splitter.push(
          typeof chunk === 'string'
            ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
            : Buffer.from(chunk),
        ),
      )
      const callback = typeof encoding === 'function' ? encoding : done
      if (typeof callback === 'function') queueMicrotask(() => (callback as () => void)())
      return true
    }
    return () => tell(splitter.end())
  })
  return () => {
    for (const end of ends) end()
  }
}

/** Timers, sockets and the like that are open: a task that leaves some behind must not disturb the next one in its thread. */
function openResources(): number {
  return process.getActiveResourcesInfo().length
}
