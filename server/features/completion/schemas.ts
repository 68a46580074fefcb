import {
  anyEngineProperties,
  type Container,
  dagProperties,
  groupProperties,
  notInDefaults,
  type PropertySchema,
  propertiesOfEngine,
  type Shape,
  type TaskModel,
  targetProperties,
  type tree,
  type ValueStep,
  versionOf,
} from '#language'
import type { CompletionContext } from './suggestion.ts'

const named = (schemas: readonly PropertySchema[]): ReadonlyMap<string, PropertySchema> =>
  new Map(schemas.map(schema => [schema.name, schema]))
const ofDag = named(dagProperties)
const ofGroup = named(groupProperties)
const ofTarget = named(targetProperties)
const inDefaults = (schemas: ReadonlyMap<string, PropertySchema>): ReadonlyMap<string, PropertySchema> =>
  new Map([...schemas].filter(([name]) => !notInDefaults.has(name)))

/** The engine at the place. */
export function engineAt({ cursor, around }: Pick<CompletionContext, 'cursor' | 'around'>): string | null {
  return engineIn(cursor.blocks[cursor.blocks.length - 1], around.task)
}

/** The engine of a task or of its version in `on`; of `defaults` the one that it names. */
export function engineIn(block: tree.Statement | undefined, task: TaskModel | null): string | null {
  if (block?.kind === 'defaults') return block.engine?.text ?? null
  if (!task) return null
  return block?.kind === 'on' && block.target ? versionOf(task, block.target.text).engine : task.engine
}

/** The properties that a block may have. */
export function propertiesAt(context: Pick<CompletionContext, 'cursor' | 'around'>): ReadonlyMap<string, PropertySchema> {
  return propertiesIn(context.cursor.container, engineAt(context))
}

export function propertiesIn(container: Container, engine: string | null): ReadonlyMap<string, PropertySchema> {
  const own = engine === null ? undefined : propertiesOfEngine(engine)
  switch (container) {
    case 'file':
      return new Map()
    case 'dag':
      return ofDag
    case 'group':
      return ofGroup
    case 'target':
      return ofTarget
    case 'task':
    case 'on':
      return own ?? anyEngineProperties
    case 'defaults':
      return inDefaults(own ?? anyEngineProperties)
  }
}

/** What the value at the end of `steps` is to be; null where anything goes. */
export function shapeAt(
  statement: tree.Statement,
  steps: readonly ValueStep[],
  schemas: ReadonlyMap<string, PropertySchema>,
): Shape | null {
  let shape: Shape | null = statement.kind === 'property' ? (schemas.get(statement.key.text)?.shape ?? null) : null
  for (const step of steps) {
    if (!shape || step.kind === 'argument' || step.kind === 'interpolation') return null
    shape = step.kind === 'item' ? itemOf(shape) : shape.kind === 'map' && shape.of ? { kind: 'value', types: [shape.of] } : null
  }
  return shape
}

function itemOf(shape: Shape): Shape | null {
  if (shape.kind === 'list') return { kind: 'value', types: [shape.of] }
  return shape.kind === 'tasks' ? shape : null
}
