import { pathToFileURL } from 'node:url'
import type { Json, Place } from '#language'
import type { Outputs } from '../events.ts'
import { jsonOfEntries } from '../values.ts'
import type { Attempt, AttemptFailure, AttemptResult, Engine } from './engine.ts'
import { defaultHeapMb } from './heap-guard.ts'
import type { JsOutcome } from './js-thread.ts'
import { JsThreads } from './js-threads.ts'
import { scriptFile, textOf } from './script-process.ts'
import { describeThrown } from './thrown.ts'

/** What the `js` tasks of one run share. A run has its own threads, so that modules edited between two runs are never stale. */
interface RunOfJs {
  readonly threads: JsThreads
  /** Scripts that were found, by how they are written: looking follows links, which takes longer than a short task. */
  readonly files: Map<string, string>
  active: number
  idle: NodeJS.Timeout | undefined
}

const threadFile = new URL('../workers/js.ts', import.meta.url)
const ownFolder = new URL('.', threadFile).href

/** How long the threads of a run wait for its next task. */
const idleMs = 2000

/** `js`: a function of a module, in a worker thread that can be ended without hurting anything else. */
export function createJsEngine(): Engine {
  const runs = new Map<string, RunOfJs>()
  const enter = (name: string): RunOfJs => {
    const run = runs.get(name) ?? {
      threads: new JsThreads(threadFile),
      files: new Map(),
      active: 0,
      idle: undefined,
    }
    runs.set(name, run)
    clearTimeout(run.idle)
    run.active++
    return run
  }
  const leave = (name: string, run: RunOfJs): void => {
    run.active--
    if (run.active > 0) return
    run.idle = setTimeout(() => {
      runs.delete(name)
      void run.threads.close()
    }, idleMs)
    run.idle.unref()
  }
  return {
    name: 'js',
    typicalSeconds: () => 1,
    slots: () => 1,
    onInterrupt: 'rerun',
    readinessProperties: [],
    readiness: () => Promise.resolve({ ready: true, detail: `Node ${process.versions.node}` }),
    run: async attempt => {
      const run = enter(attempt.run)
      try {
        return await runInThread(run, attempt)
      } finally {
        leave(attempt.run, run)
      }
    },
    dispose: async () => {
      for (const run of runs.values()) clearTimeout(run.idle)
      await Promise.all([...runs.values()].map(run => run.threads.close()))
      runs.clear()
    },
  }
}

async function runInThread({ threads, files }: RunOfJs, attempt: Attempt): Promise<AttemptResult> {
  const script = textOf(attempt.properties, 'script') ?? ''
  const file = files.get(script) ?? scriptFile(attempt)
  if (typeof file !== 'string') return file
  files.set(script, file)
  const outcome = await threads.run({
    file,
    exportName: textOf(attempt.properties, 'export') ?? 'default',
    params: jsonOfEntries(attempt.params),
    env: attempt.env,
    signal: attempt.signal,
    onLine: attempt.log,
  })
  return resultOf(outcome, attempt, file)
}

function resultOf(answer: JsOutcome, attempt: Attempt, file: string): AttemptResult {
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
      return fail('exception', withoutQuery(answer.message), placeInStack(answer.stack, answer.file ?? file) ?? attempt.placeOf('script'))
    case 'lost':
      return lostThread(answer, attempt, file)
    case 'stopped':
      // The run says itself why it has ended an attempt.
      return fail('cancelled', 'The script was stopped.', attempt.placeOf('script'))
    default:
      return answer satisfies never
  }
}

/** The thread ended under the task: by `process.exit`, by an error that nobody caught, or for want of memory. */
function lostThread({ exitCode, problem }: JsOutcome & { kind: 'lost' }, attempt: Attempt, file: string): AttemptFailure {
  if (problem === null)
    return fail(
      'process-exit',
      `The script called process.exit(${exitCode}). Return from the function, or throw, instead.`,
      attempt.placeOf('script'),
    )
  if (problem.thrown instanceof Error && 'code' in problem.thrown && problem.thrown.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return fail(
      'out-of-memory',
      `The script needs more memory than a js task may have, which is ${defaultHeapMb()} MB here.`,
      attempt.placeOf('script'),
    )
  const { message, stack } = describeThrown(problem.thrown)
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
    const match = /^(?:\?dagline=[0-9a-f.-]+)?:(\d+)(?::(\d+))?/.exec(line.slice(at + url.length))
    if (match === null) continue
    const number = Number(match[1])
    const column = Number(match[2] ?? 1)
    return match[2] === undefined
      ? { file, line: number, column: 1, endLine: number + 1, endColumn: 1 }
      : { file, line: number, column, endLine: number, endColumn: column + 1 }
  }
  return null
}

/** Frames of Node and of what calls the script say nothing about the script. */
function logStack(stack: string, attempt: Attempt): void {
  if (stack === '') return
  for (const line of stack.split('\n')) {
    const foreign = /^ {4}at /.test(line) && (/\bnode:/.test(line) || line.includes(ownFolder))
    if (!foreign) attempt.log('stderr', withoutQuery(line))
  }
}

function withoutQuery(text: string): string {
  return text.replace(/\?dagline=[0-9a-f.-]+/g, '')
}
