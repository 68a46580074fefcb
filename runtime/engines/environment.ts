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
  return platform === 'win32' ? windowsEnvironment(base, own, params) : posixEnvironment(base, own, params)
}

function windowsEnvironment(base: Environment, own: ReadonlyMap<string, Value>, params: ReadonlyMap<string, Value>): Environment {
  const fold = (name: string): string => name.toUpperCase()
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

/** The same where a name is what it is; a thousand short tasks a second feel the difference. */
function posixEnvironment(base: Environment, own: ReadonlyMap<string, Value>, params: ReadonlyMap<string, Value>): Environment {
  const env: Record<string, string> = { ...base }
  const set = (name: string, text: string | null): void => {
    if (text === null) delete env[name]
    else env[name] = text
  }
  for (const [name, value] of own) set(name, environmentText(value))
  if (params.size === 0) return env
  const existing = new Set(Object.keys(env))
  for (const [name, value] of params) {
    const text = environmentText(value)
    // Unset is unset: not what an outer process may have left under that name.
    set(`DAGLINE_PARAM_${name.toUpperCase()}`, text)
    if (text !== null && !existing.has(name)) env[name] = text
  }
  return env
}
