import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../engines/engine.ts'

const prefix = 'DAGLINE_SECRET_'

/** The secrets of a run: `DAGLINE_SECRET_<NAME>` of who asked for it, then `.dagline/secrets.env`. */
export interface Secrets {
  get(name: string): string | undefined
  /** All values that are known, to be kept out of logs even where a script finds them by itself. */
  readonly values: readonly string[]
}

export function readSecrets(stateFolder: string, env: Environment): Secrets {
  const fromEnv = new Map(
    Object.entries(env).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : [])),
  )
  const fromFile = parseSecrets(readText(join(stateFolder, 'secrets.env')))
  return {
    get: name => fromEnv.get(name) ?? fromEnv.get(name.toUpperCase()) ?? fromFile.get(name),
    values: [...fromEnv.values(), ...fromFile.values()].filter(value => value !== ''),
  }
}

/** `NAME=value` a line, `#` comments, quotes around a value optional; a name may have the prefix of the variable. */
export function parseSecrets(text: string): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line)
    if (match === null) continue
    const [, name = '', value = ''] = match
    const quoted = /^(["'])(.*)\1$/.exec(value)
    secrets.set(name.startsWith(prefix) ? name.slice(prefix.length) : name, quoted?.[2] ?? value)
  }
  return secrets
}

/** What tasks' processes get: without the secrets, which reach a task by its params, and without what only the runtime needs. */
export function taskEnvironment(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(([key]) => !key.startsWith(prefix) && key !== 'ELECTRON_RUN_AS_NODE' && key !== 'NODE_CHANNEL_FD'),
  )
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
