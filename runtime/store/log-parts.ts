import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How long the log of one attempt may get: when it is longer, its oldest part goes. */
export interface LogLimits {
  readonly partBytes: number
  readonly parts: number
}

/** 64 MB for an attempt. */
export const logLimits: LogLimits = { partBytes: 16 * 1024 * 1024, parts: 4 }

/** The name of a part of a log, from 1; the first one has that of the log itself. */
export function partOf(place: string, part: number): string {
  return part === 1 ? place : `${place.slice(0, -'.jsonl'.length)}.part${part}.jsonl`
}

/** The parts of a log that are there, oldest first. */
export function partsOf(stateFolder: string, place: string): { readonly file: string; readonly part: number }[] {
  let part = existsSync(join(stateFolder, place)) ? 1 : firstPart(stateFolder, place)
  const parts: { file: string; part: number }[] = []
  for (; part !== null; part++) {
    const file = join(stateFolder, partOf(place, part))
    if (!existsSync(file)) break
    parts.push({ file, part })
  }
  return parts
}

/** Of a log whose beginning is gone: the first part that is there. */
function firstPart(stateFolder: string, place: string): number | null {
  const folder = dirname(join(stateFolder, place))
  const prefix = `${place.slice(place.lastIndexOf('/') + 1, -'.jsonl'.length)}.part`
  if (!existsSync(folder)) return null
  const numbers = readdirSync(folder)
    .filter(name => name.startsWith(prefix))
    .map(name => Number(name.slice(prefix.length, -'.jsonl'.length)))
    .filter(Number.isInteger)
  return numbers.length === 0 ? null : Math.min(...numbers)
}
