import { engineNamed, isOwnProperty, propertiesOfEngine } from '../schema/engines.ts'
import type { Expression, Property } from '../tree.ts'
import type { DagModel, DefaultsModel, FileModel, GroupModel, OverrideModel, Scope, TaskModel } from './model.ts'
import { SmallMap } from './small-map.ts'

/** A property that holds for a task, and where it was written. */
export interface Effective {
  readonly name: string
  readonly value: Expression
  /** Where its names are looked up. */
  readonly scope: Scope
  readonly file: FileModel
  readonly source: 'on' | 'task' | 'defaults' | 'dag' | 'target'
  readonly property: Property
}

/** A task as it is on one target. */
export interface Version {
  readonly task: TaskModel
  readonly target: string
  /** The block `on TARGET` that applies. */
  readonly override: OverrideModel | null
  /** As written; it may be no engine. */
  readonly engine: string | null
  readonly properties: ReadonlyMap<string, Effective>
}

/** The word that an expression is: a bare name, or a string without interpolation. */
export function wordOf(expression: Expression): string | null {
  if (expression.kind === 'ref') return expression.path.length === 1 ? expression.path[0]!.text : null
  if (expression.kind === 'text') return expression.value
  if (expression.kind !== 'string') return null
  return expression.parts.every(part => part.kind === 'characters') ? expression.parts.map(part => part.value).join('') : null
}

/** The engine of a task where an override applies. */
export function engineOf(task: TaskModel, override: OverrideModel | null): string | null {
  const set = override?.properties.get('engine')
  return set ? wordOf(set.value) : task.engine
}

/**
 * The properties of a task on a target, each from the first place that sets it: `on TARGET`, the task, then block by block
 * from the inside out `defaults ENGINE` before `defaults`, the dag, the target. `target: null`: the task without overrides.
 */
export function versionOf(task: TaskModel, target: string | null): Version {
  const known = (task as Remembering).versions
  if (known) for (const { of, version } of known) if (of === target) return version
  const version = makeVersion(task, target)
  if (known) known.push({ of: target, version })
  else (task as Remembering).versions = [{ of: target, version }]
  return version
}

/** Forgets what a task was, when its model has become another. */
export function forgetVersions(task: TaskModel): void {
  ;(task as Remembering).versions = null
}

/** The versions of a task that were asked for are kept with it: a table beside it would cost more than to make them. */
interface Remembering {
  versions?: { readonly of: string | null; readonly version: Version }[] | null
}

function makeVersion(task: TaskModel, target: string | null): Version {
  const override = task.overrides.length === 0 ? null : (task.overrides.find(candidate => candidate.target === target) ?? null)
  if (target !== null && !override) {
    // Without an override only the target's own properties can make a difference.
    const base = versionOf(task, null)
    const model = task.file.targets.get(target)
    if (!model || targetNames.every(name => !model.properties.has(name))) return { ...base, target }
  }
  const engine = engineOf(task, override)
  const properties = new SmallMap<Effective>()
  const put = (property: Property, scope: Scope, file: FileModel, source: Effective['source']): void => {
    const name = property.key.text
    if (!properties.has(name)) properties.add(name, { name, value: property.value, scope, file, source, property })
  }
  const own = (property: Property, source: 'on' | 'task'): void =>
    put(
      property,
      property.key.text === 'matrix' ? task.scope.parent! : property.key.text === 'when' ? task.whenScope : task.scope,
      task.file,
      source,
    )
  if (override) for (const property of override.properties.values()) if (property.key.text !== 'engine') own(property, 'on')
  const before = task.engine === null ? undefined : engineNamed(task.engine)
  const changes = override?.properties.has('engine') === true && engine !== task.engine
  // A new engine starts without the old one's own properties; an exclusive one that the override gives replaces its rival.
  for (const property of task.properties.values()) {
    const name = property.key.text
    if (changes && before && isOwnProperty(before, name)) continue
    if (override && isReplaced(engine, name, properties)) continue
    own(property, 'task')
  }
  const schemas = engine === null ? undefined : propertiesOfEngine(engine)
  if (!schemas) return { task, target: target ?? 'local', override, engine, properties: properties.trim() }
  for (const defaults of defaultsAround(task))
    if (defaults.engine === null || defaults.engine === engine)
      for (const property of defaults.properties.values())
        if (schemas.has(property.key.text) && !isReplaced(engine, property.key.text, properties))
          put(property, defaults.scope, defaults.file, 'defaults')
  for (const name of dagNames) {
    const property = task.dag.properties.get(name)
    if (property) put(property, task.dag.scope, task.file, 'dag')
  }
  const targetModel = target === null ? undefined : task.file.targets.get(target)
  if (targetModel)
    for (const name of targetNames) {
      const property = targetModel.properties.get(name)
      if (property && schemas.has(name)) put(property, targetModel.file.scope, targetModel.file, 'target')
    }
  return { task, target: target ?? 'local', override, engine, properties: properties.trim() }
}

/** `sql` gives way to a `script` that comes from further inside, and the other way round. */
function isReplaced(engine: string | null, name: string, properties: ReadonlyMap<string, Effective>): boolean {
  if (properties.size === 0) return false
  const sets = engine === null ? [] : (engineNamed(engine)?.required ?? [])
  return sets.some(set => set.length > 1 && set.includes(name) && set.some(other => other !== name && properties.has(other)))
}

/** Properties of a dag that are defaults of its tasks. */
const dagNames = ['retries', 'cache'] as const
/** Properties of a target that its tasks get. */
const targetNames = ['location', 'region'] as const

const around = new WeakMap<GroupModel | DagModel, readonly DefaultsModel[]>()

/** Defaults that hold for a task, from the inside out; of one block, those of an engine first. */
function defaultsAround(task: TaskModel): readonly DefaultsModel[] {
  const block = task.group ?? task.dag
  const before = around.get(block)
  if (before) return before
  const blocks: (readonly DefaultsModel[])[] = []
  for (let group = task.group; group; group = group.parent) blocks.push(group.defaults)
  blocks.push(task.dag.defaults)
  const files = new Map<FileModel, DefaultsModel[]>()
  for (const defaults of task.file.defaults) files.set(defaults.file, [...(files.get(defaults.file) ?? []), defaults])
  // Imports are the outermost; a later one hides an earlier one.
  for (const defaults of [...files.values()].reverse()) blocks.push(defaults)
  const found = blocks.flatMap(each => [
    ...each.filter(defaults => defaults.engine !== null),
    ...each.filter(defaults => defaults.engine === null),
  ])
  around.set(block, found)
  return found
}
