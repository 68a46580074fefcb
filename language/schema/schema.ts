import type { ValueType } from '../values.ts'

/** When a value must be known, at the latest: by reading the file, when a run starts, or when the task starts. */
export type Phase = 'static' | 'start' | 'running'

/** What a property takes. */
export type Shape =
  | { readonly kind: 'value'; readonly types: readonly ValueType[] }
  /** One word of a list; a string of the same text is equal. `types`: values that are allowed besides. */
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly types?: readonly ValueType[] }
  /** A whole number from `least` on. */
  | { readonly kind: 'count'; readonly least: number }
  /** A number from `least` on. */
  | { readonly kind: 'number'; readonly least: number }
  /** A length of time that is not negative; `positive`: longer than nothing. */
  | { readonly kind: 'duration'; readonly positive?: boolean }
  | { readonly kind: 'size' }
  | { readonly kind: 'list'; readonly of: ValueType }
  /** A number or a list of numbers. */
  | { readonly kind: 'numbers' }
  /** `least`: its entries are whole numbers from there on. */
  | { readonly kind: 'map'; readonly of?: ValueType; readonly least?: number }
  /** A file of the workspace; `remote`: or one of a store, by its scheme. */
  | { readonly kind: 'path'; readonly remote: boolean }
  | { readonly kind: 'cron' }
  | { readonly kind: 'timezone' }
  /** Names of tasks and groups. */
  | { readonly kind: 'tasks' }
  /** The matrix of a task. */
  | { readonly kind: 'matrix' }
  /** A limit that the dag declares. */
  | { readonly kind: 'limit' }
  /** The name of an engine. */
  | { readonly kind: 'engine' }

/** One property: what it takes, when it must be known, and what a person reads of it. */
export interface PropertySchema {
  readonly name: string
  readonly shape: Shape
  readonly phase: Phase
  /** Markdown. */
  readonly documentation: string
  /** What is inserted by completion, after `name: `, in the snippet syntax of LSP. */
  readonly snippet: string
}

/** An engine: its name, its own properties, and which of them are needed. */
export interface EngineSchema {
  readonly name: string
  readonly documentation: string
  readonly properties: readonly PropertySchema[]
  /** Each a set of which exactly one is needed. */
  readonly required: readonly (readonly string[])[]
  /** Outputs that a task of this engine has; `null`: whatever the task gives. */
  readonly outputs: readonly string[] | null
  /** What becomes of an attempt that was running when the runtime died, unless the task says. */
  readonly onInterrupt: 'rerun' | 'fail'
  /** Processors that a task takes, unless it says. */
  readonly slots: 0 | 1
  /** Typical length, in milliseconds, for a plan without history. */
  readonly typicalMs: number
}

const value = (...types: ValueType[]): Shape => ({ kind: 'value', types })

/** Shapes by short names, for the tables of the engines. */
export const shapes = {
  string: value('string'),
  boolean: value('boolean'),
  date: value('date'),
  stringOrMap: value('string', 'map'),
  durationOrBoolean: value('duration', 'boolean'),
  strings: { kind: 'list', of: 'string' },
  map: { kind: 'map' },
  duration: { kind: 'duration' },
  timeout: { kind: 'duration', positive: true },
  size: { kind: 'size' },
  script: { kind: 'path', remote: true },
  file: { kind: 'path', remote: false },
} as const satisfies Record<string, Shape>

/** A row of a schema's table. */
export function property(
  name: string,
  shape: Shape,
  documentation: string,
  options: { phase?: Phase; snippet?: string } = {},
): PropertySchema {
  return { name, shape, phase: options.phase ?? 'running', documentation, snippet: options.snippet ?? snippetOf(shape) }
}

/** The snippet of an enumeration's words. */
export const choice = (words: readonly string[]): string => `\${1|${words.join(',')}|}`

function snippetOf(shape: Shape): string {
  switch (shape.kind) {
    case 'word':
      return choice(shape.words)
    case 'value':
      return shape.types[0] === 'string' ? '"$1"' : shape.types[0] === 'boolean' ? choice(['true', 'false']) : '$1'
    case 'list':
      return shape.of === 'string' ? '["$1"]' : '[$1]'
    case 'tasks':
      return '[$1]'
    case 'map':
      return '{ $1 }'
    case 'matrix':
      return '{ $' + '{1:n}: [$2] }'
    case 'path':
    case 'cron':
    case 'timezone':
    case 'limit':
      return '"$1"'
    case 'duration':
      return '$' + '{1:10m}'
    case 'size':
      return '$' + '{1:10GB}'
    case 'count':
    case 'number':
    case 'numbers':
    case 'engine':
      return '$1'
  }
}
