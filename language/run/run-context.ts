import type { Diagnostic } from '../diagnostics.ts'
import { type Abstract, anything } from '../evaluate/abstract.ts'
import { type Context, type Frame, fail, type Place } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { FileText, Host } from '../host.ts'
import type { FileModel, InputModel, LetModel, TaskModel } from '../model/model.ts'
import type { AttemptContext, StartOptions } from '../run-graph.ts'
import { fromJson } from '../show.ts'
import type { Reference } from '../tree.ts'
import type { Json, Value } from '../values.ts'

/** What an attempt knows besides: who reads, and which instances of another task are its. */
export interface Reader {
  readonly attempt: AttemptContext
  /** Indices in the run's tasks of the instances of `task` that the reader is paired with, and whether that is one value. */
  readonly instancesFor: (task: TaskModel) => { readonly indices: readonly number[]; readonly single: boolean }
}

/** Surroundings of a run: everything has its value, or is not known yet (`pending`), or is a failure. */
export class RunContext implements Context {
  readonly lets = new Map<LetModel, Abstract>()
  work = 0
  /** The first of what went wrong. */
  readonly failures: Diagnostic[] = []
  /** Whether an output or a secret was asked for that is not known yet. */
  pending = false
  readonly #file: FileModel
  readonly #host: Host
  readonly #options: StartOptions
  readonly #reader: Reader | null
  readonly #targetValues = new Map<string, Abstract>()

  constructor(file: FileModel, host: Host, options: StartOptions, reader: Reader | null) {
    this.#file = file
    this.#host = host
    this.#options = options
    this.#reader = reader
  }

  report(diagnostic: Diagnostic): void {
    this.failures.push(diagnostic)
  }

  target(entry: string): Abstract {
    const name = this.#options.target
    if (entry === 'name') return { type: 'string', value: name }
    const before = this.#targetValues.get(entry)
    if (before) return before
    this.#targetValues.set(entry, anything)
    const model = this.#file.targets.get(name)
    const property = model?.properties.get(entry)
    let value: Abstract = { type: 'null' }
    if (model && property)
      value = evaluate(property.value, {
        file: model.file.file,
        scope: model.file.scope,
        context: this,
        matrix: new Map(),
        typesOnly: false,
      })
    else if (entry === 'project' && name === 'local') value = { type: 'string', value: 'local' }
    this.#targetValues.set(entry, value)
    return value
  }

  input(input: InputModel): Abstract {
    const given = this.#options.inputs.get(input.name)
    if (given) return given
    if (!input.node.value) return anything
    return evaluate(input.node.value, {
      file: input.dag.file.file,
      scope: input.dag.scope,
      context: this,
      matrix: new Map(),
      typesOnly: false,
    })
  }

  run(entry: string): Abstract {
    const { run } = this.#options
    switch (entry) {
      case 'id':
        return { type: 'string', value: run.id }
      case 'date':
        return run.date
      case 'end':
        return run.end
      case 'attempt':
        return { type: 'number', value: this.#reader?.attempt.attempt ?? 1 }
      default:
        return anything
    }
  }

  env(name: string): Abstract | null {
    const value = this.#options.env(name)
    return value === undefined ? null : { type: 'string', value }
  }

  secret(name: string, where: Place): Abstract {
    if (!this.#reader) return this.#wait()
    const value = this.#reader.attempt.secret(name)
    if (value !== undefined) return { type: 'string', value }
    this.report({ reason: 'wrong-type/secret', data: { name }, ...where, related: [] })
    return anything
  }

  outputs(task: TaskModel, node: Reference, rest: number, frame: Frame): Abstract {
    if (!this.#reader) return this.#wait()
    const { attempt, instancesFor } = this.#reader
    const { indices, single } = instancesFor(task)
    const values: Value[] = []
    for (const index of indices) {
      const outputs = attempt.outputs(index)
      if (outputs === undefined) return this.#wait()
      const value = outputs === null ? ({ type: 'null' } as const) : this.#entry(task, outputs, node, rest, frame)
      if (!value) return anything
      values.push(value)
    }
    return single ? (values[0] ?? { type: 'null' }) : { type: 'list', items: values }
  }

  #entry(task: TaskModel, outputs: Readonly<Record<string, Json>>, node: Reference, rest: number, frame: Frame): Value | null {
    let at: Value = { type: 'map', entries: new Map(Object.entries(outputs).map(([key, value]) => [key, fromJson(value)])) }
    for (let i = rest; i < node.path.length; i++) {
      const name = node.path[i]!
      if (at.type === 'null' && i > rest) return at
      const next: Value | undefined = at.type === 'map' ? at.entries.get(name.text) : undefined
      if (!next) {
        const has = at.type === 'map' && at.entries.size > 0 ? [...at.entries.keys()].map(key => `\`${key}\``).join(', ') : 'none'
        fail(frame, name, { reason: 'wrong-type/output', data: { task: task.path, name: name.text, has } })
        return null
      }
      at = next
    }
    return at
  }

  read(from: string, path: string): FileText | { readonly kind: 'outside' } {
    const file = this.#host.resolve(from, path)
    return file === null ? { kind: 'outside' } : this.#host.read(file)
  }

  fileOf(from: string, path: string): string | null {
    return this.#host.resolve(from, path)
  }

  #wait(): Abstract {
    this.pending = true
    return anything
  }
}
