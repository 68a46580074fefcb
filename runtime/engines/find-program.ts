import { accessSync, constants, statSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import type { Environment } from './engine.ts'

/** The file that a program's name or path stands for in an environment, as the system would find it; null: there is none. */
export function findProgram(
  name: string,
  env: Environment,
  folder: string,
  platform: NodeJS.Platform,
  exists: (file: string) => boolean = isProgram,
): string | null {
  const path = platform === 'win32' ? win32 : posix
  const endings = platform === 'win32' ? endingsOf(name, variable(env, 'PATHEXT') ?? '.COM;.EXE;.BAT;.CMD') : ['']
  const hasFolder = name.includes('/') || (platform === 'win32' && name.includes('\\'))
  const folders = hasFolder ? [folder] : (variable(env, 'PATH') ?? '').split(path.delimiter).filter(part => part !== '')
  for (const part of folders) {
    for (const ending of endings) {
      const file = path.resolve(part, name + ending)
      if (exists(file)) return file
    }
  }
  return null
}

function endingsOf(name: string, extensions: string): readonly string[] {
  const known = extensions.split(';').filter(part => part !== '')
  return known.some(ending => name.toLowerCase().endsWith(ending.toLowerCase())) ? [''] : known
}

/** Windows writes `Path` as often as `PATH`. */
function variable(env: Environment, name: string): string | undefined {
  return env[name] ?? Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1]
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
