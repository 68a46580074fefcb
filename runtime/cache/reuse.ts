import { readFileSync } from 'node:fs'
import type { AttemptContext, RunGraph, RunTask } from '#language'
import { isRemoteScript } from '../clouds/storage/remote-scripts.ts'
import type { Outputs } from '../events.ts'
import { type Evaluated, evaluateTask, type Fingerprinter, type Upstream } from '../fingerprint/fingerprinter.ts'
import { changedParts, type Parts, type TaskPrint } from '../fingerprint/parts.ts'
import type { DoneTask, ResultScope, ResultStore, StoredResult, TouchedTables } from '../store/results.ts'
import { type Candidate, type Demotion, type ExpectedTask, lookAhead, type TaskTables, tablesStand, writerOf } from './look-ahead.ts'
import type { TableVersions } from './table-versions.ts'
import { tablesOfTask } from './tables-of-task.ts'
import { cachedReason, doneReason, type MissReason, missSentence } from './words.ts'

export interface ReuseRequest {
  readonly graph: RunGraph
  readonly selected: ReadonlySet<number>
  readonly results: ResultStore
  /** Whether results of tasks with `cache` may be reused. */
  readonly cache: boolean
  /** What was done in the run that is resumed, by the names of tasks; null where none is. */
  readonly done: ReadonlyMap<string, DoneTask> | null
  /** Tasks of which an attempt has begun in the run that goes on: they are tried again, whatever there is of them. */
  readonly begun?: ReadonlySet<string>
  readonly prints: Fingerprinter
  readonly tables: TableVersions
  /** Properties that only the plan reads. */
  readonly planOnly: ReadonlySet<string>
  /** Of tasks that are taken as done. */
  readonly givenPrints: ReadonlyMap<number, string>
  readonly givenOutputs: ReadonlyMap<number, Outputs>
  secret(name: string): string | undefined
  /** Brings the versions of these tables up to date. */
  loadTables(tables: readonly string[]): Promise<void>
  resolve(path: string): string | null
  /** The script of a bucket as a local file; null where it is not known. */
  fetchScript(url: string): Promise<string | null>
  /** The same, as far as it has been fetched. */
  fetchedScript(url: string): string | null
  now(): number
}

/** A result that stands for running a task. */
export interface ReusedResult {
  readonly kind: 'cached' | 'done'
  /** The run in which the task ran. */
  readonly run: string
  readonly attempts: number
  readonly outputs: Outputs
  readonly fingerprint: string
  readonly reason: string
}

/** What is expected of a task before anything of the run has begun. */
type Expected =
  | { readonly kind: 'reuse'; readonly result: ReusedResult; readonly candidate: Candidate; readonly needs: readonly number[] }
  | { readonly kind: 'run'; readonly fingerprint: string | null; readonly miss: MissReason | null }
  | { readonly kind: 'skip' }
  | { readonly kind: 'given' }

/** Decides for one run which tasks need not run, because what they would give is there. */
export class Reuse {
  readonly #request: ReuseRequest
  readonly #scope: ResultScope
  readonly #newest: ReadonlyMap<string, StoredResult>
  readonly #expected: Expected[] = []
  readonly #evaluated = new Map<number, Evaluated>()
  #demotions: ReadonlyMap<number, Demotion> = new Map()
  /** Writers whose tasks are reused for certain. */
  readonly #writers = new Set<string>()

  private constructor(request: ReuseRequest) {
    this.#request = request
    const { file, dag, target } = request.graph
    this.#scope = { file, dag, target }
    this.#newest = request.cache ? request.results.newest(this.#scope) : new Map()
  }

  /** Null where no chosen task could be spared. */
  static async prepare(request: ReuseRequest): Promise<Reuse | null> {
    const cacheable = request.cache && [...request.selected].some(task => request.graph.tasks[task]!.propertyNames.includes('cache'))
    if (!cacheable && request.done === null) return null
    const reuse = new Reuse(request)
    await reuse.#lookAhead()
    return reuse
  }

  /**
   * Whether a task that could start now is spared. `ran`: whether any attempt has begun in this run, so that what was expected
   * may have come otherwise; `upstreamRan`: whether one of those right before it ran.
   */
  decide(
    index: number,
    context: AttemptContext,
    upstreams: readonly Upstream[],
    ran: boolean,
    upstreamRan: boolean,
  ): ReusedResult | { readonly kind: 'run'; readonly reason: string | null } {
    const expected = this.#expected[index]!
    const { graph, done } = this.#request
    if (done === null && !graph.tasks[index]!.propertyNames.includes('cache')) return { kind: 'run', reason: null }
    const demotion = this.#demotions.get(index)
    // What was done is not looked at again: that it must be done again is known before the run.
    if (!ran || (expected.kind === 'reuse' && expected.result.kind === 'done')) {
      if (demotion !== undefined) return { kind: 'run', reason: this.#sentence(expected, this.#reasonOf(demotion)) }
    }
    if (!ran) {
      if (expected.kind === 'run') return { kind: 'run', reason: expected.miss === null ? null : missSentence(expected.miss) }
      if (expected.kind === 'reuse') return this.#stands(expected.candidate) ?? expected.result
    }
    const evaluated = this.#withScript(evaluateTask(graph.tasks[index]!, context, this.#request.planOnly))
    const print = evaluated && this.#request.prints.printNow(graph.tasks[index]!, evaluated, upstreams)
    if (print === null) return { kind: 'run', reason: null }
    const found = this.#candidateFor(index, context, print, upstreamRan)
    if ('miss' in found) return { kind: 'run', reason: found.miss === null ? null : missSentence(found.miss) }
    return this.#stands(found.candidate) ?? found.result
  }

  /** What is expected of a task, for those who only ask. */
  expectation(index: number): { readonly reused: ReusedResult | null; readonly reason: string | null } {
    const expected = this.#expected[index]!
    const demotion = this.#demotions.get(index)
    if (demotion !== undefined) return { reused: null, reason: missSentence(this.#reasonOf(demotion)) }
    if (expected.kind === 'reuse') return { reused: expected.result, reason: expected.result.reason }
    return { reused: null, reason: expected.kind === 'run' && expected.miss !== null ? missSentence(expected.miss) : null }
  }

  /** Tasks that are expected to be spared. */
  get spared(): ReadonlySet<number> {
    return new Set([...this.#request.selected].filter(task => this.expectation(task).reused !== null))
  }

  async #lookAhead(): Promise<void> {
    const { graph, selected, tables } = this.#request
    await this.#fetchScripts()
    for (const task of graph.tasks) this.#expected.push(selected.has(task.index) ? await this.#expect(task) : { kind: 'given' })
    const touched = new Set(this.#expected.flatMap(one => (one.kind === 'reuse' ? [...one.candidate.tables.keys()] : [])))
    if (touched.size > 0) await this.#request.loadTables([...touched])
    const answer = lookAhead(
      graph.tasks.map((task): ExpectedTask => {
        const expected = this.#expected[task.index]!
        return {
          candidate: expected.kind === 'reuse' ? expected.candidate : null,
          needs: expected.kind === 'reuse' ? expected.needs : [],
          ...this.#rewriter(task, expected),
          mayTouch: () => (expected.kind === 'given' || expected.kind === 'skip' ? { reads: [], writes: [] } : this.#tablesOf(task)),
        }
      }),
      table => tables.of(table),
    )
    this.#demotions = answer.demotions
    for (const [i, expected] of this.#expected.entries())
      if (expected.kind === 'reuse' && answer.reused[i]) this.#writers.add(expected.candidate.writer)
  }

  /** All at once: each takes as long as a service takes to answer. */
  async #fetchScripts(): Promise<void> {
    const { graph, selected, fetchScript } = this.#request
    const context = this.#context(new Set())
    const urls = [...selected].flatMap(index => {
      const script = graph.tasks[index]!.evaluate('script', context)
      return script?.ok && script.value.type === 'string' && isRemoteScript(script.value.value) ? [script.value.value] : []
    })
    await Promise.all([...new Set(urls)].map(url => fetchScript(url)))
  }

  /** Null where the script is not known. */
  #withScript(evaluated: Evaluated | null): Evaluated | null {
    const script = evaluated?.properties.get('script')
    if (evaluated === null || script?.type !== 'string' || !isRemoteScript(script.value)) return evaluated
    const file = this.#request.fetchedScript(script.value)
    return file === null ? null : { ...evaluated, script: file }
  }

  /** A task that was done in the run that is resumed, and runs again. */
  #rewriter({ name }: RunTask, expected: Expected): { wrote?: string } {
    const done = expected.kind === 'run' ? this.#request.done?.get(name) : undefined
    return done === undefined ? {} : { wrote: `${done.ranIn}/${name}` }
  }

  async #expect(task: RunTask): Promise<Expected> {
    const asked = new Set<number>()
    const context = this.#context(asked)
    const skips = task.upstreams.some(upstream => this.#expected[upstream.task]!.kind === 'skip')
    if (skips && task.trigger === 'all_success') return { kind: 'skip' }
    const when = task.evaluate('when', context)
    if (when?.ok && when.value.type === 'boolean' && !when.value.value) return { kind: 'skip' }
    const upstreams = this.#upstreamsOf(task)
    const evaluated =
      when?.ok === false || upstreams === null ? null : this.#withScript(evaluateTask(task, context, this.#request.planOnly))
    if (evaluated === null || upstreams === null) return { kind: 'run', fingerprint: null, miss: this.#unknown(task) }
    this.#evaluated.set(task.index, evaluated)
    const print = await this.#request.prints.print(task, evaluated, upstreams)
    const upstreamRan = task.upstreams.some(upstream => this.#expected[upstream.task]!.kind === 'run')
    const begun = this.#request.begun?.has(task.name) === true
    const found = begun ? { miss: null } : this.#candidateFor(task.index, context, print, upstreamRan)
    if ('miss' in found) return { kind: 'run', fingerprint: print.fingerprint, miss: found.miss }
    // What was done stays so only while nothing before it runs again; what is cached, while it is given the same.
    const needs = found.result.kind === 'done' ? task.upstreams.map(upstream => upstream.task) : [...asked]
    return { kind: 'reuse', ...found, needs: needs.filter(need => this.#expected[need]!.kind === 'reuse') }
  }

  /** Fingerprints of the tasks before one; null where one is not known yet. */
  #upstreamsOf(task: RunTask): Upstream[] | null {
    const { graph, givenPrints } = this.#request
    const list: Upstream[] = []
    for (const { task: index } of task.upstreams) {
      const expected = this.#expected[index]!
      const { name } = graph.tasks[index]!
      if (expected.kind === 'skip') list.push({ name, fingerprint: 'skipped' })
      else if (expected.kind === 'given') list.push({ name, fingerprint: givenPrints.get(index) ?? 'given' })
      else if (expected.kind === 'reuse') list.push({ name, fingerprint: expected.result.fingerprint })
      else if (expected.fingerprint === null) return null
      else list.push({ name, fingerprint: expected.fingerprint })
    }
    return list
  }

  #candidateFor(
    index: number,
    context: AttemptContext,
    print: TaskPrint,
    upstreamRan: boolean,
  ): { readonly result: ReusedResult; readonly candidate: Candidate } | { readonly miss: MissReason | null } {
    const { graph, results } = this.#request
    const task = graph.tasks[index]!
    const done = upstreamRan ? undefined : this.#request.done?.get(task.name)
    if (done !== undefined && done.fingerprint === print.fingerprint) {
      return {
        result: {
          kind: 'done',
          run: done.ranIn,
          attempts: done.attempts,
          outputs: done.outputs,
          fingerprint: print.fingerprint,
          reason: doneReason(done.ranIn),
        },
        candidate: candidateOf(done.ranIn, task.name, done.tables, true),
      }
    }
    const limit = this.#limitOf(task, context)
    if (limit === null) return { miss: this.#changedSinceDone(task, print.parts) }
    const newest = this.#newest.get(task.name)
    if (newest === undefined) return { miss: null }
    const found = newest.fingerprint === print.fingerprint ? newest : results.find(this.#scope, task.name, print.fingerprint)
    if (found === null) return { miss: { kind: 'changed', parts: changedParts(newest.parts(), print.parts) } }
    const ageMs = this.#request.now() - Date.parse(found.ended)
    if (ageMs > limit) return { miss: { kind: 'expired', ageMs, limitMs: limit } }
    return {
      result: {
        kind: 'cached',
        run: found.run,
        attempts: 0,
        outputs: found.outputs,
        fingerprint: print.fingerprint,
        reason: cachedReason(found.run, ageMs),
      },
      candidate: candidateOf(found.run, task.name, found.tables, false),
    }
  }

  /** How old a result may be; null where the task wants none to be reused. */
  #limitOf(task: RunTask, context: AttemptContext): number | null {
    if (!this.#request.cache) return null
    const cache = task.evaluate('cache', context)
    if (!cache?.ok) return null
    if (cache.value.type === 'duration') return cache.value.ms
    return cache.value.type === 'boolean' && cache.value.value ? Number.POSITIVE_INFINITY : null
  }

  #changedSinceDone(task: RunTask, parts: Parts): MissReason | null {
    const done = this.#request.done?.get(task.name)
    if (done === undefined || Object.keys(done.parts).length === 0) return null
    const changed = changedParts(done.parts, parts)
    return changed.length === 0 ? null : { kind: 'changed', parts: changed }
  }

  #unknown(task: RunTask): MissReason | null {
    return task.propertyNames.includes('cache') && this.#newest.has(task.name) ? { kind: 'unknown' } : null
  }

  /** Null where the tables are as they must be. */
  #stands(candidate: Candidate): { readonly kind: 'run'; readonly reason: string } | null {
    if (candidate.kept) return null
    const { tables } = this.#request
    const stand = tablesStand(
      candidate.tables,
      table => tables.of(table),
      writer => this.#writers.has(writer),
    )
    return stand.ok ? null : { kind: 'run', reason: missSentence(this.#changed(stand.table)) }
  }

  #reasonOf(demotion: Demotion): MissReason {
    if (demotion.kind === 'table') {
      const changed = this.#changed(demotion.table)
      const last = changed.gone ? null : this.#ownWriter(demotion.table)
      return last === null ? changed : { kind: 'writer', table: demotion.table, by: last }
    }
    const by = this.#request.graph.tasks[demotion.task]!.name
    return demotion.kind === 'writer' ? { kind: 'writer', table: demotion.table, by } : { kind: 'needs', by }
  }

  #changed(table: string): MissReason & { readonly kind: 'table' } {
    const { gone, standing } = this.#request.tables.of(table)
    // One that is dropped by a task of this dag is as it is to be.
    return { kind: 'table', table, gone: gone === true && !(standing && this.#ownWriter(table) !== null) }
  }

  /** The task of this dag whose newest result last wrote a table; null where somebody else did. */
  #ownWriter(table: string): string | null {
    const writer = writerOf(this.#request.tables.last(table) ?? '')
    const at = writer.indexOf('/')
    const name = writer.slice(at + 1)
    return at > 0 && this.#newest.get(name)?.run === writer.slice(0, at) && this.#request.graph.tasks.some(task => task.name === name)
      ? name
      : null
  }

  #sentence(expected: Expected, reason: MissReason): string | null {
    return expected.kind === 'reuse' ? missSentence(reason) : null
  }

  #tablesOf(task: RunTask): TaskTables | null {
    const { graph, resolve } = this.#request
    return tablesOfTask(graph, task, this.#context(new Set()), this.#evaluated.get(task.index) ?? null, path => {
      const file = resolve(path)
      try {
        return file === null ? null : readFileSync(file, 'utf8')
      } catch {
        return null
      }
    })
  }

  /** What is known before the run: outputs of those that are reused. Whose are asked for is noted. */
  #context(asked: Set<number>): AttemptContext {
    const { selected, givenOutputs, secret } = this.#request
    return {
      attempt: 1,
      outputs: task => {
        if (!selected.has(task)) return givenOutputs.get(task) ?? null
        const expected = this.#expected[task]
        if (expected?.kind === 'skip') return null
        if (expected?.kind !== 'reuse') return undefined
        asked.add(task)
        return expected.result.outputs
      },
      secret,
    }
  }
}

function candidateOf(run: string, task: string, tables: TouchedTables, kept: boolean): Candidate {
  return {
    writer: writerOf(`${run}/${task}/`),
    // A table that it both read and wrote is as it left it.
    tables: new Map([...Object.entries(tables.reads), ...Object.entries(tables.writes)]),
    writes: new Set(Object.keys(tables.writes)),
    kept,
  }
}
