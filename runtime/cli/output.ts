import { relative } from 'node:path'
import { styleText } from 'node:util'
import type { RunState, TaskState } from '../events.ts'

/** Exit statuses that every command keeps to. */
export const exit = { success: 0, failed: 1, usage: 2, interrupted: 130 } as const

let unwritten = ''
let worksOn = false
const deaf = new Set<NodeJS.WriteStream>()

/** From here on the command does more than print: it goes on though nobody reads what it prints. */
export function workOnUnread(): void {
  worksOn = true
}

/** A reader has seen enough (`dagline runs | head`), which is no failure, and the end of a command that only prints. */
export function readerLeft(stream: NodeJS.WriteStream): void {
  if (!worksOn) process.exit()
  deaf.add(stream)
}

/** A result, on standard output. What is printed in one step is written at once: a write for each line would take longer than all else. */
export function print(line: string): void {
  if (unwritten === '') queueMicrotask(writeOut)
  unwritten += `${line}\n`
}

function writeOut(): void {
  const text = unwritten
  unwritten = ''
  if (text !== '' && !deaf.has(process.stdout)) process.stdout.write(text)
}

/** A message, on standard error; after what was printed before it. */
export function warn(line: string): void {
  writeOut()
  if (!deaf.has(process.stderr)) process.stderr.write(`${line}\n`)
}

export function printJson(document: unknown): void {
  print(JSON.stringify(document))
}

/** A file as one would type it here: relative where it is below the current folder. */
export function nearPath(file: string): string {
  const near = relative(process.cwd(), file)
  return near === '' || near.startsWith('..') ? file : near
}

/** `1 task`, `2 tasks`. */
export function countText(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** A text of others as a part of one line of ours: without line ends and what moves a terminal's cursor. */
export function oneLine(text: string): string {
  return text
    .replace(/\u001B\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u001F\u007F-\u009F\s]+/g, ' ')
    .trim()
}

/** A text of data as a part of one line: its blanks are kept, and what moves the cursor is shown as its escape. */
export function dataText(text: string): string {
  return text.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g, c => escapes[c] ?? `\\u{${c.codePointAt(0)!.toString(16)}}`)
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Lines of columns; all but the last are padded to the widest. `width` measures as a terminal does. */
export function columns(rows: readonly (readonly string[])[], width: (text: string) => number): string[] {
  const widest: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widest[i] = Math.max(widest[i] ?? 0, width(cell))
  return rows.map(row =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat(widest[i]! - width(cell))))
      .join('  ')
      .trimEnd(),
  )
}

const two = (n: number): string => String(n).padStart(2, '0')

/** `0.4 s`, `12.3 s`, `4m 05s`, `2h 03m`, `2d 03h`. */
export function lengthText(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`
  return `${Math.floor(whole / 86_400)}d ${two(Math.floor((whole % 86_400) / 3600))}h`
}

/** `2026-11-30 20:17:54`, in this place's time. `iso`: as ISO 8601. */
export function timeText(iso: string): string {
  const time = new Date(iso)
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

/** A sign and a word for a state: not told by colour alone. */
export function stateText(state: TaskState | RunState | 'interrupted'): string {
  const { sign, colour } = looks[state]
  return styleText(colour, `${sign} ${state.replace('_', ' ')}`)
}

const looks = {
  waiting: { sign: '·', colour: 'gray' },
  ready: { sign: '○', colour: 'gray' },
  running: { sign: '●', colour: 'blue' },
  retrying: { sign: '↻', colour: 'yellow' },
  success: { sign: '✓', colour: 'green' },
  cached: { sign: '≡', colour: 'green' },
  failed: { sign: '✗', colour: 'red' },
  skipped: { sign: '–', colour: 'gray' },
  upstream_failed: { sign: '▲', colour: 'yellow' },
  cancelled: { sign: '■', colour: 'yellow' },
  interrupted: { sign: '!', colour: 'magenta' },
} as const
