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

/** Processors that the dag wants at most; null where it leaves that to the machine. */
export function parallelismOf(graph: RunGraph): number | null {
  const value = graph.properties.get('parallelism')
  return value?.type === 'number' && value.value >= 1 ? Math.floor(value.value) : null
}
