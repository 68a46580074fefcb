import { checkShape } from '../checks/shapes.ts'
import { codeOf, type Diagnostic, describe } from '../diagnostics.ts'
import { type Abstract, known } from '../evaluate/abstract.ts'
import type { Frame } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { phaseOf } from '../evaluate/phase.ts'
import { type Instance, type Instances, isPaired, pairInstances } from '../graph/matrix.ts'
import type { Host } from '../host.ts'
import type { Effective, Version } from '../model/effective.ts'
import type { FileModel, TaskModel } from '../model/model.ts'
import { propertyValue } from '../model/property-value.ts'
import type { AttemptContext, Evaluation, RunTask, RunUpstream, StartOptions, Trigger } from '../run-graph.ts'
import { triggers } from '../schema/common.ts'
import { propertiesOfEngine } from '../schema/engines.ts'
import type { Phase } from '../schema/schema.ts'
import { LineIndex, type Place, type Span } from '../span.ts'
import { spanInSource } from '../text-map.ts'
import { RunContext } from './run-context.ts'

/** What all tasks of one run share. */
export interface RunShared {
  readonly host: Host
  readonly options: StartOptions
  readonly places: PlaceFinder
  readonly instances: ReadonlyMap<TaskModel, Instances>
  indexOf(task: TaskModel, instance: number): number
}

/** Turns spans into places; the lines of a file are counted once. */
export class PlaceFinder {
  readonly #host: Host
  readonly #lines = new Map<string, LineIndex>()

  constructor(host: Host, file: FileModel) {
    this.#host = host
    this.#lines.set(file.file, new LineIndex(file.tree.text))
  }

  place(file: string, span: Span): Place {
    let lines = this.#lines.get(file)
    if (!lines) {
      const text = this.#host.read(file)
      lines = new LineIndex(text.kind === 'text' ? text.text : '')
      this.#lines.set(file, lines)
    }
    return lines.place(file, span)
  }
}

/** One instance of a task in a run. */
export class RunTaskModel implements RunTask {
  readonly index: number
  readonly name: string
  readonly declaration: string
  readonly engine: string
  readonly trigger: Trigger
  readonly upstreams: readonly RunUpstream[]
  readonly propertyNames: readonly string[]
  readonly #instance: Instance
  readonly #version: Version
  readonly #shared: RunShared

  constructor(index: number, instance: Instance, version: Version, upstreams: readonly RunUpstream[], shared: RunShared) {
    this.index = index
    this.name = instance.name
    this.declaration = instance.task.path
    this.engine = version.engine ?? ''
    this.upstreams = upstreams
    this.#instance = instance
    this.#version = version
    this.#shared = shared
    const names = new Set(version.properties.keys())
    if (instance.task.group?.lineage.some(group => group.properties.has('when'))) names.add('when')
    this.propertyNames = [...names]
    this.trigger = this.#trigger()
  }

  get place(): Place {
    const { task } = this.#instance
    return this.#shared.places.place(task.file.file, task.node.name ?? task.node)
  }

  evaluate(property: string, attempt: AttemptContext): Evaluation | undefined {
    if (property === 'when') return this.#when(attempt)
    const effective = this.#version.properties.get(property)
    if (!effective) return undefined
    const context = this.#context(attempt)
    const frame = this.#frame(effective, context)
    const schema = propertiesOfEngine(this.engine)?.get(property)
    const value = schema ? propertyValue(schema.shape, effective.value, frame) : evaluate(effective.value, frame)
    // A target without an entry gives null: the property is not set there.
    if (value.type === 'null' && context.failures.length === 0) return undefined
    if (schema) checkShape(schema.shape, value, effective.value, frame)
    return this.#settle(value, context, effective)
  }

  paramPhase(name: string): Phase {
    const params = this.#version.properties.get('params')
    if (!params) return 'static'
    const entry = params.value.kind === 'map' ? params.value.entries.find(candidate => candidate.key.text === name) : undefined
    return phaseOf(entry?.value ?? params.value, params.scope)
  }

  placeInText(property: string, offset: number): Place | null {
    const effective = this.#version.properties.get(property)
    const span = effective ? spanInSource(effective.value, offset, offset) : null
    return effective && span ? this.#shared.places.place(effective.file.file, span) : null
  }

  placeOf(property: string): Place {
    const effective = this.#version.properties.get(property)
    return effective ? this.#shared.places.place(effective.file.file, effective.value) : this.place
  }

  #trigger(): Trigger {
    const effective = this.#version.properties.get('trigger')
    if (!effective) return 'all_success'
    const context = this.#context(null)
    const value = propertyValue({ kind: 'word', words: triggers }, effective.value, this.#frame(effective, context))
    return triggers.find(trigger => value.type === 'string' && trigger === value.value) ?? 'all_success'
  }

  /** The task's own `when`, and those of the groups around it: all must hold. */
  #when(attempt: AttemptContext): Evaluation | undefined {
    const { task } = this.#instance
    const parts: Effective[] = (task.group?.lineage ?? []).flatMap(group => {
      const property = group.properties.get('when')
      return property
        ? [{ name: 'when', value: property.value, scope: group.scope, file: task.file, source: 'task' as const, property }]
        : []
    })
    const own = this.#version.properties.get('when')
    if (own) parts.push(own)
    if (parts.length === 0) return undefined
    for (const part of parts) {
      const context = this.#context(attempt)
      const frame = this.#frame(part, context)
      const value = evaluate(part.value, frame)
      if (value.type === 'null' && context.failures.length === 0) continue
      checkShape({ kind: 'value', types: ['boolean'] }, value, part.value, frame)
      const result = this.#settle(value, context, part)
      if (!result.ok || (result.value.type === 'boolean' && !result.value.value)) return result
    }
    return { ok: true, value: { type: 'boolean', value: true } }
  }

  #settle(value: Abstract, context: RunContext, effective: Effective): Evaluation {
    const failure = context.failures[0]
    if (failure) return { ok: false, failure: this.#failure(failure) }
    const settled = known(value)
    if (settled) return { ok: true, value: settled }
    const place = this.#shared.places.place(effective.file.file, effective.value)
    const message = context.pending ? `\`${effective.name}\` is not known yet` : `\`${effective.name}\` has no value`
    return { ok: false, failure: { code: context.pending ? 'not-yet' : 'wrong-type', message, place } }
  }

  #failure(diagnostic: Diagnostic): { code: string; message: string; place: Place } {
    return { code: codeOf(diagnostic), message: describe(diagnostic), place: this.#shared.places.place(diagnostic.file, diagnostic) }
  }

  #context(attempt: AttemptContext | null): RunContext {
    const { host, options } = this.#shared
    const { file } = this.#instance.task
    return new RunContext(file, host, options, attempt && { attempt, instancesFor: task => this.#instancesFor(task) })
  }

  #frame(effective: Effective, context: RunContext): Frame {
    const params = this.#version.properties.get('params')
    return {
      file: effective.file.file,
      scope: effective.scope,
      context,
      matrix: this.#instance.values,
      params: params ? { expression: params.value, scope: params.scope } : null,
      typesOnly: false,
    }
  }

  /** Its pair where the two are paired, else every instance. */
  #instancesFor(task: TaskModel): { indices: readonly number[]; single: boolean } {
    const { instances, indexOf } = this.#shared
    const from = instances.get(task)!
    const to = instances.get(this.#instance.task)!
    if (!task.properties.has('matrix')) return { indices: from.list.map((_, i) => indexOf(task, i)), single: true }
    if (!isPaired(from, to)) return { indices: from.list.map((_, i) => indexOf(task, i)), single: false }
    const own = to.list.indexOf(this.#instance)
    const indices: number[] = []
    pairInstances(from, to, (i, j) => {
      if (j === own) indices.push(indexOf(task, i))
    })
    return { indices, single: indices.length === 1 }
  }
}
