import type { RunGraph } from '#language'

/** Properties of a dag, as far as they are of the right type. */
export function limitsOf(graph: RunGraph): ReadonlyMap<string, number> {
  const limits = graph.properties.get('limits')
  if (limits?.type !== 'map') return new Map()
  return new Map([...limits.entries].flatMap(([name, value]) => (value.type === 'number' ? [[name, value.value] as const] : [])))
}

export function wordOf(graph: RunGraph, property: string): string | null {
  const value = graph.properties.get(property)
  return value?.type === 'string' ? value.value : null
}

export function durationOf(graph: RunGraph, property: string): number | null {
  const value = graph.properties.get(property)
  return value?.type === 'duration' ? value.ms : null
}

/** Processors of a run: what was asked for, else what the dag says; `auto` from either is all that are available. */
export function parallelismOf(graph: RunGraph, asked: number | 'auto' | undefined, available: number): number {
  if (asked !== undefined) return asked === 'auto' ? available : asked
  const value = graph.properties.get('parallelism')
  return value?.type === 'number' && value.value >= 1 ? Math.floor(value.value) : available
}
