import { fileURLToPath, pathToFileURL } from 'node:url'
import { MessageChannel, type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads'
import type { Piscina } from 'piscina'
import type { Json, Place } from '#language'
import type { Outputs } from '../events.ts'
import { jsonOfEntries } from '../values.ts'
import type { JsAnswer, JsBegun, JsLines, JsRequest } from '../workers/js-messages.ts'
import type { Attempt, AttemptFailure, AttemptResult, Engine } from './engine.ts'
import { scriptFile, textOf } from './script-process.ts'

/** The threads of one run. A run has its own, so that modules edited between two runs are never stale. */
interface Threads {
  readonly pool: Promise<Piscina>
  active: number
  idle: NodeJS.Timeout | undefined
}

/** Slots bound how many tasks run; this only bounds what a mistake can do. */
const mostThreads = 256
/** How long the threads of a run wait for its next task. */
const idleMs = 2000

/** `js`: a function of a module, in a worker thread that can be ended without hurting anything else. */
export function createJsEngine(): Engine {
  const runs = new Map<string, Threads>()
  const leave = (run: string, threads: Threads): void => {
    threads.active--
    if (threads.active > 0) return
    threads.idle = setTimeout(() => {
      runs.delete(run)
      void threads.pool.then(pool => pool.destroy())
    }, idleMs)
    threads.idle.unref()
  }
  return {
    name: 'js',
    typicalSeconds: 1,
    slots: () => 1,
    onInterrupt: 'rerun',
    readinessProperties: [],
    readiness: () => Promise.resolve({ ready: true, detail: `Node ${process.versions.node}` }),
    run: async attempt => {
      const file = scriptFile(attempt)
      if (typeof file !== 'string') return file
      const threads = runs.get(attempt.run) ?? { pool: createPool(), active: 0, idle: undefined }
      runs.set(attempt.run, threads)
      clearTimeout(threads.idle)
      threads.active++
      try {
        return await runInThread(await threads.pool, attempt, file)
      } finally {
        leave(attempt.run, threads)
      }
    },
    dispose: async () => {
      for (const threads of runs.values()) clearTimeout(threads.idle)
      await Promise.all([...runs.values()].map(async ({ pool }) => (await pool).destroy()))
      runs.clear()
    },
  }
}

async function createPool(): Promise<Piscina> {
  const { Piscina } = await import('piscina')
  const pool = new Piscina({
    filename: fileURLToPath(new URL('../workers/js.ts', import.meta.url)),
    name: 'runModule',
    minThreads: 0,
    maxThreads: mostThreads,
    idleTimeout: idleMs,
    execArgv: [],
  })
  // A thread that breaks after its task has ended has nobody left to fail.
  pool.on('error', () => undefined)
  return pool
}

async function runInThread(pool: Piscina, attempt: Attempt, file: string): Promise<AttemptResult> {
  const { port1, port2 } = new MessageChannel()
  let worker: Worker | undefined
  const take = (message: JsBegun | JsLines): void => {
    if ('thread' in message) worker = pool.threads.find(thread => thread.threadId === message.thread)
    else for (const line of message.lines) attempt.log(message.stream, line)
  }
  port1.on('message', take)
  const exportName = textOf(attempt.properties, 'export') ?? 'default'
  const request: JsRequest = { file, exportName, params: jsonOfEntries(attempt.params), env: attempt.env, port: port2 }
  try {
    const answer = (await pool.run(request, { signal: attempt.signal, transferList: [port2] })) as JsAnswer
    drain(port1, take)
    // Nothing else is queued for the thread: the pool has more threads than there are slots.
    if (answer.clean === false) await worker?.terminate()
    return resultOf(answer, attempt, file)
  } catch (problem) {
    drain(port1, take)
    // The pool only asks the thread to end, and what it still does until then belongs to the attempt.
    await worker?.terminate()
    // The run says itself why it has ended an attempt.
    if (attempt.signal.aborted) return fail('cancelled', 'The script was stopped.', attempt.placeOf('script'))
    return lostThread(problem, attempt, file)
  } finally {
    port1.close()
  }
}

/** Lines and the answer come on two ports: what was printed last may still be on its way. */
function drain(port: MessagePort, take: (message: JsBegun | JsLines) => void): void {
  for (let received = receiveMessageOnPort(port); received !== undefined; received = receiveMessageOnPort(port))
    take(received.message as JsBegun | JsLines)
}

function resultOf(answer: JsAnswer, attempt: Attempt, file: string): AttemptResult {
  switch (answer.kind) {
    case 'returned': {
      const outputs = JSON.parse(answer.json) as Json
      if (outputs === null) return { kind: 'success', outputs: {} }
      if (typeof outputs === 'object' && !Array.isArray(outputs)) return { kind: 'success', outputs: outputs as Outputs }
      return fail(
        'outputs',
        `The script returned ${Array.isArray(outputs) ? 'a list' : `a ${typeof outputs}`}; its outputs are an object, such as { value: … }.`,
        attempt.placeOf('script'),
      )
    }
    case 'no-function': {
      const found = answer.exports.length === 0 ? 'It exports nothing.' : `It exports ${answer.exports.join(', ')}.`
      const wanted =
        answer.exportName === 'default' ? 'default export that is a function' : `export ${answer.exportName} that is a function`
      return {
        ...fail(
          'no-export',
          `The script has no ${wanted}. ${found}`,
          attempt.placeOf(attempt.properties.has('export') ? 'export' : 'script'),
        ),
        retry: 'never',
      }
    }
    case 'threw':
      logStack(answer.stack, attempt)
      return fail(
        'exception',
        withoutQuery(answer.name === '' ? answer.message : `${answer.name}: ${answer.message}`),
        placeInStack(answer.stack, file) ?? attempt.placeOf('script'),
      )
    default:
      return answer satisfies never
  }
}

/** The thread ended under the task: by `process.exit`, by an error that nobody caught, for want of memory, or on abort. */
function lostThread(problem: unknown, attempt: Attempt, file: string): AttemptFailure {
  const { message, stack = '', code } = problem as NodeJS.ErrnoException
  const exit = /^worker exited with code: (\d+)$/.exec(message)
  if (exit !== null)
    return fail(
      'process-exit',
      `The script called process.exit(${exit[1]}). Return from the function, or throw, instead.`,
      attempt.placeOf('script'),
    )
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return fail('out-of-memory', 'The script needs more memory than its thread may have.', attempt.placeOf('script'))
  logStack(stack, attempt)
  return fail('exception', withoutQuery(`Not caught: ${message}`), placeInStack(stack, file) ?? attempt.placeOf('script'))
}

function fail(code: string, message: string, place: Place): AttemptFailure {
  return { kind: 'failure', error: { code, message, place } }
}

/** The innermost frame of a stack that is in the script. */
export function placeInStack(stack: string, file: string): Place | null {
  const url = pathToFileURL(file).href
  for (const line of stack.split('\n')) {
    const at = line.indexOf(url)
    if (at < 0) continue
    const match = /^(?:\?dagline=[0-9a-f]+)?:(\d+)(?::(\d+))?/.exec(line.slice(at + url.length))
    if (match === null) continue
    const number = Number(match[1])
    const column = Number(match[2] ?? 1)
    return match[2] === undefined
      ? { file, line: number, column: 1, endLine: number + 1, endColumn: 1 }
      : { file, line: number, column, endLine: number, endColumn: column + 1 }
  }
  return null
}

/** Frames of Node say nothing about the script. */
function logStack(stack: string, attempt: Attempt): void {
  for (const line of stack.split('\n')) if (!/^ {4}at .*\bnode:/.test(line)) attempt.log('stderr', withoutQuery(line))
}

function withoutQuery(text: string): string {
  return text.replace(/\?dagline=[0-9a-f]+/g, '')
}
