import { closeSync, openSync, readSync } from 'node:fs'
import type { AttemptResult } from './engine.ts'

/** No kernel reads a longer one. */
const longestLine = 256

/**
 * Tells of a first line such as `#!/bin/bash` where a script has failed in another program than it names: what one shell can read is an
 * error of syntax in the next. `script` answers its text, or the beginning of it.
 */
export function withInterpreterHint(result: AttemptResult, command: string, script: () => string): AttemptResult {
  if (result.kind !== 'failure' || result.error.code !== 'exit-code') return result
  const match = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(\S+)([^\r\n]*)/.exec(script())
  if (match === null) return result
  const wanted = nameOf(match[1]!)
  if (wanted === nameOf(command)) return result
  const words = `${wanted}${match[2]!.trimEnd()}`
  const message = `${result.error.message} (Its first line names ${wanted}, but it was run by ${nameOf(command)}: \`shell: "${words}"\` chooses the program.)`
  return { ...result, error: { ...result.error, message } }
}

/** The first line of a file; empty where it cannot be read. */
export function firstLine(file: string): string {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const start = Buffer.alloc(longestLine)
      return start.toString('utf8', 0, readSync(descriptor, start)).split('\n', 1)[0]!
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}

function nameOf(program: string): string {
  return program.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '')
}
