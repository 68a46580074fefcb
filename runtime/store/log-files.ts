import { appendFile, closeSync, createReadStream, mkdirSync, openSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TaskLog } from '../events.ts'
import type { NumberedEvent } from '../protocol.ts'
import { type LogLimits, logLimits, partOf, partsOf } from './log-parts.ts'
import type { LogPlace } from './store.ts'

/** One line of a log file: JSON, so that streams and times stay apart from what a task wrote. */
export interface LogLine {
  readonly number: number
  readonly at: string
  readonly stream: TaskLog['stream']
  readonly text: string
}

/**
 * Writes the log of one attempt. Lines are handed to the disk together, one write at a time, without holding up who logs. A long
 * log is several files, of which the oldest goes when there are too many.
 */
export class LogFile {
  /** Relative to the `.dagline` folder, with `/`. */
  readonly place: string
  readonly #stateFolder: string
  readonly #limits: LogLimits
  #descriptor: number
  #part = 1
  #written = 0
  #waiting: string[] = []
  #writing = false
  #flushed: (() => void)[] = []
  #closed = false

  constructor(stateFolder: string, run: string, position: number, task: string, attempt: number, limits: LogLimits = logLimits) {
    this.#stateFolder = stateFolder
    this.#limits = limits
    const folder = `logs/${run}`
    mkdirSync(join(stateFolder, folder), { recursive: true })
    // The position makes the name unique where the readable part is not.
    this.place = `${folder}/${String(position).padStart(4, '0')}-${task.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 80)}.${attempt}.jsonl`
    this.#descriptor = openSync(join(stateFolder, this.place), 'a')
  }

  write(number: number, { at, stream, text }: TaskLog): void {
    const line: LogLine = { number, at, stream, text }
    this.#waiting.push(`${JSON.stringify(line)}\n`)
    this.#pump()
  }

  /** Resolves when all that was written so far is in the file. */
  flush(): Promise<void> {
    return new Promise(resolve => {
      this.#flushed.push(resolve)
      this.#pump()
    })
  }

  async close(): Promise<void> {
    while (this.#writing || this.#waiting.length > 0) await this.flush()
    if (!this.#closed) closeSync(this.#descriptor)
    this.#closed = true
  }

  #nextPart(): void {
    closeSync(this.#descriptor)
    this.#part++
    this.#written = 0
    this.#descriptor = openSync(join(this.#stateFolder, partOf(this.place, this.#part)), 'a')
    const gone = this.#part - this.#limits.parts
    if (gone > 0) rmSync(join(this.#stateFolder, partOf(this.place, gone)), { force: true })
  }

  #pump(): void {
    if (this.#writing) return
    // What comes while this is written is not waited for: a task that never falls silent would let nobody read.
    const flushed = this.#flushed.splice(0)
    if (this.#waiting.length === 0 || this.#closed) {
      for (const resolve of flushed) resolve()
      return
    }
    this.#writing = true
    if (this.#written >= this.#limits.partBytes) this.#nextPart()
    const text = Buffer.from(this.#waiting.join(''))
    this.#waiting = []
    this.#written += text.length
    // A full disk must not fail the task: the line is lost, the run goes on.
    appendFile(this.#descriptor, text, () => {
      this.#writing = false
      for (const resolve of flushed) resolve()
      this.#pump()
    })
  }
}

/** The lines of one attempt from a number on as the events that they were; a line cut off by a crash is left out. */
export async function readLog(stateFolder: string, run: string, place: LogPlace, from = 0): Promise<NumberedEvent[]> {
  const events: NumberedEvent[] = []
  for (const { file } of partsOf(stateFolder, place.log)) {
    const input = createReadStream(file, 'utf8')
    try {
      for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        const line = parseLine(text)
        if (line === null || line.number < from) continue
        const { number, ...rest } = line
        events.push({ number, event: { type: 'task-log', run, task: place.task, attempt: place.attempt, ...rest } })
      }
    } catch (problem) {
      // A log that was removed by hand is an empty one.
      if ((problem as NodeJS.ErrnoException).code !== 'ENOENT') throw problem
    }
  }
  return events
}

/** More than a line can be long, in bytes. */
const tailBytes = 512 * 1024

/** The number of the last line in the log of an attempt; -1 where it has none. Only its end is read. */
export async function lastNumber(stateFolder: string, place: LogPlace): Promise<number> {
  const last = partsOf(stateFolder, place.log).at(-1)
  if (last === undefined) return -1
  const file = await open(last.file, 'r')
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, tailBytes))
    await file.read(tail, 0, tail.length, size - tail.length)
    for (const text of tail.toString('utf8').split('\n').reverse()) {
      const number = parseLine(text)?.number
      if (number !== undefined) return number
    }
    return -1
  } finally {
    await file.close()
  }
}

/** Null of what is no whole line. */
export function parseLine(text: string): LogLine | null {
  try {
    return JSON.parse(text) as LogLine
  } catch {
    return null
  }
}
