import { dirname } from 'node:path'
import type { AttemptContext, RunGraph, RunTask, Value } from '#language'
import { resolveInside } from '../file-host.ts'
import { isStored } from '../store/scripts.ts'
import type { FileDigests } from './file-digests.ts'
import { canonicalText, printOf, type TaskPrint } from './parts.ts'
import { type TaskFile, taskFiles } from './task-files.ts'

/** What a task says, evaluated. */
export interface Evaluated {
  /** Without `params`, and without what only the plan reads. */
  readonly properties: ReadonlyMap<string, Value>
  readonly params: ReadonlyMap<string, Value>
  /** Its script as a local file, where it comes from a bucket. */
  readonly script?: string
}

/** A task before it, with its fingerprint or how it ended. */
export interface Upstream {
  readonly name: string
  readonly fingerprint: string
}

/** Makes fingerprints of the tasks of one run. */
export class Fingerprinter {
  readonly #graph: RunGraph
  readonly #workspace: string
  readonly #folder: string
  readonly #digest: (text: string) => string
  readonly #files: FileDigests
  readonly #stored: (path: string) => string | null
  readonly #target: string
  readonly #resolved = new Map<string, string | null>()

  constructor(
    graph: RunGraph,
    workspace: string,
    digest: (text: string) => string,
    files: FileDigests,
    stored: (path: string) => string | null = () => null,
  ) {
    this.#graph = graph
    this.#workspace = workspace
    this.#folder = dirname(graph.file)
    this.#digest = digest
    this.#files = files
    this.#stored = stored
    this.#target = `${graph.target} ${canonicalText({ type: 'map', entries: graph.targetProperties })}`
  }

  /** Before an attempt: reads what has to be read. */
  async print(task: RunTask, evaluated: Evaluated, upstreams: readonly Upstream[]): Promise<TaskPrint> {
    const now = this.printNow(task, evaluated, upstreams)
    if (now !== null) return now
    const files: { name: string; digest: string }[] = []
    for (const { name, path } of this.#filesOf(task, evaluated))
      files.push({ name, digest: path === null ? 'outside' : await this.#files.read(path) })
    return this.#printOf(task, evaluated, upstreams, files)
  }

  /** At once; null where a large file has to be read first. */
  printNow(task: RunTask, evaluated: Evaluated, upstreams: readonly Upstream[]): TaskPrint | null {
    const files: { name: string; digest: string }[] = []
    for (const { name, path } of this.#filesOf(task, evaluated)) {
      const digest = path === null ? 'outside' : this.#files.now(path)
      if (digest === null) return null
      files.push({ name, digest })
    }
    return this.#printOf(task, evaluated, upstreams, files)
  }

  #printOf(
    task: RunTask,
    { properties, params }: Evaluated,
    upstreams: readonly Upstream[],
    files: readonly { name: string; digest: string }[],
  ): TaskPrint {
    return printOf({ engine: task.engine, target: this.#target, properties, params, files, upstreams }, this.#digest)
  }

  #filesOf(task: RunTask, { properties, params, script }: Evaluated): TaskFile[] {
    return taskFiles({
      engine: task.engine,
      local: this.#graph.target === 'local',
      folder: this.#folder,
      properties,
      params,
      ...(script === undefined ? {} : { script }),
      resolve: path => this.#resolve(path),
    })
  }

  /** Links are followed once a path in a run: that costs more than all else here. */
  #resolve(path: string): string | null {
    if (isStored(path)) return this.#stored(path)
    let found = this.#resolved.get(path)
    if (found === undefined) {
      found = resolveInside(this.#workspace, this.#folder, path)
      this.#resolved.set(path, found)
    }
    return found
  }
}

/** Evaluates what an attempt of the task would be given; null where something is not known, or wrong. */
export function evaluateTask(task: RunTask, context: AttemptContext, planOnly: ReadonlySet<string>): Evaluated | null {
  const properties = new Map<string, Value>()
  let params: ReadonlyMap<string, Value> = new Map()
  for (const property of task.propertyNames) {
    if (planOnly.has(property)) continue
    const evaluation = task.evaluate(property, context)
    if (evaluation === undefined) continue
    if (!evaluation.ok) return null
    if (property !== 'params') properties.set(property, evaluation.value)
    else if (evaluation.value.type === 'map') params = evaluation.value.entries
  }
  return { properties, params }
}
