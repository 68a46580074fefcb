import type { AttemptContext, RunGraph } from '#language'
import type { Reuse, ReusedResult } from '../cache/reuse.ts'
import type { TableVersions } from '../cache/table-versions.ts'
import { namesOf, wholeName } from '../cache/tables-of-task.ts'
import type { Evaluated, Fingerprinter, Upstream } from '../fingerprint/fingerprinter.ts'
import type { TaskPrint } from '../fingerprint/parts.ts'
import { noTables, type TouchedTables } from '../store/results.ts'
import type { KeptPrint, Store } from '../store/store.ts'

export interface TaskPrintsOptions {
  readonly run: string
  readonly graph: RunGraph
  readonly selected: ReadonlySet<number>
  readonly prints: Fingerprinter
  /** Fingerprints of tasks that are taken as done. */
  readonly givenPrints: ReadonlyMap<number, string>
  /** What need not run again; null where everything runs. */
  readonly reuse: Reuse | null
  readonly store: Store
  readonly tables: TableVersions
  /** The run goes on after a crash: what is recorded of it counts. */
  readonly goesOn: boolean
  /** How a task stands that has no fingerprint. */
  stateOf(task: number): string
}

/** What the results of one run follow from, and which of them are taken from runs before. */
export class TaskPrints {
  readonly #options: TaskPrintsOptions
  /** Of attempts that began in this run. */
  readonly #made = new Map<number, TaskPrint>()
  /** Of tasks that are done. */
  readonly #done = new Map<number, string>()
  readonly #reused = new Map<number, ReusedResult>()
  readonly #misses = new Map<number, string>()
  /** Local tables that tasks say they use, where their engine does not tell. */
  readonly #declared = new Map<number, Record<'reads' | 'writes', readonly string[]>>()

  constructor(options: TaskPrintsOptions) {
    this.#options = options
    if (!options.goesOn) return
    const done = options.store.results.doneIn(options.run)
    for (const { index, name } of options.graph.tasks) {
      const before = done.get(name)
      if (before !== undefined) this.#done.set(index, before.fingerprint)
    }
  }

  /** Whether a task that could start now is spared. */
  decide(task: number, context: AttemptContext): ReusedResult | null {
    const { reuse, graph } = this.#options
    if (reuse === null) return null
    const upstreamRan = graph.tasks[task]!.upstreams.some(upstream => this.#made.has(upstream.task))
    const found = reuse.decide(task, context, this.#upstreamsOf(task), this.#made.size > 0, upstreamRan)
    if (found.kind !== 'run') this.#reused.set(task, found)
    else if (found.reason !== null) this.#misses.set(task, found.reason)
    return found.kind === 'run' ? null : found
  }

  /** An attempt is about to begin, with these properties. */
  async begin(task: number, evaluated: Evaluated): Promise<TaskPrint> {
    const { prints, graph } = this.#options
    this.#noteDeclared(task, evaluated)
    const print = await prints.print(graph.tasks[task]!, evaluated, this.#upstreamsOf(task))
    this.#made.set(task, print)
    return print
  }

  /** The result that stands for a task, where it was spared. */
  reusedBy(task: number): ReusedResult | undefined {
    return this.#reused.get(task)
  }

  /** Why a task runs that might have been spared. */
  missOf(task: number): string | undefined {
    return this.#misses.get(task)
  }

  /** Keeps the result of a task that is done for runs to come; answers what is to be noted of it in this one. */
  keep(task: number, ended: string, told?: TouchedTables): KeptPrint | undefined {
    const { run, graph, store } = this.#options
    const reused = this.#reused.get(task)
    const print = this.#made.get(task)
    const fingerprint = reused?.fingerprint ?? print?.fingerprint
    if (fingerprint === undefined) return undefined
    const { name } = graph.tasks[task]!
    this.#done.set(task, fingerprint)
    if (reused === undefined && print !== undefined) {
      const tables = told ?? this.#declaredTables(task)
      const { file, dag, target } = graph
      store.results.keep({ file, dag, target, task: name, print, run, position: store.position(run, name), ended, tables })
    }
    return { fingerprint, reused: reused?.run ?? null }
  }

  #noteDeclared(task: number, { properties }: Evaluated): void {
    const { graph } = this.#options
    if (graph.target !== 'local' || graph.tasks[task]!.engine === 'bq') return
    const project = graph.targetProperties.get('project')
    const named = (property: 'reads' | 'writes'): string[] => {
      const value = properties.get(property)
      const names = value === undefined ? [] : namesOf(value)
      return names.map(name => wholeName(name.split('.'), project?.type === 'string' ? project.value : 'local'))
    }
    const declared = { reads: named('reads'), writes: named('writes') }
    if (declared.reads.length + declared.writes.length > 0) this.#declared.set(task, declared)
  }

  /** Versions are of Dagline's own writes; what another program writes is told to this run alone. */
  #declaredTables(task: number): TouchedTables {
    const declared = this.#declared.get(task)
    if (declared === undefined) return noTables
    const { run, graph, tables } = this.#options
    const reads = Object.fromEntries([...declared.reads, ...declared.writes].map(name => [name, tables.last(name)]))
    tables.wrote(Object.fromEntries(declared.writes.map(name => [name, `${run}/${graph.tasks[task]!.name}/0`])))
    return { reads, writes: {} }
  }

  /** The tasks right before one, with what their results followed from, or how they ended. */
  #upstreamsOf(task: number): Upstream[] {
    const { graph, selected, givenPrints, stateOf } = this.#options
    return graph.tasks[task]!.upstreams.map(upstream => ({
      name: graph.tasks[upstream.task]!.name,
      fingerprint: selected.has(upstream.task)
        ? (this.#done.get(upstream.task) ?? stateOf(upstream.task))
        : (givenPrints.get(upstream.task) ?? 'given'),
    }))
  }
}
