import type { Value } from '#language'
import { environmentText } from '../values.ts'
import type { Environment } from './engine.ts'

/**
 * The environment of a task's process: `base`, then the task's `env` property, then its params as `DAGLINE_PARAM_<NAME>`,
 * and under their own name where that hides no variable that exists. Windows takes names that differ only in case for one.
 */
export function scriptEnvironment(
  base: Environment,
  own: ReadonlyMap<string, Value>,
  params: ReadonlyMap<string, Value>,
  platform: NodeJS.Platform = process.platform,
): Environment {
  const fold = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name)
  const env = new Map<string, readonly [string, string]>(Object.entries(base).map(([name, text]) => [fold(name), [name, text]]))
  for (const [name, value] of own) {
    const text = environmentText(value)
    if (text === null) env.delete(fold(name))
    else env.set(fold(name), [name, text])
  }
  const existing = new Set(env.keys())
  for (const [name, value] of params) {
    const text = environmentText(value)
    const prefixed = `DAGLINE_PARAM_${name.toUpperCase()}`
    // Unset is unset: not what an outer process may have left under that name.
    if (text === null) env.delete(fold(prefixed))
    else {
      env.set(fold(prefixed), [prefixed, text])
      if (!existing.has(fold(name))) env.set(fold(name), [name, text])
    }
  }
  return Object.fromEntries(env.values())
}
