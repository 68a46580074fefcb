import { join } from 'node:path'
import type { AttemptContext, Evaluation, Place, RunGraph, Trigger, Value } from '#language'

/** A property is a value, JSON that stands for one, or an expression of what is known when the attempt starts. */
export type PropertySketch = Value | boolean | number | string | ((context: AttemptContext) => Evaluation)

export interface RunTaskSketch {
  readonly engine: string
  readonly after?: readonly string[]
  readonly trigger?: Trigger
  readonly params?: Readonly<Record<string, PropertyJson>>
  readonly [property: string]: unknown
}

type PropertyJson = null | boolean | number | string | readonly PropertyJson[] | { readonly [key: string]: PropertyJson }

/** A graph ready to run, written by hand. Tasks are given in topological order. */
export function buildGraph(
  folder: string,
  tasks: Readonly<Record<string, RunTaskSketch>>,
  properties: Readonly<Record<string, unknown>> = {},
): RunGraph {
  const names = Object.keys(tasks)
  const file = join(folder, 'test.dag')
  const place = (line: number): Place => ({ file, line, column: 1, endLine: line, endColumn: 2 })
  return {
    dag: 'd',
    file,
    target: 'local',
    targetProperties: new Map([['project', asValue('local')]]),
    properties: new Map(Object.entries(properties).map(([name, value]) => [name, asValue(value)])),
    tasks: Object.entries(tasks).map(([name, { engine, after = [], trigger = 'all_success', ...rest }], index) => ({
      index,
      name,
      declaration: name.replace(/\[.*$/, ''),
      engine,
      trigger,
      upstreams: after.map(upstream => ({ task: names.indexOf(upstream), why: 'edge' as const })),
      place: place(index + 1),
      propertyNames: Object.keys(rest),
      evaluate: (property: string, context: AttemptContext): Evaluation | undefined => {
        const value = rest[property]
        if (value === undefined) return undefined
        return typeof value === 'function'
          ? (value as (context: AttemptContext) => Evaluation)(context)
          : { ok: true, value: asValue(value) }
      },
      paramPhase: () => 'static' as const,
      placeInText: (_property: string, offset: number) => place(1000 + offset),
      placeOf: () => place(index + 1),
    })),
  }
}

export function duration(ms: number): Value {
  return { type: 'duration', ms }
}

/** JSON as a value of the language; values stay as they are. */
export function asValue(json: unknown): Value {
  if (json === null) return { type: 'null' }
  if (typeof json === 'boolean') return { type: 'boolean', value: json }
  if (typeof json === 'number') return { type: 'number', value: json }
  if (typeof json === 'string') return { type: 'string', value: json }
  if (Array.isArray(json)) return { type: 'list', items: json.map(asValue) }
  if (isTagged(json)) return json
  return { type: 'map', entries: new Map(Object.entries(json as object).map(([key, value]) => [key, asValue(value)])) }
}

function isTagged(json: unknown): json is Value {
  const { type } = json as { type?: unknown }
  return typeof type === 'string' && ['null', 'boolean', 'number', 'string', 'date', 'duration', 'size', 'list', 'map'].includes(type)
}
