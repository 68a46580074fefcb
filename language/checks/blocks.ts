import { typeOf } from '../evaluate/abstract.ts'
import { type Context, type Frame, fail } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import { isLater, phaseOf } from '../evaluate/phase.ts'
import type { DagModel, DefaultsModel, FileModel, GroupModel, Scope } from '../model/model.ts'
import { propertyValue, valuesIn } from '../model/property-value.ts'
import { nearest } from '../near.ts'
import { dagProperties, groupProperties, targetProperties } from '../schema/common.ts'
import { anyEngineProperties, engineNamed, notInDefaults, propertiesOfEngine } from '../schema/engines.ts'
import type { Phase, PropertySchema } from '../schema/schema.ts'
import type { Expression, Property } from '../tree.ts'
import { childrenOf } from '../walk.ts'
import { checkShape, engineNames } from './shapes.ts'

/** Checks the dags of a file but for their tasks: lets, defaults, inputs, properties of dags and groups. */
export function checkDags(file: FileModel, context: Context): void {
  const at: At = scope => ({ file: file.file, scope, context, matrix: new Map(), typesOnly: false })
  for (const dag of file.dags) {
    for (const declared of [...dag.lets, ...dag.groups.flatMap(group => group.lets)]) evaluate(declared.node.value, at(declared.scope))
    checkDag(dag, at)
  }
}

/** Checks the top of a file: lets, targets, defaults. */
export function checkTop(file: FileModel, context: Context, contextOf: (target: string) => Context): void {
  const at = (scope: Scope, using: Context = context): Frame => ({
    file: file.file,
    scope,
    context: using,
    matrix: new Map(),
    typesOnly: false,
  })
  for (const declared of file.lets) evaluate(declared.node.value, at(declared.scope))
  for (const target of file.ownTargets) {
    const known = new Map(targetProperties.map(schema => [schema.name, schema]))
    const frame = at(file.scope, contextOf(target.name))
    for (const property of target.properties.values()) {
      const schema = known.get(property.key.text)
      if (schema) checkProperty(schema, property.value, frame, 'a target')
      else {
        evaluate(property.value, frame)
        checkPhase('a target’s property', 'start', property.value, frame)
      }
    }
  }
  for (const defaults of file.ownDefaults) checkDefaults(defaults, at)
}

type At = (scope: Scope) => Frame

function checkDag(dag: DagModel, at: At): void {
  const frame = at(dag.scope)
  if (dag.tasks.length === 0)
    fail(frame, dag.node.name ?? { start: dag.node.start, end: dag.node.start + 3 }, { reason: 'empty-dag/dag', data: { name: dag.name } })
  checkProperties(dag.properties, dagProperties, frame, 'a dag')
  for (const { node } of dag.inputs) {
    if (!node.value) continue
    const type = typeOf(evaluate(node.value, frame))
    checkPhase('a default', 'start', node.value, frame)
    if (type !== null && node.type !== null && type !== node.type)
      fail(frame, node.value, {
        reason: 'wrong-type/value',
        data: { expected: `a ${node.type}`, found: type === 'null' ? 'null' : `a ${type}` },
      })
  }
  for (const defaults of dag.defaults) checkDefaults(defaults, at)
  for (const group of dag.groups) checkGroup(group, at)
}

function checkGroup(group: GroupModel, at: At): void {
  const frame = at(group.scope)
  checkProperties(group.properties, groupProperties, frame, 'a group')
  const when = group.properties.get('when')?.value
  if (when) checkNeverRuns(when, [frame])
  for (const defaults of group.defaults) checkDefaults(defaults, at)
}

function checkDefaults(defaults: DefaultsModel, at: At): void {
  const frame = at(defaults.scope)
  const { engine } = defaults.node
  if (engine && !engineNamed(engine.text)) {
    fail(frame, engine, { reason: 'unknown-engine/engine', data: { name: engine.text, near: nearest(engine.text, engineNames) } })
    return
  }
  const schemas = engine ? propertiesOfEngine(engine.text)! : anyEngineProperties
  const allowed = [...schemas.values()].filter(schema => !notInDefaults.has(schema.name))
  checkProperties(defaults.properties, allowed, frame, engine ? `\`${engine.text}\`` : 'no engine')
  const when = defaults.properties.get('when')?.value
  if (when) checkNeverRuns(when, [frame])
}

function checkProperties(properties: ReadonlyMap<string, Property>, schemas: readonly PropertySchema[], frame: Frame, of: string): void {
  const byName = new Map(schemas.map(schema => [schema.name, schema]))
  for (const property of properties.values()) {
    const schema = byName.get(property.key.text)
    if (schema) checkProperty(schema, property.value, frame, of)
    else
      fail(frame, property.key, {
        reason: 'unknown-property/property',
        data: { name: property.key.text, of: of === 'no engine' ? 'an engine' : of, near: nearest(property.key.text, byName.keys()) },
      })
  }
}

/** Checks type and phase of one property's value. */
export function checkProperty(schema: PropertySchema, value: Expression, frame: Frame, of: string): void {
  if (schema.shape.kind === 'tasks') return
  if (schema.shape.kind !== 'matrix') checkShape(schema.shape, propertyValue(schema.shape, value, frame), value, frame)
  if (phaseOf(value, frame.scope) === 'static') return
  for (const part of valuesIn(schema.shape, value)) checkPhase(`\`${schema.name}\` of ${of}`, schema.phase, part, frame)
}

const phaseWords: Readonly<Record<Phase, string>> = {
  static: 'from the file alone',
  start: 'when a run starts',
  running: 'while a run goes on',
}

/** Reports a value that is known too late. */
export function checkPhase(what: string, allowed: Phase, value: Expression, frame: Frame): void {
  const phase = phaseOf(value, frame.scope)
  if (!isLater(phase, allowed)) return
  // The entry of a list or map shows it better than the whole.
  const parts = value.kind === 'list' || value.kind === 'map' || value.kind === 'parenthesized' ? childrenOf(value) : []
  for (const part of parts) checkPhase(what, allowed, part, frame)
  if (parts.length === 0)
    fail(frame, value, { reason: 'wrong-type/phase', data: { what, allowed: phaseWords[allowed], found: phaseWords[phase] } })
}

/** Bytes of values that a check of instances may make; what is left unchecked beyond is checked when it runs. */
export const workLimit = 200_000_000

/** A `when` that the file alone makes false in every instance. */
export function checkNeverRuns(when: Expression, frames: readonly Frame[]): void {
  const first = frames[0]
  if (!first || phaseOf(when, first.scope) !== 'static') return
  const isFalse = (frame: Frame): boolean => {
    if (frame !== first && frame.context.work > workLimit) return false
    const value = evaluate(when, frame)
    return value.type === 'boolean' && !value.value
  }
  if (frames.every(isFalse)) fail(first, when, { reason: 'never-runs/when', data: {} })
}
