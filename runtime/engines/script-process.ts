import { readFileSync, rmSync, statSync } from 'node:fs'
import type { Json, Place, Value } from '#language'
import type { Outputs } from '../events.ts'
import { environmentText } from '../values.ts'
import type { Attempt, AttemptFailure, AttemptResult, Environment, ProcessEnd, ProcessStarter } from './engine.ts'
import { scriptEnvironment } from './environment.ts'
import { jsonFault } from './json-fault.ts'

/** A program that runs a script of the task. */
export interface ScriptProcess {
  readonly command: string
  readonly args: readonly string[]
  readonly input?: string
  readonly env?: Environment
  /** What the program is called in messages: `python3`. */
  readonly program: string
  /** The place in the script that the last lines of standard error speak of, where they say why it ended with that code. */
  locate(errorLines: readonly string[], exitCode: number): Located | null
  /** Whether what went wrong may be told on standard output too. */
  readonly tellsOnOutput?: boolean
  /** What an exit code stands for, where it is more than a number: `SIGKILL` for 137 of a shell. */
  meaning?(exitCode: number): string | null
}

export interface Located {
  readonly place?: Place
  readonly message?: string
  readonly code?: string
}

/** Outputs larger than this are a mistake: they are kept for ever. */
const largestOutputs = 1024 * 1024
/** So many last lines of standard error are looked at for the cause. */
const keptLines = 1000

/** Starts the process in the task's folder, with its params and `DAGLINE_OUTPUT`, and makes a result of how it ends. */
export async function runScriptProcess(processes: ProcessStarter, attempt: Attempt, script: ScriptProcess): Promise<AttemptResult> {
  const cwd = workingFolder(attempt)
  if (typeof cwd !== 'string') return cwd
  const { outputFile } = attempt
  const errorLines: string[] = []
  const own = attempt.properties.get('env')
  const base = { ...attempt.env, ...script.env, DAGLINE_OUTPUT: outputFile }
  const end = await processes.run({
    command: script.command,
    args: script.args,
    cwd,
    env: scriptEnvironment(base, own?.type === 'map' ? own.entries : new Map(), attempt.params),
    ...(script.input === undefined ? {} : { input: script.input }),
    signal: attempt.signal,
    onLine: (stream, line) => {
      if (stream === 'stderr' || script.tellsOnOutput) {
        errorLines.push(line)
        if (errorLines.length > keptLines) errorLines.shift()
      }
      attempt.log(stream, line)
    },
  })
  if (end.kind === 'exited' && end.code === 0) return readOutputs(attempt, outputFile)
  return failureOf(attempt, end, script, errorLines)
}

/** The text of a string property. */
export function textOf(properties: ReadonlyMap<string, Value>, name: string): string | undefined {
  const value = properties.get(name)
  return value?.type === 'string' ? value.value : undefined
}

/** The strings of a list property. */
export function textsOf(properties: ReadonlyMap<string, Value>, name: string): readonly string[] {
  const value = properties.get(name)
  return value?.type === 'list'
    ? value.items.flatMap(item => (item.type === 'string' ? [item.value] : item.type === 'number' ? [String(item.value)] : []))
    : []
}

/** The task's script file, or why there is none to run. */
export function scriptFile(attempt: Attempt): string | AttemptFailure {
  const script = textOf(attempt.properties, 'script') ?? ''
  const place = attempt.placeOf('script')
  const fail = (message: string): AttemptFailure => ({
    kind: 'failure',
    error: { code: 'script-not-found', message, place },
    retry: 'never',
  })
  const file = attempt.resolve(script)
  if (file === null && script.startsWith('db://'))
    return fail(`The metadata database keeps no script ${script}. \`dagline script put ${script.slice(5)} FILE\` puts one there.`)
  if (file === null) return fail(`The script ${script} is outside the workspace.`)
  try {
    if (statSync(file).isFile()) return file
  } catch {
    // Told below.
  }
  return fail(`There is no script ${script}.`)
}

function workingFolder(attempt: Attempt): string | AttemptFailure {
  const cwd = textOf(attempt.properties, 'cwd')
  if (cwd === undefined) return attempt.folder
  const folder = attempt.resolve(cwd)
  if (folder !== null && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder
  const message = folder === null ? `The folder ${cwd} is outside the workspace.` : `There is no folder ${cwd}.`
  return { kind: 'failure', error: { code: 'spawn', message, place: attempt.placeOf('cwd') }, retry: 'never' }
}

function readOutputs(attempt: Attempt, file: string): AttemptResult {
  let text: string
  try {
    const status = statSync(file, { throwIfNoEntry: false })
    if (status === undefined) return { kind: 'success', outputs: {} }
    if (status.size > largestOutputs) return badOutputs(attempt, 'are larger than 1 MB')
    text = readFileSync(file, 'utf8')
    rmSync(file)
  } catch {
    return { kind: 'success', outputs: {} }
  }
  if (text.trim() === '') return { kind: 'success', outputs: {} }
  try {
    const json = JSON.parse(text) as Json
    if (json !== null && typeof json === 'object' && !Array.isArray(json)) return { kind: 'success', outputs: json as Outputs }
    return badOutputs(attempt, 'are no JSON object')
  } catch {
    return badOutputs(attempt, `are no JSON: ${placeOfFault(text)}`)
  }
}

function placeOfFault(text: string): string {
  const fault = jsonFault(text) ?? text.length
  if (fault >= text.trimEnd().length) return 'their end is missing'
  const lines = text.slice(0, fault).split('\n')
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1} is wrong`
}

function badOutputs(attempt: Attempt, fault: string): AttemptFailure {
  return {
    kind: 'failure',
    error: { code: 'outputs', message: `The outputs written to $DAGLINE_OUTPUT ${fault}.`, place: placeOfScript(attempt) },
  }
}

function failureOf(attempt: Attempt, end: ProcessEnd, script: ScriptProcess, errorLines: readonly string[]): AttemptFailure {
  const fallback = placeOfScript(attempt)
  switch (end.kind) {
    case 'exited': {
      const located = script.locate(errorLines, end.code)
      const meaning = script.meaning?.(end.code) ?? null
      const detail = located?.message ?? errorLines.findLast(line => line.trim() !== '')
      const message = `${script.program} ended with exit code ${end.code}${meaning === null ? '' : ` (${meaning})`}${detail === undefined ? '.' : `: ${detail.slice(0, 500)}`}`
      return { kind: 'failure', error: { code: located?.code ?? 'exit-code', message, place: located?.place ?? fallback } }
    }
    case 'signalled':
      return {
        kind: 'failure',
        error: { code: 'signal', message: `${script.program} was killed by ${end.signal}.${killHint(end.signal)}`, place: fallback },
        killedBy: end.signal,
      }
    case 'lost': {
      const how = end.signal === null ? 'has ended' : `was killed by ${end.signal}`
      const message = `The process that starts tasks ${how}, and ${script.program} with it.${killHint(end.signal)}`
      return { kind: 'failure', error: { code: 'signal', message, place: fallback } }
    }
    case 'not-started': {
      if (end.code === 'E2BIG' || end.code === 'ENAMETOOLONG') return tooLong(attempt, script.program)
      const missing = end.code === 'ENOENT'
      const message = missing
        ? `There is no program ${script.program} on this machine.`
        : `${script.program} could not be started: ${end.message}`
      const error = { code: 'spawn', message, place: fallback }
      return missing ? { kind: 'failure', error, retry: 'never' } : { kind: 'failure', error }
    }
    default:
      return end satisfies never
  }
}

function killHint(signal: string | null): string {
  return signal === 'SIGKILL' && process.platform === 'linux' ? ' Linux does so where memory runs out.' : ''
}

/** What a process is given at its start is bounded by the system: on Linux 128 KB a text, and some MB together. */
function tooLong(attempt: Attempt, program: string): AttemptFailure {
  const sizes = [...attempt.params].map(([name, value]) => ({ name, bytes: Buffer.byteLength(environmentText(value) ?? '') }))
  const longest = sizes.sort((a, b) => b.bytes - a.bytes)[0]
  const what =
    longest === undefined
      ? `The environment of ${program} is longer than this system lets a process have.`
      : `The param ${longest.name} has ${Math.ceil(longest.bytes / 1000)} KB, which is more than this system lets ${program} be given at its start.`
  const message = `${what} Write long data to a file and give its path, or read it in a js task, whose params have no such bound.`
  return { kind: 'failure', error: { code: 'spawn', message, place: attempt.placeOf('params') }, retry: 'never' }
}

/** A whole line of a script. */
export function placeOfLine(attempt: Attempt, file: string, text: string | undefined, line: number): Place | null {
  return text === undefined
    ? { file, line, column: 1, endLine: line + 1, endColumn: 1 }
    : attempt.placeInText('run', offsetOfLine(text, line))
}

/** Offset of the first character of a line (from 1) that is no blank. */
export function offsetOfLine(text: string, line: number): number {
  let start = 0
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', start)
    if (next < 0) break
    start = next + 1
  }
  return start + /^[ \t]*/.exec(text.slice(start))![0].length
}

function placeOfScript(attempt: Attempt): Place {
  return attempt.placeOf(attempt.properties.has('run') ? 'run' : 'script')
}
