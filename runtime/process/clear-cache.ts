import type { RuntimeRequests } from '../protocol.ts'
import type { WhichResults } from '../store/results.ts'
import type { Runtime } from './runtime.ts'

/** Forgets results. A name that has none is most likely a slip of the pen: then none are forgotten. */
export async function clearCache(runtime: Runtime, what: WhichResults): Promise<RuntimeRequests['cache/clear']['result']> {
  const { results } = runtime.store
  const words = (what.tasks ?? []).filter(word => results.names({ ...what, tasks: [word] }).length === 0)
  if (words.length === 0) return { cleared: results.clear(what) }
  const { nearest } = await import('#language')
  const { tasks: _, ...anyTask } = what
  const names = new Set(results.names(anyTask).flatMap(name => [name, name.replace(/\[.*$/s, '')]))
  return { cleared: 0, unknown: words.map(word => ({ word, near: nearest(word, names) })) }
}
