/** A description of messages, as the client's package brings it along (JSON of protobuf.js). */
export interface TypeJson {
  readonly fields?: Readonly<Record<string, FieldJson>>
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>
  readonly values?: Readonly<Record<string, number>>
  readonly nested?: Readonly<Record<string, TypeJson>>
}

interface FieldJson {
  readonly type: string
  readonly rule?: string
  /** Of a map. */
  readonly keyType?: string
  readonly options?: Readonly<Record<string, unknown>>
}

/** What a value may be. */
export type Shape =
  | { readonly kind: 'message'; readonly type: MessageType }
  | { readonly kind: 'enum'; readonly words: readonly string[] }
  | { readonly kind: 'duration' | 'timestamp' | 'string' | 'boolean' | 'integer' | 'number' }

export interface Field {
  readonly name: string
  readonly many: 'one' | 'list' | 'map'
  readonly shape: Shape
  /** The service tells it; nobody sets it. */
  readonly outputOnly: boolean
}

export interface MessageType {
  readonly name: string
  readonly fields: ReadonlyMap<string, Field>
  /** Fields of which at most one is set. */
  readonly alternatives: readonly (readonly string[])[]
}

const plain: Readonly<Record<string, Shape>> = {
  string: { kind: 'string' },
  bytes: { kind: 'string' },
  bool: { kind: 'boolean' },
  double: { kind: 'number' },
  float: { kind: 'number' },
  ...Object.fromEntries(['int32', 'int64', 'uint32', 'uint64', 'sint32', 'sint64'].map(name => [name, { kind: 'integer' } as const])),
}

const known: Readonly<Record<string, Shape>> = {
  'google.protobuf.Duration': { kind: 'duration' },
  'google.protobuf.Timestamp': { kind: 'timestamp' },
}

/** The message of a name, with all that is in it; what is in it is looked up when it is asked for. */
export function messageType(root: TypeJson, name: string): MessageType {
  const path = name.split('.')
  const type = at(root, path)
  if (type === null) throw new Error(`There is no message ${name}.`)
  let fields: ReadonlyMap<string, Field> | null = null
  return {
    name,
    get fields() {
      fields ??= new Map(Object.entries(type.fields ?? {}).map(([field, json]) => [field, fieldOf(root, path, field, json)]))
      return fields
    },
    alternatives: Object.values(type.oneofs ?? {}).flatMap(({ oneof }) => (oneof.length > 1 ? [oneof] : [])),
  }
}

function fieldOf(root: TypeJson, scope: readonly string[], name: string, json: FieldJson): Field {
  const behavior = json.options?.['(google.api.field_behavior)']
  return {
    name,
    many: json.keyType !== undefined ? 'map' : json.rule === 'repeated' ? 'list' : 'one',
    shape: shapeOf(root, scope, json.type),
    outputOnly: behavior === 'OUTPUT_ONLY' || (Array.isArray(behavior) && behavior.includes('OUTPUT_ONLY')),
  }
}

/** A name is meant from the innermost scope outwards. */
function shapeOf(root: TypeJson, scope: readonly string[], type: string): Shape {
  const simple = plain[type]
  if (simple !== undefined) return simple
  for (let depth = scope.length; depth >= 0; depth--) {
    const path = [...scope.slice(0, depth), ...type.split('.')]
    const found = at(root, path)
    if (found === null) continue
    const name = path.join('.')
    const special = known[name]
    if (special !== undefined) return special
    if (found.values !== undefined) return { kind: 'enum', words: Object.keys(found.values) }
    return { kind: 'message', type: messageType(root, name) }
  }
  throw new Error(`There is no type ${type}.`)
}

function at(root: TypeJson, path: readonly string[]): TypeJson | null {
  let type: TypeJson | undefined = root
  for (const name of path) type = type?.nested?.[name]
  return type ?? null
}
