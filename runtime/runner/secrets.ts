import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../engines/engine.ts'
import { spawnerVariable } from '../processes/leftovers.ts'
import { shortestSecret } from './redactor.ts'
import { othersCanRead, shortSecret } from './words.ts'

const prefix = 'DAGLINE_SECRET_'

/** The secrets of a run: `DAGLINE_SECRET_<NAME>` of who asked for it, then `.dagline/secrets.env`. */
export interface Secrets {
  get(name: string): string | undefined
  /** All values that are known, to be kept out of logs even where a script finds them by itself. */
  readonly values: readonly string[]
  /** What a person should know of them. */
  readonly warnings: readonly string[]
}

export function readSecrets(stateFolder: string, env: Environment): Secrets {
  const fromEnv = new Map(
    Object.entries(env).flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : [])),
  )
  const file = join(stateFolder, 'secrets.env')
  const fromFile = parseSecrets(readText(file))
  const all = [...fromEnv, ...fromFile].filter(([, value]) => value !== '')
  const short = new Set(all.flatMap(([name, value]) => (value.length < shortestSecret ? [name] : [])))
  return {
    get: name => fromEnv.get(name) ?? fromEnv.get(name.toUpperCase()) ?? fromFile.get(name) ?? fromFile.get(name.toUpperCase()),
    values: all.map(([, value]) => value),
    warnings: [...(fromFile.size > 0 ? readableByOthers(file) : []), ...[...short].map(name => shortSecret(name, shortestSecret))],
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
    Object.entries(env).filter(
      ([key]) => !key.startsWith(prefix) && key !== 'ELECTRON_RUN_AS_NODE' && key !== 'NODE_CHANNEL_FD' && key !== spawnerVariable,
    ),
  )
}

function readableByOthers(file: string): string[] {
  // Windows has no such modes: there a file of one's own folder is one's own.
  if (process.platform === 'win32') return []
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
  return (mode & 0o077) === 0 ? [] : [othersCanRead(file, mode & 0o777)]
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
