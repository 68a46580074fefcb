import { checkShape } from '../checks/shapes.ts'
import { known } from '../evaluate/abstract.ts'
import type { Frame } from '../evaluate/context.ts'
import type { DagModel } from '../model/model.ts'
import { propertyValue } from '../model/property-value.ts'
import { dagProperties } from '../schema/common.ts'
import type { Value } from '../values.ts'
import type { RunContext } from './run-context.ts'

/** The properties of a dag that have a value when a run starts; without `names`, all of them. What is wrong is the context's. */
export function dagValues(dag: DagModel, context: RunContext, names?: readonly string[]): ReadonlyMap<string, Value> {
  const frame: Frame = { file: dag.file.file, scope: dag.scope, context, matrix: new Map(), typesOnly: false }
  const values = new Map<string, Value>()
  for (const schema of dagProperties) {
    const property = dag.properties.get(schema.name)
    if (!property || names?.includes(schema.name) === false) continue
    const value = propertyValue(schema.shape, property.value, frame)
    if (value.type === 'null') continue
    checkShape(schema.shape, value, property.value, frame)
    const settled = known(value)
    if (settled) values.set(schema.name, settled)
  }
  return values
}
