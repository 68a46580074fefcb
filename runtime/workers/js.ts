import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { Environment } from '../engines/engine.ts'
import { describeThrown } from '../engines/thrown.ts'
import { EnvironmentReader } from '../processes/environments.ts'
import { LineSplitter } from '../processes/lines.ts'
import { placeOfMissingImport } from './import-place.ts'
import { JsClaims } from './js-claims.ts'
import type { FromJsThread, JsAnswer, JsTask, JsThreadData } from './js-messages.ts'
import { takeDescriptors } from './own-output.ts'
import { frameOfSyntaxError } from './syntax-place.ts'

type Module = Readonly<Record<string, unknown>>

/** A task that has come, with its whole environment. */
interface Waiting extends Omit<JsTask, 'env'> {
  readonly env: Environment
}

/** A thread of `js` tasks: runs one after the other. What goes wrong in a script is an answer; only the thread's death is not. */
const { claims: buffer } = workerData as JsThreadData
const claims = new JsClaims(buffer)
const environments = new EnvironmentReader()
const modules = new Map<string, { readonly version: string; readonly module: Module }>()
const flushOutput = captureOutput()
takeDescriptors()
let queue: Waiting[] = []
let working = false
/** The task that is running; what is printed is its. */
let current: number | null = null

guardProcess()
parentPort!.on('message', (tasks: readonly JsTask[]) => {
  for (const task of tasks) queue.push({ ...task, env: environments.read(task.env) })
  if (!working) void work()
})
tell({ kind: 'ready' })

async function work(): Promise<void> {
  working = true
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
    if (!claims.claim(task.place, task.id)) continue
    const answer = await run(task)
    tell({ kind: 'answer', id: task.id, answer })
    if (!answer.clean) {
      queue = []
      return
    }
    // What is left of the task by itself, such as a promise that nobody caught, breaks the thread before another task is in it.
    await new Promise(setImmediate)
  }
  working = false
}

async function run({ id, file, exportName, params, env }: Waiting): Promise<JsAnswer> {
  takeEnvironment(env)
  current = id
  const before = openResources()
  const answer = await call(file, exportName, params)
  flushOutput()
  current = null
  return { ...answer, clean: openResources() <= before }
}

type Called = JsAnswer extends infer A ? (A extends unknown ? Omit<A, 'clean'> : never) : never

async function call(file: string, exportName: string, params: unknown): Promise<Called> {
  try {
    const module = await load(file)
    const handler = module[exportName]
    if (typeof handler !== 'function') return { kind: 'no-function', exportName, exports: Object.keys(module) }
    const result: unknown = await (handler as (params: unknown) => unknown)(params)
    return returned(result)
  } catch (problem) {
    const { message, stack } = describeThrown(problem)
    const missing = placeOfMissingImport(problem)
    if (missing !== null) return { kind: 'threw', message, stack: `${stack}\n${missing.frame}`, file: missing.file }
    const unplaced = problem instanceof SyntaxError && !stack.includes(pathToFileURL(file).href)
    return { kind: 'threw', message, stack: unplaced ? `${stack}\n${frameOfSyntaxError(file)}`.trimEnd() : stack }
  }
}

function returned(result: unknown): Called {
  try {
    return { kind: 'returned', json: result === undefined ? '{}' : (JSON.stringify(result) ?? 'null') }
  } catch (problem) {
    const { message, stack } = describeThrown(problem)
    return { kind: 'threw', message: `What the script returned cannot be told as JSON: ${message}`, stack }
  }
}

/** An edited module is another module, by when it was written; an unchanged one is loaded once a thread. */
async function load(file: string): Promise<Module> {
  const { mtimeMs, size, ino } = statSync(file)
  const version = [mtimeMs, size, ino].map(part => part.toString(16)).join('-')
  const known = modules.get(file)
  if (known?.version === version) return known.module
  claims.loading = true
  try {
    const module = (await import(`${pathToFileURL(file).href}?dagline=${version}`)) as Module
    modules.set(file, { version, module })
    return module
  } finally {
    claims.loading = false
  }
}

/** The thread's environment is its own copy; the task sees exactly what a process of it would. */
function takeEnvironment(env: Environment): void {
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(env, name)) delete process.env[name]
  for (const [name, value] of Object.entries(env)) if (process.env[name] !== value) process.env[name] = value
}

/** Sends what scripts print line by line to the runtime instead of the thread's output, which is nobody's. */
function captureOutput(): () => void {
  const ends = (['stdout', 'stderr'] as const).map(stream => {
    let splitter = new LineSplitter()
    let used = false
    const tellLines = (lines: readonly string[]): void => {
      if (lines.length > 0 && current !== null) tell({ kind: 'lines', id: current, stream, lines })
    }
    process[stream].write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      used = true
      tellLines(
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
    return () => {
      if (!used) return
      tellLines(splitter.end())
      splitter = new LineSplitter()
      used = false
    }
  })
  return () => {
    for (const end of ends) end()
  }
}

/** The process is the runtime's, with all that runs in it: a script cannot signal it. Node itself refuses `abort` and `chdir` in a thread. */
function guardProcess(): void {
  const kill = process.kill.bind(process)
  process.kill = (pid, signal) => {
    if ((pid === process.pid || pid === 0 || pid === -process.pid) && signal !== 0)
      throw new Error('A js task cannot signal its own process: it is a thread of the runtime. Return, or throw, instead.')
    return kill(pid, signal)
  }
}

/** Timers, sockets and the like that are open: a task that leaves some behind must not disturb the next one in its thread. */
function openResources(): number {
  return process.getActiveResourcesInfo().length
}

function tell(message: FromJsThread): void {
  parentPort!.postMessage(message)
}
