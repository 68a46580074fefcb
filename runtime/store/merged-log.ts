import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { Heap } from '../plan/heap.ts'
import { type LogLine, parseLine } from './log-files.ts'
import { partsOf } from './log-parts.ts'
import type { LogPlace } from './store.ts'

/** A line of the logs of a run. */
export interface MergedLine extends Omit<LogLine, 'number'> {
  readonly task: string
  readonly attempt: number
}

const chunkBytes = 64 * 1024

/** The log of one attempt, of which one line at a time is in the memory. It is open from its first line to its last. */
interface Reading {
  readonly place: LogPlace
  readonly rest: Generator<LogLine, void>
  line: LogLine
}

/**
 * The lines of several attempts in the order in which they came, up to but without the number `until`. Read as they are asked for,
 * so that no log is too long; a file is open only while others have lines beside its own.
 */
export function* mergedLog(
  stateFolder: string,
  places: readonly LogPlace[],
  until = Number.POSITIVE_INFINITY,
): Generator<MergedLine, void> {
  const heap = new Heap<Reading>((a, b) => a.line.number < b.line.number)
  let reading: Reading | undefined
  // Each is opened once for its first line alone: of thousands of attempts, few ran at once.
  const waiting = places.flatMap(place => first(stateFolder, place) ?? []).sort((a, b) => b.number - a.number)
  try {
    for (;;) {
      for (
        let next = waiting.at(-1);
        next !== undefined && next.number <= (heap.peek()?.line.number ?? next.number);
        next = waiting.at(-1)
      ) {
        waiting.pop()
        const rest = linesOf(stateFolder, next.place)
        const line = rest.next()
        if (!line.done) heap.push({ place: next.place, rest, line: line.value })
      }
      reading = heap.pop()
      if (reading === undefined || reading.line.number >= until) return
      const { at, stream, text } = reading.line
      yield { at, stream, text, task: reading.place.task, attempt: reading.place.attempt }
      const line = reading.rest.next()
      if (line.done) continue
      reading.line = line.value
      heap.push(reading)
    }
  } finally {
    for (; reading !== undefined; reading = heap.pop()) reading.rest.return()
  }
}

function first(stateFolder: string, place: LogPlace): { readonly place: LogPlace; readonly number: number } | null {
  const lines = linesOf(stateFolder, place)
  const line = lines.next()
  lines.return()
  return line.done ? null : { place, number: line.value.number }
}

function* linesOf(stateFolder: string, place: LogPlace): Generator<LogLine, void> {
  const parts = partsOf(stateFolder, place.log)
  let isCut = (parts[0]?.part ?? 1) > 1
  for (const { file } of parts) {
    for (const text of textsOf(file)) {
      const line = parseLine(text)
      if (line === null) continue
      if (isCut) yield { ...line, stream: 'system', text: 'What came before is gone: the log had become too long.' }
      isCut = false
      yield line
    }
  }
}

/** The lines of a file. What was removed meanwhile has none. */
function* textsOf(file: string): Generator<string, void> {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return
  }
  try {
    const decoder = new StringDecoder('utf8')
    const chunk = Buffer.allocUnsafe(chunkBytes)
    let rest = ''
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, read))).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest !== '') yield rest
  } finally {
    closeSync(descriptor)
  }
}
