import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AttemptContext, EvaluationFailure, RunGraph, RunTask, Value } from '#language'
import type { RemoteJournal } from '../clouds/remote-journal.ts'
import { isRemoteScript, type RemoteScripts } from '../clouds/storage/remote-scripts.ts'
import type { Attempt, AttemptResult, Engine, Environment } from '../engines/engine.ts'
import { resolveInside } from '../file-host.ts'
import type { Evaluated } from '../fingerprint/fingerprinter.ts'
import type { TaskPrint } from '../fingerprint/parts.ts'
import { isStored } from '../store/scripts.ts'
import type { RunFolder } from './run-folder.ts'
import { fetchScript, withScriptNamed } from './task-script.ts'

/** What an attempt needs of its run. */
export interface AttemptRequest {
  readonly run: string
  readonly graph: RunGraph
  readonly task: RunTask
  readonly number: number
  readonly engine: Engine
  readonly workspace: string
  readonly temporary: RunFolder
  readonly env: Environment
  readonly context: AttemptContext
  /** A script of the database (`db://name`) as a file. */
  stored(path: string): string | null
  readonly scripts: RemoteScripts
  readonly remote: RemoteJournal
  readonly signal: AbortSignal
  /** What the attempt is given, before its engine has it. */
  given(evaluated: Evaluated): Promise<TaskPrint>
  log(stream: 'stdout' | 'stderr' | 'system', line: string): void
}

/** Evaluates the properties of a task and has its engine run it. Settles when nothing of the attempt is left running. */
export async function runAttempt(request: AttemptRequest): Promise<AttemptResult> {
  const { run, graph, task, number, engine, workspace, temporary, env, signal } = request
  const properties = new Map<string, Value>()
  let params: ReadonlyMap<string, Value> = new Map()
  for (const property of task.propertyNames) {
    if (plansOwn.has(property)) continue
    const evaluation = task.evaluate(property, request.context)
    if (evaluation === undefined) continue
    if (!evaluation.ok) return failedEvaluation(evaluation.failure)
    if (property !== 'params') properties.set(property, evaluation.value)
    else if (evaluation.value.type === 'map') params = evaluation.value.entries
  }
  const fetched = await fetchScript(request, properties)
  if (fetched !== null && 'kind' in fetched) return fetched
  const print = await request.given({ properties, params, ...(fetched === null ? {} : { script: fetched.file }) })
  const folder = dirname(graph.file)
  const place = `${task.index}.${number}`
  const scratch = new Scratch(temporary, place)
  const attempt: Attempt = {
    run,
    dag: graph.dag,
    file: graph.file,
    folder,
    target: { name: graph.target, properties: graph.targetProperties },
    task: task.name,
    number,
    print,
    get slots() {
      return slotsOf(request)
    },
    properties,
    params,
    paramPhase: name => task.paramPhase(name),
    env: {
      ...env,
      DAGLINE_RUN_ID: run,
      DAGLINE_DAG: graph.dag,
      DAGLINE_TASK: task.name,
      DAGLINE_TARGET: graph.target,
      DAGLINE_ATTEMPT: String(number),
    },
    get scratch() {
      return scratch.folder
    },
    get outputFile() {
      return temporary.file(`${place}.json`)
    },
    remote: request.remote,
    get timeoutMs() {
      const stated = task.evaluate('timeout', request.context)
      return stated?.ok && stated.value.type === 'duration' ? stated.value.ms : null
    },
    signal,
    log: request.log,
    resolve: path => {
      if (isRemoteScript(path)) return path === fetched?.url ? fetched.file : null
      return isStored(path) ? request.stored(path) : resolveInside(workspace, folder, path)
    },
    placeInText: (property, offset) => task.placeInText(property, offset),
    placeOf: property => task.placeOf(property),
  }
  try {
    return withScriptNamed(await engine.run(attempt), attempt)
  } catch (problem) {
    // An engine that throws has a bug; the task fails, the run and its other tasks go on.
    const message = problem instanceof Error ? problem.message : String(problem)
    request.log('system', problem instanceof Error ? (problem.stack ?? message) : message)
    return {
      kind: 'failure',
      error: { code: 'internal', message: `The engine ${engine.name} broke: ${message}`, place: task.place },
      retry: 'never',
    }
  } finally {
    await scratch.remove()
  }
}

/** As the plan has counted them. */
function slotsOf({ task, engine, graph, context }: AttemptRequest): number {
  const stated = task.evaluate('slots', context)
  if (stated?.ok && stated.value.type === 'number') return stated.value.value
  return engine.slots({ name: graph.target, properties: graph.targetProperties })
}

/** An expression that cannot be evaluated is a failure of the attempt; another try would evaluate the same. */
export function failedEvaluation(failure: EvaluationFailure): AttemptResult {
  return { kind: 'failure', error: { code: failure.code, message: failure.message, place: failure.place }, retry: 'never' }
}

/** What the plan has read before the attempt; an engine has no use for it. */
export const plansOwn: ReadonlySet<string> = new Set([
  'after',
  'matrix',
  'when',
  'trigger',
  'engine',
  'retries',
  'retry_delay',
  'retry_backoff',
  'timeout',
  'cache',
  'slots',
  'limit',
  'duration',
  'on_interrupt',
  'description',
  'owner',
  'tags',
])

/** A folder that is made when it is asked for: most attempts never need one. */
class Scratch {
  readonly #temporary: RunFolder
  readonly #name: string
  #path: string | null = null

  constructor(temporary: RunFolder, name: string) {
    this.#temporary = temporary
    this.#name = name
  }

  get folder(): string {
    if (this.#path === null) {
      this.#path = this.#temporary.file(this.#name)
      mkdirSync(this.#path, { recursive: true })
    }
    return this.#path
  }

  async remove(): Promise<void> {
    if (this.#path === null) return
    // What a task left locked there goes with the folder of the run, or with the next start.
    await rm(this.#path, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined)
  }
}
