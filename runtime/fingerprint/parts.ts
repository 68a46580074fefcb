import type { Value } from '#language'

/** Everything that the result of a task follows from. */
export interface TaskInputs {
  readonly engine: string
  /** The target and its properties, as one text. */
  readonly target: string
  /** Evaluated properties without `params`. */
  readonly properties: ReadonlyMap<string, Value>
  readonly params: ReadonlyMap<string, Value>
  /** Files that the task names, with a digest of what is in them. */
  readonly files: readonly { readonly name: string; readonly digest: string }[]
  /** Tasks before it, each with its own fingerprint, or with how it ended where it has none. */
  readonly upstreams: readonly { readonly name: string; readonly fingerprint: string }[]
}

/** Digests of a task's inputs, by their names: `engine`, `target`, `property sql`, `param day`, `file a.sql`, `upstream extract`. */
export type Parts = Readonly<Record<string, string>>

/** A task's fingerprint, and the parts that it is made of. */
export interface TaskPrint {
  readonly fingerprint: string
  readonly parts: Parts
}

/** Digests of parts are only compared with one another, to say what changed; the fingerprint has them in full. */
const partLength = 12
const printLength = 24

/** `digest` must not let anyone guess the text: values may hold secrets, and the parts are kept. */
export function printOf(inputs: TaskInputs, digest: (text: string) => string): TaskPrint {
  const parts: Record<string, string> = Object.create(null) as Record<string, string>
  const whole: string[] = []
  const add = (name: string, text: string): void => {
    const found = digest(text)
    parts[name] = found.slice(0, partLength)
    whole.push(JSON.stringify(name), found)
  }
  add('engine', inputs.engine)
  add('target', inputs.target)
  // Names in one order: that of writing means nothing.
  for (const [name, value] of sorted(inputs.properties)) if (!withoutEffect.has(name)) add(`property ${name}`, canonicalText(value))
  for (const [name, value] of sorted(inputs.params)) add(`param ${name}`, canonicalText(value))
  for (const { name, digest: content } of sortedByName(inputs.files)) add(`file ${name}`, content)
  for (const { name, fingerprint } of sortedByName(inputs.upstreams)) add(`upstream ${name}`, fingerprint)
  return { fingerprint: digest(whole.join('\n')).slice(0, printLength), parts }
}

/** What of a result's inputs is not as it was, in words; empty where all is. */
export function changedParts(before: Parts, now: Parts): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...names].flatMap(name => {
    if (before[name] === now[name]) return []
    const word = before[name] === undefined ? 'is new' : now[name] === undefined ? 'is gone' : 'changed'
    return [`${name.replace(/^(?:file|property) /, '')} ${word}`]
  })
}

/** One text for one value, and different texts for different values. */
export function canonicalText(value: Value): string {
  switch (value.type) {
    case 'null':
      return 'null'
    case 'boolean':
      return String(value.value)
    case 'number':
      // As written, because that is how it reaches a script's text.
      return `number ${value.text ?? String(value.value)}`
    case 'string':
      return JSON.stringify(value.value)
    case 'date':
      return `date ${value.ms} ${value.dateOnly}`
    case 'duration':
      return `duration ${value.ms}`
    case 'size':
      return `size ${value.bytes}`
    case 'list':
      return `[${value.items.map(canonicalText).join(',')}]`
    case 'map':
      return `{${sorted(value.entries)
        .map(([name, entry]) => `${JSON.stringify(name)}:${canonicalText(entry)}`)
        .join(',')}}`
    default:
      return value satisfies never
  }
}

/** Properties that say how a task is shown or paid for, not what it does. */
const withoutEffect: ReadonlySet<string> = new Set(['labels', 'priority', 'maximum_bytes_billed', 'params'])

function sorted(entries: ReadonlyMap<string, Value>): [string, Value][] {
  const list = [...entries]
  return list.length < 2 ? list : list.sort(([a], [b]) => (a < b ? -1 : 1))
}

function sortedByName<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
  return list.length < 2 ? list : list.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
