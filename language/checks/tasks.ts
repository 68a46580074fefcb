import { type Abstract, anything } from '../evaluate/abstract.ts'
import { type Context, type Frame, fail, frameAt } from '../evaluate/context.ts'
import { needsOf } from '../evaluate/phase.ts'
import type { Instances } from '../graph/matrix.ts'
import { type Effective, type Version, versionOf, wordOf } from '../model/effective.ts'
import type { DagModel, MatrixVariable, TaskModel } from '../model/model.ts'
import { propertyValue } from '../model/property-value.ts'
import { nearest } from '../near.ts'
import { engineNamed, fixedOnTargets, propertiesOfEngine } from '../schema/engines.ts'
import type { EngineSchema, PropertySchema } from '../schema/schema.ts'
import type { Property } from '../tree.ts'
import { checkNeverRuns, checkProperty, workLimit } from './blocks.ts'
import { nounOf } from './names.ts'
import { anyName, checkFile, checkParams, ParamUse } from './scripts.ts'
import { engineNames } from './shapes.ts'

/** What a check of tasks asks of the analysis. */
export interface TaskCheck {
  /** A context for a target; `null`: for one that is not known. */
  contextOf(target: string | null): Context
  instancesOf(task: TaskModel): Instances
  /** The target that is chosen where nothing else is said. */
  readonly chosen: string
}

/** Checks one task in all its versions: as it is, and on each target that it overrides. */
export function checkTask(task: TaskModel, check: TaskCheck): void {
  const frame = baseFrame(task, check.contextOf(check.chosen))
  if (task.node.engine && !engineNamed(task.node.engine.text))
    fail(frame, task.node.engine, {
      reason: 'unknown-engine/engine',
      data: { name: task.node.engine.text, near: nearest(task.node.engine.text, engineNames) },
    })
  checkNames(task, frame)
  const use = new ParamUse(task.overrides.length === 0 && check.instancesOf(task).list.length <= 1)
  checkVersion(versionOf(task, null), baseTarget(task, check), task.properties, check, use)
  const targets = task.overrides.length === 0 ? noTargets : new Set(['local', ...task.file.targets.keys()])
  for (const override of task.overrides) {
    if (!targets.has(override.target) && override.node.target)
      fail(frame, override.node.target, {
        reason: 'unknown-name/target',
        data: { name: override.target, near: nearest(override.target, targets) },
      })
    checkVersion(versionOf(task, override.target), targets.has(override.target) ? override.target : null, override.properties, check, use)
  }
  use.report()
}

const noTargets: ReadonlySet<string> = new Set()

/** Where the chosen target has a version of its own, the task as it is stands for another target. */
function baseTarget(task: TaskModel, check: TaskCheck): string | null {
  const isOwn = (target: string): boolean => task.overrides.some(override => override.target === target)
  if (!isOwn(check.chosen)) return check.chosen
  return [...task.file.targets.keys()].find(target => !isOwn(target)) ?? null
}

function baseFrame(task: TaskModel, context: Context): Frame {
  return { file: task.file.file, scope: task.scope, context, matrix: new Map(), typesOnly: false }
}

/** Properties that the task's or the override's engine does not have. */
function checkNames(task: TaskModel, frame: Frame): void {
  const of = (name: string | null): ReadonlyMap<string, PropertySchema> | undefined =>
    name === null ? undefined : propertiesOfEngine(name)
  const own = of(task.engine)
  if (own && task.engine)
    for (const property of task.properties.values())
      if (!own.has(property.key.text))
        fail(frame, property.key, {
          reason: 'unknown-property/property',
          data: { name: property.key.text, of: `\`${task.engine}\``, near: nearest(property.key.text, own.keys()) },
        })
  for (const override of task.overrides) {
    const version = versionOf(task, override.target)
    const set = override.properties.get('engine')
    if (set) {
      const word = wordOf(set.value)
      if (word !== null && !engineNamed(word))
        fail(frame, set.value, { reason: 'unknown-engine/engine', data: { name: word, near: nearest(word, engineNames) } })
      if (word === null && set.value.kind !== 'missing')
        fail(frame, set.value, { reason: 'wrong-type/value', data: { expected: 'the name of an engine', found: nounOf(set.value) } })
    }
    const schemas = of(version.engine)
    for (const property of override.properties.values()) {
      const name = property.key.text
      if (name === 'engine') continue
      if (fixedOnTargets.has(name)) fail(frame, property.key, { reason: 'unknown-property/fixed', data: { name } })
      else if (schemas && !schemas.has(name))
        fail(frame, property.key, {
          reason: 'unknown-property/property',
          data: { name, of: `\`${version.engine}\``, near: nearest(name, schemas.keys()) },
        })
    }
  }
}

function checkVersion(
  version: Version,
  target: string | null,
  written: ReadonlyMap<string, Property>,
  check: TaskCheck,
  use: ParamUse,
): void {
  const { task } = version
  const context = check.contextOf(target)
  const engine = version.engine === null ? undefined : engineNamed(version.engine)
  const frames = framesOf(task, version, context, check)
  const first = frames[0]!
  const firstOnly = frames.length === 1 ? frames : [first]
  if (engine) {
    checkExclusive(engine, written, first)
    checkRequired(version, engine, first)
  }
  const schemas = engine ? propertiesOfEngine(engine.name)! : undefined
  let scripts: Map<Frame, string | null> | null = null
  for (const effective of version.properties.values()) {
    const schema = schemas?.get(effective.name)
    if (!schema) continue
    const isHere = effective.source === 'task' || effective.source === 'on'
    const used = needsOf(effective.value, effective.scope).matrix ? frames : firstOnly
    for (const frame of used) {
      if (frame !== used[0] && context.work > workLimit) break
      const at = inScope(frame, effective)
      if (isHere) checkProperty(schema, effective.value, at, `\`${engine!.name}\``)
      if (schema.shape.kind === 'path') {
        scripts ??= new Map()
        scripts.set(frame, checkFile(effective, propertyValue(schema.shape, effective.value, at), at))
      }
      if (effective.name === 'limit') checkLimit(task.dag, effective, propertyValue(schema.shape, effective.value, at), at)
      if (effective.name === 'action') checkAction(version, propertyValue(schema.shape, effective.value, at), at)
    }
    if (effective.name === 'when' && isHere)
      checkNeverRuns(
        effective.value,
        frames.map(frame => inScope(frame, effective)),
      )
  }
  if (engine?.name === 'bq')
    for (const frame of frames.length > 1 && usesMatrix(version, ['script', 'sql']) ? frames : firstOnly) {
      if (frame !== first && context.work > workLimit) {
        // What the others use is not known.
        const params = version.properties.get('params')
        if (params) use.note(params, inScope(frame, params), anyName)
        break
      }
      checkParams(version, effective => inScope(frame, effective), scripts?.get(frame) ?? scripts?.get(first) ?? null, use)
    }
  else if (version.properties.has('params')) {
    const params = version.properties.get('params')!
    use.note(params, inScope(first, params), anyName)
  }
}

function usesMatrix(version: Version, names: readonly string[]): boolean {
  return names.some(name => {
    const effective = version.properties.get(name)
    return effective !== undefined && needsOf(effective.value, effective.scope).matrix
  })
}

/** One frame for each instance; without any, one whose variables are unknown. */
function framesOf(task: TaskModel, version: Version, context: Context, check: TaskCheck): Frame[] {
  const params = version.properties.get('params')
  const base: Frame = { ...baseFrame(task, context), params: params ? { expression: params.value, scope: params.scope } : null }
  const { list } = check.instancesOf(task)
  if (list.length === 1) return [{ ...base, matrix: list[0]!.values }]
  if (list.length > 0) return list.map(instance => ({ ...base, matrix: instance.values }))
  const nothing = new Map<MatrixVariable, Abstract>(task.matrix.map(variable => [variable, anything]))
  return [{ ...base, matrix: nothing }]
}

const inScope = (frame: Frame, effective: Effective): Frame => frameAt(frame, effective.scope, effective.file.file)

/** Two of `script`, `sql`, `run`, where the engine takes one. */
function checkExclusive(engine: EngineSchema, written: ReadonlyMap<string, Property>, frame: Frame): void {
  for (const names of engine.required) {
    if (names.length === 1) continue
    let first: Property | null = null
    for (const property of written.values()) {
      const { key } = property
      if (!names.includes(key.text)) continue
      if (first !== null)
        fail(frame, key, { reason: 'duplicate-name/exclusive', data: { name: key.text, other: first.key.text } }, [
          { note: 'set', data: {}, file: frame.file, start: first.key.start, end: first.key.end },
        ])
      first ??= property
    }
  }
}

function checkRequired(version: Version, engine: EngineSchema, frame: Frame): void {
  const { task, override } = version
  if (!task.node.body.present) return
  const base = override && versionOf(task, null)
  for (const names of engine.required) {
    if (names.some(name => version.properties.has(name))) continue
    // What the task lacks on every target is reported once, at the task.
    if (base && base.engine === version.engine && !names.some(name => base.properties.has(name))) continue
    const place = override ? override.node.target : task.node.name
    if (place)
      fail(frame, place, {
        reason: 'missing-property/property',
        data: { names, of: `\`${engine.name}\``, target: override?.target ?? null },
      })
  }
}

function checkLimit(dag: DagModel, effective: Effective, value: Abstract, frame: Frame): void {
  if (value.type !== 'string') return
  const limits = dag.properties.get('limits')?.value
  if (limits && limits.kind !== 'map') return
  const names = limits?.kind === 'map' ? limits.entries.map(entry => entry.key.text) : []
  if (!names.includes(value.value))
    fail(frame, effective.value, { reason: 'unknown-name/limit', data: { name: value.value, near: nearest(value.value, names) } })
}

/** A cluster is created from its configuration. */
function checkAction(version: Version, value: Abstract, frame: Frame): void {
  if (value.type !== 'string' || value.value !== 'create' || version.properties.has('config')) return
  const place = version.override?.node.target ?? version.task.node.name
  if (place) fail(frame, place, { reason: 'missing-property/create', data: { name: 'config' } })
}
