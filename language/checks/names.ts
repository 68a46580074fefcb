import type { Diagnostic } from '../diagnostics.ts'
import { functionNamed, nearFunction } from '../evaluate/functions.ts'
import { duplicateKeys } from '../model/declare.ts'
import type { DagModel, Declared, FileModel, GroupModel, Scope, TaskModel } from '../model/model.ts'
import { isWholeValue, valuesIn } from '../model/property-value.ts'
import { type Resolution, resolveTask, resolveValue, runEntries, targetEntries } from '../model/resolve.ts'
import { nearest } from '../near.ts'
import { dagProperties, groupProperties, targetProperties } from '../schema/common.ts'
import { anyEngineProperties } from '../schema/engines.ts'
import type { PropertySchema } from '../schema/schema.ts'
import { inputTypes } from '../tokens.ts'
import type { Expression, MapEntry, Name, Property, Reference } from '../tree.ts'
import { childrenOf } from '../walk.ts'
import { Suggestion } from './suggestions.ts'

/** A word of the text that names a declaration. */
export interface Use {
  readonly name: Name
  readonly declared: Declared
}

/** Takes what a check of names finds. */
export interface NameSink {
  report(diagnostic: Diagnostic): void
  use(use: Use): void
  /** A name that means nothing, and where to look for the one that was meant. */
  suggest(suggestion: Suggestion): void
}

/** Checks the names that a file uses outside of its tasks. Own words only: imports are their own files. */
export function checkNamesAround(file: FileModel, sink: NameSink): void {
  new NameChecker(file, sink).around(true)
}

/** Checks the names that an imported file uses in what it brings in. */
export function checkImportedNames(file: FileModel, sink: NameSink): void {
  new NameChecker(file, sink).around(false)
}

/** Checks the names that a task uses. */
export function checkTaskNames(task: TaskModel, sink: NameSink): void {
  new NameChecker(task.file, sink).task(task)
}

const schemasOf = (schemas: readonly PropertySchema[]): ReadonlyMap<string, PropertySchema> =>
  new Map(schemas.map(schema => [schema.name, schema]))
const ofDag = schemasOf(dagProperties)
const ofGroup = schemasOf(groupProperties)
const ofTarget = schemasOf(targetProperties)

/** Where the names of a task's property are looked up. */
function scopeIn(task: TaskModel, { key }: Property): Scope {
  return key.text === 'when' ? task.whenScope : key.text === 'matrix' || key.text === 'after' ? task.scope.parent! : task.scope
}

class NameChecker {
  readonly #file: FileModel
  readonly #sink: NameSink
  #targetEntries: Set<string> | null = null

  constructor(file: FileModel, sink: NameSink) {
    this.#file = file
    this.#sink = sink
  }

  /** `all`: its dags too; what a file imports are top-level declarations. */
  around(all: boolean): void {
    for (const declared of this.#file.lets) this.#expression(declared.node.value, declared.scope)
    for (const target of this.#file.ownTargets) this.#properties(target.properties, this.#file.scope, ofTarget)
    for (const defaults of this.#file.ownDefaults) this.#properties(defaults.properties, defaults.scope, anyEngineProperties)
    if (all) for (const dag of this.#file.dags) this.#dag(dag)
  }

  #dag(dag: DagModel): void {
    this.#properties(dag.properties, dag.scope, ofDag)
    for (const input of dag.inputs) {
      const { typeName, value } = input.node
      if (typeName && !input.node.type)
        this.#fail(typeName, {
          reason: 'wrong-type/word',
          data: { word: typeName.text, allowed: inputTypes, near: nearest(typeName.text, inputTypes) },
        })
      if (value) this.#expression(value, dag.scope)
    }
    for (const declared of dag.lets) this.#expression(declared.node.value, dag.scope)
    for (const defaults of dag.defaults) this.#properties(defaults.properties, defaults.scope, anyEngineProperties)
    for (const group of dag.groups) this.#group(group)
    for (const { node, scope } of dag.edges) for (const nodes of node.chain) for (const ref of nodes.refs) this.#taskRef(ref, scope)
  }

  #group(group: GroupModel): void {
    this.#properties(group.properties, group.scope, ofGroup)
    for (const declared of group.lets) this.#expression(declared.node.value, group.scope)
    for (const defaults of group.defaults) this.#properties(defaults.properties, defaults.scope, anyEngineProperties)
  }

  task(task: TaskModel): void {
    for (const property of task.properties.values()) this.#property(property, scopeIn(task, property), anyEngineProperties)
    for (const override of task.overrides)
      for (const property of override.properties.values())
        if (property.key.text !== 'engine') this.#property(property, scopeIn(task, property), anyEngineProperties)
  }

  #properties(properties: ReadonlyMap<string, Property>, scope: Scope, schemas: ReadonlyMap<string, PropertySchema>): void {
    for (const property of properties.values()) this.#property(property, scope, schemas)
  }

  #property(property: Property, scope: Scope, schemas: ReadonlyMap<string, PropertySchema>): void {
    const shape = (schemas.get(property.key.text) ?? anyEngineProperties.get(property.key.text))?.shape
    // Of a property that is not known, nobody knows whether it takes a word.
    if (!shape && schemas !== ofTarget && property.value.kind === 'ref' && property.value.path.length === 1) return
    if (shape?.kind === 'tasks') this.#taskRefs(property.value, scope)
    else if (shape?.kind === 'limit' && this.#isUnknownWord(property.value, scope))
      this.#fail(property.value, { reason: 'unknown-name/limit-word', data: { name: property.value.path[0]!.text } })
    else if (isWholeValue(shape)) this.#expression(property.value, scope)
    else for (const value of valuesIn(shape, property.value)) this.#expression(value, scope)
  }

  /** A bare word that is no name: whoever wrote it most likely meant the string. */
  #isUnknownWord(value: Expression, scope: Scope): value is Reference {
    if (value.kind !== 'ref' || value.path.length !== 1) return false
    const found = resolveValue(scope, value)
    return !found.ok && found.reason === 'name'
  }

  #taskRefs(value: Expression, scope: Scope): void {
    const wrong = (node: Expression, expected: string): void =>
      this.#fail(node, { reason: 'wrong-type/value', data: { expected, found: nounOf(node) } })
    if (value.kind !== 'list' && value.kind !== 'missing') wrong(value, 'a list of tasks and groups')
    for (const item of value.kind === 'list' ? value.items : [value])
      if (item.kind === 'ref') this.#taskRef(item, scope)
      else if (item.kind !== 'missing' && value.kind === 'list') wrong(item, 'the name of a task or group')
  }

  #taskRef(ref: Reference, scope: Scope): void {
    this.#settle(ref, resolveTask(scope, ref))
  }

  #expression(node: Expression, scope: Scope): void {
    if (node.kind === 'ref') this.#valueRef(node, scope)
    else if (node.kind === 'map') {
      for (const { entry, first } of duplicateKeys(node)) this.#duplicateKey(entry, first)
      for (const entry of node.entries) this.#expression(entry.value, scope)
    } else if (node.kind !== 'literal' && node.kind !== 'text') {
      if (node.kind === 'call' && !functionNamed(node.name.text))
        this.#fail(node.name, { reason: 'unknown-name/function', data: { name: node.name.text, near: nearFunction(node.name.text) } })
      for (const child of childrenOf(node)) this.#expression(child, scope)
    }
  }

  #duplicateKey(entry: MapEntry, first: MapEntry): void {
    const { start, end } = first.key
    this.#fail(entry.key, { reason: 'duplicate-name/property', data: { name: entry.key.text } }, [
      { note: 'set', data: {}, file: this.#file.file, start, end },
    ])
  }

  #valueRef(ref: Reference, scope: Scope): void {
    const found = resolveValue(scope, ref)
    this.#settle(ref, found)
    if (!found.ok) return
    const entry = ref.path[1]
    if (!entry || entry.text === '') return
    if (found.declared.kind === 'run' && !(runEntries as readonly string[]).includes(entry.text))
      this.#fail(entry, { reason: 'unknown-name/member', data: { name: entry.text, of: 'run', near: nearest(entry.text, runEntries) } })
    if (found.declared.kind === 'target') {
      this.#targetEntries ??= targetEntries(this.#file)
      if (!this.#targetEntries.has(entry.text))
        this.#fail(entry, {
          reason: 'unknown-name/member',
          data: { name: entry.text, of: 'target', near: nearest(entry.text, this.#targetEntries) },
        })
    }
  }

  #settle(ref: Reference, found: Resolution): void {
    if (found.ok) {
      for (let i = 0; i < found.parts.length; i++) this.#sink.use({ name: ref.path[i]!, declared: found.parts[i]! })
      return
    }
    const { name, of, reason, candidates } = found
    if (reason === null) return
    const place = ref.path[found.index]!
    // The suggestion comes later, see `settleSuggestions`.
    const data = { name, near: null }
    if (reason === 'name') this.#fail(place, { reason: 'unknown-name/name', data })
    else if (reason === 'task') this.#fail(place, { reason: 'unknown-name/task', data })
    else this.#fail(place, { reason: 'unknown-name/member', data: Object.assign(data, { of }) })
    this.#sink.suggest(new Suggestion(data, candidates))
  }

  #fail(
    node: { readonly start: number; readonly end: number },
    fact: Diagnostic extends infer D ? (D extends Diagnostic ? Pick<D, 'reason' | 'data'> : never) : never,
    related: Diagnostic['related'] = [],
  ): void {
    this.#sink.report({ ...fact, file: this.#file.file, start: node.start, end: node.end, related } as Diagnostic)
  }
}

/** What an expression looks like, for a message. */
export function nounOf(node: Expression): string {
  switch (node.kind) {
    case 'string':
    case 'text':
      return 'a string'
    case 'literal':
      return node.value.type === 'null' ? 'null' : `a ${node.value.type}`
    case 'list':
      return 'a list'
    case 'map':
      return 'a map'
    case 'ref':
      return 'a name'
    default:
      return 'an expression'
  }
}
